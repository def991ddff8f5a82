import PostgresDialect
import PostgresDriver
import PostgresTesting
import RandomTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("Tables that inherit on PostgreSQL", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresInheritanceTests {
  /// Three tables, each below the other or not, each with a column `e` or without.
  private struct Family: CustomStringConvertible {
    let bits: Int

    static let count = 32

    private func has(_ bit: Int) -> Bool { bits & (1 << bit) != 0 }

    /// Whether c is let go to keep the column of b, while b comes under a: c then has for itself what b gets from a, which a way back that
    /// is compared with the declaration alone cannot know. That it is left over is found afterwards.
    func leavesMore(on way: Family) -> Bool {
      has(1) && !has(2) && !has(3) && has(4) && !way.has(1) && way.has(2) && way.has(3) && way.has(4) && !way.has(0)
    }

    var schema: Schema {
      func table(_ name: String, below parent: String?, _ hasColumn: Bool) -> Table {
        var options = Table.Options()
        options.inherits = parent.map { [QualifiedName($0)] } ?? []
        let columns = [Column("own_\(name)", .integer)] + (hasColumn ? [Column("e", .text)] : [])
        return Table(QualifiedName(name), columns: columns, constraints: [], options: options)
      }
      return Schema {
        table("a", below: nil, has(0))
        table("b", below: has(3) ? "a" : nil, has(1))
        table("c", below: has(4) ? "b" : nil, has(2))
      }
    }

    var description: String {
      "a(\(has(0) ? "e" : "")) b(\(has(1) ? "e" : ""))\(has(3) ? " < a" : "") c(\(has(2) ? "e" : ""))\(has(4) ? " < b" : "")"
    }
  }

  @Test("A column comes, goes and moves between parents and children, as these come together and part")
  func columnsOfFamilies() async throws {
    let database = try await PostgresUnderTest()
    // Each to each is a thousand ways, which only a soak goes.
    let step = rounds(1) > 1 ? 1 : 13
    for number in stride(from: 0, to: Family.count * Family.count, by: step) {
      let (first, second) = (Family(bits: number / Family.count), Family(bits: number % Family.count))
      if first.leavesMore(on: second) { continue }
      do {
        try await check(first.schema, second.schema, on: database)
      } catch {
        Issue.record("\(first) -> \(second): \(error)\n\(database.log.joined(separator: ";\n"))")
      }
    }
    try await database.close()
  }

  /// Goes there and back, both ways: afterwards nothing is left to do, and what each table has is what it is to have.
  private func check(_ first: Schema, _ second: Schema, on database: PostgresUnderTest) async throws {
    let dialect = database.dialect
    let (a, b) = (try dialect.canonical(first), try dialect.canonical(second))
    let creation = try SchemaDiff(from: Schema(), to: a, dialect: dialect).operations.map(\.operation)
    let columnsOfA = try await columns(on: database, after: creation)
    let there = try SchemaDiff(from: a, to: b, dialect: dialect).operations.map(\.operation)
    let back = try SchemaDiff(from: b, to: a, dialect: dialect).operations.map(\.operation)
    let columnsOfB = try await columns(
      on: database, after: try SchemaDiff(from: Schema(), to: b, dialect: dialect).operations.map(\.operation))

    for way in [try there.reversed().map { try $0.reversed() }, back] {
      try await database.clear()
      database.log = []
      try await database.carryOut(creation)
      try await database.carryOut(there)
      try await expectNothingLeft(to: b, columnsOfB, on: database)
      try await database.carryOut(way)
      try await expectNothingLeft(to: a, columnsOfA, on: database)
    }
  }

  private func expectNothingLeft(to wanted: Schema, _ columns: [String], on database: PostgresUnderTest) async throws {
    let left = try SchemaDiff(from: try await database.reflect(), to: wanted, dialect: database.dialect)
    guard left.isEmpty else { throw RoundTripFailure("something is left: \(left.operations.map(\.operation.value))") }
    let found = try await self.columns(on: database)
    guard found == columns else { throw RoundTripFailure("there is \(found) and not \(columns)") }
  }

  private func columns(on database: PostgresUnderTest, after operations: [Revisions.Operation]) async throws -> [String]
  {
    try await database.clear()
    try await database.carryOut(operations)
    return try await columns(on: database)
  }

  private func columns(on database: PostgresUnderTest) async throws -> [String] {
    try await database.connection.query(
      """
      SELECT attrelid::regclass || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped ORDER BY 1
      """
    ).compactMap { $0[0].text }
  }

  @Test("What stands in a column stays as it moves between a parent and its child")
  func rowsStay() async throws {
    func schema(_ isParents: Bool) -> Schema {
      Schema {
        Table("p", columns: [Column("id", .integer)] + (isParents ? [Column("a", .text)] : []))
        Table("c", columns: (isParents ? [] : [Column("a", .text)]) + [Column("x", .integer)], options: below("p"))
        View("v", as: "SELECT a FROM c")
      }
    }
    let database = try await PostgresUnderTest()
    for (first, second) in [(schema(true), schema(false)), (schema(false), schema(true))] {
      let (a, b) = (try database.dialect.canonical(first), try database.dialect.canonical(second))
      let there = try SchemaDiff(from: a, to: b, dialect: database.dialect).operations.map(\.operation)
      let back = try SchemaDiff(from: b, to: a, dialect: database.dialect).operations.map(\.operation)
      for way in [try there.reversed().map { try $0.reversed() }, back] {
        try await database.clear()
        try await database.carryOut(
          try SchemaDiff(from: Schema(), to: a, dialect: database.dialect).operations.map(\.operation))
        try await database.connection.run("INSERT INTO c (id, a, x) VALUES (1, 'precious', 2)")
        try await database.carryOut(there)
        #expect(try await database.connection.query("SELECT a FROM v").first?[0] == "precious")
        try await database.carryOut(way)
        #expect(try await database.connection.query("SELECT a FROM v").first?[0] == "precious")
      }
    }
    try await database.close()
  }

  @Test("A table comes under a parent, and from under it, with what the parent asks of its columns and rows")
  func demands() async throws {
    func schema(_ isChild: Bool, _ type: DataType, _ check: SQLFragment?, parents other: DataType? = nil) -> Schema {
      func id(_ type: DataType) -> Column {
        isChild ? Column("id", type).notNull() : Column("id", type)
      }
      let checks = check.map { [TableConstraint.check(Check($0, name: "k"))] } ?? []
      return Schema {
        Table("p", columns: [id(other ?? type)], constraints: checks)
        Table(
          "s", columns: [id(type), Column("x", .text)], constraints: checks, options: isChild ? below("p") : .init())
      }
    }
    let pairs = [
      (schema(false, .integer, nil), schema(true, .integer, "id > 0")),
      (schema(false, .integer, "id > 0"), schema(true, .bigInteger, "id > 0")),
      (schema(false, .bigInteger, nil, parents: .integer), schema(true, .integer, "id > 0")),
    ]
    for (first, second) in pairs {
      try await PostgresUnderTest.check(first, second)
      try await PostgresUnderTest.check(second, first)
    }
    // A child that lists nothing of what it has from its parent.
    var child = schema(true, .integer, "id > 0")
    child.tables[1].columns.removeFirst()
    child.tables[1].constraints = []
    let database = try await PostgresUnderTest()
    _ = try await database.bring(from: child, to: schema(false, .integer, nil))
    _ = try await database.bring(from: schema(false, .integer, nil), to: child)
    try await database.close()
  }

  private func below(_ parent: QualifiedName) -> Table.Options {
    var options = Table.Options()
    options.inherits = [parent]
    return options
  }

  @Test("What a child says of its own of a column that it has from its parent comes and goes, however it is listed")
  func overrides() async throws {
    func schema(_ lists: Bool) -> Schema {
      Schema {
        Table("a") {
          Column("n", .integer); Column("m", .integer)
        }
        Table("b", columns: [Column("z", .integer)], inherits: lists)
      }
    }
    let operations = try await PostgresUnderTest.check(schema(false), schema(true))
    #expect(operations == ["SQL", "SQL", "Comment"])
    // Both ways of saying it are the same.
    let dialect = PostgresDialect()
    let there = try SchemaDiff(
      from: dialect.canonical(schema(false)), to: dialect.canonical(schema(true)), dialect: dialect)
    let back = try SchemaDiff(
      from: dialect.canonical(schema(true)), to: dialect.canonical(schema(false)), dialect: dialect)
    #expect(there.operations.count == 3 && back.operations.count == 3)
  }

  @Test("A column of a parent changes under what stands on the column of its child")
  func changesBelow() async throws {
    func schema(_ type: DataType, computed text: SQLFragment) -> Schema {
      Schema {
        Table("a") {
          Column("n", type)
          Column("twice", .integer).generated(as: text, stored: true)
        }
        Table("b", inherits: ["a"]) { Column("m", .integer) }
        Index("by_twice", on: "b", "twice")
        View("v", as: "SELECT n, twice FROM b")
      }
    }
    let operations = try await PostgresUnderTest.check(
      schema(.integer, computed: "n::integer * 2"), schema(.bigInteger, computed: "n::integer * 3"))
    #expect(operations.contains("DropView") && operations.contains("DropIndex"))
  }
}

extension Table {
  /// A child of `a`, which lists what it says of the columns that it has from there, or says nothing of them.
  fileprivate init(_ name: QualifiedName, columns: [Column], inherits lists: Bool) {
    var options = Options()
    options.inherits = ["a"]
    let own = [Column("n", .integer).notNull(), Column("m", .integer).default(7).comment("ours")]
    self.init(name, columns: columns + (lists ? own : []), constraints: [], options: options)
  }
}
