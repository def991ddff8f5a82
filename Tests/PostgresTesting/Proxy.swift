import Foundation
import Synchronization

/// A network in small: passes on what a client and a server say to each other, later than they said it, and cuts the line
/// where a test says so. It understands the protocol's messages, without TLS.
package final class Proxy: Sendable {
  /// One message on its way.
  package struct Message: Sendable {
    /// Which of the proxy's connections it belongs to, from 0.
    package var connection: Int
    package var isFromClient: Bool
    /// Its place among the messages of its connection and direction, from 0; a client's first is the startup message.
    package var position: Int
    /// The letter of its type: `Q`, `P`, `B`, `E`, `S` of a client; 0 for the startup message.
    package var type: UInt8
    /// What follows the length.
    package var body: [UInt8]

    /// Whether these words stand in it.
    package func contains(_ words: String) -> Bool {
      String(decoding: body, as: UTF8.self).contains(words)
    }
  }

  /// What becomes of a message.
  package enum Verdict: Sendable {
    case pass
    /// The connection is cut, and the message lost.
    case cutBefore
    /// The message arrives, and then the connection is cut: nothing that answers it comes back.
    case cutAfter
  }

  /// The port on 127.0.0.1 that clients connect to.
  package let port: Int
  private let listener: Int32
  private let serverPort: Int
  private let delay: Duration
  private let judge: @Sendable (Message) -> Verdict
  private let lines = Mutex<[ProxyLine]>([])

  /// Starts a proxy in front of a port of 127.0.0.1. `delay` is added in each direction; `judge` is asked about each message,
  /// from several threads.
  package init(
    to serverPort: Int, delay: Duration = .zero, judge: @escaping @Sendable (Message) -> Verdict = { _ in .pass }
  ) throws {
    (listener, port) = try LocalPort.listening(backlog: 128)
    self.serverPort = serverPort
    self.delay = delay
    self.judge = judge
    let listener = listener
    // It must not keep the proxy alive.
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, let self else { break }
        self.open(client)
      }
      close(listener)
    }
  }

  deinit {
    cut()
    // Wakes the thread that accepts, which closes the socket.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// Cuts every connection that is open. Later ones are served as before.
  package func cut() {
    for line in lines.withLock({ $0 }) { line.cut() }
  }

  /// How many connections there have been.
  package var connectionCount: Int { lines.withLock { $0.count } }

  private func open(_ client: Int32) {
    guard let server = LocalPort.connected(to: serverPort) else {
      close(client)
      return
    }
    let line = lines.withLock { lines in
      let line = ProxyLine(number: lines.count, client: client, server: server, delay: delay, judge: judge)
      lines.append(line)
      return line
    }
    line.start()
  }
}
