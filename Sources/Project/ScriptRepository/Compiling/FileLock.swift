import Glibc

/// A lock between processes, which the system lifts when its holder ends, however it ends.
struct FileLock: ~Copyable {
  private let file: OpenFile

  /// Waits for the lock. The file that carries it stays: to remove it would let two processes hold two locks.
  static func acquire(_ path: String) async throws(SystemFailure) -> FileLock {
    let file = try OpenFile(path, flags: O_RDWR | O_CREAT, mode: 0o600)
    var pause = 1
    while flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard Glibc.errno == EWOULDBLOCK || Glibc.errno == EINTR else { throw .last }
      // A blocking wait would hold a thread of the pool that the holder, in this same process, may need.
      do { try await Task.sleep(for: .milliseconds(pause)) } catch { throw SystemFailure(errno: ECANCELED) }
      pause = min(pause * 2, 50)
    }
    return FileLock(file: file)
  }

  private init(file: consuming OpenFile) { self.file = file }
}
