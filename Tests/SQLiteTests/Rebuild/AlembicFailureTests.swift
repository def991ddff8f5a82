import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

/// What Alembic's batch mode is known to lose, each with rows in the table.
@Suite("Where Alembic's batch mode fails")
struct AlembicFailureTests {
  @Test("an unnamed CHECK stays in force")
  func unnamedCheck() async throws {
    let connection = try await database(
      "CREATE TABLE t (a INT CHECK (a > 0), b TEXT, CHECK (b <> '')); INSERT INTO t VALUES (1, 'x')")
    try await connection.apply(AlterColumn("t", "b", .notNull))
    await #expect(throws: DatabaseError.self) { try await connection.run("INSERT INTO t VALUES (0, 'x')") }
    await #expect(throws: DatabaseError.self) { try await connection.run("INSERT INTO t VALUES (1, '')") }
    #expect(try await connection.column("SELECT count(*) FROM t") == ["1"])
  }

  @Test("a constraint over several columns does not go with one of them")
  func compositeConstraint() async throws {
    let connection = try await database(
      "CREATE TABLE t (a, b UNIQUE, c, UNIQUE (a, b)); INSERT INTO t VALUES (1, 2, 3)")
    await #expect(throws: DialectError.self) { try await connection.apply(DropColumn("t", "b")) }
    try await connection.apply(AlterColumn("t", "c", .notNull))
    #expect(try await connection.column("SELECT count(*) FROM pragma_index_list('t')") == ["2"])
    #expect(try await connection.column("SELECT b FROM t") == ["2"])
  }

  @Test("two tables whose names begin with the same fifty characters do not meet")
  func longNames() async throws {
    let name = String(repeating: "x", count: 60)
    let connection = try await database(
      "CREATE TABLE \(name)1 (a); CREATE TABLE \(name)2 (a); INSERT INTO \(name)1 VALUES (1); INSERT INTO \(name)2 VALUES (2)"
    )
    try await connection.apply(AlterColumn(QualifiedName(name + "1"), "a", .notNull))
    try await connection.apply(AlterColumn(QualifiedName(name + "2"), "a", .notNull))
    #expect(try await connection.column("SELECT a FROM \(name)1 UNION ALL SELECT a FROM \(name)2") == ["1", "2"])
  }

  @Test("triggers go on acting, and views can still be read")
  func triggersAndViews() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (a, n INT DEFAULT 0); CREATE VIEW v AS SELECT a, n FROM t;
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET n = n + 1; END; INSERT INTO t (a) VALUES (1);
      """)
    try await connection.apply(AlterColumn("t", "a", .notNull))
    try await connection.run("INSERT INTO t (a) VALUES (2)")
    #expect(try await connection.column("SELECT a || ' ' || n FROM v") == ["1 2", "2 1"])
  }

  @Test("nothing is left behind after a failure")
  func leftovers() async throws {
    let connection = try await database("CREATE TABLE t (a); INSERT INTO t VALUES (1), (1)")
    for _ in 0..<2 {
      await #expect(throws: DatabaseError.self) { try await connection.apply(AddConstraint(Check("a > 1"), to: "t")) }
      #expect(try await connection.column("SELECT name FROM sqlite_schema") == ["t"])
    }
    // As a run that was killed outside a transaction would leave it: the name is taken, and another is used.
    try await connection.run("CREATE TABLE _rev_new_t (left_over)")
    try await connection.apply(AlterColumn("t", "a", .notNull))
    #expect(try await connection.column("SELECT name FROM sqlite_schema ORDER BY 1") == ["_rev_new_t", "t"])
  }
}
