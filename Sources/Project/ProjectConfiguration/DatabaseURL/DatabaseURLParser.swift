package import SystemPackage

extension DatabaseURL {
  /// Reads a URL in the forms that SQLAlchemy and libpq share.
  ///
  /// - Parameter base: What the relative path of a SQLite file starts from, absolute.
  package init(_ text: String, relativeTo base: FilePath) throws(DatabaseURLError) {
    self = try DatabaseURLParser(text).parse(relativeTo: base)
  }
}

/// Splits a URL on its bytes: the characters that have a meaning are all ASCII.
private struct DatabaseURLParser {
  private let text: ArraySlice<UInt8>
  private var scheme = ""

  init(_ text: String) {
    var bytes = Array(text.utf8)[...]
    func isSpace(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }
    while isSpace(bytes.first) { bytes.removeFirst() }
    while isSpace(bytes.last) { bytes.removeLast() }
    self.text = bytes
  }

  func parse(relativeTo base: FilePath) throws(DatabaseURLError) -> DatabaseURL {
    var parser = self
    let (dialect, driver, rest) = try parser.takeScheme()
    let (front, query) = rest.split(atFirst: UInt8(ascii: "?"))
    if dialect == "sqlite" {
      let location = try parser.sqliteLocation(front, base: base)
      // Passed over in silence, `mode=ro` or `cipher_key=…` would be believed to do something.
      if let query, !query.isEmpty { throw parser.error(.sqliteParameter(parser.shownName(query))) }
      return DatabaseURL(dialect: dialect, driver: driver, location: location, parameters: [])
    }
    return try parser.serverURL(dialect: dialect, driver: driver, front: front, query: query)
  }

