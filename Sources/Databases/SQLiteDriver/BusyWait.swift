import CSQLite
import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How a connection waits for another's lock. SQLite's own way is deaf to an interrupt.
final class BusyWait {
  private let timeout: Int
  private let interrupter: SQLiteInterruptHandle
  private let onWaiting: @Sendable () -> Void
  /// How many interrupts there were when the statement began.
  private var interruptsBefore = 0
  /// How long the statement has waited, in milliseconds.
  private var waited = 0
  private var hasSaid = false

  /// After how long it is said that the connection waits, in milliseconds.
  private static let patience = 1_000

  /// `timeout` is in milliseconds; `onWaiting` is called once, when a statement has waited for a second.
  init(timeout: Int, interrupter: SQLiteInterruptHandle, onWaiting: @escaping @Sendable () -> Void) {
    self.timeout = timeout
    self.interrupter = interrupter
    self.onWaiting = onWaiting
  }

  /// Has a connection wait in this way; it must not outlive this object.
  func attach(to database: OpaquePointer) {
    guard timeout > 0 else { return }
    sqlite3_busy_handler(
      database,
      { context, tries in
        guard let context else { return 0 }
        return Unmanaged<BusyWait>.fromOpaque(context).takeUnretainedValue().waits(tries) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Takes note that a statement begins.
  func begin() { interruptsBefore = interrupter.count }

  /// Whether the statement was interrupted, which SQLite reports as busy where it happens here.
  var isInterrupted: Bool { interrupter.count != interruptsBefore }

  /// Waits a while before another try; false where that is over.
  private func waits(_ tries: Int32) -> Bool {
    if tries == 0 { waited = 0 }
    if isInterrupted || waited >= timeout { return false }
    let pause = min(tries < Self.pauses.count ? Self.pauses[Int(tries)] : 100, timeout - waited)
    usleep(UInt32(pause) * 1_000)
    waited += pause
    if waited >= Self.patience, !hasSaid {
      hasSaid = true
      onWaiting()
    }
    return !isInterrupted
  }

  private static let pauses = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50]
}
