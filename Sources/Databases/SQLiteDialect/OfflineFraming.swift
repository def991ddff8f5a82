import Dialects
import Revisions

/// A script that changes a SQLite database only from the revisions that it was written for, even if the client goes on
/// after an error, as the `sqlite3` shell does.
///
/// A statement of a script cannot be skipped; it can only be made to happen in a transaction that is not committed. So
/// the script counts conditions that are not met, in a temporary table, and each is counted *before* it is put to the
/// test: a test that does not even compile (there is no version table) leaves it counted.
///
/// - A part's own condition is counted before its transaction, so that it stays counted when that is rolled back, and
///   no later part can run on what an earlier one refused.
/// - A trigger on the table raises the error that stops a client which heeds errors. At the end of the part
///   another rolls the transaction back for the one which does not.
/// - `SAVEPOINT rev_gate … RELEASE rev_gate` is where what runs outside a transaction is held back: with a
///   condition unmet the gate is rolled back, `SAVEPOINT rev_shut` then opens a transaction instead of nesting in
///   one, and the RELEASE that would end it fails.
/// - `BEGIN IMMEDIATE` itself can fail on a busy database. A pragma that takes only outside a transaction tells.
struct SQLiteOfflineFraming: OfflineFraming {
  let enforcesForeignKeys: Bool

  /// Sets foreign keys as they are to be, or the other way round.
  private func foreignKeys(_ asMeant: Bool) -> String {
    "PRAGMA foreign_keys = \(enforcesForeignKeys == asMeant ? "ON" : "OFF")"
  }

  func opening() -> [String] {
    [
      foreignKeys(true),
      "PRAGMA legacy_alter_table = OFF",
      "CREATE TEMP TABLE rev_guard (unmet INTEGER NOT NULL)",
      "INSERT INTO temp.rev_guard (unmet) VALUES (0)",
      """
      CREATE TEMP TRIGGER rev_guard_kept BEFORE DELETE ON rev_guard WHEN OLD.unmet = 0
      BEGIN SELECT RAISE(IGNORE); END
      """,
      """
      CREATE TEMP TRIGGER rev_guard_unmet BEFORE DELETE ON rev_guard WHEN OLD.unmet <> 0
      BEGIN SELECT RAISE(ROLLBACK, 'rev: a condition is not met: nothing is changed'); END
      """,
      """
      CREATE TEMP VIEW rev_violations AS
      \(ForeignKeyViolations.queryOfRows)
      """,
      """
      CREATE TEMP TABLE rev_violations_before ("table" TEXT, "rowid" INTEGER, "parent" TEXT)
      """,
      // The engine counts in the same way, but for keys that do not fit: see `TransactionControl`.
      """
      CREATE TEMP VIEW rev_violations_added AS
      WITH named AS (SELECT "table" AS name FROM rev_violations_before UNION SELECT "parent" FROM rev_violations_before),
      lasting AS MATERIALIZED (
        SELECT name FROM named
        WHERE name COLLATE NOCASE IN (SELECT name FROM main.sqlite_schema WHERE type = 'table')
      ), changes AS (
        SELECT *, 1 AS change FROM rev_violations UNION ALL SELECT *, -1 FROM rev_violations_before
      )
      SELECT iif("table" IN lasting, "table", NULL), "rowid", iif("parent" IN lasting, "parent", NULL)
      FROM changes GROUP BY 1, 2, 3 HAVING sum(change) > 0
      """,
    ]
  }

  func begin(
    expecting heads: [RevisionID], in versionTable: QualifiedName, creating createsTables: [String]
  ) throws -> [String] {
    let expected = heads.map(\.rawValue).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let table = try name(of: versionTable)
    var conditions = ["(SELECT foreign_keys FROM pragma_foreign_keys) = \(enforcesForeignKeys ? 1 : 0)"]
    conditions.append("(SELECT count(*) FROM \(table)) = \(expected.count)")
    if !expected.isEmpty {
      let list = try expected.map { try SQLiteLiteral.text(of: $0) }.joined(separator: ", ")
      conditions.append(
        "(SELECT count(DISTINCT version_num) FROM \(table) WHERE version_num IN (\(list))) = \(expected.count)")
    }
    let failure =
      expected.isEmpty
      ? "this script starts at base, but the database is at a revision"
      : "this script starts at \(expected.joined(separator: ", ")), where the database is not"
    let test = conditions.joined(separator: "\n  AND ")
    return [
      "UPDATE temp.rev_guard SET unmet = unmet + 1",
      "BEGIN IMMEDIATE",
      foreignKeys(false),
      "SAVEPOINT rev_begun",
    ] + createsTables + Self.test(test, failure: failure) + [
      foreignKeys(true),
      "DELETE FROM temp.rev_violations_before",
      "INSERT INTO temp.rev_violations_before SELECT * FROM temp.rev_violations",
    ]
  }

  func check(_ query: String, failure: String) -> [String] { Self.check(query, failure: failure) }

  private static func check(_ query: String, failure: String) -> [String] {
    ["UPDATE temp.rev_guard SET unmet = unmet + 1"] + test("(\(query)) IS 1", failure: failure)
  }

  /// The gate behind each transaction holds it back.
  func outside(
    _ statement: String, recovery: Recovery?, expecting heads: [RevisionID], in versionTable: QualifiedName
  ) -> [String] {
    [statement]
  }

  func restoringSettings() -> [String] { SessionSettings.restoring }

  func commit() -> [String] { Self.commit }

  private static let commit: [String] =
    check(
      "SELECT NOT EXISTS (SELECT 1 FROM temp.rev_violations_added)",
      failure: "rows without the row that their foreign key refers to were added")
    + [
      "DELETE FROM temp.rev_guard",
      "COMMIT",
      "SAVEPOINT rev_gate",
      "DELETE FROM temp.rev_guard",
      "SAVEPOINT rev_shut",
      "RELEASE rev_gate",
    ]

  func closing() -> [String] {
    [
      "DELETE FROM temp.rev_guard", "DROP TABLE temp.rev_guard", "DROP VIEW temp.rev_violations_added",
      "DROP TABLE temp.rev_violations_before", "DROP VIEW temp.rev_violations",
    ]
  }

  /// Takes one from the unmet conditions where a condition holds, and otherwise raises an error.
  private static func test(_ condition: String, failure: String) -> [String] {
    let printable = failure.utf8.contains(0) ? failure.filter { $0 != "\0" } : failure
    let words = SQLiteLiteral.quoted("rev: " + printable)
    return [
      """
      CREATE TEMP TRIGGER rev_check AFTER UPDATE ON rev_guard WHEN NEW.unmet >= OLD.unmet
      BEGIN SELECT RAISE(ABORT, \(words)); END
      """,
      "UPDATE temp.rev_guard SET unmet = unmet - coalesce(\(condition), 0)",
      "DROP TRIGGER temp.rev_check",
    ]
  }

  private func name(of table: QualifiedName) throws -> String {
    guard let schema = table.schema else { return "main." + (try SQLiteQuoting.quoted(table.name)) }
    return try SQLiteQuoting.quoted(schema) + "." + SQLiteQuoting.quoted(table.name)
  }
}
