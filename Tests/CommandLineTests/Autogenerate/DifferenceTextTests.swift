import PostgresTesting
import Testing

/// What the list of differences says to a person.
@Suite("Differences as text", needsPostgres)
struct DifferenceTextTests {
  private func check(_ before: String, _ after: String, _ settings: String = "") async throws -> String {
    let made = try await PostgresProject(settings, cache: .shared)
    try made.project.declare(before)
    try await made.project.autogenerate("before", "--format", "sql")
    try await made.project.output("upgrade", "head")
    try made.project.declare(after)
    return try await made.project.rev("check").output
  }

  @Test("What scans or rewrites a table, or may fail, is said after the operation, as it is in JSON")
  func costs() async throws {
    let before = """
        Enum("mood", "sad", "ok", "happy")
        Table("t") { Column("n", .integer); Column("mood", .named("mood")) }
      """
    let after = """
        Enum("mood", "ok", "sad", "happy")
        Table("t") { Column("n", .integer); Column("mood", .named("mood")); Check("n > 0", name: "ck") }
      """
    let output = try await check(before, after)
    #expect(output.contains("+ add check ck to t\n    fails where rows break it, reads the whole table\n"), "\(output)")
    #expect(output.contains("~ replace enum mood (ok, sad, happy)\n    rewrites the table\n"), "\(output)")
  }

  @Test("A change says what it was and what it becomes")
  func changes() async throws {
    let before = """
        Enum("mood", "sad", "ok")
        Domain("price", .decimal(10, 2), default: .literal(1))
        DatabaseSequence("numbers", increment: 5)
        Table("users", rowSecurity: .enabled) {
          Column("id", .integer).primaryKey()
          Column("mood", .text).notNull().default("ok")
        }
        View("v", as: "SELECT id FROM users")
      """
    let after = """
        Enum("mood", "sad", "ok")
        Domain("price", .decimal(10, 2), default: .literal(2))
        DatabaseSequence("numbers", increment: 7)
        Table("users") {
          Column("id", .integer).primaryKey()
          Column("mood", .named("mood")).default("sad")
        }
        View("v", as: "SELECT id, 1 AS one FROM users")
      """
    let output = try await check(before, after)
    for line in [
      "~ alter column users.mood (default 'ok' -> none, type text -> mood, nullable, default 'sad')",
      "~ alter domain price (default 1 -> 2)", "~ alter sequence numbers (increment 5 -> 7)",
      "~ set row security of users (off)\n    rows become visible that policies kept from being seen\n",
      "+ create view v\n    was: SELECT users.id FROM users\n    is:  SELECT users.id, 1 AS one FROM users\n",
    ] {
      #expect(output.contains(line), "\(output)")
    }
  }

  @Test("Of a long query that changed it is shown what differs, however far behind that stands")
  func longQuery() async throws {
    func schema(_ end: String) -> String {
      let columns = (1...20).map { "id + \($0) AS number_\($0)" }.joined(separator: ", ")
      return """
          Table("users") { Column("id", .integer).primaryKey() }
          View("v", as: "SELECT \(columns) FROM users WHERE id > \(end)")
        """
    }
    let output = try await check(schema("1"), schema("2"))
    #expect(output.contains("+ create view v\n    was: …"), "\(output)")
    #expect(output.contains("id > 1)\n    is:  …") && output.contains("id > 2)\n"), "\(output)")
  }

  @Test("A view that says the same is made again for what it reads, in whatever words it is declared")
  func sameQuery() async throws {
    func schema(_ type: String) -> String {
      "  Table(\"users\") { Column(\"id\", .\(type)) }\n  View(\"v\", as: \"SELECT id + 1 AS next FROM users\")"
    }
    let output = try await check(schema("integer"), schema("bigInteger"))
    #expect(output.contains("+ create view v\n    made again, for what it reads"), "\(output)")
  }

  @Test("Who may not read where the database stands sees the differences all the same, and as one document")
  func unreadableStanding() async throws {
    let made = try await PostgresProject(cache: .shared)
    try await made.database.run(
      """
      CREATE TABLE rev_version (version_num text); REVOKE ALL ON rev_version FROM PUBLIC;
      CREATE ROLE onlooker_\(made.database.name) LOGIN
      """)
    try made.project.declare("  Table(\"users\") { Column(\"id\", .integer) }")
    let url = made.database.url.replacing(PostgresServer.superuser + "@", with: "onlooker_\(made.database.name)@")
    #expect(try await made.project.missing("--database-url", url) == ["create table users (id)"])
    let ended = try await made.project.rev("check", "--database-url", url)
    #expect(
      ended.status == 1 && ended.error.contains("1 difference") && !ended.error.contains("error:"), "\(ended.all)")
  }

  @Test(
    "An enum's value that goes is said to fail where a row has it, with the ways out, when checked and when written")
  func removedValue() async throws {
    let made = try await PostgresProject(cache: .shared)
    func declare(_ value: String) throws {
      try made.project.declare(
        """
          Enum("mood", "sad", "\(value)")
          Table("t") { Column("mood", .named("mood")) }
        """)
    }
    try declare("happy")
    try await made.project.autogenerate("before", "--format", "sql")
    try await made.project.output("upgrade", "head")
    try declare("glad")
    #expect(try await made.project.rev("check").output.contains("    fails where a row has a value that goes: UPDATE"))
    let ended = try await made.project.rev("create", "--autogenerate", "-m", "after")
    #expect(ended.error.contains("warning: replace enum mood (sad, glad): fails where a row has"), "\(ended.error)")
    let name = try #require(try made.project.names().first { $0.contains("after") })
    let text = try made.project.read("versions/\(name)")
    #expect(text.contains("// Fails where a row has a value that goes") && text.contains("RenameEnumValue"), "\(text)")
  }
}
