package import Dialects
package import Revisions

/// A run of a revision that was cut off between two of its statements, since it runs outside a transaction.
package struct UnfinishedRun: Hashable, Sendable {
  /// The revision.
  package let revision: RevisionID
  /// Which way it was run.
  package let direction: Direction
  /// How many of its statements are committed; at least one.
  package let statementsDone: Int
}

extension VersionStore {
  /// The runs that were cut off and not gone on with since, in the order in which they began.
  ///
  /// Throws what the connection throws.
  package func unfinishedRuns(
    on connection: any DatabaseConnection, dialect: any Dialect
  ) async throws -> [UnfinishedRun] {
    guard try await !connection.query(dialect.tableExists(journal)).isEmpty else { return [] }
    let rows = try await connection.query(
      """
      SELECT revision, direction, statements_done FROM \(identifier: journal) AS run
      WHERE finished_at IS NULL AND statements_done > 0 AND seq IN
      (SELECT max(seq) FROM \(identifier: journal) WHERE \(try await ownRows(on: connection, dialect: dialect))
      GROUP BY revision) ORDER BY seq
      """)
    return rows.compactMap { row in
      guard let id = row[0].text, let direction = row[1].text.flatMap(Direction.init), let done = row[2].integer else {
        return nil
      }
      return UnfinishedRun(revision: RevisionID(id), direction: direction, statementsDone: Int(done))
    }
  }
}
