import Dialects
import Revisions

/// A script that changes a PostgreSQL database only from the revisions that it was written for, even if the client goes on
/// after an error, as `psql` does without `ON_ERROR_STOP`.
///
/// - What runs in a transaction is held back by a comparison of the whole version table at its beginning: where it fails,
///   so does the rest, and `COMMIT` rolls back.
/// - What runs outside of one is held back by making the session read-only first, which is taken back only where
///   the version table is as expected.
struct PostgresOfflineFraming: OfflineFraming {
  let settings: PostgresSettings
  private let fencing = PostgresFencing()

  init(settings: PostgresSettings) { self.settings = settings }

  /// The client's notices are none that the script means anything by.
  func opening() throws -> [String] {
    ["SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on"] + (try settings.statements(local: false))
      + ["SET client_min_messages = warning"]
  }

  func begin(
    expecting heads: [RevisionID], in versionTable: QualifiedName, creating createsTables: [String]
  ) throws -> [String] {
    ["BEGIN"] + createsTables + [try fencing.locking(versionTable), try comparison(heads, in: versionTable)]
  }

  private func comparison(_ heads: [RevisionID], in versionTable: QualifiedName) throws -> String {
    try failing(
      unless: fencing.comparison(of: versionTable, with: heads),
      "this script starts at \(fencing.listed(heads)), where the database is not")
  }

  func check(_ query: String, failure: String) throws -> [String] { [try failing(unless: "(\(query)) = 1", failure)] }

  /// A statement that fails with these words unless a condition holds, and prints no rows.
  private func failing(unless condition: String, _ failure: String) throws -> String {
    let words = try PostgresLiteral.text(of: .text("rev: " + failure.filter { $0 != "\0" }))
    return try Self.doing(
      "IF (\(condition)) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = \(words); END IF")
  }

  private static func doing(_ statement: String) throws -> String {
    "DO " + (try PostgresLiteral.text(of: .text("BEGIN \(statement); END")))
  }

  func outside(
    _ statement: String, after repairs: [String], expecting heads: [RevisionID], in versionTable: QualifiedName
  ) throws -> [String] {
    let condition = try fencing.comparison(of: versionTable, with: heads)
    return [
      "SET default_transaction_read_only = on",
      try Self.doing(
        "PERFORM set_config('default_transaction_read_only', CASE WHEN \(condition) THEN 'off' ELSE 'on' END, false)"),
      try comparison(heads, in: versionTable),
    ] + repairs + [statement, "RESET default_transaction_read_only"]
  }

  func restoringSettings() throws -> [String] {
    ["RESET ALL"] + (try opening())
  }

  func commit() -> [String] { ["COMMIT"] }

  func closing() -> [String] { ["RESET ALL"] }
}
