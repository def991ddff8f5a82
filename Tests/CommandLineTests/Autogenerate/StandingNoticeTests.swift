import Testing

/// What is said where a database does not stand where it seems to.
@Suite("Comparing with a database that is elsewhere, or nowhere")
struct StandingNoticeTests {
  private static let users = #"  Table("users") { Column("id", .integer).primaryKey() }"#

  @Test("A database that is not there is said to count as empty", arguments: [["check"], ["diff"]])
  func notThere(command: [String]) async throws {
    let project = try Project(cache: .shared)
    try project.declare(Self.users)
    let ended = try await project.rev(command + ["--database-url", "sqlite:////nonexistent/dir/x.db"])
    #expect(ended.output.contains("create table users"), "\(ended.all)")
    #expect(
      ended.error.contains("There is no sqlite:////nonexistent/dir/x.db yet: it counts as an empty database"),
      "\(ended.error)")
    #expect(!project.exists("dev.db"))
  }

  @Test("Where the applied revision's script is gone, nothing is said to be missing in the database")
  func lostScript() async throws {
    let project = try Project(cache: .shared)
    try project.declare(Self.users)
    try await project.autogenerate("one", "--format", "sql")
    try await project.output("upgrade", "head")
    try project.declare(Self.users + "\n" + Self.users.replacing("users", with: "notes"))
    try await project.autogenerate("two", "--format", "sql")
    try await project.output("upgrade", "head")
    let lost = try #require(try await project.heads().first)
    try project.delete("versions/\(try #require(try project.names().first { $0.hasPrefix(lost) }))")
    try project.declare("")
    let refusal = try await project.harmlessRefusal("create", "--autogenerate", "-m", "three")
    let upgrade = try await project.harmlessRefusal("upgrade")
    #expect(refusal.code == "unknown-version-row" && refusal.message == upgrade.message, "\(refusal)")
    let check = try await project.rev("check")
    #expect(check.error.contains("the database stands at \(lost), of which no script is here"), "\(check.error)")
  }

  @Test("--from-database of a database that has a version row says how that is overwritten")
  func adoptedCopy() async throws {
    let project = try Project(cache: .shared)
    try project.declare(Self.users)
    try await project.autogenerate("one", "--format", "sql")
    try await project.output("upgrade", "head")
    for name in try project.names() { try project.delete("versions/\(name)") }
    let ended = try await project.rev("schema", "--from-database", "--format", "sql")
    #expect(ended.status == 0 && ended.error.contains("rev stamp --purge head says"), "\(ended.all)")
    try await project.output("stamp", "--purge", "head")
  }

  @Test("Alembic's version table is no part of a schema, and the way to go on from it is said")
  func alembics() async throws {
    let project = try Project(cache: .shared)
    _ = try await project.query(
      "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY)"
    )
    let ended = try await project.rev("schema", "--from-database", "--format", "sql")
    #expect(ended.status == 0 && ended.error.contains("version_table = alembic_version"), "\(ended.all)")
    #expect(ended.error.contains("rev stamp head says"), "\(ended.error)")
    #expect(try !project.read("schema.sql").contains("alembic"))
    try project.declare(Self.users)
    #expect(try await project.missing() == [])
  }

  @Test("The tables that a full-text search keeps are not named one by one")
  func shadows() async throws {
    let project = try Project(cache: .shared)
    _ = try await project.query(
      "CREATE VIRTUAL TABLE notes USING fts5(body); CREATE TABLE users (id INTEGER PRIMARY KEY)")
    try project.declare(Self.users)
    let ended = try await project.rev("check")
    #expect(ended.error.contains("virtual table notes") && !ended.error.contains("notes_data"), "\(ended.error)")
    let adopted = try await project.rev(
      "schema", "--from-database", "--format", "sql", "--database-url", "sqlite:///dev.db")
    #expect(!adopted.error.contains("notes_"), "\(adopted.error)")
  }
}
