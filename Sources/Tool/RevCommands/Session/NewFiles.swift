internal import Glibc
internal import SystemPackage

/// Makes files and folders without ever touching what is there.
enum NewFiles {
  /// Makes a folder, and those above it; one that is there is as good.
  static func createFolder(_ path: FilePath) throws {
    let parent = path.removingLastComponent()
    if !parent.isEmpty, parent != path, access(parent.string, F_OK) != 0 { try createFolder(parent) }
    guard mkdir(path.string, 0o777) != 0 else { return }
    let reason = errno
    var status = stat()
    if reason == EEXIST, stat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw Report(.file, "cannot make the folder \(path): \(String(cString: strerror(reason)))")
  }

  /// Makes a file with a text. Throws where there is one already.
  static func create(_ path: FilePath, _ text: String) throws {
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate], permissions: FilePermissions(rawValue: 0o666))
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    } catch Errno.fileExists {
      throw Report(.fileExists, "\(path) is there already", hints: ["nothing was overwritten"])
    } catch let reason as Errno {
      throw Report(.file, "cannot make \(path): \(reason)")
    }
  }
}