  private mutating func takeScheme() throws(DatabaseURLError) -> (String, driver: String?, ArraySlice<UInt8>) {
    guard let first = text.first else { throw error(.empty) }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { throw error(.quoted) }
    let isSchemeByte = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "+"):
        true
      default: false
      }
    }
    let name = text.prefix(while: isSchemeByte)
    guard text[name.endIndex...].starts(with: "://".utf8) else { throw error(.missingScheme) }
    let (dialectBytes, driverBytes) = name.split(atFirst: UInt8(ascii: "+"))
    guard !dialectBytes.isEmpty, driverBytes?.isEmpty != true else { throw error(.missingScheme) }
    scheme = String(decoding: name, as: UTF8.self)
    if text.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw error(.controlCharacter) }
    let dialect = String(decoding: dialectBytes, as: UTF8.self).lowercased()
    return (
      dialect == "postgres" ? "postgresql" : dialect, driverBytes.map { String(decoding: $0, as: UTF8.self) },
      text[(name.endIndex + 3)...]
    )
  }

  private func sqliteLocation(
    _ front: ArraySlice<UInt8>, base: FilePath
  ) throws(DatabaseURLError) -> DatabaseURL.Location {
    if front.isEmpty || front.elementsEqual(":memory:".utf8) { return .memory }
    guard front.first == UInt8(ascii: "/") else { throw error(.sqliteWithHost) }
    let path = try decode(front.dropFirst())
    if path.isEmpty || path == ":memory:" { return .memory }
    if path.hasPrefix("file:") { throw error(.sqliteFileURI) }
    return .file(base.resolving(path))
  }

  private func serverURL(
    dialect: String, driver: String?, front: ArraySlice<UInt8>, query: ArraySlice<UInt8>?
  ) throws(DatabaseURLError) -> DatabaseURL {
    let (authority, path) = front.split(atFirst: UInt8(ascii: "/"))
    // A `/` or `?` in a password that is not escaped cuts it in two, and its end would pass for something that may be
    // shown. The `@` behind it gives it away.
    for part in [path, query] where part?.contains(UInt8(ascii: "@")) == true { throw error(.unescapedCharacter) }

    var user: String?
    var password: String?
    var hostBytes = authority
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      let (name, secret) = authority[..<at].split(atFirst: UInt8(ascii: ":"))
      user = name.isEmpty ? nil : try decode(name)
      password = try secret.map { bytes throws(DatabaseURLError) in try decode(bytes, isSecret: true) }
      hostBytes = authority[(at + 1)...]
    }
    var hosts = try hostList(hostBytes)
    var database = try path.map { bytes throws(DatabaseURLError) in try decode(bytes) }

    var rest: [DatabaseURL.Parameter] = []
    var namedHosts: [DatabaseURL.Host] = []
    var ports: [Int?]?
    for (name, value) in try parameters(query) {
      switch name {
      case "host": namedHosts += try hostList(value.utf8.map { $0 }[...], isParameter: true)
      case "port": ports = try portList(value)
      case "user": user = try shown(value)
      case "password": password = value
      case "dbname": database = try shown(value)
      default: rest.append(DatabaseURL.Parameter(name: name, value: Secret(value)))
      }
    }
    if !namedHosts.isEmpty { hosts = namedHosts }
    if let ports {
      guard ports.count == 1 || ports.count == hosts.count else { throw error(.portsDoNotMatchHosts) }
      if hosts.isEmpty { hosts = [DatabaseURL.Host(name: "")] }
      hosts = hosts.enumerated().map { index, host in
        DatabaseURL.Host(name: host.name, port: ports.count == 1 ? ports[0] : ports[index])
      }
    }
    return DatabaseURL(
      dialect: dialect, driver: driver,
      location: .server(
        DatabaseURL.Server(
          hosts: hosts, user: user, password: password.map(Secret.init),
          database: database?.isEmpty == true ? nil : database)),
      parameters: rest)
  }

  /// Reads `host:port,[address]:port`; in a parameter an address may stand without brackets.
  private func hostList(
    _ bytes: ArraySlice<UInt8>, isParameter: Bool = false
  ) throws(DatabaseURLError) -> [DatabaseURL.Host] {
    if bytes.isEmpty { return [] }
    var hosts: [DatabaseURL.Host] = []
    for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let isWhole =
        isParameter && (part.first == UInt8(ascii: "/") || part.count(where: { $0 == UInt8(ascii: ":") }) > 1)
      if part.first == UInt8(ascii: "[") {
        guard let end = part.firstIndex(of: UInt8(ascii: "]")) else { throw error(.invalidBrackets) }
        let rest = part[(end + 1)...]
        guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { throw error(.invalidBrackets) }
        hosts.append(DatabaseURL.Host(name: try decode(part[..<end].dropFirst()), port: try port(rest.dropFirst())))
      } else if isWhole {
        hosts.append(DatabaseURL.Host(name: try shown(String(decoding: part, as: UTF8.self))))
      } else {
        let (name, number) = part.split(atFirst: UInt8(ascii: ":"))
        let decoded = isParameter ? try shown(String(decoding: name, as: UTF8.self)) : try decode(name)
        hosts.append(DatabaseURL.Host(name: decoded, port: try port(number ?? [])))
      }
    }
    return hosts
  }

  private func port(_ bytes: ArraySlice<UInt8>) throws(DatabaseURLError) -> Int? {
    if bytes.isEmpty { return nil }
    guard bytes.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(String(decoding: bytes, as: UTF8.self)),
      (1...65535).contains(port)
    else { throw error(.invalidPort) }
    return port
  }

  private func portList(_ text: String) throws(DatabaseURLError) -> [Int?] {
    var ports: [Int?] = []
    for part in Array(text.utf8)[...].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      ports.append(try port(part))
    }
    return ports
  }

  /// Reads `name=value&name=value`; a `+` is itself, as for libpq.
  private func parameters(
    _ query: ArraySlice<UInt8>?
  ) throws(DatabaseURLError) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    for part in (query ?? []).split(separator: UInt8(ascii: "&")) {
      let (name, value) = part.split(atFirst: UInt8(ascii: "="))
      result.append((try decode(name), try decode(value ?? [], isSecret: true)))
    }
    return result
  }

  /// Replaces `%` and two hexadecimal digits by the byte; a `%` without them is itself.
  private func decode(_ bytes: ArraySlice<UInt8>, isSecret: Bool = false) throws(DatabaseURLError) -> String {
    var decoded: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
        let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    guard let text = String(validating: decoded, as: UTF8.self) else { throw error(.notUTF8) }
    // What is shown must not move the cursor about; no C client takes a NUL.
    if isSecret ? text.utf8.contains(0) : hasControlCharacter(text) { throw error(.controlCharacter) }
    return text
  }

  /// The name of the first parameter, if it is surely a name and no half of a password.
  private func shownName(_ query: ArraySlice<UInt8>) -> String {
    let name = query.prefix { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    return query[name.endIndex...].first == UInt8(ascii: "=") ? String(decoding: name, as: UTF8.self) : "***"
  }

  /// A parameter's value that may be shown.
  private func shown(_ value: String) throws(DatabaseURLError) -> String {
    if hasControlCharacter(value) { throw error(.controlCharacter) }
    return value
  }

  private func hexDigit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }

  private func error(_ reason: DatabaseURLError.Reason) -> DatabaseURLError {
    DatabaseURLError(reason: reason, redacted: scheme.isEmpty ? "***" : "\(scheme)://***")
  }
}

extension ArraySlice<UInt8> {
  /// What stands before the first such byte and, where there is one, what stands behind it.
  fileprivate func split(atFirst byte: UInt8) -> (ArraySlice<UInt8>, ArraySlice<UInt8>?) {
    guard let index = firstIndex(of: byte) else { return (self, nil) }
    return (self[..<index], self[(index + 1)...])
  }
}
