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
}
