import Dialects
import PostgresDialect
import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

/// What PostgreSQL words and names by itself, and what it does not let change.
@Suite("Words and names of the server on PostgreSQL", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresWordingTests {
  @discardableResult
  private func check(
    _ first: Schema, _ second: Schema, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    try await PostgresUnderTest.check(first, second, sourceLocation: sourceLocation)
  }

  @Test("The name of a column that a function gives is not that of a literal")
  func nameOfCall() async throws {
    try await check(Schema {}, Schema { View("v", as: "SELECT abs(1)::numeric AS numeric UNION SELECT 2") })
  }

  @Test("An index on an element of what a function gives, and on a test of a document, is found as it is")
  func elementInIndex() async throws {
    func schema(_ rest: Index...) -> Schema {
      var schema = Schema {
        Table("p") {
          Column("n", .text); Column("level", .integer); Column("x", .xml)
        }
      }
      schema.indexes = rest
      return schema
    }
    try await check(
      schema(),
      schema(
        Index("pi", on: "p", .expression("(string_to_array(n, '/'))[level]")),
        Index("px", on: "p", .expression("x IS DOCUMENT"))))
  }

  @Test("A check is called after its column, whatever types and parts of times are called")
  func checksNamedAfterColumns() async throws {
    func schema(_ checks: TableConstraint...) -> Schema {
      Schema {
        Table(
          "t",
          columns: [
            Column("date", .date), Column("time", .time), Column("year", .integer), Column("x", .timestampWithTimeZone),
          ],
          constraints: checks)
      }
    }
    try await check(
      schema(),
      schema(
        .check(Check("x > now()::date")), .check(Check("x < CAST('2100-01-01' AS date)")),
        .check(Check("x > date '1900-01-01'")), .check(Check("x AT TIME ZONE 'UTC' < '2100-01-01'")),
        .check(Check("extract(year FROM x) > 1")), .check(Check("date > '1900-01-01' AND year > 0"))))
  }

  @Test("Names that the server would give twice get numbers, whatever stands in the schema")
  func namesWithNumbers() async throws {
    let second = Schema {
      Table("a_b") {
        Column("c", .integer).unique().check("c > 0"); Column("d", .raw("serial"))
      }
      Table("a") {
        Column("b_c", .integer).unique().check("b_c > 0"); Column("b_d", .raw("serial"))
      }
      Table("t_id_seq") { Column("a", .integer) }
      Table("t") { Column("id", .raw("serial")) }
    }
    try await check(Schema {}, second)
  }

  @Test("What is made of a type keeps the server from changing it, and no operation tries to")
  func heldTypes() throws {
    func schema(_ type: DataType, _ check: String, _ values: String...) -> Schema {
      Schema {
        EnumType("mood", values: values)
        Domain("small", .integer, checks: Check(.raw(check), name: "ck"))
        CompositeType("pair", attributes: [.attribute("a", .named("small")), .attribute("b", type)])
        CompositeType("pairs", attributes: [.attribute("a", .array(of: .named("pair")))])
        Table("held") { Column("p", .array(of: .named("pairs"))) }
        Table("spread", partitionBy: .list("m")) { Column("m", .named("mood")) }
        Table("days", partitionBy: .range("d")) { Column("d", type) }
      }
    }
    let dialect = PostgresDialect()
    let diff = try SchemaDiff(
      from: dialect.canonical(schema(.integer, "VALUE > 0", "sad", "ok")),
      to: dialect.canonical(schema(.bigInteger, "VALUE > 1", "ok", "sad")), dialect: dialect)
    #expect(diff.operations.isEmpty, "\(diff.operations.map(\.operation.value))")
    #expect(diff.inexpressible.count == 4, "\(diff.inexpressible)")
  }

  @Test("A domain that is made of itself is named, and does not keep anybody waiting")
  func circularDomains() throws {
    let declared = Schema {
      Domain("a", .named("b"))
      Domain("b", .array(of: .named("a")))
      Domain("c", .named("d"), default: .literal(1))
      Domain("d", .named("c"))
      Domain("e", .named("c"), default: .literal(1))
      Domain("f", .integer)
      Table("t") {
        Column("c", .named("c")).default(1); Column("f", .named("f")).default(1)
      }
    }
    let dialect = PostgresDialect()
    let schema = try dialect.canonical(declared)
    let problems = SchemaProblems(in: schema, rules: dialect.comparison).list
    #expect(problems.map(\.words) == ["a", "b", "c", "d"].map { "domain \($0) is made of itself" })
  }

  @Test("The server is asked only where it words what differs")
  func settlement() throws {
    let dialect = PostgresDialect()
    func table(_ columns: Column..., constraints: TableConstraint...) throws -> Schema {
      try dialect.canonical(
        Schema { Table("users", columns: [Column("id", .integer).primaryKey()] + columns, constraints: constraints) })
    }
    func isNeeded(_ declared: Schema, _ reflected: Schema) throws -> Bool {
      try Settlement.isNeeded(declared, reflected, renames: Renames(), dialect: dialect)
    }
    let x = try table(Column("x", .integer).default(1))
    #expect(try !isNeeded(table(), x))
    #expect(try !isNeeded(table(Column("x", .integer).default(1), Column("y", .text).default(.expression("f()"))), x))
    #expect(try !isNeeded(table(Column("x", .bigInteger).notNull().default(2)), x))
    #expect(try !isNeeded(table(Column("x", .integer).default(1).check("x > 0")), x))
    #expect(try !isNeeded(table(Column("x", .integer).default(1), constraints: .unique(Unique("x"))), x))
    #expect(try isNeeded(table(Column("x", .integer).default(.expression("f()"))), x))
    #expect(try isNeeded(table(Column("x", .raw("my_type(3)")).default(1)), x))
    let checked = try table(Column("x", .integer), constraints: .check(Check("x > 0", name: "k")))
    #expect(try isNeeded(table(Column("x", .integer), constraints: .check(Check("f(x)", name: "k"))), checked))
  }

  @Test("Of several routines of a name each is compared with itself, and of several schemas each index")
  func keys() throws {
    let dialect = PostgresDialect()
    func schema(_ body: SQLFragment, _ index: SQLFragment) throws -> Schema {
      try dialect.canonical(
        Schema {
          Routine(.function, "f", arguments: "a integer", returns: "integer", language: "sql", body: .sql(body))
          Routine(.function, "f", arguments: "a text", returns: "integer", language: "sql", body: .sql("RETURN 1"))
          Table("t", schema: "app") { Column("a", .integer) }
          Table("t") { Column("a", .integer) }
          Index("ix", on: QualifiedName("t", schema: "app"), .expression(index))
          Index("ix", on: "t", .expression("abs(a)"))
        })
    }
    let there = try schema("RETURN a", "abs(a)")
    func isNeeded(_ declared: Schema) throws -> Bool {
      try Settlement.isNeeded(declared, there, renames: Renames(), dialect: dialect)
    }
    #expect(try !isNeeded(there))
    #expect(try isNeeded(schema("RETURN (a)", "abs(a)")))
    #expect(try isNeeded(schema("RETURN a", "abs((a + 0))")))
  }
}
