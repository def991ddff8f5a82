import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("Statements")
struct StatementTests {
  private func failure(_ value: some OperationValue) async -> DialectError? {
    do { _ = try await sql(value) } catch { return error as? DialectError }
    return nil
  }

  @Test("for an index: unique, partial, by expression, collation and direction")
  func indexes() async throws {
    #expect(try await sql(CreateIndex("ix", on: "t", "a", "b c")) == #"CREATE INDEX "ix" ON "t" ("a", "b c")"#)
    let all = CreateIndex(
      "ix", on: QualifiedName("t", schema: "main"), .descending("a"), .column("b", collate: "NOCASE"),
      .expression("lower(\(identifier: "c"))", direction: .descending), unique: true, where: "a > \(0)",
      ifNotExists: true)
    #expect(
      try await sql(all)
        == #"CREATE UNIQUE INDEX IF NOT EXISTS "main"."ix" ON "t" ("a" DESC, "b" COLLATE "NOCASE", lower("c") DESC) WHERE a > 0"#
    )
    let connection = try await SQLiteConnection.memory()
    try await connection.run("CREATE TABLE t (a, b, c)")
    try await connection.apply(all)
    #expect(
      try await sql(DropIndex("ix", on: QualifiedName("t", schema: "main"), ifExists: true))
        == #"DROP INDEX IF EXISTS "main"."ix""#)
    #expect(await failure(CreateIndex(Index("ix", on: "t", parts: []))) != nil)
  }

  @Test("for views and triggers, whose bodies may or may not end in a semicolon")
  func viewsAndTriggers() async throws {
    #expect(
      try await sql(CreateView("v", columns: ["x", "y"], as: "SELECT a, \("it's") FROM t ; ", ifNotExists: true))
        == "CREATE VIEW IF NOT EXISTS \"v\" (\"x\", \"y\") AS\nSELECT a, 'it''s' FROM t")
    #expect(try await sql(DropView(QualifiedName("v", schema: "s"), ifExists: true)) == #"DROP VIEW IF EXISTS "s"."v""#)
    let trigger = CreateTrigger(
      "tr", on: "t", .after, [.update(of: ["a", "b"])], when: "NEW.a > 0",
      body: "UPDATE t SET n = 1;\n  DELETE FROM u WHERE x = CASE 1 WHEN 1 THEN 2 END;")
    let expected = """
      CREATE TRIGGER "tr"
      AFTER UPDATE OF "a", "b" ON "t"
      FOR EACH ROW WHEN NEW.a > 0
      BEGIN
        UPDATE t SET n = 1;
        DELETE FROM u WHERE x = CASE 1 WHEN 1 THEN 2 END;
      END
      """
    #expect(try await sql(trigger) == expected)
    #expect(try SQLiteDialect().cut(expected + ";SELECT 1").map(\.text) == [expected, "SELECT 1"])
    let connection = try await SQLiteConnection.memory()
    try await connection.script("CREATE TABLE t (a, b, n); CREATE VIEW w AS SELECT a FROM t")
    try await connection.apply(trigger)
    for (timing, event, table) in [
      (Trigger.Timing.before, Trigger.Event.insert, "t"), (.after, .delete, "t"), (.insteadOf, .update, "w"),
    ] {
      try await connection.apply(CreateTrigger("x", on: QualifiedName(table), timing, [event], body: "SELECT 1"))
      try await connection.apply(DropTrigger("x", on: QualifiedName(table)))
    }
    let several = await failure(CreateTrigger("tr", on: "t", .after, [.insert, .update], body: "SELECT 1"))
    #expect(several?.message == "the trigger tr has 2 events: in SQLite a trigger has exactly one")
    #expect(several?.hint == "create a trigger for each event")
    #expect(
      await failure(CreateTrigger("tr", on: "t", .after, [.insert], body: " ; "))?.message
        == "the trigger tr has no statements")
  }

  @Test("for rows: many to a statement, NULLs found again, and none lost at the joints")
  func rows() async throws {
    #expect(
      try await sql(InsertRows(into: "roles", columns: ["id", "name"], rows: [[1, "it's"], [2, nil]]))
        == "INSERT INTO \"roles\" (\"id\", \"name\") VALUES\n  (1, 'it''s'),\n  (2, NULL)")
    #expect(
      try await sql(DeleteRows(from: "roles", columns: ["id"], rows: [[1], [2]]))
        == #"DELETE FROM "roles" WHERE "id" IN (1, 2)"#)
    #expect(
      try await sql(DeleteRows(from: "roles", columns: ["id", "name"], rows: [[1, "a"], [2, nil]]))
        == "DELETE FROM \"roles\" WHERE \"id\" IS 1 AND \"name\" IS 'a'\n  OR \"id\" IS 2 AND \"name\" IS NULL")
    #expect(
      try await sql(DeleteRows(from: "t", columns: ["b"], rows: [[nil], ["x"]]))
        == "DELETE FROM \"t\" WHERE \"b\" IS NULL\n  OR \"b\" IS 'x'")
    let rows: [[SQLValue]] = (0..<1201).map { [.integer($0), $0 % 7 == 0 ? nil : .text("n\($0)")] }
    let connection = try await SQLiteConnection.memory()
    try await connection.run("CREATE TABLE t (a INTEGER, b TEXT)")
    let insert = InsertRows(into: "t", columns: ["a", "b"], rows: rows)
    #expect(try await SQLiteDialect().statements(for: insert.operation, reading: nil).count == 3)
    try await connection.apply(insert)
    #expect(try await connection.column("SELECT count(DISTINCT a) FROM t") == ["1201"])
    try await connection.apply(DeleteRows(from: "t", columns: ["a", "b"], rows: rows.dropLast()))
    #expect(try await connection.column("SELECT a FROM t") == ["1200"])
    #expect(
      try await SQLiteDialect().statements(for: InsertRows(into: "t", columns: ["a"], rows: []).operation, reading: nil)
        == [])
    #expect(
      await failure(InsertRows(into: "t", columns: ["a"], rows: [[1], [1, 2]]))?.message
        == "row 2 of t has 2 values for 1 columns")
    #expect(await failure(DeleteRows(from: "t", columns: [], rows: [[]])) != nil)
  }

  @Test("of a person's SQL know their lines and how they stand to transactions")
  func sqlOperation() async throws {
    let operation = SQL("UPDATE t SET a = \("x;y");\n\n-- then\nVACUUM;", file: "a.swift", line: 10).operation
    let statements = try await SQLiteDialect().statements(for: operation, reading: nil)
    #expect(statements.map(\.text) == ["UPDATE t SET a = 'x;y'", "VACUUM"])
    #expect(statements.map(\.transactionRule) == [.any, .outside])
    #expect(statements.map { $0.location?.line } == [10, 13])
    let broken = SQL("SELECT 1;\nSELECT 'a", file: "a.swift", line: 10)
    do {
      _ = try SQLiteDialect().statements(of: broken)
      Issue.record("it was taken")
    } catch {
      #expect(error.location?.line == 11)
      #expect(error.location?.file == "a.swift")
    }
  }

  @Test("stand to transactions as SQLite treats them")
  func transactionRules() async throws {
    let rules: [(String, Statement.TransactionRule)] = [
      ("BEGIN", .forbidden), ("begin immediate", .forbidden), ("/* x */ COMMIT", .forbidden), ("END", .forbidden),
      ("ROLLBACK", .forbidden), ("ROLLBACK TO s", .forbidden), ("SAVEPOINT s", .forbidden), ("RELEASE s", .forbidden),
      ("VACUUM", .outside), ("VACUUM INTO 'x'", .outside), ("DETACH x", .outside), ("ATTACH 'x' AS x", .any),
      ("PRAGMA foreign_keys = ON", .outside), ("PRAGMA main.journal_mode(wal)", .outside),
      ("PRAGMA foreign_keys", .any),
      ("pragma \"synchronous\"=1", .outside), ("PRAGMA temp_store = 2", .outside), ("PRAGMA wal_checkpoint", .outside),
      ("PRAGMA user_version = 5", .any), ("ANALYZE", .any), ("REINDEX", .any), ("CREATE TABLE \"begin\" (a)", .any),
      ("EXPLAIN VACUUM", .any), ("", .any),
    ]
    for (text, rule) in rules { #expect(SQLiteDialect().transactionRule(of: text) == rule, "\(text)") }
    // What is said to run anywhere does, and what is said to run outside does not run inside.
    for (text, rule) in rules where !text.isEmpty && rule != .forbidden && !text.contains("INTO") {
      let connection = try SQLiteConnection(path: ":memory:")
      try await connection.script("ATTACH ':memory:' AS x")
      try await connection.script("BEGIN; CREATE TABLE x.t (a)")
      let text = text.replacing("ATTACH 'x' AS x", with: "ATTACH ':memory:' AS y")
      let isSilent = text.contains("foreign_keys") || text.contains("journal_mode")
      let before = try await connection.column("PRAGMA foreign_keys")
      do {
        try await connection.run(text)
        let after = try await connection.column("PRAGMA foreign_keys")
        #expect(
          rule == .any || isSilent && after == before || text.contains("temp_store") || text.contains("wal_checkpoint"),
          "\(text)")
      } catch { #expect(rule == .outside, "\(text)") }
    }
  }

  @Test("that would throw away the temporary tables, and with them what rev keeps there, are refused by their lines")
  func temporaryStorage() async throws {
    for text in ["PRAGMA temp_store = 1", "pragma main.temp_store(file)", "PRAGMA temp_store_directory = '/tmp'"] {
      let error = await failure(SQL(.raw("SELECT 1;\n\(text)"), file: "a.swift", line: 10))
      #expect(error?.message.hasPrefix("'\(text)' would throw away") == true)
      #expect(error?.location?.line == 11)
    }
    #expect(await failure(SQL("PRAGMA temp_store; PRAGMA main.temp_store; PRAGMA cache_size = 5")) == nil)
  }

  @Test("take an expression that ends in a comment, wherever one can stand")
  func trailingComments() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.apply(
      CreateTable("t") {
        Column("a", .integer).check("a > 0 -- positive")
        Column("b", .integer).default(.expression("40 + 2 -- the answer"))
        Column("c", .timestamp).default(.expression("CURRENT_TIMESTAMP -- now"))
        Column("d", .integer).generated(as: "a + 1 -- the next")
        Check("a < 100 /* small */ -- enough")
      })
    try await connection.apply(
      CreateIndex(
        "i", on: "t", .expression("a + b -- sum", direction: .descending), where: "a > 1 -- not the first"))
    try await connection.apply(CreateView("v", as: "SELECT a FROM t -- all"))
    try await connection.apply(
      CreateTrigger("tr", on: "t", .after, [.insert], when: "NEW.a > 5 -- many", body: "DELETE FROM t -- all"))
    try await connection.run("INSERT INTO t (a) VALUES (1)")
    #expect(try await connection.column("SELECT b || ' ' || d FROM t") == ["42 2"])
    try await connection.apply(AlterColumn("t", "b", .type(.text, using: "b || '!' -- louder")))
    try await connection.apply(AddConstraint(Check("b <> '' -- said"), to: "t"))
    try await connection.apply(AlterColumn("t", "a", .setDefault(.expression("1 + 1 -- two"))))
    try await connection.apply(DropConstraint(was: .check(Check("a < 100 -- whatever")), on: "t"))
    #expect(try await connection.column("SELECT b FROM t") == ["42!"])
  }
}
