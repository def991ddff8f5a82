import CLibPQ
package import Revisions

extension PostgresConnection {
  /// Opens a connection.
  ///
  /// Keywords that are left out come from where libpq looks for them: service files, `PGHOST` and its like,
  /// `~/.pgpass`; of two values for a keyword the last holds. Where the server cannot be reached yet (it is starting,
  /// refuses connections, or its name or socket is not there) the call tries again until `patience` is over.
  /// `shouldStop` is asked all the while. Throws ``DatabaseError`` of kind `unreachable` with the reason, `interrupted`
  /// where it was stopped.
  package static func open(
    _ parameters: [ConnectionParameter], options: ConnectionOptions = ConnectionOptions(),
    patience: Duration = .zero, shouldStop: () -> Bool = { false }
  ) async throws(DatabaseError) -> PostgresConnection {
    let end = ContinuousClock.now + patience
    var pause = Duration.milliseconds(100)
    while true {
      var attempt = ConnectionAttempt(parameters: parameters, options: options)
      if patience > .zero { attempt.deadline = max(end, .now + .seconds(2)) }
      let handle: ConnectionHandle?
      do throws(ConnectFailure) {
        handle = try await attempt.connect(shouldStop: shouldStop)
      } catch {
        guard error.mayPass, ContinuousClock.now + pause < end else { throw error.cause }
        handle = nil
      }
      if let handle { return try PostgresConnection(handle, options: options) }
      try await sleep(pause, shouldStop: shouldStop)
      pause = min(pause * 2, .seconds(1))
    }
  }

  private static func sleep(_ pause: Duration, shouldStop: () -> Bool) async throws(DatabaseError) {
    let end = ContinuousClock.now + pause
    while ContinuousClock.now < end {
      if shouldStop() || Task.isCancelled { throw ConnectFailure.stopped.cause }
      try? await Task.sleep(for: min(.milliseconds(50), end - ContinuousClock.now))
    }
    if shouldStop() { throw ConnectFailure.stopped.cause }
  }
}
