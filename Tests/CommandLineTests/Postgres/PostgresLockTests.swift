import Foundation
import PostgresTesting
import Testing

@Suite("PostgreSQL: locks", needsPostgres)
struct PostgresLockTests {
  @Test(
    "A revision that waits for a long reader gives its lock up after lock_timeout, and succeeds when the reader is gone"
  )
  func longReader() async throws {
    let made = try await PostgresProject("lock_timeout = 0.2\nlock_retries = 60")
    try made.chain(2)
    try made.project.sql(
      "bbbb11", after: ["a002"], upgrade: "ALTER TABLE t_a001 ADD COLUMN more integer;", downgrade: "")
    try made.project.sql("cccc11", after: ["bbbb11"])
    try await made.project.output("upgrade", "a002")
    async let reader = made.database.psql(["-c", "BEGIN; SELECT count(*) FROM t_a001; SELECT pg_sleep(600); COMMIT"])
    try await made.waitForSleeper()
    async let upgrade = made.project.rev("upgrade")
    let waited = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while try await made.query(waited).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    // Somebody else reads meanwhile, and is not held up for longer than the timeout.
    #expect(try await made.query("SELECT count(*) FROM t_a001") == ["20"])
    while try await !made.query(waited).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    try await made.endSleepers()
    let ended = try await upgrade
    #expect(ended.status == 0, "\(ended.all)")
    #expect(ended.error.contains("trying again in"))
    #expect(try await made.heads() == ["cccc11"])
    _ = try await reader
  }

  @Test("Without retries the lock_timeout is an error that names the revision, and nothing of it is left")
  func noRetries() async throws {
    let made = try await PostgresProject("lock_timeout = 0.2\nlock_retries = 0")
    try made.chain(1)
    try made.project.sql(
      "bbbb11", after: ["a001"], upgrade: "ALTER TABLE t_a001 ADD COLUMN more integer;", downgrade: "")
    try await made.project.output("upgrade", "a001")
    async let reader = made.database.psql(["-c", "BEGIN; SELECT count(*) FROM t_a001; SELECT pg_sleep(600); COMMIT"])
    try await made.waitForSleeper()
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 1)
    #expect(ended.error.contains("bbbb11") && ended.error.contains("55P03"), "\(ended.error)")
    #expect(try await made.heads() == ["a001"])
    try await made.endSleepers()
    _ = try await reader
  }

  @Test("statement_timeout ends a statement, and the error says which")
  func statementTimeout() async throws {
    let made = try await PostgresProject("statement_timeout = 0.3")
    try made.project.sql("aaaa11", upgrade: "SELECT pg_sleep(20);", downgrade: "")
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 1)
    #expect(ended.error.contains("statement timeout") && ended.error.contains("pg_sleep(20)"), "\(ended.error)")
  }

  @Test("SIGINT ends the statement on the server, the revision leaves nothing, and that is said")
  func interrupted() async throws {
    let made = try await PostgresProject()
    try made.chain(1)
    try made.project.sql(
      "bbbb11", after: ["a001"], upgrade: "CREATE TABLE half (id integer);\nSELECT pg_sleep(120);", downgrade: "")
    async let run = made.project.rev(["upgrade"], isLimited: false)
    let sleeping =
      "SELECT pid FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep' AND datname = current_database() AND state = 'active'"
    try await made.waitForSleeper()
    try await made.signal(SIGINT)
    let ended = try await run
    #expect(ended.status == 1)
    #expect(ended.error.contains("interrupted") || ended.error.contains("57014"), "\(ended.error)")
    #expect(try await made.query(sleeping).isEmpty)
    #expect(try await made.heads() == ["a001"])
    #expect(try await made.query("SELECT to_regclass('half') IS NULL") == ["t"])
  }
}
