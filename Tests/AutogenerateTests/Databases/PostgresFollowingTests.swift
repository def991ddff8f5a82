import Revisions
import Testing

@testable import Autogenerate

// What PostgreSQL itself takes along, and what only looks like something else.
extension PostgresChangeTests {
  @Test("An attribute of a composite type gets another type")
  func attribute() async throws {
    func schema(_ type: DataType) -> Schema {
      Schema {
        CompositeType("point3", attributes: [.init("x", type), .init("label", .text)])
        people(Column("n", .integer))
      }
    }
    #expect(try await check(schema(.integer), schema(.bigInteger)) == ["AlterCompositeType"])
  }

  @Test("A sequence stays though its column is dropped and made again")
  func sequenceOfColumnMadeAgain() async throws {
    func schema(_ rule: String) -> Schema {
      var schema = Schema { people(Column("n", .integer).generated(as: .raw(rule))) }
      var sequence = DatabaseSequence("numbers", start: 7)
      sequence.owner = .column("people", "n")
      schema.sequences = [sequence]
      return schema
    }
    #expect(
      try await check(schema("id + 1"), schema("id + 2")) == [
        "AlterSequence", "DropColumn", "AddColumn", "AlterSequence",
      ])
  }

  @Test(
    "A view that only reads a renamed column is left to the database, one that hands it on under its new name is not")
  func viewsOfRenamed() async throws {
    func schema(_ name: String, from former: String? = nil, handedOn: String) -> Schema {
      var column = Column(name, .integer)
      column.renamedFrom = former
      return Schema {
        people(column, Column("m", .integer))
        View(
          "sums",
          as: """
            SELECT id, p.\(identifier: name) AS n, sum(p.m) FILTER (WHERE \(identifier: name) > 0) AS s FROM people p
            WHERE \(identifier: name) > 1 GROUP BY id, p.\(identifier: name) ORDER BY p.\(identifier: name)
            """)
        View("more", as: "SELECT n FROM sums")
        MaterializedView("kept", as: "SELECT \(identifier: name) + 1 AS a FROM people")
        View("handed", as: "SELECT \(identifier: name) AS \(identifier: handedOn) FROM people")
      }
    }
    #expect(
      try await check(schema("n", handedOn: "n"), schema("Count of", from: "n", handedOn: "n")) == ["RenameColumn"])
    #expect(
      try await check(schema("n", handedOn: "n"), schema("k", from: "n", handedOn: "k")) == [
        "DropView", "RenameColumn", "CreateView",
      ])
  }

  @Test("Tables, views and keys with names that can be taken for others come in an order that works")
  func names() async throws {
    let first = Schema { people(constraints: .unique(Unique("id", name: "b c"))) }
    let second = Schema {
      Routine(
        .function, "loud", arguments: "x text", returns: "text", language: "plpgsql", .immutable,
        body: "BEGIN RETURN x || '!'; END")
      Table("text") {
        Column("id", .integer).primaryKey()
        Column("name", .text).notNull().default("a")
        Column("said", .text).generated(as: "loud(name)")
      }
      Namespace("app")
      Table("text", schema: "app") { Column("said", .text).generated(as: "loud('a')") }
      Table("a") {
        Column("id", .integer)
        PrimaryKey("id", name: "b c")
      }
      View("x\"y", as: "SELECT id AS z FROM a")
      MaterializedView("it", as: "SELECT a.id FROM a LEFT JOIN \"x\"\"y\" ON true")
      View("z", as: "SELECT id AS it FROM it")
    }
    try await check(first, second)
    try await check(second, first)
  }
}
