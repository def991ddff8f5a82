import Testing

@Suite("Declarations that no database would take")
struct ImpossibleDeclarationTests {
  @Test("What SQLite would refuse is found without it, with the line that says it")
  func onSQLite() async throws {
    let project = try Project(cache: .shared)
    try project.declare(
      """
        Table("t", schema: "app") { Column("id", .integer) }
        Table("e") {}
        Table("k") {
          Column("id", .integer).primaryKey()
          Column("no", .integer).primaryKey()
        }
        Table("g") {
          Column("id", .integer)
          Column("sum", .integer).generated(as: "id + 1").default(0)
        }
        Index("ix", on: "g")
      """)
    for words in [["check"], ["diff", "database", "schema"], ["create", "--autogenerate", "-m", "x"]] {
      let refusal = try await project.harmlessRefusal(of: words)
      #expect(
        refusal.message.lines == [
          "versions/Schema.swift:4: table app.t is in the schema app, and SQLite has none",
          "versions/Schema.swift:5: table e has no columns, and SQLite makes none without",
          "versions/Schema.swift:8: table k has 2 primary keys: id; no",
          "versions/Schema.swift:12: the column g.sum is computed from others, and has a default too",
          "versions/Schema.swift:14: index ix of g has no columns",
        ])
      #expect(refusal.hints.contains(#"PrimaryKey("id", "no") behind the columns is one key of them all"#))
      #expect(try project.names() == ["Schema.swift"])
    }
  }

  @Test("Names that are empty or stand for two things are found with their lines")
  func names() async throws {
    let project = try Project(cache: .shared)
    try project.declare(
      """
        Table("a") {
          Column("", .integer)
          Column("b", .integer).unique(name: "")
        }
        Index("", on: "a", "b")
      """)
    let empty = try await project.harmlessRefusal("check")
    #expect(
      empty.message.lines == [
        "versions/Schema.swift:4: column of a: a name is empty",
        "versions/Schema.swift:4: constraint of a: a name is empty", "versions/Schema.swift: index: a name is empty",
      ])
    try project.declare(#"  Table("") { Column("id", .integer) }"#)
    #expect(try await project.harmlessRefusal("check").message == "versions/Schema.swift:4: table: a name is empty")
    try project.declare(
      """
        Table("a") {
          Column("id", .integer)
          Column("x", .integer)
          Column("X", .integer)
        }
        Table("b") { Column("id", .integer) }
        Table("b") { Column("no", .integer) }
        View("a", as: "SELECT 1")
        Table("c") { Column("id", .integer) }
        Index("c", on: "a", "x")
      """)
    let twice = try await project.harmlessRefusal("check")
    #expect(
      twice.message.lines == [
        "versions/Schema.swift:10: table b is declared twice",
        "versions/Schema.swift:11: view a has the name of a table",
        "versions/Schema.swift:13: index c has the name of a table",
        "versions/Schema.swift:7: table a has two columns X",
      ])
  }

  @Test("What PostgreSQL would refuse, or cut in silence, is found without it", needsPostgres)
  func onPostgres() async throws {
    let made = try await PostgresProject(cache: .shared)
    let long = String(repeating: "n", count: 64)
    try made.project.declare(
      """
        Enum("mood", "sad", "", "ok",
          "sad")
        Table("\(long)") { Column("id", .integer) }
        Table("t") {
          Column("id", .text).identity()
          Column("a", .integer)
          PrimaryKey("a", "a")
        }
      """)
    let refusal = try await made.project.refusal("check")
    #expect(
      refusal.message.lines.sorted() == [
        "versions/Schema.swift:5: enum mood has the value sad twice",
        "versions/Schema.swift:6: table: the name '\(long)' is 64 bytes long, and PostgreSQL keeps 63",
        "versions/Schema.swift:8: the column t.id cannot be numbered by PostgreSQL: only a smallInteger, integer or bigInteger can",
        "versions/Schema.swift:9: the primary key of t has the column a twice",
      ])
    #expect(refusal.hints == ["choose a shorter one"])
    try made.project.declare(
      """
        Table("t") { Column("a", .integer); Column("b", .integer); Unique("b") }
        Table("u") {
          Column("a", .integer).references("t", "a")
          Column("b", .integer).references("t", "b")
        }
      """)
    let unfit = try await made.project.refusal("check")
    #expect(
      unfit.message
        == "versions/Schema.swift:6: the foreign key u_a_fkey of u does not fit t: t needs a UNIQUE or PRIMARY KEY over a"
    )
  }
}
