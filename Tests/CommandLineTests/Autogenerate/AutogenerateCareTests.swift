import Foundation
import PostgresTesting
import Subprocess
import SystemPackage
import Testing

@Suite("Autogenerate with care: SQLite")
struct SQLiteCareTests {
  private static let users = """
      Table("users") {
        Column("id", .integer).primaryKey()
        Column("age", .integer)
      }
    """
  private static let checked = users.replacingOccurrences(of: "\n  }", with: "\n    Check(\"age > 0\")\n  }")

  private static func madeProject(_ settings: String = "") async throws -> Project {
    let project = try Project(settings)
    try project.declare(users)
    try await project.autogenerate("users", "--format", "sql")
    try await project.output("upgrade", "head")
    return project
  }

  @Test("A rebuild written as SQL keeps what filters leave out and what values cannot express")
  func rebuild() async throws {
    let project = try await Self.madeProject(
      "exclude_objects = column:users.secret, trigger, index:legacy_*, table:log")
    _ = try await project.query(
      """
      ALTER TABLE users ADD COLUMN secret TEXT;
      CREATE INDEX legacy_ix ON users (secret); CREATE TABLE log (n); INSERT INTO users VALUES (1, 2, 'kept');
      CREATE TRIGGER t AFTER DELETE ON users BEGIN INSERT INTO log VALUES (OLD.id); END;
      """)
    try project.declare(Self.checked)
    try await project.autogenerate("checked", "--format", "sql")
    try await project.output("upgrade", "head")
    #expect(try await project.query("SELECT secret FROM users") == ["kept"])
    let names = try await project.query("SELECT name FROM sqlite_schema WHERE name IN ('t', 'legacy_ix') ORDER BY 1")
    #expect(names == ["legacy_ix", "t"])
  }

  @Test("A rebuild written as SQL stops before a table that has more to it than when it was written")
  func changedSince() async throws {
    let project = try await Self.madeProject()
    try project.declare(Self.checked)
    try await project.autogenerate("checked", "--format", "sql")
    _ = try await project.query("ALTER TABLE users ADD COLUMN late TEXT; INSERT INTO users VALUES (1, 2, 'kept')")
    let refusal = try await project.refusal("upgrade", "head")
    #expect(refusal.message.contains("has other columns, indexes or triggers"), "\(refusal.message)")
    #expect(try await project.query("SELECT late FROM users") == ["kept"])
  }

  @Test("Where foreign keys are on, SQL is no way to make a table anew, and the error says which is")
  func foreignKeys() async throws {
    let project = try await Self.madeProject("sqlite_foreign_keys = on")
    try project.declare(Self.checked)
    let names = try project.names()
    let refusal = try await project.refusal("create", "--autogenerate", "-m", "x", "--format", "sql", status: 64)
    #expect(refusal.hints.contains { $0.contains("--format swift") }, "\(refusal)")
    #expect(try project.names() == names)
  }

  @Test("A statement with a line that would end its section is refused before anything is written")
  func strayMark() async throws {
    let project = try Project()
    _ = try await project.query("CREATE TABLE a (n); CREATE VIEW v AS SELECT 'x\n-- downgrade\n' AS n FROM a")
    let refusal = try await project.refusal("schema", "--from-database", "--format", "sql", status: 64)
    #expect(refusal.message.contains("-- downgrade") && refusal.hints.contains { $0.contains("swift") }, "\(refusal)")
    #expect(!project.exists("schema.sql"))
    #expect(try project.names().filter { $0 != "Schema.swift" }.isEmpty)
  }

  @Test("A password in schema = is not shown, whatever is wrong with it")
  func password() async throws {
    let project = try Project("schema = postgresql://ann:hunter2@nowhere.invalid/d")
    _ = try await project.query("CREATE TABLE a (n)")
    let ended = try await project.rev("schema", "--from-database")
    #expect(ended.status != 0 && !ended.all.contains("hunter2"), "\(ended.all)")
  }

  @Test("check says that revisions are still to be applied before another is written")
  func behind() async throws {
    let project = try Project()
    try project.declare(Self.users)
    try await project.autogenerate("users", "--format", "sql")
    let ended = try await project.rev("check")
    #expect(ended.status == 1 && ended.error.contains("rev upgrade head first"), "\(ended.all)")
    try await project.output("upgrade", "head")
    try project.declare(Self.checked)
    #expect(try await project.rev("check").error.contains("rev create --autogenerate"))
  }

  @Test("--from-database takes no source: it would be read from elsewhere than asked")
  func source() async throws {
    let project = try Project()
    let ended = try await project.rev("schema", "sqlite:///other.db", "--from-database")
    #expect(ended.status == 64 && ended.error.contains("--database-url"), "\(ended.all)")
  }

  @Test("A name from a database cannot command the terminal or forge a line")
  func names() async throws {
    let project = try Project()
    _ = try await project.query("CREATE TABLE \"esc\u{1B}[31m\nforged\" (n)")
    try project.declare("")
    let ended = try await project.rev("check")
    #expect(!ended.all.contains("\u{1B}") && !ended.all.contains("\nforged"), "\(ended.all)")
    #expect(ended.output.contains(#"drop table "#) && ended.output.contains(#"\u{1B}[31m\u{A}forged"#), "\(ended.all)")
  }
}

@Suite("Autogenerate with care: PostgreSQL", needsPostgres)
struct PostgresCareTests {
  /// The scratch databases that were left of those made for a database: other tests have theirs on the same server.
  static func leftovers(of made: PostgresProject) async throws -> [String] {
    try await made.query(
      "SELECT datname FROM pg_database WHERE datname LIKE 'rev\\_scratch\\_' || (SELECT oid FROM pg_database WHERE datname = current_database()) || '%'"
    )
  }

