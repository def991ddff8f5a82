import PostgresTesting
import Testing

@Suite("Which schemas are compared", needsPostgres)
struct IncludedSchemaTests {
  private static let people = #"  Table("people", schema: "app") { Column("id", .bigInteger).primaryKey() }"#

  @Test("What is declared in a schema that is not compared is an error that names the setting and the way out")
  func leftOut() async throws {
    let made = try await PostgresProject(cache: .shared)
    try made.project.declare(Self.people)
    let refusal = try await made.project.refusal("check")
    #expect(refusal.code == "configuration")
    #expect(refusal.message.contains("table app.people in the schema app"), "\(refusal.message)")
    #expect(refusal.message.contains("only the default one, public, is compared: include_schemas is not set"))
    #expect(refusal.hints.contains { $0.contains("include_schemas = public, app in migrate.ini") && $0.contains("*") })
    #expect(try await made.project.refusal("create", "--autogenerate", "-m", "x").message == refusal.message)
    #expect(try made.project.names() == ["Schema.swift"])
  }

  @Test("A mistyped include_schemas is named with its place, and the schema that was meant")
  func mistyped() async throws {
    let made = try await PostgresProject("include_schemas = publik", cache: .shared)
    try made.project.declare(#"  Table("users") { Column("id", .bigInteger) }"#)
    let refusal = try await made.project.refusal("check")
    #expect(
      refusal.message.contains(
        "table users in the schema public, which migrate.ini:4: include_schemas = publik leaves out"))
    #expect(refusal.hints.first == "did you mean 'public'?", "\(refusal.hints)")
  }

  @Test("A SQL file is read whole, so that nothing in it is passed over in silence")
  func sqlFile() async throws {
    let made = try await PostgresProject("schema = schema.sql", cache: .shared)
    try made.project.write("schema.sql", "CREATE SCHEMA app; CREATE TABLE app.people (id int);")
    let refusal = try await made.project.refusal("check")
    #expect(refusal.message.contains("schema.sql has table app.people in the schema app"), "\(refusal.message)")
  }

  @Test("A database of which some schemas are not read is taken over with a warning that names them, and the way out")
  func takenOverInPart() async throws {
    let made = try await PostgresProject("version_table_schema = own", cache: .shared)
    try await made.database.run(
      """
      CREATE SCHEMA audit; CREATE TABLE audit.log (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY REFERENCES audit.log);
      CREATE SCHEMA empty; CREATE SCHEMA own; CREATE TABLE own.rev_version (version_num text); CREATE SCHEMA f;
      CREATE FUNCTION f.one() RETURNS int LANGUAGE sql AS 'SELECT 1'
      """)
    func adopted(_ more: String = "") async throws -> String {
      let before = try made.project.read("migrate.ini")
      try made.project.write("migrate.ini", before + "\n" + more + "\n")
      let ended = try await made.project.rev("schema", "--from-database")
      for name in try made.project.names() { try made.project.delete("versions/\(name)") }
      try made.project.write("migrate.ini", before)
      return ended.all
    }
    let said = try await adopted()
    #expect(said.contains("the schemas audit, f are left out, with all that is in them"), "\(said)")
    #expect(said.contains("include_schemas = public, audit, f in migrate.ini takes them in"), "\(said)")
    #expect(said.contains("says that this database has all of it") && !said.contains("finds nothing to do"), "\(said)")
    let whole = try await adopted("exclude_objects = schema:f\ninclude_schemas = public, audit")
    #expect(!whole.contains("left out") && whole.contains("finds nothing to do"), "\(whole)")
  }

  @Test("What exclude_objects takes out is not asked for")
  func excluded() async throws {
    let made = try await PostgresProject("exclude_objects = schema:app", cache: .shared)
    try made.project.declare(Self.people)
    #expect(try await made.project.missing() == [])
  }

  @Test(
    "default_schema decides which schema is read, whatever the session's own search path says",
    arguments: ["swift", "sql"])
  func configuredDefault(format: String) async throws {
    let made = try await PostgresProject("default_schema = app\ninclude_schemas = *", cache: .shared)
    try await made.database.run(
      """
      CREATE SCHEMA app; CREATE TABLE app.t (a int PRIMARY KEY); CREATE TABLE public.t (b int REFERENCES app.t);
      CREATE VIEW public.v AS SELECT * FROM app.t
      """)
    let before = try await made.database.schemaDump()
    try await made.project.output("schema", "--from-database", "--format", format)
    if format == "sql" {
      try made.project.write("migrate.ini", try made.project.read("migrate.ini") + "\nschema = schema.sql\n")
    }
    let other = try await made.another()
    try await made.project.output("upgrade", "head", "--database-url", other.url)
    try await other.run("DROP TABLE app.rev_version, app.rev_journal")
    #expect(try await other.schemaDump() == before)
    try await made.project.output("stamp", "head")
    #expect(try await made.project.missing() == [])
  }

  @Test("Where a name without a schema may mean two that are compared, that is refused with the way out")
  func ambiguousDefault() async throws {
    let made = try await PostgresProject("include_schemas = *", cache: .shared)
    try await made.database.run(
      "CREATE SCHEMA app; CREATE TABLE app.t (a int); ALTER DATABASE \"\(made.database.name)\" SET search_path = app")
    let refusal = try await made.project.refusal("schema", "--from-database")
    #expect(refusal.code == "configuration")
    #expect(refusal.message.contains("a name without a schema means app, by its search_path, and elsewhere public"))
    #expect(refusal.hints.contains { $0.contains("default_schema = app in migrate.ini") })
    try await made.project.output("schema", "--from-database", "--default-schema", "app")
  }

  @Test("public is neither made nor dropped, whichever schema is the default one")
  func given() async throws {
    let made = try await PostgresProject("default_schema = app\ninclude_schemas = *", cache: .shared)
    try await made.database.run("CREATE SCHEMA app; CREATE TABLE app.t (a int)")
    try made.project.declare(#"Table("t") { Column("a", .integer) }"#)
    #expect(try await made.project.missing() == [])
    try made.project.declare(
      #"Table("t") { Column("a", .integer) }; Table("u", schema: "public") { Column("a", .integer) }"#)
    #expect(try await made.project.missing() == ["create table public.u (a)"])
  }

  @Test("An object that is declared in a schema brings it along: it is made where it is not there, and never dropped")
  func implied() async throws {
    let made = try await PostgresProject("include_schemas = public, app", cache: .shared)
    try made.project.declare(Self.people)
    #expect(try await made.project.missing() == ["create schema app", "create table app.people (id)"])
    try await made.project.autogenerate("people", "--format", "sql")
    try await made.project.roundTrip { try await made.project.output("schema", "database") }
    #expect(try await made.project.output("diff", "head", "schema").isEmpty)
  }
}
