import Testing

/// A SQLite database that others made, and SQL that declares what it is to be.
@Suite("Autogenerate on SQLite from a file of SQL")
struct SQLiteSchemaFileTests {
  private static func project(with tables: String) async throws -> Project {
    let project = try Project("schema = schema.sql", cache: .shared)
    if !tables.isEmpty { _ = try await project.query(tables) }
    return project
  }

  /// Goes to what is declared, where nothing is left to do, and returns what rev wrote.
  @discardableResult
  private static func go(
    _ project: Project, to schema: String, _ format: String = "sql", sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    try project.write("schema.sql", schema)
    let text = try await project.autogenerate("x", "--format", format)
    try await project.output("upgrade", "head")
    #expect(try await project.missing() == [], sourceLocation: sourceLocation)
    return text
  }

  private static let keys = "SELECT group_concat(type || pk) FROM pragma_table_info('t')"

  @Test(
    "A key of INT, BIGINT or SMALLINT stays what it is through a rebuild, with the numbers of its rows, there and back",
    arguments: ["int", "BIGINT", "smallint"])
  func otherIntegers(type: String) async throws {
    let project = try await Self.project(
      with: """
        CREATE TABLE t (a \(type) PRIMARY KEY NOT NULL, b int NOT NULL);
        INSERT INTO t VALUES (10, 1), (3, 2), ('no number', 3);
        """)
    let rows = "SELECT rowid, a FROM t ORDER BY 1"
    let (keys, before) = (try await project.query(Self.keys), try await project.query(rows))
    try await Self.go(project, to: "CREATE TABLE t (a \(type) NOT NULL, b int NOT NULL, PRIMARY KEY (a, b));")
    #expect(try await project.query(rows) == before)
    try await project.output("downgrade", "-1")
    #expect(try await project.query(Self.keys) == keys)
    #expect(try await project.query(rows) == before)
  }

  @Test("A column of INT becomes a key as it is, and one of INTEGER the number of the row")
  func newKeys() async throws {
    for type in ["int", "bigint", "integer"] {
      let project = try await Self.project(with: "CREATE TABLE t (a \(type) NOT NULL, b text)")
      try await Self.go(project, to: "CREATE TABLE t (a \(type) NOT NULL PRIMARY KEY, b text);")
      #expect(try await project.query(Self.keys).map { $0.uppercased() } == ["\(type.uppercased())1,TEXT0"])
    }
  }

