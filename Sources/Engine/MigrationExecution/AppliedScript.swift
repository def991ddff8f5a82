package import Dialects
package import Revisions

/// What the journal says of the script that a database has applied.
package struct AppliedScript: Hashable, Sendable {
  /// How it came to be what counts.
  package enum Origin: String, Hashable, Sendable {
    case upgrade, stamp
    /// Its text was accepted later, in place of the one that ran.
    case accept
  }

  /// How it came to be what counts.
  package let origin: Origin
  /// The number of the journal's row: later runs have larger ones.
  package let sequence: Int64
  /// When that was, as the database writes it.
  package let time: String?
  /// Who did it.
  package let author: String?
  /// Why a text was accepted.
  package let reason: String?
  /// The script, as far as it was known.
  package let script: ScriptRecord

  init?(_ row: SQLRow) {
    guard let origin = row["direction"].text.flatMap(Origin.init), let sequence = row["seq"].integer else { return nil }
    self.origin = origin
    self.sequence = sequence
    time = row[Self.time].text
    author = row["applied_by"].text
    reason = row[Journal.reason].text
    script = ScriptRecord(
      blobID: row["blob_id"].text, digest: row["digest"].text, commit: row["git_commit"].text,
      isDirty: Self.flag(row["git_dirty"]))
  }

  fileprivate static let time = "finished_text"

  private static func flag(_ value: SQLValue) -> Bool? {
    switch value {
    case .boolean(let flag): flag
    case .integer(let number): number != 0
    case .text(let text): ["t", "true", "1"].contains(text)
    default: nil
    }
  }
}

extension VersionStore {
  /// The condition that a row of the journal, which is there, is of this version table; one that says nothing of that
  /// counts for all.
  func ownRows(
    among known: Set<String>? = nil, on connection: any DatabaseConnection, dialect: any Dialect
  ) async throws -> SQLFragment {
    var columns = known
    if columns == nil { columns = try await Journal(of: self).columns(on: connection) }
    let store = try await qualified(on: connection, dialect: dialect)
    return try Journal(of: store).own(among: columns ?? [], in: dialect)
  }

  /// The scripts of the revisions whose last run, as the journal has it, left them applied. Revisions that were applied
  /// without a journal are not among them; a run that was cut off counts for nothing.
  ///
  /// Throws what the connection throws.
  package func appliedScripts(
    on connection: any DatabaseConnection, dialect: any Dialect
  ) async throws -> [RevisionID: AppliedScript] {
    guard try await !connection.query(dialect.tableExists(journal)).isEmpty else { return [:] }
    let columns = try await Journal(of: self).columns(on: connection)
    let reason = columns.contains(Journal.reason) ? "\(identifier: Journal.reason), " as SQLFragment : ""
    let rows = try await connection.query(
      """
      SELECT revision, direction, seq, applied_by, blob_id, digest, git_commit, git_dirty, \(reason)\
      CAST(finished_at AS TEXT) AS \(identifier: AppliedScript.time) FROM \(identifier: journal)
      WHERE seq IN (SELECT max(seq) FROM \(identifier: journal) WHERE finished_at IS NOT NULL
      AND \(try await ownRows(among: columns, on: connection, dialect: dialect)) GROUP BY revision)
      """)
    var scripts: [RevisionID: AppliedScript] = [:]
    scripts.reserveCapacity(rows.count)
    for row in rows {
      if let id = row["revision"].text, let script = AppliedScript(row) { scripts[RevisionID(id)] = script }
    }
    return scripts
  }
}
