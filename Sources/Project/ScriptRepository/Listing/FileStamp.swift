import Glibc

/// What the file system says of a file's content without reading it.
struct FileStamp: Hashable {
  var size: Int64
  /// Nanoseconds since 1970, as all times here.
  var modified: Int64
  var changed: Int64
  var inode: UInt64
  var device: UInt64

  init(size: Int64, modified: Int64, changed: Int64, inode: UInt64, device: UInt64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
    self.device = device
  }

  init(_ status: stat) {
    size = Int64(status.st_size)
    modified = Self.nanoseconds(status.st_mtim)
    changed = Self.nanoseconds(status.st_ctim)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
  }

  /// Stamps a file, following symbolic links; nil where there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Stamps what a path itself names, which may be a symbolic link; nil where there is nothing.
  static func unfollowed(_ path: String) -> (stamp: FileStamp, isSymbolicLink: Bool)? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return (FileStamp(status), status.st_mode & S_IFMT == S_IFLNK)
  }

  /// Whether a change made after the file was read at a time would show in its stamp.
  ///
  /// A file system's clock is coarse, and a remote one's may be slow: a file that was just written may be written again
  /// without a trace. Two seconds cover the coarsest clock in use.
  func isSettled(at time: Int64) -> Bool { max(modified, changed) < time - 2_000_000_000 }

  /// The time of day.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
