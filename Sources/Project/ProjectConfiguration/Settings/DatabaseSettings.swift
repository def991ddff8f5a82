/// The settings of commands that use a database, but for its URL.
package struct DatabaseSettings: Hashable, Sendable {
  /// The table that says which revisions are applied.
  package var versionTable = "rev_version"
  /// The schema of that table; nil is the connection's own.
  package var versionTableSchema: String?
  /// The schema of the journal; as the version table's unless it is set.
  package var journalSchema: String?
  /// The schema that names without one are meant in; nil is the server's own choice.
  package var defaultSchema: String?
  /// How long a statement waits for a lock; zero is forever.
  package var lockTimeout = Duration.seconds(5)
  /// How often a revision that waited in vain is tried again.
  package var lockRetries = 10
  /// How long a statement may take; zero is forever, nil the server's own choice.
  package var statementTimeout: Duration?
  /// How long to wait for another rev that runs on the database.
  package var runnerWait = Duration.seconds(600)
  /// Whether SQLite enforces foreign keys while revisions run.
  package var sqliteForeignKeys = false
  /// How long to wait for another process to let go of a SQLite file.
  package var sqliteBusyTimeout = Duration.seconds(30)

  /// What a run does where a script that was applied is edited or gone.
  package var onEdited = EditedAction.error

  /// Whether the journal keeps what revisions do, so that one whose script is gone can be taken back.
  package var journalOperations = true

  /// What can be done about scripts that are not what was applied.
  package enum EditedAction: String, Hashable, Sendable {
    case error, warn, ignore
  }

  /// The settings as they are where the file says nothing.
  package init() {}

  /// The longest time that a database takes, in seconds: its milliseconds are a C `int`.
  static let timeoutRange = 0...2_147_483
}

extension ProjectConfiguration {
  /// Reads the settings of commands that use a database.
  ///
  /// `defaultSchema` comes before the setting of that name; the version table stands in it unless it has a schema of
  /// its own.
  package func databaseSettings(defaultSchema: String? = nil) throws(ConfigurationError) -> DatabaseSettings {
    var settings = DatabaseSettings()
    settings.defaultSchema = try reader.line(.defaultSchema)
    if let defaultSchema { settings.defaultSchema = defaultSchema }
    settings.versionTable = try reader.line(.versionTable) ?? settings.versionTable
    settings.versionTableSchema = try reader.line(.versionTableSchema) ?? settings.defaultSchema
    settings.journalSchema = try reader.line(.journalSchema) ?? settings.versionTableSchema
    settings.lockTimeout = try seconds(.lockTimeout, default: settings.lockTimeout)
    settings.lockRetries = try reader.integer(.lockRetries, in: 0...1000, default: settings.lockRetries)
    if reader.find(.statementTimeout) != nil {
      settings.statementTimeout = try seconds(.statementTimeout, default: .zero)
    }
    settings.runnerWait = try seconds(.runnerWait, default: settings.runnerWait)
    settings.sqliteForeignKeys = try reader.boolean(.sqliteForeignKeys, default: settings.sqliteForeignKeys)
    settings.sqliteBusyTimeout = try seconds(.sqliteBusyTimeout, default: settings.sqliteBusyTimeout)
    settings.onEdited = try reader.choice(
      .onEdited, among: ["error": .error, "warn": .warn, "ignore": .ignore], default: settings.onEdited)
    settings.journalOperations = try reader.boolean(.journalOperations, default: settings.journalOperations)
    return settings
  }

  private func seconds(_ key: SettingKey, default standard: Duration) throws(ConfigurationError) -> Duration {
    try reader.seconds(key, in: DatabaseSettings.timeoutRange, default: standard)
  }
}
