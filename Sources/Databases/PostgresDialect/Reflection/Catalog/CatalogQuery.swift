import Dialects
import Revisions

/// A query of the catalog, and what is made of its rows.
struct CatalogQuery {
  /// The catalog that has the objects, where most databases have none of their own in it.
  let catalog: SystemCatalog?
  let text: SQLFragment
  let take: ([SQLRow]) throws -> Void

  init(of catalog: SystemCatalog? = nil, _ text: SQLFragment, take: @escaping ([SQLRow]) throws -> Void) {
    self.catalog = catalog
    self.text = text
    self.take = take
  }
}

/// Queries in two halves that take the server about as long, the first of which is taken first.
struct CatalogQueries {
  var first: [CatalogQuery]
  var second: [CatalogQuery]
}

extension DatabaseConnection {
  /// Runs queries in order, in one trip where the connection can.
  func answer(_ queries: [CatalogQuery]) async throws {
    guard let pipeline = self as? any QueryPipeline else {
      for query in queries { try query.take(try await self.query(query.text)) }
      return
    }
    try await pipeline.query(queries.map(\.text)) { position, rows in try queries[position].take(rows) }
  }
}
