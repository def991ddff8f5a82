import Dialects
import Foundation
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("A table that is rebuilt")
struct RebuildTests {
  private let notNull = AlterColumn("t", "a", .notNull)

  @Test("keeps its rows, whatever refers to it, and child rows that ON DELETE CASCADE would take")
  func cascade() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
      CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE);
      INSERT INTO t VALUES (1, 'x'), (2, 'y'); INSERT INTO child VALUES (10, 1), (11, 2), (12, 99);
      """)
    let before = try await connection.column("SELECT parent FROM pragma_foreign_key_check")
    try await connection.apply(notNull)
    #expect(try await connection.column("SELECT a FROM t ORDER BY id") == ["x", "y"])
    #expect(try await connection.column("SELECT t_id FROM child ORDER BY id") == ["1", "2", "99"])
    #expect(try await connection.column("SELECT parent FROM pragma_foreign_key_check") == before)
    #expect(try await connection.query("SELECT \"table\" AS t FROM pragma_foreign_key_list('child')").first?[0] == "t")
  }

  @Test("gets each property of a column that comes, whatever other ones go")
  func properties() async throws {
    let clauses = ["NOT NULL", "DEFAULT 'x'", "COLLATE NOCASE"]
    for former in 0..<8 {
      for wanted in 0..<8 where wanted != former {
        func has(_ bits: Int, _ clause: Int) -> Bool { bits & (1 << clause) != 0 }
        func text(_ bits: Int) -> String {
          clauses.indices.reversed().filter { has(bits, $0) }.map { " " + clauses[$0] }.joined()
        }
        var changes: [AlterColumn.Change] = []
        if has(former, 0) != has(wanted, 0) { changes.append(.nullable(!has(wanted, 0))) }
        if has(former, 1) != has(wanted, 1) { changes.append(has(wanted, 1) ? .default("x") : .dropDefault()) }
        if has(former, 2) != has(wanted, 2) { changes.append(.collation(has(wanted, 2) ? "NOCASE" : nil)) }
        let connection = try await database("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT\(text(former)), b INT)")
        try await connection.apply(AlterColumn("t", "a", changes: changes))
        let made = try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 't'")[0]
          .replacing("\"NOCASE\"", with: "NOCASE")
        for clause in clauses.indices {
          #expect(made.contains(clauses[clause]) == has(wanted, clause), "\(text(former)) ->\(text(wanted)): \(made)")
        }
      }
    }
  }

  @Test("is rebuilt once for all changes that come together, but not where values are computed from changed ones")
  func together() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, n INTEGER, CONSTRAINT old CHECK (n > 0));
      CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, '2', 'x', 3);
      """)
    let dialect = SQLiteDialect()
    func groups(_ values: any OperationValue...) -> [Int] { dialect.joined(values.map(\.operation)).map(\.count) }
    let changes: [any OperationValue] = [
      DropConstraint("old", on: "t"), AlterColumn("t", "a", .type(.integer)), notNull,
      AddConstraint(Check("n > 2", name: "new"), to: "t"), AddConstraint(Unique("b"), to: "t"),
    ]
    let operations = changes.map(\.operation)
    #expect(dialect.joined(operations).count == 1)
    let statements = try await dialect.statements(forAll: operations, reading: connection)
    #expect(statements.count { $0.text.hasPrefix("CREATE TABLE") } == 1)
    // What rows may break is told from the rest.
    let check = operations[3].value.location
    #expect(statements.first { $0.text.hasPrefix("INSERT OR ABORT") }?.location == check)
    try await connection.apply(statements)
    #expect(try await connection.column("SELECT typeof(a) FROM t") == ["integer"])
    let text = try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 't'")[0]
    for part in ["NOT NULL", "CHECK (n > 2)", "UNIQUE (\"b\")"] { #expect(text.contains(part), "\(text)") }
    #expect(!text.contains("old"))

    #expect(groups(notNull, AlterColumn("u", "a", .notNull), notNull) == [1, 1, 1])
    #expect(groups(notNull, AddColumn("t", Column("c", .text)), notNull) == [1, 1, 1])
    let computed = AlterColumn("t", "b", .type(.text, using: "a || ''"))
    #expect(groups(AlterColumn("t", "a", .type(.integer)), computed) == [1, 1])
    #expect(groups(computed, AlterColumn("t", "a", .type(.integer))) == [2])
  }

  @Test("adds nothing to the violations of foreign keys that there are, though the number of a key changes")
  func violations() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, up REFERENCES t (id), o REFERENCES other (x));
      CREATE TABLE other (x PRIMARY KEY); INSERT INTO t VALUES (1, 'x', 99, NULL), (2, 'y', 1, 'gone');
      """)
    let query = try #require(SQLiteDialect().violationsQuery)
    let before = try await connection.query(query)
    #expect(before.map(\.values) == [["t", 1, "t", .null], ["t", 2, "other", .null]])
    try await connection.apply(AddConstraint(ForeignKey(columns: ["a"], references: "nosuch", ["y"]), to: "t"))
    try await connection.run("UPDATE t SET a = NULL")
    #expect(try await connection.query(query) == before)
  }

  @Test("refuses while foreign keys are enforced, before it has changed anything")
  func enforced() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
      CREATE TABLE child (t_id INTEGER REFERENCES t (id) ON DELETE CASCADE);
      INSERT INTO t VALUES (1, 'x'); INSERT INTO child VALUES (1); PRAGMA foreign_keys = ON;
      """)
    #expect(await failure(connection, notNull) is CheckFailure)
    try await connection.script("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON")
    #expect(await failure(connection, notNull) is CheckFailure)
    #expect(try await connection.column("SELECT count(*) FROM child") == ["1"])
  }

  @Test("comes through views on it, views on these, and triggers of other tables that name it, with all as it was")
  func dependents() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
      CREATE TABLE log (what TEXT);
      CREATE TABLE other (x);
      CREATE VIEW v1 AS SELECT id, a FROM "T" -- in another case
      ;
      CREATE VIEW v2 AS SELECT count(*) AS n FROM [v1];
      CREATE VIEW v3 (n) AS SELECT n FROM v2;
      CREATE VIEW unrelated AS SELECT x FROM other;
      CREATE TRIGGER own AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('own ' || NEW.a); END;
      CREATE TRIGGER others AFTER INSERT ON other BEGIN INSERT INTO t (a) VALUES (NEW.x); END;
      CREATE TRIGGER through AFTER DELETE ON other BEGIN INSERT INTO log SELECT 'n ' || n FROM v3; END;
      CREATE TRIGGER instead INSTEAD OF INSERT ON v1 BEGIN INSERT INTO t (a) VALUES (NEW.a || '!'); END;
      CREATE TRIGGER changed AFTER UPDATE OF a ON t WHEN OLD.a <> NEW.a BEGIN
        INSERT INTO log VALUES (CASE WHEN NEW.a > OLD.a THEN 'up' ELSE 'down' END);
      END;
      CREATE TEMP TRIGGER passing AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('temp'); END;
      CREATE TEMP VIEW seen AS SELECT a FROM t;
      INSERT INTO t VALUES (1, 'x');
      """)
    try await connection.run("DELETE FROM log")
    let before = try await objects(connection, besides: "t")
    try await connection.apply(notNull)
    #expect(try await objects(connection, besides: "t") == before)
    #expect(
      try await connection.column(
        "SELECT name FROM sqlite_schema WHERE type = 'view' AND name LIKE 'v_' ORDER BY rowid")
        == ["v1", "v2", "v3"])
    #expect(
      try await connection.column(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
        == ["own", "others", "through", "instead", "changed"])
    try await connection.script(
      "INSERT INTO other VALUES ('o'); INSERT INTO v1 (a) VALUES ('i'); UPDATE t SET a = 'z' WHERE id = 1; DELETE FROM other"
    )
    #expect(try await connection.column("SELECT a FROM seen ORDER BY a") == ["i!", "o", "z"])
    #expect(
      try await connection.column("SELECT what FROM log ORDER BY what")
        == ["n 3", "own i!", "own o", "temp", "temp", "up"])
  }

  @Test("is refused while a view is broken, and the view is named")
  func brokenView() async throws {
    let connection = try await database(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE VIEW wreck AS SELECT * FROM nosuch; INSERT INTO t VALUES (1, 2)"
    )
    let error = await failure(connection, notNull) as? DialectError
    #expect(error?.message == "the view wreck is broken: no such table: main.nosuch")
    #expect(error?.hint?.contains("drop it first") == true)
    #expect(try await connection.column("SELECT a FROM t") == ["2"])
  }

  @Test("is refused by SQLite's own words while a trigger is broken, and stays as it was")
  func brokenTrigger() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TABLE u (x); INSERT INTO t VALUES (1, 2);
      CREATE TRIGGER wreck AFTER INSERT ON u BEGIN INSERT INTO nosuch VALUES (1); END;
      """)
    let error = await failure(connection, notNull) as? DatabaseError
    #expect(error?.message.contains("trigger wreck") == true)
    #expect(try await connection.column("SELECT a FROM t") == ["2"])
    #expect(
      try await connection.column("SELECT count(*) FROM sqlite_schema WHERE name LIKE '\\_rev%' ESCAPE '\\'") == ["0"])
  }

  @Test("keeps the highest number that AUTOINCREMENT gave, though its row is gone, and though no row is left")
  func sequence() async throws {
    for rest in ["DELETE FROM t WHERE id = 50", "DELETE FROM t"] {
      let connection = try await database(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t (a) VALUES (1), (2); INSERT INTO t VALUES (50, 3); \(rest)"
      )
      try await connection.apply(notNull)
      try await connection.run("INSERT INTO t (a) VALUES (4)")
      #expect(try await connection.column("SELECT max(id) FROM t") == ["51"])
      #expect(try await connection.column("SELECT name || seq FROM sqlite_sequence") == ["t51"])
    }
  }

  @Test("loses no row to UNIQUE ON CONFLICT IGNORE, and fails rather than drop one")
  func conflictClause() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT COLLATE NOCASE, UNIQUE (b COLLATE BINARY) ON CONFLICT IGNORE);
      INSERT INTO t VALUES (1, 'x', 'one'), (2, 'y', 'ONE');
      """)
    try await connection.apply(notNull)
    #expect(try await connection.column("SELECT b FROM t ORDER BY id") == ["one", "ONE"])
    #expect(try await sql(of: "t", in: connection).contains("UNIQUE (b COLLATE BINARY) ON CONFLICT IGNORE"))
    try await connection.script(
      "CREATE TABLE u (a UNIQUE ON CONFLICT IGNORE, b); INSERT INTO u VALUES (1, 1), ('1', 2)")
    let error = await failure(connection, AlterColumn("u", "a", .type(.integer))) as? DatabaseError
    #expect(error?.code == "SQLITE_CONSTRAINT_UNIQUE")
    #expect(try await connection.column("SELECT count(*) FROM u") == ["2"])
  }

  @Test("keeps the statistics of ANALYZE, but for those of an index that is gone")
  func statistics() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a, b UNIQUE); CREATE INDEX ia ON t (a);
      INSERT INTO t VALUES (1, 1, 1), (2, 1, 2), (3, 2, 3); ANALYZE;
      """)
    let before = try await connection.column("SELECT tbl || ' ' || idx || ' ' || stat FROM sqlite_stat1 ORDER BY 1")
    #expect(before.count == 2)
    try await connection.apply(notNull)
    #expect(
      try await connection.column("SELECT tbl || ' ' || idx || ' ' || stat FROM sqlite_stat1 ORDER BY 1") == before)
    try await connection.apply(DropColumn("t", "b"))
    #expect(try await connection.column("SELECT idx FROM sqlite_stat1") == ["ia"])
  }

  @Test("keeps indexes word for word: direction, expression, condition, collation")
  func indexes() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
      CREATE UNIQUE INDEX i1 ON t (a DESC, b COLLATE NOCASE) WHERE a IS NOT NULL AND b > 'x;';
      CREATE INDEX i2 ON t (lower(a) || '--' /* both */, b);
      CREATE INDEX "i 3" ON T("b" ASC);
      INSERT INTO t VALUES (1, 'x', 'y');
      """)
    let before = try await objects(connection, besides: "t")
    try await connection.apply(AlterColumn("t", "b", .setDefault(.literal("none"))))
    #expect(try await objects(connection, besides: "t") == before)
  }

  @Test("keeps all of its own text that is not changed, comments too")
  func ownText() async throws {
    let text = """
      CREATE TABLE "t" ( -- the table
        id INTEGER PRIMARY KEY /* the key */ ,
        a TEXT COLLATE NOCASE DEFAULT ('a;' || "x") CHECK (length(a) > 0), -- the a
        b NUMERIC(10, 2) CONSTRAINT positive CHECK (b > 0) NOT NULL ON CONFLICT ABORT,
        "c d" INT GENERATED ALWAYS AS (id + 1) STORED,
        e AS (id * 2),
        [key] INTEGER REFERENCES "t" (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CHECK (b < 100 OR t.b IS NULL),
        UNIQUE (a, b) ON CONFLICT REPLACE
        CONSTRAINT other CHECK (id <> 7) -- no comma before
      )
      """
    let connection = try await SQLiteConnection.memory()
    // The string in double quotes is one that only an older connection lets pass.
    try await connection.script(text.replacingOccurrences(of: "\"x\"", with: "'x'"))
    try await connection.script("INSERT INTO t (id, a, b, key) VALUES (1, 'one', 1.5, 1), (5, NULL, 2, 1)")
    try await connection.apply(AlterColumn("t", "a", .default("none")))
    let expected = text.replacingOccurrences(of: "DEFAULT ('a;' || \"x\")", with: "DEFAULT 'none'")
      .replacingOccurrences(of: "t.b IS", with: "\"t\".b IS")
    #expect(try await sql(of: "t", in: connection) == expected)
    #expect(try await connection.column("SELECT \"c d\" || ' ' || e FROM t ORDER BY id") == ["2 2", "6 10"])
    #expect(try await connection.column("SELECT \"table\" FROM pragma_foreign_key_list('t')") == ["t"])
    try await connection.run("INSERT INTO t (id, b) VALUES (6, 1)")
    #expect(try await connection.column("SELECT a FROM t WHERE id = 6") == ["none"])
  }

  @Test("is the same after being rebuilt again")
  func twice() async throws {
    let connection = try await database("CREATE TABLE t(id INTEGER PRIMARY KEY,a TEXT,b);INSERT INTO t VALUES(1,2,3)")
    try await connection.apply(AlterColumn("t", "a", .notNull))
    #expect(try await sql(of: "t", in: connection) == #"CREATE TABLE "t"(id INTEGER PRIMARY KEY,a TEXT NOT NULL,b)"#)
    try await connection.apply(AlterColumn("t", "a", .nullable))
    #expect(try await sql(of: "t", in: connection) == #"CREATE TABLE "t"(id INTEGER PRIMARY KEY,a TEXT,b)"#)
  }

  @Test("keeps the numbers of its rows where no column is it")
  func rowids() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (a, rowid TEXT); INSERT INTO t (_rowid_, a, rowid) VALUES (7, 'x', 'r'), (90, 'y', 's');
      CREATE TABLE u (a INTEGER PRIMARY KEY DESC, b); INSERT INTO u (rowid, a, b) VALUES (5, 1, 'x');
      """)
    try await connection.apply(notNull)
    #expect(try await connection.column("SELECT _rowid_ || a || rowid FROM t ORDER BY 1") == ["7xr", "90ys"])
    try await connection.apply(AlterColumn("u", "b", .notNull))
    #expect(try await connection.column("SELECT rowid || a || b FROM u") == ["51x"])
  }

  @Test("stays WITHOUT ROWID and STRICT")
  func options() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (a TEXT, b INT, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID; INSERT INTO t VALUES ('x', 1);
      CREATE TABLE u (a TEXT PRIMARY KEY, b REAL) WITHOUT ROWID; INSERT INTO u VALUES ('x', 1);
      """)
    try await connection.apply(AlterColumn("t", "b", .type(.boolean)))
    #expect(
      try await sql(of: "t", in: connection)
        == #"CREATE TABLE "t" (a TEXT, b INTEGER, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID"#)
    try await connection.apply(AlterColumn("u", "b", .notNull))
    #expect(
      try await sql(of: "u", in: connection) == #"CREATE TABLE "u" (a TEXT PRIMARY KEY, b REAL NOT NULL) WITHOUT ROWID"#
    )
    try await connection.script("CREATE TABLE v (a TEXT) STRICT; INSERT INTO v VALUES ('abc')")
    #expect(await failure(connection, AlterColumn("v", "a", .type(.integer))) is DatabaseError)
  }

  @Test("may have a blob for a default, and for anything else")
  func blobs() async throws {
    let connection = try await database(
      "CREATE TABLE t (a BLOB DEFAULT X'00FF' NOT NULL, b CHECK (b <> x'' OR b > x'0a'), c); INSERT INTO t (b, c) VALUES (1, 2)"
    )
    try await connection.apply(AlterColumn("t", "c", .notNull))
    #expect(
      try await sql(of: "t", in: connection)
        == #"CREATE TABLE "t" (a BLOB DEFAULT X'00FF' NOT NULL, b CHECK (b <> x'' OR b > x'0a'), c NOT NULL)"#)
    try await connection.apply(AlterColumn("t", "a", .dropDefault()))
    #expect(try await connection.column("SELECT hex(a) FROM t") == ["00FF"])
    #expect(try await connection.column("SELECT dflt_value FROM pragma_table_info('t') WHERE name = 'a'") == ["NULL"])
  }
}
