internal import Dialects
internal import PostgresDialect
internal import PostgresDriver
internal import ProjectConfiguration
internal import Revisions

extension DatabaseKind {
  /// PostgreSQL, over libpq.
  static let postgresql = DatabaseKind(
    name: .postgresql, schemes: ["postgresql"], dialect: { PostgresDialect(settings: PostgresSettings($0)) },
    open: { url, settings, opening in
      let options = ConnectionOptions(
        settings: PostgresSettings(settings),
        onNotice: { notice in opening.say("\(notice.severity): \(notice.message)") })
      return try await PostgresConnection.open(url.connectionParameters(), options: options, patience: opening.patience)
    },
    openScratch: {
      throw Report(.internalError, "nothing that PostgreSQL does depends on a scratch database")
    },
    scratchIsFree: false, openScratchDatabase: { try await PostgresScratch.open(for: $0, beside: $1) })
}

extension PostgresSettings {
  init(_ settings: DatabaseSettings) {
    func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }
    self.init(
      defaultSchema: settings.defaultSchema, lockTimeout: milliseconds(settings.lockTimeout),
      statementTimeout: settings.statementTimeout.map(milliseconds))
  }
}

extension DatabaseURL {
  /// The URL as libpq's keywords; what it leaves out libpq finds where it looks for it (`PGHOST`, service files …).
  func connectionParameters() throws -> [ConnectionParameter] {
    guard case .server(let server) = location else {
      throw Report(.configuration, "'\(self)' names no server")
    }
    var parameters: [ConnectionParameter] = []
    if !server.hosts.isEmpty {
      parameters.append(("host", server.hosts.map(\.name).joined(separator: ",")))
      let ports = server.hosts.map { $0.port.map(String.init) ?? "" }
      if ports.contains(where: { !$0.isEmpty }) { parameters.append(("port", ports.joined(separator: ","))) }
    }
    if let user = server.user { parameters.append(("user", user)) }
    if let password = server.password { parameters.append(("password", password.revealed)) }
    if let database = server.database { parameters.append(("dbname", database)) }
    return parameters + self.parameters.map { ($0.name, $0.value.revealed) }
  }
}
