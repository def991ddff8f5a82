package import Dialects
package import Revisions

/// What the journal keeps of what a revision does that is applied.
package struct KeptOperations: Hashable, Sendable {
  /// The script that it was read from, with what it says.
  package let script: ScriptRecord
  /// The number of the journal's row.
  package let sequence: Int64
}

extension VersionStore {
  /// What the journal keeps of what revisions do, as of the last run, stamp or acceptance that it has the operations of.
  /// Those that it has as taken back are not among them, and neither are those whose operations it does not have.
  ///
  /// Throws what the connection throws.
  package func keptOperations(
    of ids: [RevisionID], on connection: any DatabaseConnection, dialect: any Dialect
  ) async throws -> [RevisionID: KeptOperations] {
    if ids.isEmpty { return [:] }
    guard try await !connection.query(dialect.tableExists(journal)).isEmpty else { return [:] }
    let columns = try await Journal(of: self).columns(on: connection)
    guard columns.contains(Journal.operations) else { return [:] }
    let literals = try ids.map { id throws(DialectError) in try dialect.literal(.text(id.rawValue)) }
    let rows = try await connection.query(
      """
      SELECT revision, direction, seq, blob_id, digest, \(identifier: Journal.operations) FROM \(identifier: journal)
      WHERE finished_at IS NOT NULL AND revision IN (\(raw: literals.joined(separator: ", ")))
      AND \(try await ownRows(among: columns, on: connection, dialect: dialect)) ORDER BY seq DESC
      """)
    var kept: [RevisionID: KeptOperations] = [:]
    var settled: Set<RevisionID> = []
    for row in rows {
      guard let id = row["revision"].text.map({ RevisionID($0) }), !settled.contains(id),
        let sequence = row["seq"].integer
      else { continue }
      guard row["direction"].text.flatMap(Journal.Event.init)?.leavesApplied == true else {
        settled.insert(id)
        continue
      }
      // Whoever accepted that a script is gone has kept nothing of it: what was kept before still holds.
      guard let operations = row[Journal.operations].text else { continue }
      settled.insert(id)
      kept[id] = KeptOperations(
        script: ScriptRecord(blobID: row["blob_id"].text, digest: row["digest"].text, operations: operations),
        sequence: sequence)
    }
    return kept
  }
}
