import Foundation

/// Ports of 127.0.0.1.
package enum LocalPort {
  /// A port that nobody listens on.
  package static func free() throws -> Int {
    let (descriptor, port) = try listening(backlog: nil)
    close(descriptor)
    return port
  }

  /// A socket bound to a free port; it listens where a backlog is given.
  static func listening(backlog: Int32?) throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      guard let general = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return bind(descriptor, general, length) == 0 && getsockname(descriptor, general, &length) == 0
    }
    guard isBound, backlog.map({ listen(descriptor, $0) == 0 }) ?? true else {
      close(descriptor)
      throw TestServerError("no port is free on 127.0.0.1")
    }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A socket connected to a port of 127.0.0.1.
  static func connected(to port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    address.sin_port = UInt16(port).bigEndian
    let isConnected = withUnsafeBytes(of: &address) { bytes in
      guard let general = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return connect(descriptor, general, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
    guard isConnected else {
      close(descriptor)
      return nil
    }
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    return descriptor
  }
}

/// A host that takes connections and never says a word.
package final class SilentHost: Sendable {
  /// Its port on 127.0.0.1.
  package let port: Int
  private let descriptor: Int32

  /// Starts to listen.
  package init() throws { (descriptor, port) = try LocalPort.listening(backlog: 16) }

  deinit { close(descriptor) }
}
