import Glibc

/// What the system answered when it would not do something.
package struct SystemFailure: Error, Hashable {
  /// The number of the error, as `errno` had it.
  package let errno: CInt

  /// The failure of the call just made.
  static var last: SystemFailure { SystemFailure(errno: Glibc.errno) }
}

/// An open file or folder, closed with its owner.
struct OpenFile: ~Copyable {
  let descriptor: CInt

  /// Opens a path, relative to an open folder where one is given.
  init(_ path: UnsafePointer<CChar>, in folder: CInt = AT_FDCWD, flags: CInt = O_RDONLY, mode: mode_t = 0)
    throws(SystemFailure)
  {
    while true {
      // O_NONBLOCK keeps a pipe that stands in a script's place from stopping everything.
      let result = openat(folder, path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode)
      if result >= 0 {
        descriptor = result
        return
      }
      if Glibc.errno != EINTR { throw .last }
    }
  }

  deinit { _ = close(descriptor) }

  /// What the file system says of the file.
  func status() throws(SystemFailure) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    return status
  }

  /// Reads on until the end, or until a number of bytes has been read; adds them.
  func read(_ limit: Int, into bytes: inout [UInt8]) throws(SystemFailure) {
    var chunk = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let result = chunk.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, limit - count)
      }
      if result == 0 { break }
      if result > 0 { count += result } else if Glibc.errno != EINTR { throw .last }
    }
    chunk.removeSubrange(count...)
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
  }

  /// Reads bytes from a place in the file, fewer where it ends before.
  func read(_ count: Int, at offset: Int64) throws(SystemFailure) -> [UInt8] {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw .last }
    var bytes: [UInt8] = []
    try read(count, into: &bytes)
    return bytes
  }

  /// Everything from here to the end, where about so much is expected.
  func readToEnd(expecting size: Int) throws(SystemFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var limit = size + 1
    while true {
      let before = bytes.count
      try read(limit, into: &bytes)
      if bytes.count - before < limit { return bytes }
      limit = max(65_536, bytes.count)
    }
  }

  /// Writes all of it.
  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    var count = 0
    while count < bytes.count {
      let result = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + count }, bytes.count - count)
      }
      if result >= 0 { count += result } else if Glibc.errno != EINTR { throw .last }
    }
  }

  /// The content of a file.
  static func contents(of path: String) throws(SystemFailure) -> [UInt8] {
    let file = try OpenFile(path)
    let status = try file.status()
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemFailure(errno: EINVAL) }
    return try file.readToEnd(expecting: Int(status.st_size))
  }
}
