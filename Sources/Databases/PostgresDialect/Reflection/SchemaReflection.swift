package import Dialects
package import Revisions

extension PostgresDialect: SchemaReflecting {
  /// Reads a database in one snapshot where no transaction is open, else in the one that is. A large one is read on two connections.
  package func reflect(
    _ scope: ReflectionScope, from connection: any DatabaseConnection, beside open: ConnectionOpening?
  ) async throws -> Reflection {
    let session = CatalogSession(connection, home: settings.defaultSchema, beside: open)
    let catalog = try await session.run(scope) { catalog in
      CatalogQueries(
        first: [
          catalog.readingNamespaces(), catalog.readingTypes(), catalog.readingRelations(), catalog.readingColumns(),
          catalog.readingConstraints(),
        ],
        second: [
          catalog.readingIndexes(), catalog.readingSequences(), catalog.readingRoutines(), catalog.readingTriggers(),
          catalog.readingPolicies(),
        ] + catalog.readingOthers() + (scope.includesGrants ? [catalog.readingGrants(), catalog.readingOwners()] : []))
    }
    try catalog.finish()
    return Reflection(
      try canonical(catalog.schema, home: catalog.home),
      unsupported: catalog.unsupported.sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) },
      revoked: catalog.revoked, owners: catalog.owners, invalidIndexes: catalog.invalidIndexes,
      version: "\(catalog.version)", defaultSchema: catalog.home, schemasLeftOut: catalog.schemasLeftOut)
  }
}

extension UnsupportedObject {
  fileprivate var sortKey: [String] { [kind, table?.schema ?? "", table?.name ?? "", name] }
}
