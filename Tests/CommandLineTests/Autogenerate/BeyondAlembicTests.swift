import Foundation
import PostgresTesting
import Testing

/// A change of a declaration, and the operations that it takes.
struct DeclaredChange: Sendable, CustomTestStringConvertible {
  let name: String
  let before: String
  let after: String
  let operations: [String]

  var testDescription: String { name }

  static let all = [
    DeclaredChange(
      name: "a renamed table and column", before: users,
      after: users.replacingOccurrences(of: #"Table("users")"#, with: #"Table("members", renamedFrom: "users")"#)
        .replacingOccurrences(
          of: #"Column("age", .integer)"#, with: #"Column("years", .integer).renamed(from: "age")"#),
      operations: [
        "rename column members.age to years", "rename constraint users_pkey of members to members_pkey",
        "rename table users to members",
      ]),
    DeclaredChange(
      name: "a value of an enum, in the middle", before: #"  Enum("mood", "sad", "ok")"#,
      after: #"  Enum("mood", "sad", "meh", "ok")"#, operations: ["add value meh to enum mood"]),
    DeclaredChange(
      name: "another primary key", before: users,
      after: users.replacingOccurrences(of: ".primaryKey()", with: ".notNull()")
        .replacingOccurrences(of: #"Column("age", .integer)"#, with: #"Column("age", .integer).primaryKey()"#),
      operations: ["add primary key (age) users_pkey to users", "drop constraint users_pkey of users"]),
    DeclaredChange(
      name: "a view's query", before: users + "\n  View(\"v\", as: \"SELECT id FROM users\")",
      after: users + "\n  View(\"v\", as: \"SELECT id FROM users WHERE age > 1\")",
      operations: ["create view v", "drop view v"]),
    DeclaredChange(
      name: "a trigger", before: trigger(".insert"), after: trigger(".insert, .update"),
      operations: ["create trigger t on users", "drop trigger t"]),
    DeclaredChange(
      name: "a sequence", before: #"  DatabaseSequence("numbers")"#,
      after: #"  DatabaseSequence("numbers", increment: 10)"#,
      operations: ["alter sequence numbers (increment 1 -> 10)"]),
    DeclaredChange(
      name: "a check's text", before: users + "\n" + check("age > 0"),
      after: users + "\n" + check("age > 18 and age < 99"),
      operations: ["add check ck to more", "drop constraint ck of more"]),
    DeclaredChange(
      name: "a function's body", before: trigger(".insert"),
      after: trigger(".insert").replacingOccurrences(of: "RETURN NEW", with: "RETURN NULL"),
      operations: ["replace function f()"]),
    DeclaredChange(
      name: "a policy", before: users + "\n  Policy(\"p\", on: \"users\", using: \"age > 1\")",
      after: users + "\n  Policy(\"p\", on: \"users\", using: \"age > 2\")",
      operations: ["alter policy p on users (using age > 1 -> age > 2)"]),
  ]

  private static let users =
    #"  Table("users") { Column("id", .bigInteger).primaryKey(); Column("age", .integer).notNull() }"#

  private static func trigger(_ events: String) -> String {
    users + """

        Routine(.function, "f", returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; END")
        Trigger("t", on: "users", .before, [\(events)], execute: "f")
      """
  }

  private static func check(_ text: String) -> String {
    "  Table(\"more\") { Column(\"age\", .integer); Check(\"\(text)\", name: \"ck\") }"
  }
}

@Suite("Autogenerate on PostgreSQL", needsPostgres)
struct BeyondAlembicTests {
  @Test("finds what Alembic does not, goes there and back, and finds nothing afterwards", arguments: DeclaredChange.all)
  func change(_ change: DeclaredChange) async throws {
    let made = try await PostgresProject(cache: .shared)
    let project = made.project
    try project.declare(change.before)
    try await project.autogenerate("before", "--format", "sql")
    try await project.output("upgrade", "head")
    #expect(try await project.missing() == [])
    try project.declare(change.after)
    #expect(try await project.missing().sorted() == change.operations)
    let isView = change.name == "a view's query"
    if isView {
      // A view that is dropped takes with it who may read it, which is known of the database and said again.
      _ = try await made.query("GRANT SELECT ON v TO PUBLIC")
      let check = try await project.rev("check").output
      #expect(check.contains("+ create view v\n") && check.contains("grant"))
      #expect(!check.contains("privileges on it"))
    }
    try await project.autogenerate("after", "--format", "sql")
    try await project.roundTrip { try await made.database.schemaDump() }
    if isView {
      #expect(try await made.query("SELECT relacl::text LIKE '%=r/%' FROM pg_class WHERE relname = 'v'") == ["t"])
    }
  }

  @Test("The same objects in Swift, whatever the server calls them, are found no second time")
  func wording() async throws {
    let made = try await PostgresProject(cache: .shared)
    try made.project.declare(
      """
        Enum("mood", "sad", "ok")
        Table("users") {
          Column("id", .bigInteger).primaryKey().identity()
          Column("email", .string(100)).notNull().unique()
          Column("mood", .named("mood")).notNull().default("ok")
          Column("tags", .array(of: .text)).notNull().default(.expression("'{}'"))
          Column("seen", .timestampWithTimeZone).default(.expression("now() at time zone 'utc'"))
          Column("full_name", .text).generated(as: "email || ' ' || 'x'")
          Check("char_length(email) > 3 and email like '%@%'", name: "ck")
        }
        Index("ix", on: "users", .expression("lower(email)"), where: "mood <> 'sad' and email is not null")
        View("v", as: "select id, email from users where mood in ('sad', 'ok') order by email")
        MaterializedView("m", as: "select count(*) as n from users")
      """)
    let text = try await made.project.autogenerate("all")
    #expect(text.contains("mood <> 'sad' and email is not null"), "in the words of the declaration")
    try await made.project.roundTrip { try await made.project.output("schema", "database") }
    // A database that was made to try it is gone.
    #expect(try await PostgresCareTests.leftovers(of: made) == [])
  }

  @Test("scratch_url names an empty database to try a declaration in, and nothing stays there")
  func scratchURL() async throws {
    let made = try await PostgresProject(cache: .own)
    let scratch = try await made.another()
    let ini = try made.project.read("migrate.ini")
    try made.project.write("migrate.ini", ini + "\nscratch_url = \(scratch.url.replacing("%", with: "%%"))\n")
    let table = "  Table(\"a\") { Column(\"n\", .integer); Check(\"n in (1, 2)\", name: \"ck\") }"
    try made.project.declare(table)
    try await made.project.autogenerate("a", "--format", "sql")
    try await made.project.output("upgrade", "head")
    #expect(try await made.project.missing() == [])
    #expect(try await made.query("SELECT count(*) FROM pg_class WHERE relname = 'a'", on: scratch) == ["0"])
  }

  @Test("include_schemas takes other schemas in, and the version table and the journal are never part of one")
  func schemas() async throws {
    let made = try await PostgresProject("include_schemas = public, app", cache: .shared)
    try made.project.declare(
      """
        Namespace("app")
        Table("users") { Column("id", .bigInteger).primaryKey() }
        Table("notes", schema: "app") { Column("user_id", .bigInteger).references("users", "id") }
      """)
    try await made.project.autogenerate("two schemas", "--format", "sql")
    try await made.project.output("upgrade", "head")
    #expect(try await made.project.missing() == [])
    _ = try await made.query("CREATE TABLE app.extra (a int); CREATE SCHEMA other; CREATE TABLE other.x (a int)")
    #expect(try await made.project.missing() == ["drop table app.extra"])
  }

  @Test("--rename takes a table to another schema, and a sequence that stands by itself to another name")
  func movesAndSequences() async throws {
    let made = try await PostgresProject("include_schemas = public, app", cache: .shared)
    func declare(_ table: String, _ sequence: String) throws {
      try made.project.declare(
        """
          Namespace("app")
          Table(\(table)) { Column("id", .named("serial")).primaryKey() }
          DatabaseSequence("\(sequence)")
        """)
    }
    try declare(#""users""#, "invoice_no")
    try await made.project.autogenerate("before", "--format", "sql")
    try await made.project.output("upgrade", "head")
    _ = try await made.query("SELECT setval('invoice_no', 500)")
    try declare(#""people", schema: "app""#, "invoice_number")
    #expect(try await made.project.rev("check").output.contains("- drop sequence invoice_no\n    loses data"))
    let renames = ["--rename", "public.users:app.people", "--rename", "invoice_no:invoice_number"]
    let ended = try await made.project.rev(["check", "--json"] + renames)
    let document = try ended.output.decoded(as: DifferenceDocument.self)
    #expect(document.operations.allSatisfy { $0.hazards.isEmpty && !$0.summary.contains("drop") }, "\(ended.output)")
    let created = try await made.project.rev(["create", "--autogenerate", "-m", "after", "--format", "sql"] + renames)
    #expect(created.status == 0, "\(created.all)")
    try await made.project.roundTrip { try await made.database.schemaDump() }
    #expect(try await made.query("SELECT nextval('invoice_number')") == ["501"])
  }

  @Test("What the server refuses of a declaration is said with the object that it is about")
  func refused() async throws {
    let made = try await PostgresProject(cache: .shared)
    try made.project.declare("  Table(\"a\") { Column(\"n\", .integer); Check(\"n > 0\", name: \"ck\") }")
    try await made.project.autogenerate("a", "--format", "sql")
    try await made.project.output("upgrade", "head")
    try made.project.declare("  Table(\"a\") { Column(\"n\", .integer); Check(\"m > 0\", name: \"ck\") }")
    let refusal = try await made.project.refusal("check")
    #expect(refusal.message.contains("create table a") && refusal.message.contains("\"m\""), "\(refusal.message)")
  }
}
