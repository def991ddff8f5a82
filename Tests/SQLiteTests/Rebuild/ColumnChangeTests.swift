import Dialects
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("A change to a column")
struct ColumnChangeTests {
  private func failure(_ connection: SQLiteConnection, _ value: some OperationValue) async -> DialectError? {
    do { try await connection.apply(value) } catch { return error as? DialectError }
    return nil
  }

  /// The text of a table after a change.
  private func text(_ table: String, after value: some OperationValue) async throws -> String {
    let connection = try await database(table)
    try await connection.apply(value)
    return try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 't'").first ?? ""
  }

  @Test("edits the one clause that it is about")
  func edits() async throws {
    func alter(_ definition: String, _ changes: AlterColumn.Change...) async throws -> String {
      let table = try await text("CREATE TABLE t (x, \(definition), y)", after: AlterColumn("t", "a", changes: changes))
      return String(table.dropFirst(#"CREATE TABLE "t" (x, "#.count).dropLast(", y)".count))
    }
    #expect(try await alter("a", .type(.text)) == "a TEXT")
    #expect(
      try await alter("a", .type(.text), .notNull, .default("x"), .collation("NOCASE"))
        == #"a TEXT NOT NULL DEFAULT 'x' COLLATE "NOCASE""#)
    #expect(try await alter("a VARCHAR(10)", .type(.string(20))) == "a VARCHAR(20)")
    #expect(
      try await alter("a UNSIGNED BIG INT CHECK (a > 0)", .type(.decimal(5, 2))) == "a NUMERIC(5, 2) CHECK (a > 0)")
    #expect(try await alter("a TEXT NULL", .notNull) == "a TEXT NOT NULL")
    #expect(try await alter("a TEXT NOT NULL ON CONFLICT FAIL", .notNull) == "a TEXT NOT NULL ON CONFLICT FAIL")
    #expect(try await alter("a TEXT CONSTRAINT n NOT NULL ON CONFLICT FAIL UNIQUE", .nullable) == "a TEXT UNIQUE")
    #expect(try await alter("a TEXT", .nullable) == "a TEXT")
    #expect(try await alter("a INT DEFAULT -5 NOT NULL", .default(7)) == "a INT DEFAULT 7 NOT NULL")
    #expect(try await alter("a INT DEFAULT (1 + (2)) NOT NULL", .dropDefault()) == "a INT NOT NULL")
    #expect(
      try await alter("a INT DEFAULT CURRENT_TIME", .setDefault(.currentTimestamp)) == "a INT DEFAULT CURRENT_TIMESTAMP"
    )
    #expect(try await alter("a", .setDefault(.expression("1 + 1"))) == "a DEFAULT (1 + 1)")
    #expect(try await alter("a TEXT COLLATE nocase UNIQUE", .collation("RTRIM")) == #"a TEXT COLLATE "RTRIM" UNIQUE"#)
    #expect(try await alter("a TEXT COLLATE nocase UNIQUE", .collation(nil)) == "a TEXT UNIQUE")
  }

