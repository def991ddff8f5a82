package import SystemPackage

/// A project's `migrate.ini`, as one section of it says.
///
/// What every command needs is read at once. What only some need is read when asked for, so that a command that needs
/// no database works without the `-x` that its URL refers to, and one that makes no script without its time zone.
package struct ProjectConfiguration: Sendable {
  /// The section that is used unless another is named, and that a named one inherits from.
  package static let mainSection = "rev"
  package static let hooksSection = "post_write_hooks"

  /// The file, absolute.
  package let file: FilePath
  /// The section in use.
  package let section: String
  /// Whether the section was asked for by name, which lets its database come before the environment's.
  package let isSectionNamed: Bool
  /// The folder of the project's scripts, absolute.
  package let scriptLocation: FilePath
  /// The folders of revisions, absolute, each once; never empty. They need not exist.
  package let versionLocations: [FilePath]
  /// Whether revisions are looked for below those folders as well.
  package let recursiveVersionLocations: Bool
  package let logLevel: LogLevel
  /// What `-x` gave, for operations that read it.
  package let extraArguments: ExtraArguments
  /// What is odd about the file, in its order.
  package let warnings: [ConfigurationWarning]

  let document: IniDocument
  let reader: SettingReader

  /// The folder of the file, absolute: what `%(here)s` is, and what relative paths in the file start from.
  package var directory: FilePath { reader.directory }

  /// Reads a file and the settings that every command needs.
  ///
  /// - Parameters:
  ///   - file: The file, absolute; see ``ConfigurationFile``.
  ///   - section: What `-n` names, or nil for the main section.
  package init(
    file: FilePath, section: String? = nil, extraArguments: ExtraArguments = ExtraArguments()
  ) throws(ConfigurationError) {
    try self.init(
      document: IniDocument(bytes: ConfigurationFile.read(file), file: file), section: section,
      extraArguments: extraArguments)
  }

  /// Reads the settings of a document whose file is absolute.
  package init(
    document: IniDocument, section: String? = nil, extraArguments: ExtraArguments = ExtraArguments()
  ) throws(ConfigurationError) {
    let name = section ?? Self.mainSection
    let scope = try Self.scope(of: name, in: document)
    let reader = SettingReader(
      interpolator: Interpolator(document: document, scope: scope, arguments: extraArguments),
      directory: ConfigurationFile.directory(of: document.file), named: name == Self.mainSection ? nil : scope[0])
    self.document = document
    self.reader = reader
    self.extraArguments = extraArguments
    self.file = document.file
    self.section = name
    self.isSectionNamed = section != nil

    scriptLocation = try reader.path(.scriptLocation, default: reader.directory)
    versionLocations = try reader.paths(
      .versionLocations,
      separator: reader.choice(.pathSeparator, among: PathSeparator.choices, default: nil),
      default: [scriptLocation.appending("versions")])
    recursiveVersionLocations = try reader.boolean(.recursiveVersionLocations, default: false)
    logLevel = try reader.choice(.logLevel, among: LogLevel.choices, default: .info)
    warnings = ConfigurationCheck(document: document, scope: scope).warnings()
  }

  /// The sections to look in: the one asked for, then the main one, then the one that every section has.
  private static func scope(
    of name: String, in document: IniDocument
  ) throws(ConfigurationError) -> [IniDocument.Section] {
    let reserved = [IniDocument.defaultSection, hooksSection]
    guard !reserved.contains(name), let section = document[section: name] else {
      let known = document.sections.map(\.name).filter { !reserved.contains($0) }
      throw .missingSection(
        name, known: known, suggestion: nearestName(to: name, among: known), file: document.file)
    }
    let behind = [mainSection, IniDocument.defaultSection].filter { $0 != name }
    return [section] + behind.compactMap { document[section: $0] }
  }
}

/// How much is told while running; the names are those of swift-log.
package enum LogLevel: String, CaseIterable, Sendable {
  case trace, debug, info, notice, warning, error, critical

  static let choices: KeyValuePairs<String, LogLevel> = [
    "trace": .trace, "debug": .debug, "info": .info, "notice": .notice, "warning": .warning, "warn": .warning,
    "error": .error, "critical": .critical,
  ]
}
