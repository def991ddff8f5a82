package import Dialects
package import Revisions

extension PostgresDialect: SchemaReflecting {
  /// Reads a database in one snapshot where no transaction is open, else in the one that is.
  package func reflect(
    _ scope: ReflectionScope, from connection: any DatabaseConnection
  ) async throws -> Reflection {
    let session = CatalogSession(connection)
    let catalog = try await session.run(scope) { catalog in
      try await catalog.readNamespaces()
      try await catalog.readTypes()
      try await catalog.readRelations()
      try await catalog.readColumns()
      try await catalog.readConstraints()
      try await catalog.readIndexes()
      try await catalog.readSequences()
      try await catalog.readRoutines()
      try await catalog.readTriggers()
      try await catalog.readPolicies()
      try await catalog.readOthers()
      if scope.includesGrants { try await catalog.readGrants() }
    }
    catalog.finish()
    return Reflection(
      try canonical(catalog.schema, home: catalog.home),
      unsupported: catalog.unsupported.sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) },
      invalidIndexes: catalog.invalidIndexes, version: "\(catalog.version)")
  }
}

extension UnsupportedObject {
  fileprivate var sortKey: [String] { [kind, table?.schema ?? "", table?.name ?? "", name] }
}
