import Dialects
import PostgresTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("Rows", .enabled(if: PostgresPrograms.areInstalled))
struct RowTests {
  private func statements(_ value: some OperationValue) async throws -> [Statement] {
    try await PostgresDialect().statements(for: value.operation, reading: nil)
  }

  @Test("go in and out five hundred a statement, and none is lost at the joints")
  func many() async throws {
    let rows = (0..<1_201).map { number in
      [.integer(Int64(number)), number % 3 == 0 ? SQLValue.null : .text("row \(number)")]
    }
    let insert = InsertRows(into: "t", columns: ["id", "name"], rows: rows, key: ["id", "name"])
    #expect(try await statements(insert).map { $0.text.split(separator: "\n").count - 1 } == [500, 500, 201])
    try await withDatabase("CREATE TABLE t (id int, name text)") { database in
      try await database.apply(insert)
      let found = try await database.run("SELECT count(*), count(name), sum(id), max(name) FROM t")
      #expect(found == "1201|800|720600|row 998\n")
      try await database.apply([insert.operation.reversed()])
      #expect(try await database.run("SELECT count(*) FROM t") == "0\n")
    }
  }

  @Test("never make a statement much longer than a mebibyte, unless a single one is")
  func long() async throws {
    let rows = (0..<10).map { [SQLValue.text(String(repeating: "x", count: $0 == 4 ? 3 << 20 : 400_000))] }
    let sizes = try await statements(InsertRows(into: "t", columns: ["a"], rows: rows)).map(\.text.utf8.count)
    #expect(sizes.count == 6)
    #expect(sizes.filter { $0 > 1 << 20 }.count == 1)
  }

  @Test("take values of every kind, in columns of many types")
  func values() async throws {
    let insert = InsertRows(
      into: "t", columns: ["i", "d", "b", "t", "y", "j", "day", "list", "n"],
      rows: [
        [-1, 1.5, true, "it's \\ $$", .blob([0, 255]), #"{"a": 1}"#, "2026-11-21", "{a,b}", 12.25],
        [nil, nil, nil, nil, nil, nil, nil, nil, nil],
      ])
    let setup =
      "CREATE TABLE t (i int, d float8, b boolean, t text, y bytea, j jsonb, day date, list text[], n numeric(5, 2))"
    try await withDatabase(setup) { database in
      try await database.apply(insert)
      #expect(
        try await database.run("SELECT * FROM t ORDER BY i NULLS LAST")
          == "-1|1.5|t|it's \\ $$|\\x00ff|{\"a\": 1}|2026-11-21|{a,b}|12.25\n||||||||\n")
      try await database.apply(
        DeleteRows(
          from: "t", columns: ["i", "day", "y"], rows: [[-1, "2026-11-21", .blob([0, 255])], [nil, nil, nil]]))
      #expect(try await database.run("SELECT count(*) FROM t") == "0\n")
    }
  }

  @Test("of a trigger's own statements are changed as the statements say")
  func triggers() async throws {
    try await withDatabase("CREATE TABLE t (a int, b int); CREATE TABLE log (a int)") { database in
      try await database.apply(
        CreateTrigger(
          "tr", on: "t", .before, [.insert, .delete], body: "INSERT INTO log VALUES (coalesce(NEW.a, OLD.a))"),
        CreateTrigger(Trigger("set", on: "t", .before, [.insert], body: "NEW.b := NEW.a + 1;")))
      try await database.run("INSERT INTO t VALUES (1), (2); DELETE FROM t WHERE a = 1")
      #expect(try await database.run("SELECT * FROM t; SELECT * FROM log") == "2|3\n1\n2\n1\n")
    }
  }

  @Test("of a materialized view are those of its query once it is refreshed, and the extension is of the version said")
  func refreshed() async throws {
    let setup =
      "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE UNIQUE INDEX ON m (a); INSERT INTO t VALUES (1)"
    try await withDatabase(setup) { database in
      try await database.apply(RefreshMaterializedView("m", concurrently: true))
      #expect(try await database.run("SELECT * FROM m") == "1\n")
      try await database.apply(RefreshMaterializedView("m", withData: false))
      #expect(try await database.run("SELECT relispopulated FROM pg_class WHERE relname = 'm'") == "f\n")
      try await database.apply(CreateExtension("hstore", version: "1.4"), UpdateExtension("hstore", to: "1.5"))
      #expect(try await database.run("SELECT extversion FROM pg_extension WHERE extname = 'hstore'") == "1.5\n")
    }
  }

  @Test("of an unnamed constraint's table stay where no constraint says the same: the statement fails and names it")
  func unknownConstraint() async throws {
    try await withDatabase("CREATE TABLE t (a int CHECK (a > 1)); CREATE TABLE p (a int PRIMARY KEY)") { database in
      let gone: [TableConstraint] = [
        .check(Check("a > 0")), .unique(Unique("a")), .foreignKey(ForeignKey(columns: ["a"], references: "p")),
      ]
      for constraint in gone {
        await #expect {
          try await database.apply(DropConstraint(was: constraint, on: "t"))
        } throws: { error in
          "\(error)".contains("the table t has no constraint that says ")
        }
      }
    }
  }
}
