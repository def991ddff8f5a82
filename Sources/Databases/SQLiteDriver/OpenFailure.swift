import CSQLite
import Revisions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Finds out why a file could not be opened: SQLite itself only says that it could not.
enum OpenFailure {
  static func error(path: String, code: Int32, message: String, creating: Bool) -> DatabaseError {
    DatabaseError(
      kind: ErrorCode.kind(of: code),
      message: "cannot open \(path): \(reason(path: path, creating: creating) ?? message)",
      code: ErrorCode.name(of: code))
  }

  /// What the file system has to say against a path; nil where it has no objection.
  private static func reason(path: String, creating: Bool) -> String? {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { return "it is a directory" }
      if access(path, R_OK) != 0 { return "it may not be read" }
      return nil
    }
    let failure = errno
    let directory = parent(of: path)
    guard stat(directory, &status) == 0 else { return "there is no directory \(directory)" }
    guard status.st_mode & S_IFMT == S_IFDIR else { return "\(directory) is not a directory" }
    if failure == EACCES { return "the directory \(directory) may not be searched" }
    if failure == ENAMETOOLONG { return "its name is too long" }
    if failure == ELOOP { return "its symbolic links go round in a circle" }
    if !creating { return "there is no such file" }
    if access(directory, W_OK) != 0 { return "the directory \(directory) may not be written to" }
    return nil
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
