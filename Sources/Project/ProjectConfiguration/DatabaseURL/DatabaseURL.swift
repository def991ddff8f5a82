package import SystemPackage

/// Where a database is and how to get into it.
///
/// Its description, in every form, is free of secrets: no password, and no parameter, as any may hold one.
package struct DatabaseURL: Hashable, Sendable {
  /// A server that listens, or a folder with its socket.
  package struct Host: Hashable, Sendable {
    /// A name, an address, or the absolute path of the folder; empty for the client's own choice.
    package let name: String
    /// The port, or nil for the database's usual one.
    package let port: Int?

    package init(name: String, port: Int? = nil) {
      self.name = name
      self.port = port
    }
  }

  /// A database behind a server.
  package struct Server: Hashable, Sendable {
    /// What to try, in order; none is the client's own choice.
    package let hosts: [Host]
    package let user: String?
    package let password: Secret?
    /// The database, or nil for the client's own choice.
    package let database: String?
  }

  /// What the URL leads to.
  package enum Location: Hashable, Sendable {
    /// A SQLite database that is gone when it is closed.
    case memory
    /// A SQLite file, absolute.
    case file(FilePath)
    case server(Server)
  }

  /// What stands behind `?` and is not told apart here.
  package struct Parameter: Hashable, Sendable {
    package let name: String
    package let value: Secret
  }

  /// The name of the dialect, in lower case; `postgres` is given as `postgresql`.
  package let dialect: String
  /// The driver behind a `+`, which is another tool's; it means nothing here.
  package let driver: String?
  package let location: Location
  /// The parameters for the database client, in order.
  package let parameters: [Parameter]

  /// Whether two URLs lead to the same database, as whoever and by whatever driver.
  package func leadsToSameDatabase(as other: DatabaseURL) -> Bool {
    guard dialect == other.dialect else { return false }
    switch (location, other.location) {
    case (.memory, .memory): return true
    case (.file(let left), .file(let right)): return left.lexicallyNormalized() == right.lexicallyNormalized()
    case (.server(let left), .server(let right)):
      // Without a database it is the user's own.
      return left.hosts.map(usual) == right.hosts.map(usual)
        && left.database ?? left.user == right.database ?? right.user
    default: return false
    }
  }

  private func usual(_ host: Host) -> Host {
    Host(name: host.name.lowercased(), port: host.port ?? (dialect == "postgresql" ? 5432 : nil))
  }
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    switch location {
    case .memory: return "\(dialect)://:memory:"
    case .file(let path): return "\(dialect):///\(path)"
    case .server(let server):
      var text = "\(dialect)://"
      if server.user != nil || server.password != nil {
        text += (server.user ?? "") + (server.password == nil ? "" : ":***") + "@"
      }
      // The folder of a socket has no place before the path.
      let hasSocket = server.hosts.contains { $0.name.hasPrefix("/") }
      let hosts = server.hosts.map { host in
        let name = host.name.contains(":") ? "[\(host.name)]" : host.name
        return host.port.map { "\(name):\($0)" } ?? name
      }.joined(separator: ",")
      if !hasSocket { text += hosts }
      if let database = server.database { text += "/\(database)" }
      return hasSocket ? text + "?host=\(hosts)" : text
    }
  }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is no database URL.
package struct DatabaseURLError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case empty
    /// The text stands in quotes.
    case quoted
    /// It does not begin with `dialect://` or `dialect+driver://`.
    case missingScheme
    case controlCharacter
    /// What `%` stands for is no UTF-8.
    case notUTF8
    /// An `@` behind the host: some character of the password, or the `@`, has to be written as `%` and two digits.
    case unescapedCharacter
    /// What stands behind a host's `:` is no number from 1 to 65535.
    case invalidPort
    /// `[` without `]`, or text between it and the port.
    case invalidBrackets
    /// As many `port=` as `host=`, or one for all, or none.
    case portsDoNotMatchHosts
    /// A SQLite URL has three slashes before a relative path and four before an absolute one.
    case sqliteWithHost
    /// SQLite's own `file:` form; a path and parameters say the same.
    case sqliteFileURI
    /// A SQLite URL takes no parameters; the name of the first, or `***` where it has none.
    case sqliteParameter(String)
  }

  package let reason: Reason
  /// The text as far as it can be shown: `dialect://***` at most.
  package let redacted: String

  package init(reason: Reason, redacted: String) {
    self.reason = reason
    self.redacted = redacted
  }
}
