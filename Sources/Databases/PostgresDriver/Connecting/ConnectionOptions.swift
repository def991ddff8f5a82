package import PostgresDialect

/// One part of a connection's address, by libpq's keyword: `host`, `port`, `dbname`, `service`, `sslmode` and the rest. A
/// `dbname` that is a URL or a connection string is taken apart by libpq itself.
package typealias ConnectionParameter = (keyword: String, value: String)

/// How a connection behaves, beyond what its address says.
package struct ConnectionOptions: Sendable {
  /// The settings of the session.
  package var settings: PostgresSettings
  /// The name by which `pg_stat_activity` shows the connection, unless the address or `PGAPPNAME` gives one.
  package var applicationName: String
  /// How long each host may take to answer, in seconds, unless the address or `PGCONNECT_TIMEOUT` says so.
  package var connectTimeout: Int
  /// What hears of the server's notices, on the thread that runs the statement. It must not use the connection.
  package var onNotice: (@Sendable (PostgresNotice) -> Void)?

  /// Names the options.
  package init(
    settings: PostgresSettings = PostgresSettings(), applicationName: String = "rev", connectTimeout: Int = 10,
    onNotice: (@Sendable (PostgresNotice) -> Void)? = nil
  ) {
    self.settings = settings
    self.applicationName = applicationName
    self.connectTimeout = connectTimeout
    self.onNotice = onNotice
  }
}

/// What the server has to say without refusing anything.
package struct PostgresNotice: Hashable, Sendable {
  /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`, in English whatever the server's language.
  package var severity: String
  /// The SQLSTATE.
  package var code: String
  package var message: String
  package var detail: String?
  package var hint: String?

  /// Makes a notice.
  package init(severity: String, code: String, message: String, detail: String? = nil, hint: String? = nil) {
    self.severity = severity
    self.code = code
    self.message = message
    self.detail = detail
    self.hint = hint
  }
}
