import Foundation
import PostgresTesting
import Testing

@Suite("PostgreSQL: scripts of SQL", needsPostgres)
struct PostgresOfflineTests {
  @Test("A script fed to psql leaves the schema, version rows and journal of an online run, up and down")
  func equalsOnline() async throws {
    let sample = try await PostgresProject.sample()
    let offline = try await sample.another()
    for words in [["upgrade", "heads"], ["downgrade", "base"]] {
      try await sample.project.rev(words)
      let script = try await sample.project.rev(words + ["--sql"])
      let ended = try await sample.feed(script.output, to: offline)
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(try await sample.state(on: offline) == sample.state())
    }
  }

  @Test("The same with CONCURRENTLY among them, and for a part of the way up and down")
  func parts() async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(12, concurrently: true)
    try await made.project.output("upgrade")
    let offline = try await made.another()
    for (words, head) in [(["upgrade", ":a006"], "a006"), (["upgrade", "a006:head"], "a012")] {
      let script = try await made.project.rev(words + ["--sql"]).output
      let ended = try await made.feed(script, to: offline)
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(try await made.heads(on: offline) == [head])
    }
    #expect(try await made.state(on: offline) == made.state())
    try await made.project.output("downgrade", "a004")
    let script = try await made.project.output("downgrade", "a012:a004", "--sql")
    #expect(try await made.feed(script, to: offline).status == 0)
    #expect(try await made.state(on: offline) == made.state())
    #expect(ids.count == 12)
  }

  @Test(
    "A script changes nothing on a database at another revision, whether the client stops at errors or not",
    arguments: [true, false])
  func wrongPlace(stopping: Bool) async throws {
    let made = try await PostgresProject()
    try made.chain(10, concurrently: true)
    let whole = try await made.project.output("upgrade", "--sql")
    let rest = try await made.project.output("upgrade", "a004:head", "--sql")
    for (start, script) in [("a003", rest), ("a005", rest), ("a003", whole), ("a010", whole), ("a010", rest)] {
      try await made.project.output("downgrade", "base")
      try await made.project.output("upgrade", start)
      let before = try await made.state()
      let ended = try await made.feed(script, to: made.database, stopping: stopping)
      #expect(ended.errors.contains("rev: this script starts at"), "\(ended.errors)")
      if stopping { #expect(ended.status == 3) }
      #expect(try await made.state() == before)
    }
    // Nothing is there at all.
    let empty = try await made.another()
    _ = try await made.feed(rest, to: empty, stopping: stopping)
    #expect(try await made.heads(on: empty) == [])
    #expect(try await made.query("SELECT to_regclass('t_a005') IS NULL", on: empty) == ["t"])
  }

  @Test(
    "A statement that fails midway leaves the script's database at a recorded revision, also where the client goes on")
  func failsMidway() async throws {
    let made = try await PostgresProject()
    try made.chain(10, concurrently: true)
    let script = try await made.project.output("upgrade", "--sql")
    try await made.database.run("CREATE TABLE t_a004 (id integer)")
    _ = try await made.feed(script, to: made.database, stopping: false)
    #expect(try await made.heads() == ["a003"])
    #expect(try await made.query("SELECT count(*) FROM pg_class WHERE relname ~ '^t_a0' AND relkind = 'r'") == ["4"])
    try await made.database.run("DROP TABLE t_a004")
    try await made.project.output("upgrade")
    #expect(try await made.heads() == ["a010"])
  }

  @Test("An index that fails to be built outside a transaction stops the rest, also where the client goes on")
  func failsOutside() async throws {
    let made = try await PostgresProject()
    try made.chain(2)
    try made.project.sql(
      "bbbb11", after: ["a002"], upgrade: "CREATE UNIQUE INDEX CONCURRENTLY ux ON t_a001 ((id IS NULL));",
      downgrade: "DROP INDEX CONCURRENTLY ux;")
    try made.project.sql("cccc11", after: ["bbbb11"])
    let script = try await made.project.output("upgrade", "--sql")
    let ended = try await made.feed(script, to: made.database, stopping: false)
    #expect(ended.errors.contains("could not create unique index"))
    #expect(try await made.heads() == ["a002"])
    #expect(try await made.journal() == ["upgrade a001 3", "upgrade a002 3", "upgrade bbbb11 0 open endless"])
    #expect(try await made.query("SELECT to_regclass('t_cccc11') IS NULL") == ["t"])
  }

  @Test("--dialect writes for either kind with no server to be reached, and no URL")
  func dialects() async throws {
    let project = try Project("", cache: .own)
    try project.write("migrate.ini", "[rev]\nscript_location = %(here)s\n")
    try project.sql("aaaa11")
    #expect(
      try await project.output("upgrade", "--sql", "--dialect", "postgresql").contains("LOCK TABLE \"rev_version\""))
    #expect(try await project.output("upgrade", "--sql", "--dialect", "sqlite").contains("BEGIN IMMEDIATE"))
    #expect(
      try await project.output("stamp", "head", "--sql", "--dialect", "postgresql").contains(
        "INSERT INTO \"rev_version\""))
    let unknown = try await project.rev("upgrade", "--sql", "--dialect", "oracle")
    #expect(unknown.status == 64)
    #expect(unknown.error.contains("postgresql, sqlite") || unknown.error.contains("sqlite, postgresql"))
    let unreachable = try await project.rev(
      "upgrade", "--sql", "--database-url", "postgresql://nobody@127.0.0.1:1/nothing")
    #expect(unreachable.status == 0)
  }

  @Test("A stamp's script moves the version rows and writes the journal")
  func stamp() async throws {
    let made = try await PostgresProject()
    try made.chain(4)
    try await made.project.output("stamp", "a002")
    let offline = try await made.another()
    let script = try await made.project.output("stamp", "a002", "--sql")
    #expect(try await made.feed(script, to: offline).status == 0)
    #expect(try await made.state(on: offline) == made.state())
  }
}