  @Test("A foreign key that leaves the columns to the parent's key changes, and goes")
  func impliedColumns() async throws {
    let parents = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE q (a int, b int, PRIMARY KEY (a, b));\n"
    let project = try await Self.project(
      with: parents
        + "CREATE TABLE t (id INTEGER PRIMARY KEY, p int REFERENCES p, x int, y int, FOREIGN KEY (x, y) REFERENCES q)")
    try await Self.go(
      project,
      to: parents + "CREATE TABLE t (id INTEGER PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE, x int, y int);")
    try await project.output("downgrade", "-1")
    #expect(
      try await project.query("SELECT count(*), sum(on_delete = 'CASCADE') FROM pragma_foreign_key_list('t')") == [
        "3|0"
      ])
  }

  @Test("A rebuild written as SQL comes through beside virtual tables and what uses them", arguments: ["sql", "swift"])
  func virtualTables(format: String) async throws {
    let rest = """
      CREATE VIRTUAL TABLE f USING fts5(b);
      CREATE VIEW hits AS SELECT t.id FROM t JOIN f ON f.rowid = t.id;
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO f (rowid, b) VALUES (new.id, new.b); END;
      """
    let project = try await Self.project(
      with: "CREATE TABLE t (id INTEGER PRIMARY KEY, b text); \(rest) INSERT INTO t VALUES (1, 'one')")
    try await Self.go(project, to: "CREATE TABLE t (id INTEGER PRIMARY KEY, b text NOT NULL); \(rest)", format)
    _ = try await project.query("INSERT INTO t VALUES (2, 'two')")
    #expect(try await project.query("SELECT id FROM hits ORDER BY 1") == ["1", "2"])
    try await project.output("downgrade", "-1")
  }

  @Test("A rebuild written as SQL keeps the statistics that ANALYZE gathered, and needs none")
  func statistics() async throws {
    let tables = "CREATE TABLE t (a int, b text); CREATE INDEX i ON t (a);"
    let project = try await Self.project(with: tables + "INSERT INTO t VALUES (1, 2), (2, 3); ANALYZE")
    let before = try await project.query("SELECT * FROM sqlite_stat1")
    _ = try await project.query(tables, on: project.path("other.db"))
    try await Self.go(project, to: tables.replacing("a int", with: "a int NOT NULL"))
    #expect(try await project.query("SELECT * FROM sqlite_stat1") == before)
    try await project.output("upgrade", "head", "--database-url", "sqlite:///other.db")
  }

  @Test("A rebuild written as SQL takes old strings in double quotes for strings")
  func legacyStrings() async throws {
    let project = try await Self.project(
      with: #"CREATE TABLE t (a int, b text, CHECK (b <> "bad")); CREATE INDEX i ON t (a) WHERE b <> "nix""#)
    try await Self.go(
      project,
      to: "CREATE TABLE t (a int NOT NULL, b text, CHECK (b <> 'bad')); CREATE INDEX i ON t (a) WHERE b <> 'nix';")
  }

  @Test("What uses a virtual table is left out with it, by name, where the schema of a database is taken over")
  func virtualTablesTakenOver() async throws {
    let project = try await Self.project(
      with: """
        CREATE TABLE t (id INTEGER PRIMARY KEY, b text); CREATE VIRTUAL TABLE f USING fts5(b);
        CREATE VIEW hits AS SELECT t.id FROM t JOIN f ON f.rowid = t.id; CREATE VIEW more AS SELECT * FROM hits;
        CREATE VIEW own AS SELECT b AS f FROM t;
        CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO f (rowid, b) VALUES (new.id, new.b); END;
        CREATE TRIGGER seen AFTER UPDATE OF b ON t BEGIN SELECT 1; END;
        """)
    let ended = try await project.rev("schema", "--from-database", "--format", "sql")
    for name in ["view hits", "view more", "trigger tr"] {
      #expect(ended.error.contains("\(name), which uses a virtual table"), "\(ended.error)")
    }
    #expect(!ended.error.contains("own") && !ended.error.contains("seen"), "\(ended.error)")
    try await project.output("upgrade", "head", "--database-url", "sqlite:///other.db")
    let other = project.path("other.db")
    _ = try await project.query("INSERT INTO t VALUES (1, 'x'); SELECT * FROM own", on: other)
    #expect(try await project.objects(other) == ["own", "seen", "t"])
    try await project.output("stamp", "head")
    #expect(try await project.missing() == [])
  }

  @Test("Names of tables that differ by their case alone are no difference")
  func caseOfTables() async throws {
    func schema(_ name: String) -> String {
      """
      CREATE TABLE \(name) (id INTEGER PRIMARY KEY, n text); CREATE INDEX ix ON \(name) (n);
      CREATE TABLE orders (u int REFERENCES \(name) (id));
      CREATE TRIGGER tr AFTER INSERT ON \(name) BEGIN SELECT 1; END;
      """
    }
    let project = try await Self.project(with: schema("Users"))
    try project.write("schema.sql", schema("users"))
    #expect(try await project.missing() == [])
  }

  @Test("--rename gives a table, or a column, a name that differs by its case alone", arguments: ["sql", "swift"])
  func renamedByCase(format: String) async throws {
    let project = try await Self.project(
      with: "CREATE TABLE t (id INTEGER PRIMARY KEY, b int); INSERT INTO t VALUES (1, 2)")
    try project.write("schema.sql", "CREATE TABLE T (id INTEGER PRIMARY KEY, B int);")
    try await project.autogenerate("x", "--format", format, "--rename", "t:T", "--rename", "T.b:B")
    try await project.output("upgrade", "head")
    #expect(try await project.objects() == ["T"])
    #expect(try await project.query("SELECT name FROM pragma_table_info('t')") == ["id", "B"])
    try await project.output("downgrade", "-1")
    #expect(try await project.objects() == ["t"])
    #expect(try await project.query("SELECT * FROM t") == ["1|2"])
  }

  @Test("A column that is read through a chain of views is renamed")
  func chainOfViews() async throws {
    func schema(_ name: String) -> String {
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, \(name) int);
      CREATE VIEW v1 AS SELECT \(name) FROM t; CREATE VIEW v2 AS SELECT \(name) FROM v1;
      """
    }
    let project = try await Self.project(with: schema("b") + "INSERT INTO t VALUES (1, 2)")
    try project.write("schema.sql", schema("bb"))
    try await project.autogenerate("x", "--format", "sql", "--rename", "t.b:bb")
    for _ in 0..<2 {
      try await project.output("upgrade", "head")
      #expect(try await project.missing() == [])
      #expect(try await project.query("SELECT bb FROM v2") == ["2"])
      try await project.output("downgrade", "-1")
      #expect(try await project.query("SELECT b FROM v2") == ["2"])
    }
  }

  @Test(
    "A foreign key that fits no key of its parent is made where there are no rows, is warned of, and refused in words where there are"
  )
  func unfitKey() async throws {
    let schema = "CREATE TABLE p (a int); CREATE TABLE c (x int REFERENCES p (a));"
    let needed = "p needs a UNIQUE or PRIMARY KEY over a"
    let project = try await Self.project(with: "CREATE TABLE p (a int)")
    try await Self.go(project, to: schema)
    #expect(try await project.rev("check").error.contains(needed))

    let filled = try await Self.project(
      with: "CREATE TABLE p (a int); CREATE TABLE c (x int); INSERT INTO c VALUES (1)")
    try filled.write("schema.sql", schema)
    try await filled.autogenerate("x", "--format", "swift")
    let refusal = try await filled.refusal("upgrade", "head")
    #expect(refusal.message.contains(needed) && !refusal.message.contains("NULL"), "\(refusal.message)")
  }

  @Test("What .schema prints of a database is a declaration that lacks nothing")
  func dotSchema() async throws {
    let project = try await Self.project(
      with: """
        CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b text); CREATE INDEX i ON t (b); INSERT INTO t VALUES (1, 'x');
        CREATE VIRTUAL TABLE f USING fts5(b); ANALYZE;
        """)
    let ended = try await project.run("/usr/bin/env", "sqlite3", "-batch", project.database, ".schema")
    #expect(ended.output.contains("sqlite_sequence") && ended.output.contains("f_data"), "\(ended.output)")
    try project.write("schema.sql", ended.output)
    #expect(try await project.missing() == [])
  }

  @Test("A declared view that cannot be read is named before a revision fails over it")
  func brokenView() async throws {
    let project = try await Self.project(with: "")
    try project.write("schema.sql", "CREATE TABLE t (a int); CREATE VIEW v AS SELECT * FROM nowhere;")
    let ended = try await project.rev("check")
    #expect(ended.error.contains("the view v cannot be read: no such table: main.nowhere"), "\(ended.error)")
  }

  @Test("A declaration that was taken over with a foreign key to nowhere is not refused for it; a new one is")
  func danglingKey() async throws {
    let project = try Project(cache: .shared)
    _ = try await project.query("CREATE TABLE t (id INTEGER PRIMARY KEY, x int REFERENCES nowhere (id))")
    try await project.output("schema", "--from-database")
    try await project.output("stamp", "head")
    let check = try await project.rev("check")
    #expect(check.status == 0 && check.error.contains("there is no table nowhere"), "\(check.all)")
    let text = try project.read("versions/Schema.swift")
    try project.write("versions/Schema.swift", text.replacing("nowhere", with: "elsewhere"))
    let refusal = try await project.refusal("check")
    #expect(refusal.message.contains("there is no table elsewhere"), "\(refusal.message)")
  }
}
