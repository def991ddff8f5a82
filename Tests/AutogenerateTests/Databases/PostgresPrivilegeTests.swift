import Dialects
import PostgresDialect
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("Privileges on what is made again", .enabled(if: PostgresPrograms.areInstalled))
struct PostgresPrivilegeTests {
  private func schema(_ type: DataType, view query: SQLFragment = "SELECT id, n FROM ids") -> Schema {
    Schema {
      Table("people") {
        Column("id", type).primaryKey()
        Column("n", .integer)
      }
      View("ids", as: "SELECT id, n FROM people", comment: "numbers")
      View("more_ids", as: query)
      MaterializedView("kept", as: "SELECT id FROM ids")
      Index("by_id", on: "kept", "id", unique: true)
      Routine(.function, "touch", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
      Trigger("instead", on: "ids", .insteadOf, [.insert], execute: "touch")
      Routine(
        .function, "next", arguments: "\(type == .integer ? "x" : "y") integer", returns: "integer", language: "sql",
        body: "SELECT $1 + 1")
      Table("log") { Column("n", .integer) }
    }
  }

  /// Goes there and back in both ways; all privileges are the same afterwards. Gives back the hazards of the way there.
  private func check(
    _ first: Schema, _ second: Schema, grants: [String], kept: (Grant) -> Bool = { _ in true }
  ) async throws -> Set<Hazard> {
    let database = try await PostgresUnderTest()
    let role = try #require(try await database.connection.query("SELECT 'reader_' || current_database()")[0][0].text)
    let result: Result<Set<Hazard>, any Error>
    do {
      try await database.connection.run("CREATE ROLE \(try database.dialect.quoted(role))")
      let hazards = try await run(database, first, second, grants.map { $0.replacing("reader", with: role) }, kept)
      try await database.clear()
      try await database.connection.run("DROP ROLE \(try database.dialect.quoted(role))")
      result = .success(hazards)
    } catch {
      result = .failure(error)
    }
    try await database.close()
    return try result.get()
  }

  private func run(
    _ database: PostgresUnderTest, _ first: Schema, _ second: Schema, _ grants: [String], _ kept: (Grant) -> Bool
  ) async throws -> Set<Hazard> {
    let dialect = database.dialect
    func held() async throws -> HeldPrivileges {
      let read = try await dialect.reflect(ReflectionScope(.all, includesGrants: true), from: database.connection)
      return HeldPrivileges(
        grants: read.schema.grants.sorted { "\($0)" < "\($1)" },
        revoked: read.revoked.sorted { "\($0)" < "\($1)" }, owners: read.owners)
    }
    func same(_ privileges: HeldPrivileges) -> Set<String> {
      Set(
        privileges.grants.filter(kept).map { "\($0.target) \($0.privileges) \($0.roles) \($0.grantOption)" }
          + privileges.revoked.map { "\($0.target) \($0.privileges) \($0.roles)" }
          + privileges.owners.map { "\($0.object) \($0.owner)" })
    }
    let a = try dialect.canonical(first)
    try await database.carryOut(try SchemaDiff(from: Schema(), to: a, dialect: dialect).operations.map(\.operation))
    for grant in grants { try await database.connection.run(grant) }
    let before = try await held()
    #expect(!before.grants.isEmpty && !before.revoked.isEmpty)

    func expectSame(sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws {
      let difference = same(try await held()).symmetricDifference(same(before))
      #expect(difference == [], sourceLocation: sourceLocation)
    }

    let former = try await database.reflect()
    let wanted = try await settled(dialect.canonical(second), like: former, on: database)
    let upgrade = try SchemaDiff(from: former, to: wanted, dialect: dialect, held: before)
    #expect(upgrade.operations.contains { if case .dropView = $0.operation { true } else { false } })
    let operations = upgrade.operations.map(\.operation)
    try await database.carryOut(operations)
    try await expectSame()
    try await database.carryOut(try operations.reversed().map { try $0.reversed() })
    try await expectSame()
    #expect(try await database.reflect() == former)

    try await database.carryOut(operations)
    let downgrade = try SchemaDiff(from: wanted, to: former, dialect: dialect, held: before)
    try await database.carryOut(downgrade.operations.map(\.operation))
    try await expectSame()
    #expect(try await database.reflect() == former)
    return Set(upgrade.operations.flatMap(\.hazards))
  }

  private func settled(_ declared: Schema, like former: Schema, on database: PostgresUnderTest) async throws -> Schema {
    try Settlement.settled(
      declared: declared, readBack: try await database.readBack(declared), reflected: former, renames: Renames(),
      dialect: database.dialect)
  }

  @Test(
    "A type changes under views with grants, comments, triggers and indexes, and a function is made again: all is there again"
  )
  func carried() async throws {
    let hazards = try await check(
      schema(.integer), schema(.bigInteger),
      grants: [
        "GRANT SELECT, INSERT ON ids TO reader WITH GRANT OPTION", "GRANT UPDATE ON ids TO PUBLIC",
        "GRANT ALL ON more_ids TO reader", "GRANT UPDATE (n) ON more_ids TO PUBLIC", "GRANT SELECT ON kept TO reader",
        "GRANT EXECUTE ON FUNCTION next(integer) TO reader", "REVOKE EXECUTE ON FUNCTION next(integer) FROM PUBLIC",
        "GRANT INSERT ON log TO reader",
      ])
    #expect(!hazards.contains(.losesPrivileges))
  }

  @Test("What is made again belongs to whom it did, and has what it had and no more, whatever default privileges say")
  func ownersAndDefaults() async throws {
    _ = try await check(
      schema(.integer), schema(.bigInteger),
      grants: [
        "GRANT ALL ON SCHEMA public TO reader", "GRANT SELECT ON people TO reader",
        "ALTER VIEW more_ids OWNER TO reader", "ALTER MATERIALIZED VIEW kept OWNER TO reader",
        "ALTER FUNCTION next(integer) OWNER TO reader", "REVOKE EXECUTE ON FUNCTION next(integer) FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO reader",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
      ])
  }

  @Test("What the declaration grants on an object that is made again or new is all that roles may do with it")
  func declaredGrants() async throws {
    let database = try await PostgresUnderTest()
    let dialect = database.dialect
    let role = try #require(try await database.connection.query("SELECT 'other_' || current_database()")[0][0].text)
    func declared(_ type: DataType, isNew: Bool) throws -> Schema {
      var schema = schema(type)
      if isNew { schema.tables.append(Table("fresh", columns: [Column("n", .integer)])) }
      let target = PrivilegeTarget.function("next", ["integer"])
      schema.grants = [
        Grant(.execute, on: target, to: .named(role)), Grant(.select, on: .table("ids"), to: .named(role)),
      ]
      if isNew { schema.grants.append(Grant(.select, on: .table("fresh"), to: .named(role))) }
      return try dialect.canonical(schema)
    }
    func read() async throws -> Reflection {
      try await dialect.reflect(ReflectionScope(.all, includesGrants: true), from: database.connection)
    }
    let first = try declared(.integer, isNew: false)
    try await database.connection.run("CREATE ROLE \(try dialect.quoted(role))")
    try await database.carryOut(try SchemaDiff(from: Schema(), to: first, dialect: dialect).operations.map(\.operation))
    try await database.connection.run("REVOKE EXECUTE ON FUNCTION next(integer) FROM PUBLIC")
    try await database.connection.run(
      "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO \(try dialect.quoted(role))")
    let former = try await read()
    let wanted = try await settled(declared(.bigInteger, isNew: true), like: former.schema, on: database)
    #expect(try SchemaDiff(from: former.schema, to: wanted, dialect: dialect).asksForPrivileges)
    let held = HeldPrivileges(grants: former.schema.grants, revoked: former.revoked, owners: former.owners)
    let upgrade = try SchemaDiff(from: former.schema, to: wanted, dialect: dialect, held: held)
    try await database.carryOut(upgrade.operations.map(\.operation))
    let after = try await read()
    func objects(_ grants: [Grant]) -> Set<String> {
      Set(
        grants.filter { if case .object = $0.target { true } else { false } }.map {
          "\($0.target) \($0.privileges) \($0.roles)"
        })
    }
    #expect(objects(after.schema.grants) == objects(wanted.grants))
    #expect(after.revoked.map(\.target) == former.revoked.map(\.target))
    try await database.clear()
    for statement in ["DROP OWNED BY", "DROP ROLE"] {
      try await database.connection.run("\(statement) \(try dialect.quoted(role))")
    }
    try await database.close()
  }

  @Test("What is granted on a column of a view that reads otherwise is not granted again, and that is said")
  func columns() async throws {
    let hazards = try await check(
      schema(.integer), schema(.integer, view: "SELECT id, n + 1 AS n FROM ids"),
      grants: [
        "GRANT SELECT ON ids TO reader", "GRANT UPDATE (n) ON more_ids TO reader",
        "REVOKE EXECUTE ON FUNCTION next(integer) FROM PUBLIC",
      ],
      kept: { $0.privileges.allSatisfy(\.columns.isEmpty) || $0.target != .table("more_ids") })
    #expect(hazards.contains(.losesPrivileges))
  }

  @Test("That privileges are lost is said where it is not known what was granted, and not where it is declared")
  func unknown() throws {
    let dialect = PostgresDialect()
    let (first, second) = (
      try dialect.canonical(schema(.integer)), try dialect.canonical(schema(.integer, view: "SELECT 1 AS id"))
    )
    func losing(_ second: Schema, _ held: HeldPrivileges?) throws -> [QualifiedName] {
      try SchemaDiff(from: first, to: second, dialect: dialect, held: held).operations
        .filter { $0.hazards.contains(.losesPrivileges) }.map(\.subject)
    }
    #expect(try losing(second, nil) == ["more_ids"])
    #expect(try losing(second, HeldPrivileges()) == [])
    var declared = second
    declared.grants = [Grant(.select, on: .table("more_ids"), to: .public)]
    #expect(try losing(declared, nil) == [])
  }
}
