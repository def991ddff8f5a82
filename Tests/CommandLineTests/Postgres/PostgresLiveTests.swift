import Foundation
import PostgresTesting
import Testing

@Suite("PostgreSQL: Live that is interrupted", needsPostgres)
struct PostgresLiveTests {
  private func project(_ body: String) async throws -> PostgresProject {
    let made = try await PostgresProject(cache: .shared)
    try made.project.sql("aaaa11", upgrade: "CREATE TABLE t (id integer);", downgrade: "DROP TABLE t;")
    try made.project.swift(
      "bbbb11", after: ["aaaa11"], imports: "import Glibc",
      upgrade: """
        SQL("CREATE TABLE half (id integer)")
        Live("sleep", fingerprint: "1") { connection in
          try await connection.execute("INSERT INTO half VALUES (1)")
          \(body)
        }
        """)
    return made
  }

  /// What has to hold after a signal ended the run.
  private func expectNothingLeft(_ ended: Ended, in made: PostgresProject) async throws {
    #expect(ended.status == 1)
    #expect(ended.error.contains("error: interrupted") && ended.error.contains("bbbb11"), "\(ended.error)")
    #expect(ended.error.contains("hint: nothing of bbbb11 is left"), "\(ended.error)")
    #expect(try await made.heads() == ["aaaa11"])
    #expect(try await made.journal() == ["upgrade aaaa11 1"])
    #expect(try await made.query("SELECT to_regclass('half') IS NULL") == ["t"])
    #expect(try await made.advisoryLocks() == 0)
    let others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    #expect(try await made.query("SELECT pid, state, query \(others) AND backend_type = 'client backend'") == [])
  }

  @Test("While it sleeps on the server: the statement is ended there, and the revision leaves nothing")
  func onServer() async throws {
    let made = try await project(#"_ = try await connection.query("SELECT pg_sleep(60)")"#)
    async let upgrade = made.project.rev(["upgrade"], isLimited: false)
    try await made.waitForSleeper()
    try await made.signal(SIGINT)
    try await expectNothingLeft(upgrade, in: made)
  }

  @Test("While it sleeps in Swift: its task is cancelled, and the revision leaves nothing")
  func inSwift() async throws {
    let made = try await project(
      """
      close(open("asleep", O_CREAT | O_WRONLY, 0o600))
      try await Task.sleep(for: .seconds(60))
      """)
    async let upgrade = made.project.rev(["upgrade"], isLimited: false)
    while !made.project.exists("asleep") { try await Task.sleep(for: .milliseconds(20)) }
    try await made.signal(SIGINT)
    try await expectNothingLeft(upgrade, in: made)
  }

  @Test("One that passes over the end of its statement is stopped all the same, and the revision leaves nothing")
  func passingOver() async throws {
    let made = try await project(
      #"""
      _ = try? await connection.query("SELECT pg_sleep(60)")
      _ = try? await connection.query("ROLLBACK")
      """#)
    async let upgrade = made.project.rev(["upgrade"], isLimited: false)
    try await made.waitForSleeper()
    try await made.signal(SIGINT)
    let ended = try await upgrade
    #expect(ended.status == 1)
    #expect(try await made.heads() == ["aaaa11"])
    #expect(try await made.query("SELECT to_regclass('half') IS NULL") == ["t"])
  }
}
