import CSQLite
import Revisions

/// SQLite's result codes, by name and by what the engine does about them.
enum ErrorCode {
  /// The names of the primary codes, each with those of its extended codes from 1.
  private static let names: [Int32: (name: String, extended: [String])] = [
    SQLITE_ERROR: ("SQLITE_ERROR", ["MISSING_COLLSEQ", "RETRY", "SNAPSHOT"]),
    SQLITE_INTERNAL: ("SQLITE_INTERNAL", []),
    SQLITE_PERM: ("SQLITE_PERM", []),
    SQLITE_ABORT: ("SQLITE_ABORT", ["", "ROLLBACK"]),
    SQLITE_BUSY: ("SQLITE_BUSY", ["RECOVERY", "SNAPSHOT", "TIMEOUT"]),
    SQLITE_LOCKED: ("SQLITE_LOCKED", ["SHAREDCACHE", "VTAB"]),
    SQLITE_NOMEM: ("SQLITE_NOMEM", []),
    SQLITE_READONLY: (
      "SQLITE_READONLY", ["RECOVERY", "CANTLOCK", "ROLLBACK", "DBMOVED", "CANTINIT", "DIRECTORY"]
    ),
    SQLITE_INTERRUPT: ("SQLITE_INTERRUPT", []),
    SQLITE_IOERR: (
      "SQLITE_IOERR",
      [
        "READ", "SHORT_READ", "WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "FSTAT", "UNLOCK", "RDLOCK", "DELETE",
        "BLOCKED", "NOMEM", "ACCESS", "CHECKRESERVEDLOCK", "LOCK", "CLOSE", "DIR_CLOSE", "SHMOPEN", "SHMSIZE",
        "SHMLOCK", "SHMMAP", "SEEK", "DELETE_NOENT", "MMAP", "GETTEMPPATH", "CONVPATH", "VNODE", "AUTH",
        "BEGIN_ATOMIC", "COMMIT_ATOMIC", "ROLLBACK_ATOMIC", "DATA", "CORRUPTFS",
      ]
    ),
    SQLITE_CORRUPT: ("SQLITE_CORRUPT", ["VTAB", "SEQUENCE", "INDEX"]),
    SQLITE_NOTFOUND: ("SQLITE_NOTFOUND", []),
    SQLITE_FULL: ("SQLITE_FULL", []),
    SQLITE_CANTOPEN: (
      "SQLITE_CANTOPEN", ["NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK"]
    ),
    SQLITE_PROTOCOL: ("SQLITE_PROTOCOL", []),
    SQLITE_EMPTY: ("SQLITE_EMPTY", []),
    SQLITE_SCHEMA: ("SQLITE_SCHEMA", []),
    SQLITE_TOOBIG: ("SQLITE_TOOBIG", []),
    SQLITE_CONSTRAINT: (
      "SQLITE_CONSTRAINT",
      [
        "CHECK", "COMMITHOOK", "FOREIGNKEY", "FUNCTION", "NOTNULL", "PRIMARYKEY", "TRIGGER", "UNIQUE", "VTAB",
        "ROWID", "PINNED", "DATATYPE",
      ]
    ),
    SQLITE_MISMATCH: ("SQLITE_MISMATCH", []),
    SQLITE_MISUSE: ("SQLITE_MISUSE", []),
    SQLITE_NOLFS: ("SQLITE_NOLFS", []),
    SQLITE_AUTH: ("SQLITE_AUTH", ["USER"]),
    SQLITE_FORMAT: ("SQLITE_FORMAT", []),
    SQLITE_RANGE: ("SQLITE_RANGE", []),
    SQLITE_NOTADB: ("SQLITE_NOTADB", []),
  ]

  /// The name of an extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
  static func name(of code: Int32) -> String {
    guard let known = names[code & 0xFF] else { return "SQLITE_\(code)" }
    let position = Int(code >> 8) - 1
    guard known.extended.indices.contains(position), !known.extended[position].isEmpty else { return known.name }
    return known.name + "_" + known.extended[position]
  }

  /// What the engine does about a result code.
  static func kind(of code: Int32) -> DatabaseError.Kind {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_PROTOCOL: .busy
    // LOCKED is a conflict of a connection with itself, unless it shares its cache: waiting does not help.
    case SQLITE_LOCKED: code >> 8 == 1 ? .busy : .statement
    case SQLITE_FULL: .full
    case SQLITE_NOTADB, SQLITE_CORRUPT: .corrupt
    case SQLITE_CANTOPEN: .unreachable
    case SQLITE_READONLY: .readOnly
    case SQLITE_INTERRUPT: .interrupted
    default: .statement
    }
  }
}
