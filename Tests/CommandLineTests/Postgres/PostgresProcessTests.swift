import Foundation
import PostgresTesting
import Testing

@Suite("PostgreSQL: many processes", needsPostgres)
struct PostgresProcessTests {
  private func together(_ made: PostgresProject, _ count: Int, _ words: [String] = ["upgrade"]) async throws -> [Ended]
  {
    try await withThrowingTaskGroup { group in
      for _ in 0..<count { group.addTask { try await made.project.rev(words, isLimited: false) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test("32 upgrade one fresh database at once: each revision runs once, and all end with 0", arguments: [false, true])
  func upgrade(concurrently: Bool) async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(20, concurrently: concurrently)
    let ended = try await together(made, 32)
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    #expect(try await made.heads() == ["a020"])
    #expect(try await made.journal() == ids.map { "upgrade \($0) 3" })
    #expect(try await made.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == ["0"])
    #expect(try await made.advisoryLocks() == 0)
  }

  @Test("32 through PgBouncer in transaction mode: the same, with no lock of the session", needsPgBouncer)
  func throughPooler() async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(20)
    let pooler = try await PgBouncer(server: made.database.server, poolSize: 8)
    try made.write(url: made.database.url(port: pooler.port))
    let ended = try await together(made, 32)
    for one in ended { #expect(one.status == 0, "\(one.all)") }
    #expect(try await made.heads() == ["a020"])
    #expect(try await made.journal() == ids.map { "upgrade \($0) 3" })
    #expect(try await made.advisoryLocks() == 0)
  }

  @Test(
    "Through PgBouncer CONCURRENTLY is refused before anything runs, and runs past it with direct_database_url",
    needsPgBouncer)
  func concurrentlyThroughPooler() async throws {
    let made = try await PostgresProject()
    try made.chain(6, concurrently: true)
    let pooler = try await PgBouncer(server: made.database.server)
    try made.write(url: made.database.url(port: pooler.port))
    let refused = try await made.project.rev("upgrade")
    #expect(refused.status == 1)
    #expect(refused.error.contains("a005") && refused.error.contains("direct_database_url"), "\(refused.error)")
    #expect(try await made.heads() == [])
    let direct = try await made.project.rev("upgrade", environment: ["DIRECT_DATABASE_URL": made.database.url])
    #expect(direct.status == 0, "\(direct.all)")
    #expect(try await made.heads() == ["a006"])
  }

  @Test("When the one who holds the lock is killed, one of those who wait takes over")
  func holderKilled() async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(12, slowly: true)
    async let holder = made.project.rev(["upgrade"], isLimited: false, killedAfter: .milliseconds(400))
    let others = try await together(made, 8)
    _ = try await holder
    for one in others { #expect(one.status == 0, "\(one.all)") }
    #expect(try await made.heads() == ["a012"])
    #expect(try await made.journal() == ids.map { "upgrade \($0) 4" })
  }

  @Test("Whoever waits for another runner too long says so, and changes nothing")
  func waitsInVain() async throws {
    let made = try await PostgresProject("runner_wait = 1")
    try made.chain(1)
    // The lock, taken as `rev` takes it.
    let key = "hashtextextended('rev public.rev_version', 0)"
    async let holder = made.database.psql(["-c", "SELECT pg_advisory_lock(\(key))", "-c", "SELECT pg_sleep(600)"])
    while try await made.advisoryLocks() == 0 { try await Task.sleep(for: .milliseconds(20)) }
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 1)
    #expect(ended.error.contains("Waiting for another rev"))
    #expect(ended.error.contains("runner_wait"))
    #expect(try await made.heads() == [])
    try await made.endSleepers()
    _ = try await holder
  }
}
