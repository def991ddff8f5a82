import Dialects
import Revisions

/// A script that changes a PostgreSQL database only from the revisions that it was written for, even if the client goes on
/// after an error, as `psql` does without `ON_ERROR_STOP`.
///
/// - What runs in a transaction is held back by a comparison of the whole version table at its beginning: where it fails,
///   so does the rest, and `COMMIT` rolls back.
/// - What runs outside of one is held back by making the session read-only first, which is taken back only where
///   the version table is as expected.
/// - No part may run on what an earlier one was refused. Each begins by turning `yes` into `begun` in a setting of the
///   session's, and anything else into `no`; only what succeeds turns it back, as a setting made in a transaction
///   goes when that is rolled back.
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

  func opening() throws -> [String] { try sessionSettings() + [Self.succeed] }

  /// The server's notices are about what the script means to do anyway.
  private func sessionSettings() throws -> [String] {
    ["SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on"] + (try settings.statements(local: false))
      + ["SET client_min_messages = warning"]
  }

  private static let succeed = "SET rev.state = 'yes'"
  private static let hasBegun = "current_setting('rev.state', true) = 'begun'"

  private var beginning: String {
    dialect.block([
      "PERFORM set_config('rev.state', CASE current_setting('rev.state', true) WHEN 'yes' THEN 'begun' ELSE 'no' END, false);"
    ]).text
  }

  func begin(
    expecting heads: [RevisionID], in versionTable: QualifiedName, creating createsTables: [String]
  ) throws -> [String] {
    [beginning, "BEGIN"] + createsTables + [try fencing.locking(versionTable)]
      + (try refusing(unless: heads, in: versionTable))
  }

  private func refusing(unless heads: [RevisionID], in versionTable: QualifiedName) throws -> [String] {
    [
      try failing(
        unless: fencing.comparison(of: versionTable, with: heads),
        "this script starts at \(fencing.listed(heads)), where the database is not"),
      try failing(unless: Self.hasBegun, "an earlier part of this script has failed"),
    ]
  }

  func check(_ query: String, failure: String) throws -> [String] { [try failing(unless: "(\(query)) = 1", failure)] }

  private func failing(unless condition: String, _ failure: String) throws -> String {
    let words = try dialect.literal(.text("rev: " + failure.filter { $0 != "\0" }))
    return dialect.block(
      ["IF (\(condition)) IS NOT TRUE THEN", "  RAISE EXCEPTION USING MESSAGE = \(words);", "END IF;"]
    ).text
  }

  func outside(
    _ statement: String, recovery: Recovery?, expecting heads: [RevisionID], in versionTable: QualifiedName
  ) throws -> [String] {
    let allow = dialect.block([
      "IF \(try fencing.comparison(of: versionTable, with: heads)) AND \(Self.hasBegun) THEN",
      "  PERFORM set_config('default_transaction_read_only', 'off', false);",
      "ELSE", "  PERFORM set_config('rev.state', 'no', false);", "END IF;",
    ])
    // Whether a statement outside a transaction has failed shows only in what it leaves.
    let isDone = try recovery.map {
      "NOT EXISTS (SELECT 1 FROM (\(try dialect.rendered($0.query))) AS found (state, repair) WHERE state <> 'done')"
    }
    let conclude = dialect.block([
      "IF \(([Self.hasBegun] + [isDone].compactMap(\.self)).joined(separator: " AND ")) THEN",
      "  PERFORM set_config('rev.state', 'yes', false);", "END IF;",
    ])
    return [beginning, "SET default_transaction_read_only = on", allow.text]
      + (try refusing(unless: heads, in: versionTable)) + (recovery?.offlineRepairs ?? [])
      + [statement, "RESET default_transaction_read_only", conclude.text]
  }

  func restoringSettings() throws -> [String] {
    let reset = dialect.block(
      declaring: ["state text := current_setting('rev.state', true)"],
      ["RESET ALL;", "PERFORM set_config('rev.state', state, false);"])
    return [reset.text] + (try sessionSettings())
  }

  func commit() -> [String] { [Self.succeed, "COMMIT"] }

  func closing() -> [String] { ["RESET ALL"] }
}