  private static func declare(sql text: String, _ settings: String = "") async throws -> PostgresProject {
    let made = try await PostgresProject("schema = schema.sql\n" + settings, cache: .shared)
    try made.project.write("schema.sql", text)
    return made
  }

  @Test("What filters leave out is there where the declaration is tried")
  func filters() async throws {
    let made = try await PostgresProject("include_objects = table:app_*", cache: .shared)
    try made.project.declare(
      """
        Enum("mood", "sad", "ok")
        Table("people") { Column("id", .integer).primaryKey() }
        Table("app_users") {
          Column("mood", .named("mood")).notNull().default("ok")
          Column("person", .integer).references("people", "id")
          Check("mood in ('sad', 'ok')", name: "ck")
        }
      """)
    try await made.database.run(
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE people (id int PRIMARY KEY);
      CREATE TABLE app_users (mood mood NOT NULL DEFAULT 'ok', person int REFERENCES people (id), CONSTRAINT ck CHECK (mood in ('sad', 'ok')));
      """)
    #expect(try await made.project.missing() == [])
  }

  @Test("A dump of the database, to the letter, is a declaration that lacks nothing")
  func dump() async throws {
    let made = try await Self.declare(sql: "")
    try await made.database.run(
      """
      CREATE TABLE users (id bigserial PRIMARY KEY, mail text UNIQUE CHECK (mail ~ '@'));
      CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; CREATE VIEW v AS SELECT mail FROM users;
      CREATE MATERIALIZED VIEW mails AS SELECT mail FROM users;
      """)
    let dump = try await made.database.dump(["-s"])
    // A pg_dump that does not frame its dumps yet would not show that the frame is passed over.
    try made.project.write("schema.sql", dump.contains("\\restrict") ? dump : "\\restrict a\n\(dump)\n\\unrestrict a\n")
    #expect(dump.contains("WITH NO DATA"))
    #expect(try await made.project.missing() == [])
    try await made.database.run("REFRESH MATERIALIZED VIEW mails WITH NO DATA")
    #expect(try await made.project.missing() == [])
  }

  @Test("BEGIN and COMMIT in a declared file are refused with their line")
  func transactions() async throws {
    let made = try await Self.declare(sql: "CREATE TABLE a (n int);\nCOMMIT;\n")
    let refusal = try await made.project.refusal("check")
    #expect(refusal.message.contains("schema.sql:2: ") && refusal.message.contains("COMMIT"), "\(refusal.message)")
  }

  @Test("What belongs to the whole server is left out of a scratch database, and said")
  func serverWide() async throws {
    let role = "rev_test_\(UInt32.random(in: 0 ... .max))"
    let made = try await Self.declare(sql: "CREATE ROLE \(role);\nCREATE TABLE a (n int);\n")
    let ended = try await made.project.rev("check")
    #expect(
      ended.error.contains("schema.sql:1: left out, as it concerns more than this database: CREATE ROLE \(role)"),
      "\(ended.all)")
    #expect(ended.output.contains("create table a"))
    #expect(try await made.query("SELECT count(*) FROM pg_roles WHERE rolname = '\(role)'") == ["0"])
  }

  @Test("A scratch database that is not empty is refused: what is in it would count as declared")
  func notEmpty() async throws {
    let made = try await PostgresProject(cache: .shared)
    let scratch = try await made.another()
    try await scratch.run("CREATE TABLE stray (n int)")
    let ini = try made.project.read("migrate.ini")
    try made.project.write(
      "migrate.ini", ini + "\nscratch_url = \(scratch.url.replacing("%", with: "%%"))\nschema = schema.sql\n")
    try made.project.write("schema.sql", "CREATE TABLE a (n int);\n")
    let refusal = try await made.project.refusal("check")
    #expect(refusal.message.contains("stray"), "\(refusal.message)")
  }

  @Test("A scratch database is made on the server that is compared, whatever database the project has")
  func elsewhere() async throws {
    let made = try await PostgresProject(cache: .shared)
    let project = try Project()
    try project.write("a.sql", "CREATE TABLE a (n int);\n")
    let ended = try await project.rev("diff", made.database.url, "a.sql")
    #expect(ended.status == 0 && ended.output.contains("create table a"), "\(ended.all)")
  }

  @Test("An interrupted comparison leaves no scratch database behind")
  func interrupted() async throws {
    let made = try await Self.declare(sql: "CREATE TABLE a (n int);\nSELECT pg_sleep(300);\n")
    let ended = try await made.project.rev(
      ["check"],
      interruptedWhen: {
        try await made.query(
          #"SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'rev\_scratch%' AND query LIKE 'SELECT pg_sleep(300)%'"#
        ) != ["0"]
      })
    #expect(ended.status != 0 && ended.error.contains("Stopping"), "\(ended.all)")
    #expect(try await Self.leftovers(of: made) == [])
  }
}

extension Project {
  /// Runs `rev`, and sends it SIGINT as soon as a condition holds.
  fileprivate func rev(_ words: [String], interruptedWhen holds: @Sendable () async throws -> Bool) async throws
    -> Ended
  {
    let variables = environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } }
    let result = try await Subprocess.run(
      .path(FilePath(Program.rev)), arguments: Arguments(words),
      environment: .custom(Dictionary(variables) { first, _ in first }), workingDirectory: FilePath(folder),
      input: .none,
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
    ) { execution in
      for _ in 0..<600 where try await !holds() { try await Task.sleep(for: .milliseconds(50)) }
      kill(execution.processIdentifier.value, SIGINT)
    }
    let isClean = result.terminationStatus == .exited(0)
    return Ended(status: isClean ? 0 : 1, output: result.standardOutput, error: result.standardError)
  }
}
