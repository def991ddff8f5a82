internal import Dialects
internal import Glibc
internal import Synchronization

/// Ends a run in good order where SIGINT or SIGTERM asks for it: the statement that is running is stopped, and what is
/// complete is committed. A second signal ends the process at once, which loses nothing that is committed.
enum Interruption {
  private static let requests = Atomic<Int>(0)
  /// The handle to stop, kept for as long as the process lives; 0 where there is none.
  private static let handle = Atomic<UInt>(0)

  /// Whether a signal has asked for the end.
  static var isRequested: Bool { requests.load(ordering: .sequentiallyConsistent) > 0 }

  /// From now on a signal stops what this handle stops.
  static func stopping(_ interruptHandle: any InterruptHandle) {
    let box = Unmanaged.passRetained(HandleBox(interruptHandle))
    // Everything that the handler touches exists before it can run: a handler must not be the first to make it.
    _ = isRequested
    handle.store(UInt(bitPattern: box.toOpaque()), ordering: .sequentiallyConsistent)
    for signalNumber in [SIGINT, SIGTERM] { signal(signalNumber) { _ in Interruption.request() } }
  }

  private static func request() {
    if requests.add(1, ordering: .sequentiallyConsistent).oldValue > 0 { _exit(1) }
    if let address = UnsafeRawPointer(bitPattern: handle.load(ordering: .sequentiallyConsistent)) {
      Unmanaged<HandleBox>.fromOpaque(address).takeUnretainedValue().handle.interrupt()
    }
  }

  private final class HandleBox: Sendable {
    let handle: any InterruptHandle
    init(_ handle: any InterruptHandle) { self.handle = handle }
  }
}
