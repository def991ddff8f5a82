import CLibPQ
import Dialects
import Revisions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Owns libpq's connection, and closes it when it goes.
final class ConnectionHandle {
  let raw: OpaquePointer
  let interrupter = PostgresInterruptHandle()
  /// What it takes to cancel a statement; had once the connection stands.
  private var canceller: OpaquePointer?
  private let receiver: NoticeReceiver?
  /// Whether the statement that is running has been asked to stop.
  private(set) var isCancelled = false

  init(_ connection: OpaquePointer, onNotice: (@Sendable (PostgresNotice) -> Void)?) {
    raw = connection
    receiver = onNotice.map(NoticeReceiver.init)
    // Without a receiver of ours libpq would print notices.
    PQsetNoticeReceiver(
      connection,
      { context, result in
        guard let context, let result else { return }
        Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue().receive(result)
      },
      receiver.map { Unmanaged.passUnretained($0).toOpaque() })
  }

  deinit {
    PQfreeCancel(canceller)
    PQfinish(raw)
  }

  /// The number of the server's process, as the server or a pooler gave it.
  var processID: Int64 { Int64(PQbackendPID(raw)) }

  var isLost: Bool { PQstatus(raw) == CONNECTION_BAD }

  /// What the connection's address came to, all sources considered; nil where nothing says so.
  func parameter(_ keyword: String) -> String? {
    guard let options = PQconninfo(raw) else { return nil }
    defer { PQconninfoFree(options) }
    var option = options
    while let name = option.pointee.keyword {
      if strcmp(name, keyword) == 0 {
        return option.pointee.val.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
      }
      option += 1
    }
    return nil
  }

  /// Why the session may only read, as far as the server has said so without being asked (from version 14 on).
  var whyReadOnly: String? {
    func isOn(_ name: String) -> Bool { PQparameterStatus(raw, name).map { strcmp($0, "on") == 0 } ?? false }
    if isOn("in_hot_standby") {
      return """
        the server is a standby, which only follows another: name that one, or all of them and \
        ?target_session_attrs=read-write
        """
    }
    if isOn("default_transaction_read_only") {
      return "default_transaction_read_only is on for this user or this database: ALTER ROLE or ALTER DATABASE sets it"
    }
    return nil
  }

  // MARK: Connecting

  /// Which host and address libpq is trying.
  var target: [String] {
    [PQhost(raw), PQhostaddr(raw), PQport(raw)].map { $0.map { String(cString: $0) } ?? "" } + ["\(PQsocket(raw))"]
  }

  /// The hosts of the address that come after the one being tried, as parameters; nil where there are none.
  func hostsAfterCurrent() -> [ConnectionParameter]? {
    func list(_ keyword: String) -> [String] {
      parameter(keyword)?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    }
    let (hosts, addresses, ports) = (list("host"), list("hostaddr"), list("port"))
    let current = target
    for position in 0..<max(hosts.count, addresses.count) {
      func at(_ values: [String]) -> String? { values.indices.contains(position) ? values[position] : values.last }
      guard current[0] == at(hosts) || current[1] == at(addresses), current[2] == at(ports) ?? current[2] else {
        continue
      }
      let rest: [ConnectionParameter] = [("host", hosts), ("hostaddr", addresses), ("port", ports)]
        .compactMap { keyword, values in
          let left = values.count > 1 ? Array(values.dropFirst(position + 1)) : values
          return left.contains { !$0.isEmpty } ? (keyword, left.joined(separator: ",")) : nil
        }
      return position + 1 < max(hosts.count, addresses.count) ? rest : nil
    }
    return nil
  }

  /// Prepares a connection that stands for statements.
  func becomeReady() {
    PQsetErrorVerbosity(raw, PQERRORS_DEFAULT)
    PQsetnonblocking(raw, 1)
    canceller = PQgetCancel(raw)
    noticeDeadNetwork()
  }

  /// Has the system find out within a minute or so that the other side is gone, where the address leaves it to us: its own
  /// defaults are two hours for a silent line and a quarter of one for data without an answer.
  private func noticeDeadNetwork() {
    let socket = PQsocket(raw)
    func set(_ level: Int32, _ option: Int32, _ value: Int32) {
      var value = value
      setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
    guard parameter("keepalives") != "0" else { return }
    let tcp = Int32(IPPROTO_TCP)
    #if canImport(Glibc)
      if parameter("keepalives_idle") == nil { set(tcp, TCP_KEEPIDLE, 30) }
      if parameter("tcp_user_timeout") == nil { set(tcp, TCP_USER_TIMEOUT, 60_000) }
    #else
      if parameter("keepalives_idle") == nil { set(tcp, TCP_KEEPALIVE, 30) }
    #endif
    if parameter("keepalives_interval") == nil { set(tcp, TCP_KEEPINTVL, 10) }
    if parameter("keepalives_count") == nil { set(tcp, TCP_KEEPCNT, 3) }
  }

  // MARK: Waiting

  /// Waits for the socket alone, and returns whether it is ready.
  func waitForSocket(writing: Bool, milliseconds: Int32) async -> Bool {
    let socket = pollfd(fd: PQsocket(raw), events: Int16(writing ? POLLOUT : POLLIN), revents: 0)
    return await SocketWaiting.wait(for: [socket], milliseconds: milliseconds) != [0]
  }

  /// Forgets what interrupted the last statement.
  func beginStatement() {
    interrupter.clear()
    isCancelled = false
  }

  /// Waits until the server has said something, or with `writing` until it takes more, and reads what there is. An interrupt
  /// is passed on to the server, whose answer is then waited for.
  func wait(writing: Bool) async {
    guard !isLost else { return }
    let ready = await SocketWaiting.wait(
      for: [
        pollfd(fd: PQsocket(raw), events: Int16(writing ? POLLIN | POLLOUT : POLLIN), revents: 0),
        pollfd(fd: interrupter.descriptor, events: Int16(POLLIN), revents: 0),
      ], milliseconds: -1)
    if ready[1] != 0 { cancel() }
    if ready[0] != 0 { read() }
  }

  private func read() {
    // A record of TLS may leave bytes in the library that the socket no longer shows; it is no longer than two reads.
    let isWrapped = PQsslInUse(raw) != 0 || PQgssEncInUse(raw) != 0
    for _ in 0..<(isWrapped ? 3 : 1) {
      guard PQconsumeInput(raw) == 1 else { return }
      if isWrapped, PQisBusy(raw) == 0 { continue }
    }
  }

  /// Asks the server to stop the statement that is running. Whether it does shows in the statement's result.
  func cancel() {
    interrupter.clear()
    isCancelled = true
    var message = [CChar](repeating: 0, count: 256)
    PQcancel(canceller, &message, Int32(message.count))
  }
}

/// Takes the server's notices from libpq.
private final class NoticeReceiver {
  private let onNotice: @Sendable (PostgresNotice) -> Void

  init(_ onNotice: @escaping @Sendable (PostgresNotice) -> Void) { self.onNotice = onNotice }

  func receive(_ result: OpaquePointer) {
    guard let message = ErrorField.message.text(in: result) else { return }
    onNotice(
      PostgresNotice(
        severity: ErrorField.severity.text(in: result) ?? "NOTICE", code: ErrorField.code.text(in: result) ?? "00000",
        message: message, detail: ErrorField.detail.text(in: result), hint: ErrorField.hint.text(in: result)))
  }
}
