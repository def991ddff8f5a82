import Dialects
import Foundation
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("A table that is rebuilt, by any name and in any company,")
struct RebuildSurroundingsTests {
  @Test("may have any name that SQLite takes, one that begins another's, and one of over fifty characters")
  func names() async throws {
    let long = String(repeating: "long_name_", count: 12)
    for name in ["order", "a \"b\" c", "é ü", "t'; DROP TABLE u; --", "user", "[x]", long, long + "2", "_rev_new_t"] {
      let connection = try await SQLiteConnection.memory()
      try await connection.execute(
        "CREATE TABLE \(identifier: name) (\(identifier: "select") INTEGER PRIMARY KEY, \(identifier: "a \"b\"") TEXT)")
      try await connection.execute("CREATE TABLE \(identifier: name + "s") (x); ")
      try await connection.execute("CREATE TABLE \(identifier: "_rev_new_" + name) (y)")
      try await connection.execute(
        "CREATE INDEX \(identifier: "ix " + name) ON \(identifier: name) (\(identifier: "a \"b\""))")
      try await connection.execute("CREATE VIEW \(identifier: "v " + name) AS SELECT * FROM \(identifier: name)")
      try await connection.execute("INSERT INTO \(identifier: name) VALUES (1, 'x')")
      let before = try await objects(connection, besides: name)
      try await connection.apply(AlterColumn(QualifiedName(name), "A \"B\"", .notNull, .type(.string(9))))
      #expect(try await objects(connection, besides: name) == before, "\(name)")
      #expect(try await connection.query("SELECT * FROM \(identifier: "v " + name)").map(\.values) == [[1, "x"]])
    }
  }

  @Test("stands in an attached database, or behind a temporary table of the same name")
  func schemas() async throws {
    let connection = try await database(
      """
      ATTACH ':memory:' AS "an other"; CREATE TABLE "an other".t (id INTEGER PRIMARY KEY AUTOINCREMENT, a);
      CREATE INDEX "an other".ix ON t (a); CREATE VIEW "an other".v AS SELECT a FROM t;
      CREATE TRIGGER "an other".tr AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 5; END;
      INSERT INTO "an other".t VALUES (9, 1);
      CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE INDEX ix ON t (a); INSERT INTO t VALUES (1, 'main');
      CREATE VIEW v AS SELECT a FROM t;
      CREATE TEMP TABLE t (b); INSERT INTO temp.t VALUES ('temp');
      """)
    try await connection.apply(AlterColumn(QualifiedName("t", schema: "an other"), "a", .notNull))
    try await connection.apply(AlterColumn("t", "a", .notNull))
    let columns = #"SELECT group_concat(name || "notnull") FROM pragma_table_info('t', "#
    #expect(try await connection.column(columns + "'an other')") == ["id0,a1"])
    #expect(try await connection.column(columns + "'main')") == ["id0,a1"])
    #expect(try await connection.column("SELECT a FROM \"an other\".v") == ["1"])
    #expect(try await connection.column("SELECT b FROM t") == ["temp"])
    #expect(try await connection.column("SELECT count(*) FROM sqlite_schema") == ["3"])
    #expect(
      try await connection.column("SELECT count(*) FROM \"an other\".sqlite_schema WHERE name <> 'sqlite_sequence'")
        == ["4"])
  }

  @Test("is not misled by temporary objects, or by attached tables, of the same names as what hangs on it")
  func shadows() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TABLE u (x); CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER tr AFTER INSERT ON u BEGIN INSERT INTO t (a) VALUES (NEW.x); END;
      CREATE TEMP TABLE v (other); CREATE TEMP TRIGGER tr AFTER INSERT ON u BEGIN INSERT INTO v VALUES ('temp'); END;
      ATTACH ':memory:' AS far; CREATE TABLE far.t (id INTEGER PRIMARY KEY, a); CREATE TABLE far.u (y, z);
      CREATE TRIGGER far.tr AFTER UPDATE ON u BEGIN INSERT INTO t (a) VALUES (NEW.z); END;
      """)
    let before = try await objects(connection, besides: "t")
    try await connection.apply(AlterColumn("t", "a", .notNull))
    try await connection.apply(AlterColumn(QualifiedName("t", schema: "far"), "a", .notNull))
    #expect(try await objects(connection, besides: "t") == before)
    try await connection.script(
      "INSERT INTO main.u VALUES (1); INSERT INTO far.u VALUES (1, 2); UPDATE far.u SET z = 3")
    #expect(try await connection.column("SELECT a FROM main.v") == ["1"])
    #expect(try await connection.column("SELECT other FROM temp.v") == ["temp"])
    #expect(try await connection.column("SELECT a FROM far.t") == ["3"])
  }

  @Test("keeps strings that were written in double quotes, as older tables have them")
  func legacyStrings() async throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("a.db")
    try #require(Shell.path != nil)
    let made = try Shell.run(
      """
      .dbconfig dqs_ddl on
      CREATE TABLE t (a TEXT CHECK (a IN ("x", "y")) DEFAULT "x", b TEXT AS (a || "!"), c);
      CREATE INDEX ix ON t (a) WHERE a <> "y";
      INSERT INTO t (a, c) VALUES ('x', 1);
      """, on: path)
    #expect(made.status == 0)
    let connection = try SQLiteConnection(path: path)
    try await connection.prepareForRevisions()
    try await connection.apply(AlterColumn("t", "c", .notNull))
    #expect(
      try await sql(of: "t", in: connection)
        == #"CREATE TABLE "t" (a TEXT CHECK (a IN ('x', 'y')) DEFAULT 'x', b TEXT AS (a || '!'), c NOT NULL)"#)
    #expect(try await sql(of: "ix", in: connection) == "CREATE INDEX ix ON t (a) WHERE a <> 'y'")
    #expect(try await connection.column("SELECT b FROM t") == ["x!"])
  }

  @Test("is refused where it is a view, a virtual table, or not there")
  func noTable() async throws {
    let connection = try await database(
      "CREATE TABLE u (a); CREATE VIEW v AS SELECT a FROM u; CREATE VIRTUAL TABLE f USING fts5(a)")
    #expect(
      (await failure(connection, AlterColumn("v", "a", .notNull)) as? DialectError)?.message
        == "v is a view, and has no columns to alter")
    #expect(
      (await failure(connection, AlterColumn("f", "a", .notNull)) as? DialectError)?.message.contains("virtual table")
        == true)
    #expect(
      (await failure(connection, AlterColumn("t", "a", .notNull)) as? DialectError)?.message == "there is no table t")
    let column = await failure(connection, AlterColumn("u", "b", .notNull)) as? DialectError
    #expect(column?.message == "the table u has no column b")
    #expect(column?.hint == "it has a")
  }

  @Test("leaves nothing behind when it fails half way")
  func failing() async throws {
    let connection = try await database(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE VIEW v AS SELECT a FROM t; INSERT INTO t VALUES (1, 'x'), (2, 'x')"
    )
    let before = try await connection.column("SELECT sql FROM sqlite_schema ORDER BY rowid")
    let twice = await failure(connection, AddConstraint(Unique("a"), to: "t")) as? DialectError
    #expect(twice?.message == "a of the table t cannot be unique: 1 value stands there more than once")
    #expect(await failure(connection, AddConstraint(Check("a <> 'x'"), to: "t")) is DatabaseError)
    #expect(await failure(connection, AddConstraint(Check("nosuch > 1"), to: "t")) is DatabaseError)
    #expect(try await connection.column("SELECT sql FROM sqlite_schema ORDER BY rowid") == before)
    #expect(try await connection.column("SELECT count(*) FROM v") == ["2"])
    #expect(!connection.isInTransaction)
  }

  @Test("changes next to a table with strings in double quotes, natively and by a rebuild, and new text has none")
  func legacyNeighbour() async throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("a.db")
    try #require(Shell.path != nil)
    let made = try Shell.run(
      """
      .dbconfig dqs_ddl on
      CREATE TABLE old (s, CHECK (s IN ("x", "y"))); CREATE INDEX ix ON old (s) WHERE s <> "y";
      CREATE TABLE u (a, b); INSERT INTO u VALUES (1, 2);
      """, on: path)
    #expect(made.status == 0)
    let connection = try SQLiteConnection(path: path)
    try await connection.prepareForRevisions()
    try await connection.apply(RenameColumn("u", "a", to: "c"))
    try await connection.apply(AlterColumn("u", "c", .notNull))
    try await connection.apply(DropColumn("u", "b"))
    try await connection.apply(RenameTable("u", to: "v"))
    try await connection.execute("/* as Swift may */ ALTER TABLE v RENAME TO w")
    #expect(try await sql(of: "w", in: connection) == #"CREATE TABLE "w" ("c" NOT NULL)"#)
    await #expect(throws: DatabaseError.self) { try await connection.run(#"CREATE INDEX i ON w ("nmae")"#) }
  }

  @Test("may have names that look alike but are not the same bytes, as SQLite tells them apart")
  func canonicalEquivalents() async throws {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    let connection = try await SQLiteConnection.memory()
    try await connection.execute(
      "CREATE TABLE t (\(identifier: composed) TEXT UNIQUE, \(identifier: decomposed) TEXT UNIQUE, c)")
    try await connection.execute("INSERT INTO t VALUES ('one', 'two', 3)")
    try await connection.apply(DropColumn("t", decomposed))
    #expect(try await connection.column("SELECT hex(name) FROM pragma_table_info('t')") == ["C3A9", "63"])
    #expect(try await connection.column("SELECT * FROM t") == ["one"])
    try await connection.apply(AddColumn("t", Column(decomposed, .text).unique()))
    #expect(try await connection.column("SELECT count(*) FROM pragma_table_info('t')") == ["3"])
  }
}
