public import Revisions

/// A connection that can send several queries without waiting for the answer to each.
public protocol QueryPipeline: DatabaseConnection {
  /// Runs queries one after the other, in one trip.
  ///
  /// `answered` gets the rows of each, by its position from 0, while the database is at the next. Throws ``DatabaseError`` for
  /// the first that fails, after which none is run, and what `answered` throws, after which it is not called again.
  func query(_ statements: [SQLFragment], answered: (Int, [SQLRow]) throws -> Void) async throws
}
