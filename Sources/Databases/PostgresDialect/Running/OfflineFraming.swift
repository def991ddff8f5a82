import Dialects
import Revisions

/// A script that changes a PostgreSQL database only from the revisions that it was written for, even if the client goes on
/// after an error, as `psql` does without `ON_ERROR_STOP`.
///
/// - What runs in a transaction is held back by a comparison of the whole version table at its beginning: where it fails,
///   so does the rest, and `COMMIT` rolls back.
/// - What runs outside of one is held back by making the session read-only first, which is taken back only where
///   the version table is as expected.
///
/// Conditions are blocks of PL/pgSQL rather than queries, so that the client prints no rows.
struct PostgresOfflineFraming: OfflineFraming {
  let dialect: PostgresDialect
  let settings: PostgresSettings
  private let fencing = PostgresFencing()

  init(_ dialect: PostgresDialect, settings: PostgresSettings) {
    self.dialect = dialect
    self.settings = settings
  }

  /// The server's notices are about what the script means to do anyway.
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

  private func failing(unless condition: String, _ failure: String) throws -> String {
    let words = try dialect.literal(.text("rev: " + failure.filter { $0 != "\0" }))
    return dialect.block(
      ["IF (\(condition)) IS NOT TRUE THEN", "  RAISE EXCEPTION USING MESSAGE = \(words);", "END IF;"]
    ).text
  }

  func outside(
    _ statement: String, after repairs: [String], expecting heads: [RevisionID], in versionTable: QualifiedName
  ) throws -> [String] {
    let allow = dialect.block([
      "IF \(try fencing.comparison(of: versionTable, with: heads)) THEN",
      "  PERFORM set_config('default_transaction_read_only', 'off', false);", "END IF;",
    ])
    return ["SET default_transaction_read_only = on", allow.text, try comparison(heads, in: versionTable)]
      + repairs + [statement, "RESET default_transaction_read_only"]
  }

  func restoringSettings() throws -> [String] { ["RESET ALL"] + (try opening()) }

  func commit() -> [String] { ["COMMIT"] }

  func closing() -> [String] { ["RESET ALL"] }
}
