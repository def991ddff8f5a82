import Foundation
import PostgresTesting
import Testing

@Suite("PostgreSQL: running", needsPostgres)
struct PostgresRunTests {
  @Test("The sample graph goes up, down and up again, and leaves the same schema each time")
  func sample() async throws {
    let sample = try await PostgresProject.sample()
    let empty = try await sample.database.schemaDump()
    try await sample.project.output("upgrade", "heads")
    let up = try await sample.database.schemaDump()
    try await sample.project.output("downgrade", "base")
    #expect(try await sample.heads() == [])
    try await sample.project.output("upgrade", "heads")
    #expect(try await sample.database.schemaDump() == up)
    try await sample.project.output("downgrade", "base")
    try await sample.database.run("DROP TABLE rev_version, rev_journal")
    #expect(try await sample.database.schemaDump() == empty)
  }

  @Test(
    "A failing revision leaves nothing, those before it stay, and the error names statement, line, SQLSTATE and hint")
  func failure() async throws {
    let made = try await PostgresProject()
    try made.chain(3)
    try made.project.sql(
      "bbbb11", after: ["a003"], upgrade: "CREATE TABLE fine (id integer);\n\nSELECT lenght('x');", downgrade: "")
    try made.project.sql("cccc11", after: ["bbbb11"])
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 1)
    #expect(ended.error.contains("upgrade of revision bbbb11 (versions/bbbb11.sql:7) failed at statement 2"))
    #expect(ended.error.contains("42883"))
    #expect(ended.error.contains("hint: No function matches"))
    #expect(ended.error.contains("nothing of bbbb11 is left in the database"))
    #expect(!ended.error.contains("cccc11"))
    #expect(try await made.heads() == ["a003"])
    #expect(try await made.query("SELECT to_regclass('fine') IS NULL") == ["t"])
    #expect(try await made.journal() == ["upgrade a001 3", "upgrade a002 3", "upgrade a003 3"])
  }

  @Test("The first revision that fails leaves no tables of rev's own")
  func firstFails() async throws {
    let made = try await PostgresProject()
    let empty = try await made.database.schemaDump()
    try made.project.sql("aaaa11", upgrade: "SELECT 1/0;", downgrade: "")
    #expect(try await made.project.rev("upgrade").status == 1)
    #expect(try await made.database.schemaDump() == empty)
  }

  @Test("What the server has to say is shown")
  func notices() async throws {
    let made = try await PostgresProject()
    try made.project.sql(
      "aaaa11", upgrade: "DO $$ BEGIN RAISE WARNING 'mind the gap'; END $$;\nDROP TABLE IF EXISTS nothing;",
      downgrade: "")
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 0)
    #expect(ended.error.contains("WARNING: mind the gap"))
    #expect(ended.error.contains("NOTICE: table \"nothing\" does not exist, skipping"))
  }

  @Test("Swift in a revision runs in its transaction, between pipelined ones")
  func live() async throws {
    let made = try await PostgresProject(cache: .shared)
    try made.project.sql("aaaa11", upgrade: "CREATE TABLE t (id integer);", downgrade: "DROP TABLE t;")
    try made.project.swift(
      "bbbb11", after: ["aaaa11"],
      upgrade: "Live(\"seed\") { for n in 1...3 { try await $0.execute(\"INSERT INTO t VALUES (\\(n))\") } }")
    try made.project.sql("cccc11", after: ["bbbb11"], upgrade: "INSERT INTO t VALUES (4);", downgrade: "")
    try await made.project.output("upgrade")
    #expect(try await made.query("SELECT id FROM t ORDER BY 1") == ["1", "2", "3", "4"])
    #expect(try await made.journal() == ["upgrade aaaa11 1", "upgrade bbbb11 1", "upgrade cccc11 1"])
  }

  @Test("Settings that a revision changes are not those of the next, nor of rev's own tables")
  func settings() async throws {
    let made = try await PostgresProject()
    try made.project.sql(
      "aaaa11", upgrade: "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (id integer);",
      downgrade: "DROP TABLE a;")
    try made.project.sql(
      "bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE b (id integer);", downgrade: "DROP TABLE b;")
    try await made.project.output("upgrade")
    #expect(try await made.query("SELECT relname FROM pg_class WHERE relname IN ('a', 'b') ORDER BY 1") == ["a", "b"])
    let other = try await made.another()
    let script = try await made.project.output("upgrade", "--sql")
    let ended = try await made.feed(script, to: other)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try await made.state(on: other) == made.state())
  }

  @Test("--wait waits for a server that is still starting; without it the refusal is immediate and names no password")
  func waits() async throws {
    let server = try await PostgresServer.start()
    let made = try await PostgresProject(on: server)
    try made.chain(1)
    try await server.stop()
    try made.write(url: made.database.url.replacing("postgres@", with: "postgres:s3cret-word@"))
    let refused = try await made.project.rev("upgrade")
    #expect(refused.status == 1)
    #expect(refused.error.contains("cannot open the database"))
    #expect(!refused.all.contains("s3cret-word"))
    async let upgrade = made.project.rev("upgrade", "--wait", "60")
    try await Task.sleep(for: .milliseconds(300))
    try await server.startAgain()
    let ended = try await upgrade
    #expect(ended.status == 0, "\(ended.all)")
    #expect(try await made.heads() == ["a001"])
  }

  @Test("libpq's own ways to an address work: PGHOST and its like, and parameters of the URL")
  func addresses() async throws {
    let made = try await PostgresProject()
    try made.chain(1)
    let parameters = Dictionary(made.database.parameters.map { ($0.keyword, $0.value) }) { first, _ in first }
    let environment = ["PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGDATABASE": "dbname"].compactMapValues {
      parameters[$0]
    }
    let ended = try await made.project.rev(
      "upgrade", "--database-url", "postgresql://", environment: environment)
    #expect(ended.status == 0, "\(ended.all)")
    let folder = try #require(parameters["host"]).replacing("/", with: "%2F")
    let url = "postgresql+psycopg2://\(folder):\(made.database.server.port)/\(made.database.name)?user=postgres"
    let current = try await made.project.rev("current", "--database-url", url)
    #expect(current.output.contains("a001"), "\(current.all)")
  }
}
