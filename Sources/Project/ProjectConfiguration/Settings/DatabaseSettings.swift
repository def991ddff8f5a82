/// The settings of commands that use a database, but for its URL.
package struct DatabaseSettings: Hashable, Sendable {
  /// The table that says which revisions are applied.
  package var versionTable: String
  /// The schema of that table; nil is the connection's own.
  package var versionTableSchema: String?
  /// The schema of the journal; as the version table's unless it is set.
  package var journalSchema: String?
  /// Whether SQLite enforces foreign keys while revisions run.
  package var sqliteForeignKeys: Bool
  /// How long to wait for another process to let go of a SQLite file.
  package var sqliteBusyTimeout: Duration

  package init(
    versionTable: String, versionTableSchema: String?, journalSchema: String?, sqliteForeignKeys: Bool,
    sqliteBusyTimeout: Duration
  ) {
    self.versionTable = versionTable
    self.versionTableSchema = versionTableSchema
    self.journalSchema = journalSchema
    self.sqliteForeignKeys = sqliteForeignKeys
    self.sqliteBusyTimeout = sqliteBusyTimeout
  }

  /// The longest time that SQLite takes, in seconds: its milliseconds are a C `int`.
  static let busyTimeoutRange = 0...2_147_483
}

extension ProjectConfiguration {
  /// Reads the settings of commands that use a database.
  package func databaseSettings() throws(ConfigurationError) -> DatabaseSettings {
    let versionTableSchema = try reader.line(.versionTableSchema)
    return DatabaseSettings(
      versionTable: try reader.line(.versionTable) ?? "rev_version",
      versionTableSchema: versionTableSchema,
      journalSchema: try reader.line(.journalSchema) ?? versionTableSchema,
      sqliteForeignKeys: try reader.boolean(.sqliteForeignKeys, default: false),
      sqliteBusyTimeout: try reader.seconds(
        .sqliteBusyTimeout, in: DatabaseSettings.busyTimeoutRange, default: .seconds(30)))
  }
}
