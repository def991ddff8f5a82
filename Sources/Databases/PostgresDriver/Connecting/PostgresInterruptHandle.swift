import Dialects

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Stops what a connection is doing, from any thread or from a signal's handler.
///
/// Cancelling takes a connection of its own to the server, which a signal's handler must not wait for. So all that happens
/// here is a byte into a pipe, which wakes the connection if it is waiting for a statement; the connection cancels.
/// The pipe is the handle's, which may outlive its connection, and then nobody reads it.
package final class PostgresInterruptHandle: InterruptHandle {
  /// What becomes readable with an interrupt; -1 where no pipe could be had, and nothing can be interrupted.
  let descriptor: Int32
  private let writer: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      (descriptor, writer) = (-1, -1)
      return
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (descriptor, writer) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(writer)
  }

  package func interrupt() {
    // A handler must leave errno as it found it.
    let kept = errno
    var byte: UInt8 = 1
    _ = write(writer, &byte, 1)
    errno = kept
  }

  /// Forgets the interrupts so far.
  func clear() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(descriptor, &bytes, 16) > 0 {}
  }
}
