internal import Dialects
internal import Glibc
internal import ProjectConfiguration
internal import Revisions
internal import SQLiteDialect
internal import SQLiteDriver
internal import SystemPackage

extension DatabaseKind {
  /// SQLite, over libsqlite3.
  static let sqlite = DatabaseKind(
    name: .sqlite, schemes: ["sqlite"], dialect: { SQLiteDialect(foreignKeys: $0.sqliteForeignKeys) },
    open: { url, settings, opening in
      let mode = opening.mode
      let path: String
      switch url.location {
      case .memory: path = ":memory:"
      case .file(let file): path = file.string
      case .server: throw Report(.configuration, "a SQLite database is a file, and '\(url)' names none")
      }
      if mode != .creating, url.location != .memory, access(path, F_OK) != 0, errno == ENOENT { return nil }
      let milliseconds = settings.sqliteBusyTimeout / .milliseconds(1)
      func connection(_ mode: SQLiteConnection.Mode) throws -> SQLiteConnection {
        try SQLiteConnection(
          path: path, mode: mode, busyTimeout: Int(milliseconds), foreignKeys: settings.sqliteForeignKeys,
          onWaiting: { opening.say("Waiting for another program that holds the database") })
      }
      if mode == .creating { return try connection(.readWriteCreate) }
      do {
        return try connection(.readWrite)
      } catch let error as DatabaseError where error.kind == .readOnly && mode == .reading {
        // Whoever may only read may still look where it stands.
        return try connection(.readOnly)
      }
    },
    openScratch: { try SQLiteConnection.scratch() }, scratchIsFree: true,
    openScratchDatabase: { _, _ in
      let connection = try SQLiteConnection.scratch()
      return ScratchDatabase(connection) { await connection.close() }
    })
}
