import Dialects
import Revisions

/// A query of the catalog, and what is made of its rows.
struct CatalogQuery {
  let text: SQLFragment
  let take: ([SQLRow]) throws -> Void

  init(_ text: SQLFragment, take: @escaping ([SQLRow]) throws -> Void) {
    self.text = text
    self.take = take
  }
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
