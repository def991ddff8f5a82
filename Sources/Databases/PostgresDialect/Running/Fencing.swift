import Dialects
import Revisions

/// Statements that fail where the database is not where a transaction starts. PostgreSQL has no statement that raises an
/// error of one's own outside a function; a text that is no number does, and the message repeats it.
struct PostgresFencing: Fencing {
  private static let mark = "rev: "

  func locking(_ versionTable: QualifiedName) throws -> String {
    "LOCK TABLE \(try name(of: versionTable)) IN SHARE ROW EXCLUSIVE MODE"
  }

  func expecting(_ heads: [RevisionID], in versionTable: QualifiedName) throws -> [String] {
    [
      try locking(versionTable),
      try failing(unless: comparison(of: versionTable, with: heads), "the database is not at \(listed(heads))"),
    ]
  }

  func expecting(rows: Int, of statement: String, failure: String) throws -> String {
    try """
    WITH changed AS (\(statement) RETURNING 1) \
    SELECT CAST(CASE count(*) WHEN \(rows) THEN '1' ELSE \(words(failure)) END AS integer) FROM changed
    """
  }

  func check(_ query: String, failure: String) throws -> String { try failing(unless: "(\(query)) = 1", failure) }

  func isMiss(_ error: DatabaseError) -> Bool { error.code == "22P02" && error.message.contains("\"\(Self.mark)") }

  /// A condition that holds where the version table has exactly these rows.
  func comparison(of versionTable: QualifiedName, with heads: [RevisionID]) throws -> String {
    let expected = try heads.map(\.rawValue).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { try PostgresLiteral.text(of: .text($0)) }.joined(separator: ", ")
    return try """
    ARRAY(SELECT CAST(version_num AS text) COLLATE "C" FROM \(name(of: versionTable)) ORDER BY 1) \
    = CAST(ARRAY[\(expected)] AS text[])
    """
  }

  func listed(_ heads: [RevisionID]) -> String {
    heads.isEmpty ? "base" : heads.map(\.rawValue).sorted().joined(separator: ", ")
  }

  private func failing(unless condition: String, _ failure: String) throws -> String {
    "SELECT CAST(CASE WHEN \(condition) THEN '1' ELSE \(try words(failure)) END AS integer)"
  }

  private func words(_ failure: String) throws -> String {
    try PostgresLiteral.text(of: .text(Self.mark + failure.filter { $0 != "\0" }))
  }

  private func name(of table: QualifiedName) throws -> String {
    guard let schema = table.schema else { return try PostgresQuoting.quoted(table.name) }
    return try PostgresQuoting.quoted(schema) + "." + PostgresQuoting.quoted(table.name)
  }
}
