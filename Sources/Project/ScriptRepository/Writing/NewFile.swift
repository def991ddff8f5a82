import Glibc

/// Makes files and folders without ever touching what is there.
package enum NewFile {
  /// Makes a file that is not there yet, with those of its permission bits that the umask leaves; what could not be written whole
  /// is removed.
  package static func create(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o666) throws(SystemFailure) {
    let file = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    do throws(SystemFailure) {
      try file.write(bytes)
      guard fsync(file.descriptor) == 0 else { throw .last }
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Makes a folder, and those above it; one that is there is as good.
  package static func makeFolder(_ path: String, mode: UInt32 = 0o777) throws(SystemFailure) {
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      if mkdir(String(path[..<end]), mode) == 0 || end < path.endIndex { continue }
      let failure = SystemFailure.last
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw failure }
    }
  }
}