  @Test("keeps each value as far as the new type can hold it, and computes it where it is said how")
  func values() async throws {
    let script = "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('12'), ('abc'), (NULL), ('1.5')"
    let plain = try await database(script)
    try await plain.apply(AlterColumn("t", "a", .type(.integer)))
    #expect(
      try await plain.column("SELECT typeof(a) || a FROM t WHERE a NOT NULL") == ["integer12", "textabc", "real1.5"])
    let computed = try await database(script)
    try await computed.apply(AlterColumn("t", "a", .type(.integer, using: "length(a) + \(1)"), .nullable))
    #expect(try await computed.column("SELECT a FROM t") == ["3", "4", "NULL", "4"])
    let filled = try await database(script)
    try await filled.apply(AlterColumn("t", "a", .type(.text, using: "coalesce(a, '?')"), .notNull))
    #expect(try await filled.column("SELECT a FROM t") == ["12", "abc", "?", "1.5"])
  }

  @Test("to NOT NULL is refused where there are NULLs: table, column and count are named")
  func nulls() async throws {
    let connection = try await database("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), (NULL), (NULL)")
    #expect(
      await failure(connection, AlterColumn("t", "a", .notNull))?.message
        == "the column a of the table t has 2 NULLs, and is to refuse them")
    // A script of SQL, made from a table without rows, checks for itself.
    let empty = try await database("CREATE TABLE t (a TEXT)")
    let operation = AlterColumn("t", "a", .notNull).operation
    let statements = try await SQLiteDialect().statements(for: operation, reading: empty)
    await #expect(throws: CheckFailure(words: "the column a of the table t has NULLs, and is to refuse them")) {
      try await connection.apply(statements)
    }
  }

  @Test("of a primary key keeps it one, and keeps the row's number its own")
  func keys() async throws {
    let table = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)"
    #expect(
      try await text(table, after: AlterColumn("t", "a", .type(.bigInteger)))
        == #"CREATE TABLE "t" (a INTEGER PRIMARY KEY AUTOINCREMENT, b)"#)
    #expect(
      await failure(
        try await database("CREATE TABLE t (a TEXT NOT NULL, b, PRIMARY KEY (a))"), AlterColumn("t", "a", .nullable))
        != nil)
    let connection = try await database("CREATE TABLE t (a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES (7, 8)")
    try await connection.apply(AlterColumn("t", "a", .type(.text)))
    #expect(try await connection.column("SELECT typeof(a) || a || rowid FROM t") == ["text77"])
  }

  @Test("that is only a comment does nothing, without a look at the table")
  func comment() async throws {
    let alter = AlterColumn("t", "a", .comment("what it is for"))
    #expect(!SQLiteDialect().needsCatalog(for: alter.operation))
    #expect(try await SQLiteDialect().statements(for: alter.operation, reading: nil) == [])
  }

  // MARK: Adding

  @Test("adds by SQLite's own ALTER TABLE what that can add, and by a rebuild the rest")
  func adding() async throws {
    let native: [Column] = [
      Column("n", .text), Column("n", .integer).notNull().default(0), Column("n", .text).check("n <> 'x'"),
      Column("n", .integer).references("t", "id"), Column("n", .integer).generated(as: "id * 2", stored: false),
      Column("n", .text).collate("NOCASE").default(.literal(.null)),
    ]
    let rebuilt: [Column] = [
      Column("n", .text).unique(), Column("n", .integer).generated(as: "id * 2"),
      Column("n", .timestamp).notNull().default(.currentTimestamp),
      Column("n", .integer).default(.expression("1 + 1")), Column("n", .integer).references("t", "id").default(1),
    ]
    for (column, isNative) in native.map({ ($0, true) }) + rebuilt.map({ ($0, false) }) {
      let add = AddColumn("t", column)
      #expect(SQLiteDialect().needsCatalog(for: add.operation) == !isNative)
      let connection = try await database("CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 'x')")
      try await connection.apply(add)
      #expect(try await connection.column("SELECT name FROM pragma_table_xinfo('t')") == ["id", "a", "n"])
      #expect(try await connection.column("SELECT a FROM t") == ["x"])
    }
  }

  @Test("puts an added column behind the others and before the constraints, and fills it with its default")
  func place() async throws {
    let table = """
      CREATE TABLE t (
        a TEXT, -- the a
        b TEXT, -- the b
        CHECK (a <> b)
      )
      """
    let connection = try await database(table)
    try await connection.run("INSERT INTO t VALUES ('x', 'y')")
    try await connection.apply(AddColumn("t", Column("c", .integer).notNull().default(.expression("40 + 2"))))
    #expect(
      try await connection.column("SELECT sql FROM sqlite_schema") == [
        """
        CREATE TABLE "t" (
          a TEXT, -- the a
          b TEXT, -- the b
          "c" INTEGER NOT NULL DEFAULT (40 + 2),
          CHECK (a <> b)
        )
        """
      ])
    #expect(try await connection.column("SELECT a || b || c FROM t") == ["xy42"])
  }

  @Test("adds a key that numbers the rows there are, and refuses a second key or a name that is taken")
  func addingKey() async throws {
    let connection = try await database("CREATE TABLE t (a); INSERT INTO t VALUES ('x'), ('y')")
    try await connection.apply(AddColumn("t", Column("id", .bigInteger).primaryKey()))
    #expect(
      try await connection.column("SELECT sql FROM sqlite_schema") == [
        #"CREATE TABLE "t" (a, "id" INTEGER PRIMARY KEY)"#
      ])
    #expect(try await connection.column("SELECT id || a FROM t") == ["1x", "2y"])
    #expect(
      await failure(connection, AddColumn("t", Column("n", .integer).primaryKey()))?.message
        == "the table t has a primary key already, over id")
    #expect(
      await failure(connection, AddColumn("t", Column("A", .text).unique()))?.message
        == "the table t has a column A already")
    let numbered = try await database("CREATE TABLE t (a); INSERT INTO t VALUES ('x')")
    try await numbered.apply(AddColumn("t", Column("id", .integer).autoincrement()))
    #expect(
      try await numbered.column("SELECT sql FROM sqlite_schema WHERE name = 't'") == [
        #"CREATE TABLE "t" (a, "id" INTEGER PRIMARY KEY AUTOINCREMENT)"#
      ])
  }

  @Test("adds NOT NULL without a default only to a table without rows, in SQLite's own words")
  func addingNotNull() async throws {
    let connection = try await database("CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE u (a)")
    await #expect(throws: DatabaseError.self) {
      try await connection.apply(AddColumn("t", Column("n", .text).notNull()))
    }
    try await connection.apply(AddColumn("u", Column("n", .text).notNull()))
  }

  // MARK: Dropping

  @Test("drops a column with the constraints that were declared on it, from any place in the table")
  func dropping() async throws {
    for (table, rest) in [
      ("CREATE TABLE t (a, b, c)", "CREATE TABLE t (a, c)"),
      ("CREATE TABLE t (a, c, b INT NOT NULL CHECK (b > 0) REFERENCES u (x))", "CREATE TABLE t (a, c)"),
      ("CREATE TABLE t (b UNIQUE, a, c)", #"CREATE TABLE "t" (a, c)"#),
      ("CREATE TABLE t (a, b INTEGER PRIMARY KEY AUTOINCREMENT, c)", #"CREATE TABLE "t" (a, c)"#),
      ("CREATE TABLE t (a, c, b UNIQUE)", #"CREATE TABLE "t" (a, c)"#),
      ("CREATE TABLE t (a, c, b UNIQUE, CHECK (a = c))", #"CREATE TABLE "t" (a, c, CHECK (a = c))"#),
      (
        "CREATE TABLE t (\n  a, -- the a\n  b UNIQUE, -- the b\n  c -- the c\n)",
        "CREATE TABLE \"t\" (\n  a -- the a\n, -- the b\n  c -- the c\n)"
      ),
    ] {
      let connection = try await database(table)
      try await connection.run("INSERT INTO t (a, b, c) VALUES ('x', 1, 'x')")
      try await connection.apply(DropColumn("t", "B"))
      #expect(try await connection.column("SELECT a || c FROM t") == ["xx"])
      #expect(try await connection.column("SELECT name FROM pragma_table_info('t')") == ["a", "c"])
      let text = try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 't'").first ?? ""
      if !table.contains("--") { #expect(text == rest) }
      for comment in ["-- the a", "-- the b", "-- the c"] where table.contains(comment) {
        #expect(text.contains(comment))
      }
    }
  }

  @Test("drops a column that is called like the row of a trigger, or like a table, which nothing else names")
  func qualifiers() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (a INT, new INT, t INT); CREATE VIEW v AS SELECT main.t.a FROM t;
      CREATE TRIGGER tr AFTER INSERT ON t WHEN NEW.a > 0 BEGIN UPDATE t SET a = NEW.a WHERE t.a = 1; END
      """)
    try await connection.apply(DropColumn("t", "new"))
    try await connection.apply(DropColumn("t", "t"))
    #expect(try await connection.column("SELECT name FROM pragma_table_info('t')") == ["a"])
  }

  @Test("refuses to drop a column that anything uses, and names each user")
  func used() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b AS (a || '!'), c TEXT CHECK (c <> a), d UNIQUE,
        CONSTRAINT pair UNIQUE (a, c), CHECK (length(a) < 9), FOREIGN KEY (a) REFERENCES u (x));
      CREATE TABLE u (x PRIMARY KEY, t_d REFERENCES t (d), t_id REFERENCES t, a TEXT);
      CREATE INDEX ix1 ON t (c, lower(a)); CREATE INDEX ix2 ON t (c) WHERE a > ''; CREATE INDEX ix3 ON t (c);
      CREATE VIEW v1 AS SELECT a FROM t; CREATE VIEW v2 AS SELECT * FROM t; CREATE VIEW v3 AS SELECT w.a FROM v2 AS w;
      CREATE VIEW v4 AS SELECT u.a, t.c FROM u JOIN t ON t.c = u.x;
      CREATE VIEW v5 AS SELECT other.a FROM u other, t;
      CREATE TRIGGER tr1 AFTER UPDATE OF a ON t BEGIN SELECT 1; END;
      CREATE TRIGGER tr2 AFTER INSERT ON t BEGIN UPDATE u SET x = NEW.a WHERE x = 1; END;
      CREATE TRIGGER tr3 AFTER INSERT ON u BEGIN INSERT INTO t (c) VALUES (NEW.a); END;
      """)
    let error = await failure(connection, DropColumn("t", "a"))
    #expect(
      error?.message
        == "the column a of the table t is used by the definition of the column b, the definition of the column c, "
        + "the constraint pair, the constraint CHECK (length(a) < 9), the constraint FOREIGN KEY (a) REFERENCES u (x), "
        + "the index ix1, the index ix2, the view v1, the view v3, the trigger tr1, the trigger tr2")
    #expect(error?.hint != nil)
    #expect(
      await failure(connection, DropColumn("t", "d"))?.message.hasSuffix("is used by the foreign key of u.t_d") == true)
    #expect(
      await failure(connection, DropColumn("t", "id"))?.message.hasSuffix("is used by the foreign key of u.t_id")
        == true)
    let only = try await database("CREATE TABLE t (a)")
    #expect(await failure(only, DropColumn("t", "a"))?.message == "a is the only column of the table t")
  }

  @Test("renames a column and a table everywhere they are named")
  func renaming() async throws {
    let connection = try await database(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (a <> '')); CREATE INDEX ix ON t (a);
      CREATE TABLE u (t_id REFERENCES t (id)); CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET a = NEW.a || '!' WHERE id = NEW.id; END;
      """)
    try await connection.apply(RenameColumn("t", "a", to: "new name"))
    try await connection.apply(RenameTable("t", to: "order"))
    try await connection.run("INSERT INTO \"order\" (\"new name\") VALUES ('x')")
    #expect(try await connection.column("SELECT * FROM v") == ["x!"])
    #expect(try await connection.column("SELECT \"table\" FROM pragma_foreign_key_list('u')") == ["order"])
  }

  @Test("adds a column of any type to a STRICT table, in that table's spelling and without a rebuild")
  func addingToStrict() async throws {
    let types: [(DataType, String, String)] = [
      (.boolean, "BOOLEAN", "INTEGER"), (.string(50), "VARCHAR(50)", "TEXT"), (.timestamp, "TIMESTAMP", "TEXT"),
      (.decimal(8, 2), "NUMERIC(8, 2)", "REAL"), (.text, "TEXT", "TEXT"),
    ]
    let connection = try await database(
      "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); CREATE TABLE s (a INT) STRICT; INSERT INTO s VALUES (1)")
    for (number, (type, loose, strict)) in types.enumerated() {
      for (table, spelling) in [("t", loose), ("s", strict)] {
        let add = AddColumn(QualifiedName(table), Column("c\(number)", type))
        let statements = try await SQLiteDialect().statements(for: add.operation, reading: connection)
        #expect(statements.map(\.text) == [#"ALTER TABLE "\#(table)" ADD COLUMN "c\#(number)" \#(spelling)"#])
        try await connection.apply(add)
      }
      // What is spelt the same everywhere can be written down without looking.
      let add = AddColumn("t", Column("n", type)).operation
      #expect(SQLiteDialect().needsCatalog(for: add) == (loose != strict))
      #expect(SQLiteDialect(foreignKeys: true).sessionChange(for: [add]) == nil)
    }
  }

  @Test("adds a column whose default is a number of many digits, to a table with rows and to one without")
  func addingLongDouble() async throws {
    let connection = try await database("CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE u (a)")
    for table in ["t", "u"] as [QualifiedName] {
      try await connection.apply(AddColumn(table, Column("n", .double).default(.literal(.double(0.1 + 0.2)))))
    }
    #expect(try await connection.query("SELECT n FROM t").first?[0] == .double(0.1 + 0.2))
    #expect(
      try await connection.column("SELECT count(DISTINCT dflt_value) FROM pragma_table_info('t') WHERE name = 'n'") == [
        "1"
      ])
  }
}
