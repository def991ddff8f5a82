internal import MigrationExecution
internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository
internal import SystemPackage

extension Session {
  /// The configuration; what is odd about it is said as it is read.
  func configuration() throws -> ProjectConfiguration {
    if let loadedConfiguration { return loadedConfiguration }
    let file = try ConfigurationFile.locate(
      option: global.config, bundle: BundleWriter.ownConfiguration, in: context())
    let configuration = try ProjectConfiguration(
      file: file, section: global.name, extraArguments: ExtraArguments(parsing: global.parameters))
    for warning in configuration.warnings { terminal.warn(warning.words, hint: warning.hint) }
    loadedConfiguration = configuration
    return configuration
  }

  /// The database's URL; where two sources differ, that is said.
  func databaseURL() throws -> DatabaseURL {
    let configuration = try configuration()
    guard let selected = try configuration.databaseURL(option: global.databaseURL, in: context()) else {
      throw Report(
        .configuration, "no database is named",
        hints: [
          "set database_url in \(Self.displayed(configuration.file.string)), or use --database-url or DATABASE_URL"
        ])
    }
    for warning in selected.warnings where !global.quiet && !saidWarnings.contains(warning) {
      saidWarnings.insert(warning)
      terminal.warn(warning.words, hint: warning.hint)
    }
    return selected.url
  }

  /// The URL that runs are made through: past a pooler, where one is named.
  func databaseURLForRunning() throws -> DatabaseURL {
    let url = try databaseURL()
    if global.databaseURL != nil { return url }
    return try configuration().directDatabaseURL(in: context()) ?? url
  }

  /// The settings of a database.
  func databaseSettings() throws -> DatabaseSettings {
    try configuration().databaseSettings(defaultSchema: global.defaultSchema)
  }

  /// The tables that say where a database stands.
  func versionStore() throws -> VersionStore {
    let settings = try databaseSettings()
    return VersionStore(
      table: QualifiedName(settings.versionTable, schema: settings.versionTableSchema),
      journal: QualifiedName("rev_journal", schema: settings.journalSchema))
  }

  /// What the configuration depends on besides its file.
  func context() throws -> ProcessContext { try ProcessContext(environment: environment) }
}
