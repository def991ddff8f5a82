/// Every key that the main section of `migrate.ini` may have: the one table of them.
///
/// A key that is not here is a warning, so a new setting begins with a line here (and one in `README.md`).
package enum SettingKey: String, CaseIterable, Sendable {
  case scriptLocation = "script_location"
  case versionLocations = "version_locations"
  case pathSeparator = "path_separator"
  case recursiveVersionLocations = "recursive_version_locations"
  case databaseURL = "database_url"
  case directDatabaseURL = "direct_database_url"
  case versionTable = "version_table"
  case versionTableSchema = "version_table_schema"
  case journalSchema = "journal_schema"
  case fileTemplate = "file_template"
  case timezone = "timezone"
  case truncateSlugLength = "truncate_slug_length"
  case logLevel = "log_level"
  case defaultSchema = "default_schema"
  case schema
  case includeSchemas = "include_schemas"
  case includeObjects = "include_objects"
  case excludeObjects = "exclude_objects"
  case scratchURL = "scratch_url"
  case lockTimeout = "lock_timeout"
  case lockRetries = "lock_retries"
  case statementTimeout = "statement_timeout"
  case runnerWait = "runner_wait"
  case onEdited = "on_edited"
  case journalOperations = "journal_operations"
  case sqliteForeignKeys = "sqlite_foreign_keys"
  case sqliteBusyTimeout = "sqlite_busy_timeout"

  /// What Alembic calls the same setting, where that differs.
  package var alias: String? {
    switch self {
    case .databaseURL: "sqlalchemy.url"
    case .pathSeparator: "version_path_separator"
    default: nil
    }
  }

  /// The name and its alias.
  var names: [String] { [rawValue] + (alias.map { [$0] } ?? []) }

  /// The key whose presence in a named section keeps this one from being inherited: the folders of one script
  /// location are no use to another.
  var boundTo: SettingKey? {
    switch self {
    case .versionLocations, .recursiveVersionLocations: .scriptLocation
    default: nil
    }
  }
}

/// What `alembic.ini` has that means nothing here, so that one file can serve both tools without a warning.
enum AlembicOnly {
  static let keys: Set<String> = ["prepend_sys_path", "sourceless", "revision_environment", "output_encoding"]

  static func isSection(_ name: String) -> Bool {
    ["alembic", "loggers", "handlers", "formatters"].contains(name)
      || ["logger_", "handler_", "formatter_"].contains { name.hasPrefix($0) }
  }
}
