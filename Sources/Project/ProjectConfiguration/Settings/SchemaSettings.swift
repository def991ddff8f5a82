/// The settings of commands that compare schemas.
package struct SchemaSettings: Hashable, Sendable {
  /// Where the declared schema is: a path, a URL or a revision; nil is `Schema.swift` among the scripts.
  package var source: String?
  /// The schemas that are compared.
  package var schemas: Schemas = .default
  /// What is compared, as `kind:pattern`; empty is everything.
  package var included: [String] = []
  /// What is not compared, as `kind:pattern`.
  package var excluded: [String] = []

  /// The schemas of a database that are compared.
  package enum Schemas: Hashable, Sendable {
    /// The one that names without a schema stand in.
    case `default`
    case named([String])
    case all
  }
}

extension ProjectConfiguration {
  /// Reads the settings of commands that compare schemas.
  package func schemaSettings() throws(ConfigurationError) -> SchemaSettings {
    var settings = SchemaSettings()
    settings.source = try reader.line(.schema)
    switch try list(.includeSchemas) {
    case []: break
    case ["*"]: settings.schemas = .all
    case let names: settings.schemas = .named(names)
    }
    settings.included = try list(.includeObjects)
    settings.excluded = try list(.excludeObjects)
    return settings
  }

  /// What commas or white space separate.
  private func list(_ key: SettingKey) throws(ConfigurationError) -> [String] {
    guard let text = try reader.text(key) else { return [] }
    return reader.expandingHere(text.text).split { $0 == "," || $0.isWhitespace }.map(String.init)
  }
}

extension ProjectConfiguration {
  /// Where the file says which schemas are compared; nil where it does not.
  package func schemasPosition() throws(ConfigurationError) -> FilePosition? {
    try reader.text(.includeSchemas)?.position
  }

  /// Where the file says where the declared schema is; nil where it does not.
  package func schemaSourcePosition() throws(ConfigurationError) -> FilePosition? { try reader.text(.schema)?.position }
}
