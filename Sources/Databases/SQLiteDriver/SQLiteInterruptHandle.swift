import CSQLite
import Dialects
import Synchronization

/// Stops what a connection is doing, from any thread or from a signal's handler.
///
/// It may outlive its connection, and then does nothing. It never waits, so that a handler can call it wherever the
/// signal arrived; it is the closing connection that waits for a call under way.
package final class SQLiteInterruptHandle: InterruptHandle {
  private let address: Atomic<UInt>
  private let callers = Atomic<Int>(0)
  private let calls = Atomic<Int>(0)

  init(_ database: OpaquePointer) { address = Atomic(UInt(bitPattern: database)) }

  /// Stops the statement that is running, if one is: it fails as interrupted.
  package func interrupt() {
    calls.add(1, ordering: .sequentiallyConsistent)
    callers.add(1, ordering: .sequentiallyConsistent)
    if let database = OpaquePointer(bitPattern: address.load(ordering: .sequentiallyConsistent)) {
      sqlite3_interrupt(database)
    }
    callers.subtract(1, ordering: .sequentiallyConsistent)
  }

  /// How often it was asked to stop something.
  var count: Int { calls.load(ordering: .sequentiallyConsistent) }

  /// Lets go of the connection; afterwards nobody uses it through this handle.
  func disarm() {
    address.store(0, ordering: .sequentiallyConsistent)
    while callers.load(ordering: .sequentiallyConsistent) > 0 {}
  }
}
