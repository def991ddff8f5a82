internal import Dialects
internal import Revisions

/// The lock by which one runner at a time works on a database, as this runner has it.
final class RunnerHold {
  private let lock: RunnerLock?
  private let connection: any MigrationConnection
  private let patience: Duration
  private let shouldStop: @Sendable () -> Bool
  private let observer: (any ExecutionObserver)?
  /// Whether the lock is taken; where there is none to take, from the first try.
  private(set) var isHeld = false

  init(
    _ lock: RunnerLock?, on connection: any MigrationConnection, waitingUpTo patience: Duration,
    shouldStop: @escaping @Sendable () -> Bool, observer: (any ExecutionObserver)?
  ) {
    self.lock = lock
    self.connection = connection
    self.patience = patience
    self.shouldStop = shouldStop
    self.observer = observer
  }

  /// Takes the lock, asking again and again while another has it.
  ///
  /// Throws ``ExecutionError`` where it is not free in time, and what the connection throws.
  func acquire() async throws {
    guard let lock, !isHeld else { return isHeld = true }
    let end = ContinuousClock.now + patience
    var pause = Duration.milliseconds(20)
    var isWaiting = false
    while try await connection.query(lock.acquire).first?[0] != .boolean(true) {
      if !isWaiting { observer?.waitsForRunner() }
      isWaiting = true
      if shouldStop() { throw ExecutionError.stopped(completed: []) }
      if ContinuousClock.now >= end { throw ExecutionError.anotherRunner(waited: patience) }
      do {
        try await Task.sleep(for: pause * Double.random(in: 0.5...1))
      } catch {
        throw ExecutionError.stopped(completed: [])
      }
      pause = min(pause * 2, .milliseconds(500))
    }
    isHeld = true
  }

  /// Gives the lock back. Where that fails the connection is gone, and the lock with it.
  func release() async {
    guard let lock, isHeld else { return }
    isHeld = false
    _ = try? await connection.query(lock.release)
  }
}
