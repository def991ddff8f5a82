import Dialects
import PostgresTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("A declared schema", .enabled(if: PostgresPrograms.areInstalled))
struct DeclaredSchemaTests {
  @Test("is what is read back once it has been made, without asking the server what it makes of it")
  func declared() async throws {
    let canonical = try PostgresDialect().canonical(Self.schema)
    try await withDatabase { database in
      try await database.create(Self.schema)
      let reflected = try await database.reflection(ReflectionScope(.all, includesGrants: true))
      #expect(reflected.unsupported == [])
      expectSame(canonical, reflected.schema)
      let again = try PostgresDialect().canonical(canonical)
      expectSame(again, canonical)
    }
  }

  /// Compares kind by kind, so that a failure names what differs.
  private func expectSame(_ left: Schema, _ right: Schema) {
    #expect(left.namespaces == right.namespaces)
    #expect(left.extensions == right.extensions)
    #expect(left.enums == right.enums)
    #expect(left.domains == right.domains)
    #expect(left.compositeTypes == right.compositeTypes)
    #expect(left.sequences == right.sequences)
    #expect(left.tables.map(\.name) == right.tables.map(\.name))
    for (one, other) in zip(left.tables, right.tables) {
      #expect(one.options == other.options, "\(one.name)")
      #expect(one.constraints == other.constraints, "\(one.name)")
      for (column, otherColumn) in zip(one.columns, other.columns) { #expect(column == otherColumn, "\(one.name)") }
      #expect(one == other, "\(one.name)")
    }
    for (one, other) in zip(left.indexes, right.indexes) { #expect(one == other) }
    #expect(left.indexes.count == right.indexes.count)
    #expect(left.views == right.views)
    #expect(left.materializedViews == right.materializedViews)
    for (one, other) in zip(left.routines, right.routines) { #expect(one == other) }
    #expect(left.triggers == right.triggers)
    #expect(left.policies == right.policies)
    #expect(left.grants == right.grants)
    #expect(left.comments == right.comments)
    #expect(left == right)
  }

  static let schema = Schema {
    Namespace("app", comment: "the app's own")
    Extension("btree_gist")
    Enum("mood", "sad", "ok", comment: "moods")
    Domain(
      "email", .text, notNull: true, default: .literal("a@b"), checks: Check("VALUE LIKE '%@%'"),
      Check("length(VALUE) > 3"))
    CompositeType("address", attributes: [.attribute("street", .text), .attribute("zip", .string(5))])
    DatabaseSequence("numbers", start: 1, increment: 1, minimum: 1, cache: 1)
    DatabaseSequence("down", .integer, increment: -1, maximum: -1)
    users
    notes
    events
    eventsOf2026
    Index(
      "ix_users_name", on: "users", .expression("lower(name)"), .column("n", nulls: .last),
      where: "n > 0 AND name <> 'x'")
    Index(
      "ix_users_n", on: "users", .descending("n", nulls: .first), .expression("(n)"), unique: true, include: ["big"])
    Index("ix_events", on: "events", "kind")
    View("v", as: " SELECT users.id\n   FROM users; ")
    double
    Trigger("touch", on: "users", .before, [.update, .insert], when: "new.n > 0", execute: "touch")
    Trigger("log", on: "users", .after, [.insert], body: "INSERT INTO events (at) VALUES (now());")
    touch
    Policy("own", on: "users", for: .select, to: "rev_scram", "pg_monitor", using: "name = current_user")
    Grant(.insert, .select, on: .table("users"), to: "rev_scram", "pg_monitor")
    Grant(.execute, on: .function("double", ["int", "text"]), to: "rev_scram")
    Comment(on: .constraint("notes_pkey", on: QualifiedName("notes", schema: "app")), "the key")
  }

  private static let users = Table("users", comment: "people", options: rowSecurity) {
    Column("id", .bigInteger).primaryKey().identity(Column.Identity(start: 1, increment: 1, sequence: "users_id_seq"))
    Column("name", .string(50)).default("it's").check("name <> ''").unique().comment("how they are called")
    Column("n", .raw("int4")).default(-1).check("n IN (1, 2, 3) OR n < 0")
    Column("big", .raw("bigserial"))
    Column("flag", .boolean).notNull().default(1)
    Column("price", .numeric(precision: 10, scale: nil)).default(0).check("price >= 0 AND price <> 7")
    Column("mood", .named(QualifiedName("mood", schema: "public"))).default("ok")
    Column("mail", .named("email")).default("x@y")
    Column("tags", .array(of: .array(of: .text))).default("{}")
    Column("nothing", .text).default(nil)
    Column("limited", .string(3)).default(nil)
    Column("made", .timestampWithTimeZone).default(.currentTimestamp)
    Column("data", .jsonb).default("{}").storage(.extended)
    Column("twice", .integer).generated(as: "n*2")
    Column("bytes", .binary).default(.blob([1, 255]))
    Column("bits", .bit())
    Unique("n", "price")
    Check("n <> price", name: "named")
    Check("n > 0 OR price > 0")
  }

  private static var rowSecurity: Table.Options {
    var options = Table.Options()
    options.hasRowSecurity = true
    options.storageParameters = ["fillfactor": 70, "autovacuum_enabled": nil]
    return options
  }

  private static let notes = Table("notes", schema: "app") {
    Column("id", .raw("serial"))
    Column("user_id", .bigInteger).references(QualifiedName("users", schema: "public"), "id", onDelete: .cascade)
    Column("during", .range(of: .timestamp(precision: 3)))
    PrimaryKey("id")
    ForeignKey(columns: ["user_id"], references: "users")
    Exclusion(.column("user_id", with: "="), .column("during", with: "&&"), where: "user_id > 0")
  }

  private static let events = Table("events", partitionBy: .range("at")) {
    Column("at", .date).notNull()
    Column("kind", .text).default("x").check("kind <> 'bad'")
    PrimaryKey("at")
  }

  private static let eventsOf2026 = Table(
    "events_2026", partitionOf: Partition(of: "events", .from("2026-01-01", to: "2027-01-01"))
  ) {}

  private static var double: Routine {
    var routine = Routine(
      .function, "double", arguments: "a int, b text = 'x'", returns: "int", language: "SQL", body: "SELECT a * 2")
    routine.cost = 100
    routine.volatility = .immutable
    routine.settings = [.set("search_path", "app", "pg_temp")]
    return routine
  }

  private static let touch = Routine(
    .function, "touch", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
}
