import CLibPQ
import Revisions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One try at a connection, over all the hosts of its address.
///
/// libpq's own blocking call would neither say the SQLSTATE of a refusal nor let itself be stopped; so this goes step by
/// step, and does for `connect_timeout` what that call does.
struct ConnectionAttempt {
  let parameters: [ConnectionParameter]
  let options: ConnectionOptions
  /// When to give up whatever the timeout says; nil is never.
  var deadline: ContinuousClock.Instant?

  func connect(shouldStop: () -> Bool) async throws(ConnectFailure) -> ConnectionHandle {
    for (keyword, value) in parameters {
      if value.utf8.contains(0) { throw ConnectFailure("the value of \(keyword) has a NUL character in it") }
      if keyword == "dbname", let problem = AddressText.problem(in: value) {
        throw ConnectFailure("the address cannot be read: \(problem)")
      }
    }
    var hosts: [ConnectionParameter] = []
    while true {
      let handle = try start(hosts: hosts)
      let timeout = timeout(of: handle)
      let end = try await poll(handle, timeout: timeout, shouldStop: shouldStop)
      if end == .connected { return handle }
      // libpq goes on to the next host after a refusal, but not after a host that took the connection and kept silent.
      if end == .timedOut, let rest = handle.hostsAfterCurrent(), !isPast(deadline) {
        hosts = rest
        continue
      }
      throw failure(of: handle, timedOutAfter: end == .timedOut ? timeout : nil)
    }
  }

  private func start(hosts: [ConnectionParameter]) throws(ConnectFailure) -> ConnectionHandle {
    // The last of two values for a keyword holds.
    let all =
      [("fallback_application_name", options.applicationName)] + parameters + hosts + [("client_encoding", "UTF8")]
    let keywords = all.map { strdup($0.0) }
    let values = all.map { strdup($0.1) }
    defer { for text in keywords + values { free(text) } }
    let connection = PQconnectStartParams(
      keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    guard let connection else { throw ConnectFailure("there is no memory left for a connection") }
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    return ConnectionHandle(connection, onNotice: options.onNotice)
  }

  /// How long each host has, in seconds; nil is forever.
  private func timeout(of handle: ConnectionHandle) -> Int? {
    guard let given = handle.parameter("connect_timeout") else { return options.connectTimeout }
    guard let seconds = Int(given), seconds > 0 else { return nil }
    return max(seconds, 2)
  }

  private enum End { case connected, refused, timedOut }

  private func poll(_ handle: ConnectionHandle, timeout: Int?, shouldStop: () -> Bool) async throws(ConnectFailure)
    -> End
  {
    guard PQstatus(handle.raw) != CONNECTION_BAD else { return .refused }
    var target = handle.target
    var until = limit(timeout)
    var isTimedOut = false
    var state = PGRES_POLLING_WRITING
    while true {
      if state == PGRES_POLLING_OK {
        handle.becomeReady()
        return .connected
      }
      if state == PGRES_POLLING_FAILED { return isTimedOut ? .timedOut : .refused }
      if shouldStop() { throw .stopped }
      // In slices, so that it can be stopped.
      if await handle.waitForSocket(writing: state == PGRES_POLLING_WRITING, milliseconds: 50) {
        state = PQconnectPoll(handle.raw)
      } else if isPast(until), !isTimedOut || target != handle.target {
        // Where the network has not answered, libpq takes this for a refusal and goes on to the next address.
        isTimedOut = true
        shutdown(PQsocket(handle.raw), Int32(SHUT_RDWR))
        state = PQconnectPoll(handle.raw)
      }
      if state != PGRES_POLLING_FAILED, target != handle.target {
        target = handle.target
        until = limit(timeout)
        isTimedOut = false
      }
    }
  }

  private func limit(_ timeout: Int?) -> ContinuousClock.Instant? {
    let own = timeout.map { ContinuousClock.now + .seconds($0) }
    guard let own, let deadline else { return own ?? deadline }
    return min(own, deadline)
  }

  private func isPast(_ moment: ContinuousClock.Instant?) -> Bool { moment.map { ContinuousClock.now >= $0 } ?? false }

  private func failure(of handle: ConnectionHandle, timedOutAfter timeout: Int?) -> ConnectFailure {
    var failure = ConnectFailure(
      libpqMessage: String(cString: PQerrorMessage(handle.raw)),
      needsPassword: PQconnectionNeedsPassword(handle.raw) != 0, timedOutAfter: timeout)
    failure.cause.message = AddressText.redacted(
      failure.cause.message, password: handle.parameter("password"),
      publicValues: ["user", "host", "dbname", "port"].compactMap { handle.parameter($0) })
    return failure
  }
}
