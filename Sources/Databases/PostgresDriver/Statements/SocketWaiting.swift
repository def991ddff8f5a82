#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Waiting for sockets without keeping a thread of the task pool from its other tasks, which an index being built would do
/// for hours.
enum SocketWaiting {
  /// How long is waited on the spot, in milliseconds: most answers take less, and changing threads costs more than they do.
  private static let shortWait: Int32 = 5

  /// Waits until one of the sockets is ready, at most so many milliseconds (-1: without end), and returns what each is
  /// ready for.
  static func wait(for sockets: [pollfd], milliseconds: Int32) async -> [Int16] {
    let isShort = milliseconds >= 0 && milliseconds <= shortWait
    let first = polled(sockets, isShort ? milliseconds : shortWait)
    if isShort || first.contains(where: { $0 != 0 }) { return first }
    return await withCheckedContinuation { continuation in
      let wait = Wait(sockets, milliseconds < 0 ? -1 : milliseconds - shortWait, continuation)
      if !wait.startThread() { continuation.resume(returning: polled(sockets, milliseconds)) }
    }
  }

  fileprivate static func polled(_ sockets: [pollfd], _ milliseconds: Int32) -> [Int16] {
    var sockets = sockets
    // A signal ends the wait early: then nothing is ready, and the caller comes again.
    guard poll(&sockets, nfds_t(sockets.count), milliseconds) > 0 else { return sockets.map { _ in 0 } }
    return sockets.map(\.revents)
  }
}

/// A wait on a thread of its own, which ends with it.
private final class Wait: Sendable {
  private let sockets: [pollfd]
  private let milliseconds: Int32
  private let continuation: CheckedContinuation<[Int16], Never>

  init(_ sockets: [pollfd], _ milliseconds: Int32, _ continuation: CheckedContinuation<[Int16], Never>) {
    (self.sockets, self.milliseconds, self.continuation) = (sockets, milliseconds, continuation)
  }

  func startThread() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let kept = Unmanaged.passRetained(self)
    #if canImport(Glibc)
      var thread = pthread_t()
      let status = pthread_create(&thread, &attributes, Self.body, kept.toOpaque())
    #else
      var thread: pthread_t?
      let status = pthread_create(&thread, &attributes, Self.body, kept.toOpaque())
    #endif
    if status != 0 { kept.release() }
    return status == 0
  }

  private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
    guard let argument else { return nil }
    let wait = Unmanaged<Wait>.fromOpaque(argument).takeRetainedValue()
    wait.continuation.resume(returning: SocketWaiting.polled(wait.sockets, wait.milliseconds))
    return nil
  }
}
