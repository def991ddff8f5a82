import Foundation
import Synchronization

/// One client's connection through a proxy: in each direction a thread that reads and one that writes when it is time.
final class ProxyLine: Sendable {
  private let number: Int
  private let client: Int32
  private let server: Int32
  private let delay: Duration
  private let judge: @Sendable (Proxy.Message) -> Proxy.Verdict
  private let toServer = DelayedBytes()
  private let toClient = DelayedBytes()

  init(
    number: Int, client: Int32, server: Int32, delay: Duration,
    judge: @escaping @Sendable (Proxy.Message) -> Proxy.Verdict
  ) {
    (self.number, self.client, self.server, self.delay, self.judge) = (number, client, server, delay, judge)
    var yes: Int32 = 1
    setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  // Each thread holds the line, so the sockets are open as long as one of them runs.
  deinit {
    close(client)
    close(server)
  }

  func start() {
    Thread.detachNewThread { self.read(from: self.client, isClient: true, into: self.toServer) }
    Thread.detachNewThread { self.read(from: self.server, isClient: false, into: self.toClient) }
    Thread.detachNewThread { self.write(self.toServer, to: self.server) }
    Thread.detachNewThread { self.write(self.toClient, to: self.client) }
  }

  /// Cuts the line both ways; what is on its way is lost.
  func cut() {
    toServer.end(isDroppingRest: true)
    toClient.end(isDroppingRest: true)
    // A reset, as of a network that is gone, rather than an orderly end.
    var hard = linger(l_onoff: 1, l_linger: 0)
    for socket in [client, server] {
      setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
      shutdown(socket, Int32(SHUT_RDWR))
    }
  }

  /// Cuts the line to the client at once, and that to the server when it has been given all.
  private func cutAfterDelivery() {
    toClient.end(isDroppingRest: true)
    shutdown(client, Int32(SHUT_RDWR))
    toServer.end(isDroppingRest: false)
  }

  private func read(from socket: Int32, isClient: Bool, into queue: DelayedBytes) {
    var messages = MessageCutter(isClient: isClient)
    var position = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      messages.append(buffer[..<count])
      let due = ContinuousClock.now + delay
      while let (whole, type, body) = messages.next() {
        // The proxy reads what goes by, so it answers requests for encryption itself: no.
        if type == 0, body == [4, 210, 22, 47] || body == [4, 210, 22, 48] {
          messages.startOver()
          toClient.append([UInt8(ascii: "N")], due: due)
          continue
        }
        let message = Proxy.Message(
          connection: number, isFromClient: isClient, position: position, type: type, body: body)
        position += 1
        switch judge(message) {
        case .pass: queue.append(whole, due: due)
        case .cutBefore: return cut()
        case .cutAfter:
          queue.append(whole, due: due)
          if isClient { cutAfterDelivery() } else { cut() }
          return
        }
      }
    }
    queue.end(isDroppingRest: false)
  }

  private func write(_ queue: DelayedBytes, to socket: Int32) {
    while let bytes = queue.next() {
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes { rest in
          send(socket, rest.baseAddress.map { $0 + sent }, rest.count - sent, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return cut() }
        sent += count
      }
    }
    shutdown(socket, Int32(SHUT_WR))
  }
}

/// Bytes on their way, each to be handed over when it is due.
private final class DelayedBytes: Sendable {
  private struct State {
    var waiting: [(bytes: [UInt8], due: ContinuousClock.Instant)] = []
    var isEnded = false
  }

  private let condition = NSCondition()
  private let state = Mutex(State())

  func append(_ bytes: [UInt8], due: ContinuousClock.Instant) {
    condition.withLock {
      state.withLock { if !$0.isEnded { $0.waiting.append((bytes, due)) } }
      condition.signal()
    }
  }

  func end(isDroppingRest: Bool) {
    condition.withLock {
      state.withLock {
        $0.isEnded = true
        if isDroppingRest { $0.waiting = [] }
      }
      condition.broadcast()
    }
  }

  /// All that is due by now, as soon as something is; nil at the end.
  func next() -> [UInt8]? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      let (first, isEnded) = state.withLock { ($0.waiting.first?.due, $0.isEnded) }
      if let first {
        let now = ContinuousClock.now
        if first <= now {
          return state.withLock { state in
            let count = state.waiting.firstIndex { $0.due > now } ?? state.waiting.count
            let bytes = state.waiting[..<count].flatMap(\.bytes)
            state.waiting.removeFirst(count)
            return bytes
          }
        }
        _ = condition.wait(until: Date(timeIntervalSinceNow: (first - now) / .seconds(1)))
      } else if isEnded {
        return nil
      } else {
        condition.wait()
      }
    }
  }
}

/// Cuts a stream into the protocol's messages.
private struct MessageCutter {
  private var bytes: [UInt8] = []
  private var start = 0
  /// A client's first message has no type.
  private var isFirst: Bool

  init(isClient: Bool) { isFirst = isClient }

  /// The next message is a first one again.
  mutating func startOver() { isFirst = true }

  mutating func append(_ more: ArraySlice<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes += more
  }

  mutating func next() -> (whole: [UInt8], type: UInt8, body: [UInt8])? {
    let header = isFirst ? 4 : 5
    guard bytes.count - start >= header else { return nil }
    let length = bytes[(start + header - 4)..<(start + header)].reduce(0) { $0 << 8 | Int($1) }
    let end = start + header - 4 + length
    guard end <= bytes.count else { return nil }
    let message = (Array(bytes[start..<end]), isFirst ? 0 : bytes[start], Array(bytes[(start + header)..<end]))
    start = end
    isFirst = false
    return message
  }
}
