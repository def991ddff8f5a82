internal import Dialects
internal import ProjectConfiguration
internal import Revisions

/// All that it takes to read the schema of a database, so that it can be read while something else is done.
struct DatabaseRead: Sendable {
  let kind: DatabaseKind
  let url: DatabaseURL
  /// What the database is called in a sentence.
  let title: String
  /// Whether a database that is not there counts as an empty one.
  let mayBeMissing: Bool
  let settings: DatabaseSettings
  let dialect: any ReflectingDialect
  let scope: ReflectionScope
  let say: @Sendable (String) -> Void

  /// Reads the schema, on another thread than the caller's.
  @concurrent
  func run() async throws -> SchemaReading {
    let opening = Opening(mode: .reading, patience: .zero, say: say)
    guard let connection = try await kind.open(url, settings, opening) else {
      guard mayBeMissing else { throw Report(.database, "there is no \(url)") }
      return SchemaReading(schema: Schema(), title: "the database", missing: url)
    }
    do {
      let reflection = try await dialect.reflect(scope, from: connection, beside: openAnother)
      try requireDefaultSchema(reflection.defaultSchema)
      await connection.close()
      var reading = SchemaReading(reflection, title: title)
      reading.schemasRead =
        switch scope.schemas {
        case .default: SchemasRead(home: reflection.defaultSchema)
        case .named(let names): SchemasRead(names: names, home: reflection.defaultSchema)
        case .all: nil
        }
      return reading
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Opens another connection to the same database.
  @Sendable private func openAnother() async throws -> sending any MigrationConnection {
    let opening = Opening(mode: .reading, patience: .zero, say: { _ in })
    guard let connection = try await kind.open(url, settings, opening) else {
      throw Report(.database, "there is no \(url)")
    }
    return connection
  }

  /// Throws where a name without a schema may mean two of those that are read: one in this database, another in a new one.
  private func requireDefaultSchema(_ home: String?) throws {
    guard let home, let expected = dialect.comparison.defaultSchema, home != expected else { return }
    switch scope.schemas {
    case .default: return
    case .named(let names) where !names.contains(expected): return
    case .named, .all: break
    }
    throw Report(
      .configuration,
      visible("in \(title) a name without a schema means \(home), by its search_path, and elsewhere \(expected)"),
      hints: [
        visible(
          "default_schema = \(home) in migrate.ini makes it \(home) everywhere, default_schema = \(expected) here too")
      ])
  }
}

extension SchemaReading {
  /// Takes over what was read of a database.
  init(_ reflection: Reflection, title: String) {
    self.init(
      schema: reflection.schema, unsupported: reflection.unsupported.map(\.words), originals: reflection.originals,
      invalidIndexes: reflection.invalidIndexes, title: title, revoked: reflection.revoked,
      owners: reflection.owners, schemasLeftOut: reflection.schemasLeftOut, identity: [reflection.version])
  }
}
