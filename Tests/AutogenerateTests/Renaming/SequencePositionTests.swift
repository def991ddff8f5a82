import Dialects
import PostgresDialect
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("Where a sequence stands", .enabled(if: PostgresPrograms.areInstalled))
struct SequencePositionTests {
  struct Change: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var first: Schema
    var second: Schema
    /// Whether numbers are given before and after, under the same names.
    var keepsNumbers = false

    init(_ name: String, _ first: Table, _ second: Table, keepsNumbers: Bool = false) {
      testDescription = name
      self.keepsNumbers = keepsNumbers
      self.first = Schema { first }
      self.second = Schema { second }
    }
  }

  private static func table(
    _ name: String, _ key: Column, from former: QualifiedName? = nil, schema: String? = nil
  ) -> Table {
    var table = Table(QualifiedName(name, schema: schema), columns: [key.primaryKey(), Column("n", .integer)])
    table.renamedFrom = former
    return table
  }

  private static func counting(_ identity: Column.Identity) -> Column {
    var column = Column("id", .integer)
    column.identity = identity
    return column
  }

  private static let serial = Column("id", .named("serial"))

  static let changes = [
    Change("of a renamed table", table("users", serial), table("people", serial, from: "users")),
    Change(
      "of a renamed column", table("users", serial),
      table("users", Column("number", .named("serial")).renamed(from: "id"))),
    Change(
      "of a table that moves to another schema under another name", table("users", serial),
      table("people", serial, from: "users", schema: "app")),
    Change(
      "whose name has to stand in quotes", table("Users", serial), table("More People", serial, from: "Users")),
    Change(
      "whose name has an apostrophe", table("user's", serial), table("people's", serial, from: "user's")),
    Change(
      "that becomes an identity", table("users", serial), table("users", Column("id", .integer).identity()),
      keepsNumbers: true),
    Change(
      "that was an identity", table("users", Column("id", .integer).identity()), table("users", serial),
      keepsNumbers: true),
    Change(
      "that was an identity for all rows", table("users", Column("id", .integer).identity(always: true)),
      table("users", serial), keepsNumbers: true),
    Change("of a column that had numbers", table("users", Column("id", .integer)), table("users", serial)),
    Change(
      "that counts down", table("users", Column("id", .integer)),
      table("users", counting(Column.Identity(start: -1, increment: -1, minimum: -100, maximum: -1)))),
  ]

  @Test("it goes on from there: there, back by each way, and there again", arguments: changes)
  func position(_ change: Change) async throws {
    let database = try await PostgresUnderTest()
    do { try await position(change, database) } catch {
      try await database.close()
      throw error
    }
    try await database.close()
  }

  private func position(_ change: Change, _ database: PostgresUnderTest) async throws {
    let dialect = database.dialect
    try await database.connection.run("CREATE SCHEMA app")
    let created = try SchemaDiff(from: Schema(), to: dialect.canonical(change.first), dialect: dialect)
    try await database.carryOut(created.operations.map(\.operation))
    try await insert(3, change.first, database)
    let former = try await database.reflect()
    var wanted = try dialect.canonical(change.second)
    wanted.namespaces = former.namespaces
    var first = try dialect.canonical(change.first)
    first.namespaces = former.namespaces
    let renames = Renames(declaredIn: wanted, from: former, rules: dialect.comparison)
    let upgrade = try SchemaDiff(from: former, to: wanted, renames: renames, dialect: dialect)
    #expect(!upgrade.operations.contains { $0.hazards.contains(.losesData) })
    let operations = upgrade.operations.map(\.operation)
    let back = try SchemaDiff(from: wanted, to: former, renames: renames.inverted, dialect: dialect)
    var ways = [back.operations.map(\.operation)]
    if let reversed = try? operations.reversed().map({ try $0.reversed() }) { ways.append(reversed) }
    for way in ways {
      try await database.carryOut(operations)
      try await insert(2, change.second, database)
      let left = try SchemaDiff(from: try await database.reflect(), to: wanted, dialect: dialect)
      #expect(left.isEmpty, "\(left.operations.map(\.operation.value))")
      try await database.carryOut(way)
      try await insert(2, change.first, database)
      // What stands behind an identity may be called otherwise by then.
      #expect(try SchemaDiff(from: try await database.reflect(), to: first, dialect: dialect).isEmpty)
    }
  }

  @Test("the numbers of rows that are gone are not given again", arguments: changes.filter(\.keepsNumbers))
  func gone(_ change: Change) async throws {
    let database = try await PostgresUnderTest()
    let dialect = database.dialect
    func number(_ schema: Schema) async throws -> Int64? {
      let name = schema.tables[0].name
      try await insert(1, schema, database)
      let key: SQLFragment = "\(identifier: schema.tables[0].columns[0].name)"
      let number = try await database.connection.query("SELECT max(\(key)) FROM \(identifier: name)").first?[0].integer
      try await database.connection.execute("DELETE FROM \(identifier: name)")
      return number
    }
    let (first, second) = (try dialect.canonical(change.first), try dialect.canonical(change.second))
    try await database.carryOut(try SchemaDiff(from: Schema(), to: first, dialect: dialect).operations.map(\.operation))
    #expect(try await [number(change.first), number(change.first)] == [1, 2])
    let former = try await database.reflect()
    for (old, new, schema, wanted) in [
      (former, second, change.second, 3), (second, former, change.first, 4),
    ] as [(Schema, Schema, Schema, Int64)] {
      let operations = try SchemaDiff(from: old, to: new, dialect: dialect).operations.map(\.operation)
      try await database.carryOut(operations)
      #expect(try await number(schema) == wanted)
    }
    try await database.close()
  }

  @Test("it is a whole number, whatever the column takes")
  func wholeNumber() async throws {
    let database = try await PostgresUnderTest()
    for setup in ["CREATE TABLE t (n numeric)", "CREATE SEQUENCE s", "INSERT INTO t VALUES (7.2)"] {
      try await database.connection.run(setup)
    }
    let statement = try database.dialect.numbering(
      of: Column("n", .decimal(10, 2)), in: "t", by: DatabaseSequence("s"), isNoted: false)
    try await database.connection.execute(#require(statement))
    #expect(try await database.connection.query("SELECT nextval('s')").first?[0] == .integer(8))
    try await database.close()
  }

  @Test("it is that of a domain's numbers, and none where what owns the sequence holds no numbers")
  func typesOfOwners() async throws {
    let dialect = PostgresDialect()
    func statements(_ type: DataType) throws -> [Revisions.Operation] {
      func schema(_ owner: DatabaseSequence.Owner?) throws -> Schema {
        var schema = Schema {
          EnumType("mood", "sad", "ok")
          Domain("number", .integer)
          Domain("key", .named("number"))
          Table("t") { owner == nil ? Column("n", type) : Column("n", type).default(.expression("nextval('s')")) }
        }
        if let owner {
          var sequence = DatabaseSequence("s")
          sequence.owner = owner
          schema.sequences = [sequence]
        }
        return try dialect.canonical(schema)
      }
      let diff = try SchemaDiff(
        from: schema(nil), to: schema(DatabaseSequence.Owner("t", "n")), dialect: dialect)
      return diff.operations.map(\.operation).filter { if case .sql = $0 { true } else { false } }
    }
    for type: DataType in [.smallInteger, .decimal(10, 0), .double, .named("key")] {
      #expect(try statements(type).count == 1, "\(type)")
    }
    for type: DataType in [.text, .named("mood"), .uuid, .array(of: .integer)] {
      #expect(try statements(type).isEmpty, "\(type)")
    }
  }

  /// Rows whose keys are given by the database, or for a column that asks for none, by hand.
  private func insert(_ count: Int, _ schema: Schema, _ database: PostgresUnderTest) async throws {
    let table = schema.tables[0]
    let isNumbered = table.columns[0].identity != nil || table.columns[0].type == .named("serial")
    for _ in 0..<count {
      let values: SQLFragment =
        isNumbered
        ? "(n) VALUES (1)"
        : "SELECT coalesce(max(id), 0) + 1, 1 FROM \(identifier: table.name) UNION SELECT coalesce(min(id), 0) - 1, 1 FROM \(identifier: table.name)"
      try await database.connection.execute("INSERT INTO \(identifier: table.name) \(values)")
    }
  }

  @Test("is lost where it is dropped: that is said, and of a renamed one there is nothing to say")
  func dropped() throws {
    let dialect = PostgresDialect()
    func schema(_ name: QualifiedName) throws -> Schema { try dialect.canonical(Schema { DatabaseSequence(name) }) }
    let diff = try SchemaDiff(from: schema("invoice_no"), to: schema("invoice_number"), dialect: dialect)
    #expect(diff.operations.filter { $0.hazards == [.losesData] }.map(\.subject) == ["invoice_no"])
    let plain = try SchemaDiff(
      from: dialect.canonical(Schema { Self.table("users", Self.serial) }),
      to: dialect.canonical(Schema { Self.table("users", Column("id", .integer)) }), dialect: dialect)
    #expect(plain.operations.contains { $0.hazards == [.losesData] })
  }
}
