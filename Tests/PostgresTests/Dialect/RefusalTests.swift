import Dialects
import Revisions
import Testing

@testable import PostgresDialect

@Suite("What PostgreSQL cannot do")
struct RefusalTests {
  static let refused: [(any OperationConvertible, String)] = [
    (
      CreateTable("t") { Column("a", .integer).generated(as: "1", stored: false) },
      "the column t.a is computed as it is read, which PostgreSQL cannot do before version 18"
    ),
    (
      CreateTable("t") {
        Column("a", .integer)
        PrimaryKey("a").usingIndex("ix")
      },
      "a constraint of the new table t is to use an index, which cannot be there before the table is"
    ),
    (
      CreateTable("t") { ForeignKey(columns: ["a", "b"], references: "p", ["x"]) },
      "a foreign key to p has 2 columns and refers to 1"
    ),
    (CreateTable("t") { Unique(columns: []) }, "a unique constraint names no column"),
    (CreateTable("t") { Exclusion() }, "an exclusion constraint compares nothing"),
    (CreateTable("t", partitionBy: Partitioning(.range, parts: [])) {}, "a table is partitioned by nothing"),
    (AttachPartition("m_1", to: "m", .list([])), "a partition's bound has no values"),
    (
      AddColumn("t", Column("a", .range(of: .text))),
      "PostgreSQL has no range type of TEXT by itself"
    ),
    (
      AddColumn("t", Column(String(repeating: "ä", count: 32), .text)),
      "the name '\(String(repeating: "ä", count: 32))' is 64 bytes long, and PostgreSQL keeps 63"
    ),
    (
      AlterColumn("t", "a", .identity(Column.Identity(sequence: "new"), from: Column.Identity(sequence: "old"))),
      "the sequence behind t.a is to get another name, which is not the column's to change"
    ),
    (
      AlterColumn("t", "a", .identity(Column.Identity(), from: Column.Identity())),
      "the identity of t.a is to change, but to nothing else"
    ),
    (CreateIndex(Index("ix", on: "t", parts: [])), "the index ix has no columns"),
    (
      CreateIndex(Index("ix", on: "t", parts: ["a"], comment: "c"), concurrently: true, ifNotExists: true),
      "the index ix is to be built concurrently where it is not there, and to have a comment or a parent: what is done "
        + "depends on whether it is there, and a statement that runs CONCURRENTLY has to stand alone"
    ),
    (CreateView("v", as: "SELECT 1; SELECT 2"), "the query of the view v consists of 2 statements: it has to be one"),
    (
      RefreshMaterializedView("m", concurrently: true, withData: false),
      "the materialized view m cannot be emptied concurrently"
    ),
    (
      CreateTrigger("tr", on: "t", .after, [.insert], body: "INSERT INTO u VALUES (1); select f(1);"),
      "the trigger tr has a query among its statements: on PostgreSQL they run as PL/pgSQL, where its rows would have "
        + "nowhere to go"
    ),
    (CreateTrigger("tr", on: "t", .after, [.insert], body: " ; "), "the trigger tr has no statements"),
    (CreateTrigger("tr", on: "t", .after, [], execute: "f"), "the trigger tr has no event"),
    (
      CreateFunction("f", language: "sql", settings: [.set("work_mem")], body: ""), "the setting work_mem has no value"
    ),
    (
      CreateFunction("f", language: "sql", body: .sql("RETURN 1; SELECT 2")),
      "the function f consists of 2 statements: it has to be one"
    ),
    (CreateSchema("s", owner: .public), "the schema s is to belong to everybody, which nothing can"),
    (SetOwner(of: .table("t"), to: .public), "the table t is to belong to everybody, which nothing can"),
    (SetOwner(of: .index("ix"), to: "me"), "the index ix belongs to the owner of its table"),
    (SetOwner(of: .extension("x"), to: "me"), "the extension x stays with the role that created it"),
    (SetSchema(of: .index("ix"), to: "s"), "the index ix stands in the schema of its table"),
    (SetSchema(of: .schema("a"), to: "s"), "the schema a does not stand in a schema"),
    (SetTablespace(of: .view("v"), to: "x"), "the view v has no tablespace that could be changed"),
    (SetStorageParameters(of: .schema("s"), ["a": 1]), "the schema s has no storage parameters"),
    (Rename(.extension("x"), to: "y"), "the extension x cannot be renamed: an extension's name is its own"),
    (Grant(on: .table("t"), to: "me"), "no privilege is named"),
    (Grant(.select, on: .table("t")), "privileges are given to nobody"),
    (
      Grant(.select, on: .object(.index("ix")), to: "me"),
      "there are no privileges on index ix: PostgreSQL has none for that kind"
    ),
    (Grant(.usage, on: .all(.types, inSchema: "s"), to: "me"), "privileges on all types in s cannot be given at once"),
    (Grant(.execute, on: .future(.procedures), to: "me"), "PostgreSQL does not tell future procedures from functions"),
    (InsertRows(into: "t", columns: [], rows: []), "the rows of t name no columns"),
    (InsertRows(into: "t", columns: ["a"], rows: [[1], [1, 2]]), "row 2 of t has 2 values for 1 columns"),
    (
      DeleteRows(from: "t", columns: ["a"], rows: [["a\0"]]),
      "a text with a NUL character in it has no literal in PostgreSQL"
    ),
  ]

  @Test("is refused by name, with the line of the operation", arguments: refused.indices)
  func refusals(_ position: Int) async throws {
    let (operation, message) = Self.refused[position]
    let error = await refusal(operation)
    #expect(error?.message == message)
    #expect(error?.location?.file.hasSuffix("RefusalTests.swift") == true)
  }

  @Test("is what is said of a statement outside a transaction, and of nothing else")
  func outside() async throws {
    func rules(_ value: any OperationValue) async throws -> [Statement.TransactionRule] {
      try await PostgresDialect().statements(for: value.operation, reading: nil).map(\.transactionRule)
    }
    #expect(
      try await rules(CreateIndex(Index("ix", on: "t", parts: ["a"], comment: "c"), concurrently: true)) == [
        .outside, .any,
      ])
    #expect(try await rules(DropIndex("ix", on: "t", concurrently: true)) == [.outside])
    #expect(try await rules(DetachPartition("p", from: "m", concurrently: true)) == [.outside])
    #expect(try await rules(RefreshMaterializedView("m", concurrently: true)) == [.any])
    #expect(try await rules(AddEnumValue("mood", "meh")) == [.any])
    #expect(try await rules(CreateIndex("ix", on: "t", "a")) == [.any])
  }
}
