internal import Dialects
internal import Glibc
internal import Synchronization

/// Ends a run in good order where SIGINT or SIGTERM asks for it: the statement that is running is stopped, the tool's
/// task is cancelled, and what is complete is committed. A second signal ends the process at once, which loses nothing
/// that is committed.
enum Interruption {
  private static let requests = Atomic<Int>(0)
  /// The handle to stop, kept for as long as the process lives; 0 where there is none.
  private static let handle = Atomic<UInt>(0)
  /// The semaphore that wakes the thread which does what a signal's handler may not; kept as the handle is.
  private static let wakeup = Atomic<UInt>(0)
  private static let cancel = Mutex<(@Sendable () -> Void)?>(nil)

  /// Whether a signal has asked for the end.
  static var isRequested: Bool { requests.load(ordering: .sequentiallyConsistent) > 0 }

  /// Names what cancels the tool's task.
  static func cancelling(_ cancel: @escaping @Sendable () -> Void) { Self.cancel.withLock { $0 = cancel } }

  /// From now on a signal stops what this handle stops, and cancels the tool's task; `say` tells that.
  static func stopping(_ interruptHandle: any InterruptHandle, say: @escaping @Sendable (String) -> Void) {
    let box = Unmanaged.passRetained(HandleBox(interruptHandle))
    let isFirst = handle.exchange(UInt(bitPattern: box.toOpaque()), ordering: .sequentiallyConsistent) == 0
    // Everything that the handler touches exists before it can run: a handler must not be the first to make it.
    _ = isRequested
    if isFirst { startThread(say) }
    for signalNumber in [SIGINT, SIGTERM] { signal(signalNumber) { _ in Interruption.request() } }
  }

  /// Runs in a signal's handler.
  private static func request() {
    let before = errno
    if requests.add(1, ordering: .sequentiallyConsistent).oldValue > 0 {
      let last: StaticString = """
        error: ended at once
        hint: what is committed stays, and nothing else: rev current says where the database stands

        """
      _ = write(STDERR_FILENO, last.utf8Start, last.utf8CodeUnitCount)
      _exit(1)
    }
    if let address = UnsafeRawPointer(bitPattern: handle.load(ordering: .sequentiallyConsistent)) {
      Unmanaged<HandleBox>.fromOpaque(address).takeUnretainedValue().handle.interrupt()
    }
    if let semaphore = UnsafeMutablePointer<sem_t>(bitPattern: wakeup.load(ordering: .sequentiallyConsistent)) {
      sem_post(semaphore)
    }
    errno = before
  }

  private static func startThread(_ say: @escaping @Sendable (String) -> Void) {
    let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
    wakeup.store(UInt(bitPattern: semaphore), ordering: .sequentiallyConsistent)
    var thread = pthread_t()
    let box = Unmanaged.passRetained(SayBox(say))
    let code = pthread_create(
      &thread, nil,
      { box in
        guard let box else { return nil }
        Interruption.waitForRequest(Unmanaged<SayBox>.fromOpaque(box).takeRetainedValue().say)
        return nil
      }, box.toOpaque())
    if code == 0 { pthread_detach(thread) } else { box.release() }
  }

  private static func waitForRequest(_ say: @Sendable (String) -> Void) {
    guard let semaphore = UnsafeMutablePointer<sem_t>(bitPattern: wakeup.load(ordering: .sequentiallyConsistent))
    else { return }
    while sem_wait(semaphore) != 0 { if errno != EINTR { return } }
    let cancel = Self.cancel.withLock { $0 }
    cancel?()
    say("Stopping; a second signal ends rev at once")
  }

  private final class HandleBox: Sendable {
    let handle: any InterruptHandle
    init(_ handle: any InterruptHandle) { self.handle = handle }
  }

  private final class SayBox: Sendable {
    let say: @Sendable (String) -> Void
    init(_ say: @escaping @Sendable (String) -> Void) { self.say = say }
  }
}
