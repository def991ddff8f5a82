import Foundation
import PostgresTesting
import RandomTesting
import Synchronization
import Testing

@Suite("PostgreSQL: kill -9, restarts and cut connections", needsPostgres)
struct PostgresCrashTests {
  /// Checks that the database is whole, and stands exactly where it says, however the run ended.
  private func check(_ made: PostgresProject, _ ids: [String], _ when: String) async throws {
    let rows =
      try await made.query(
        "SELECT to_regclass('rev_version') IS NULL") == ["t"] ? [] : try await made.heads()
    let applied = rows.isEmpty ? [] : Array(ids[...(ids.firstIndex(of: rows[0]) ?? 0)])
    let tables = try await made.query(
      "SELECT substr(relname, 3) FROM pg_class WHERE relkind = 'r' AND relname ~ '^t_a' ORDER BY 1")
    // A revision outside a transaction may be under way: then the journal has it open.
    let open =
      rows.isEmpty && tables.isEmpty
      ? [] : try await made.query("SELECT revision FROM rev_journal WHERE finished_at IS NULL")
    #expect(open.count <= 1, "\(when)")
    #expect(tables == applied || tables == (applied + open).sorted(), "\(when): at \(rows), open \(open)")
    for id in tables {
      let counted = try await made.query("SELECT count(*) FROM t_\(id)")
      #expect(counted == ["20"] || open == [id], "\(when): \(id)")
    }
  }

  private func settled(_ made: PostgresProject) async throws {
    // What a killed client has sent is ended by the server within client_connection_check_interval.
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in 0..<300 where try await made.query(others) != ["0"] { try await Task.sleep(for: .milliseconds(50)) }
    let rest = try await made.query(
      "SELECT state, wait_event, query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    #expect(rest == [])
  }

  private func finish(_ made: PostgresProject, _ ids: [String]) async throws {
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 0, "\(ended.all)")
    #expect(try await made.heads() == [ids[ids.count - 1]])
    #expect(try await made.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == ["0"])
    #expect(try await made.journal().filter { $0.contains("open") } == [])
  }

  @Test(
    "kill -9 at random times, with and without CONCURRENTLY: a recorded place, and running again reaches the head",
    arguments: 0..<2)
  func killed(_ seed: Int) async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(20, concurrently: seed % 2 == 1, slowly: true)
    var random = SplitMix64(seed: UInt64(seed))
    var kills = 0
    for round in 0..<rounds(6) {
      try await made.database.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
      let count = Int(random.next(upperBound: UInt64(18)))
      let pause = Duration.microseconds(Int64(random.next(upperBound: UInt64(80_000))))
      async let run = made.project.rev(["upgrade"], isLimited: false)
      let reached =
        "SELECT CASE WHEN to_regclass('rev_journal') IS NULL THEN false ELSE (SELECT count(*) >= \(count) FROM pg_class WHERE relname ~ '^t_a' AND relkind = 'r') END"
      while try await made.query(reached) == ["f"] {}
      try await Task.sleep(for: pause)
      try await made.signal(SIGKILL)
      if try await run.status == -SIGKILL { kills += 1 }
      try await settled(made)
      try await check(made, ids, "round \(round), after \(count) tables and \(pause)")
      try await finish(made, ids)
    }
    #expect(kills > 0)
  }

  @Test(
    "kill -9 before each message to the server: a recorded place, and running again reaches the head",
    arguments: [false, true])
  func cutAtEveryMessage(concurrently: Bool) async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(6, concurrently: concurrently)
    // How many messages a whole run takes.
    let counter = MessageCounter()
    let counting = try Proxy(to: made.database.server.port) { message in
      if message.isFromClient { counter.add() }
      return .pass
    }
    try made.write(url: made.database.url(port: counting.port))
    try await made.project.output("upgrade")
    let whole = counter.count
    #expect(whole > 30)
    for position in stride(from: 1, to: whole, by: max(1, whole / rounds(10))) {
      try await made.database.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
      let seen = MessageCounter()
      let proxy = try Proxy(to: made.database.server.port) { message in
        guard message.isFromClient, seen.add() == position else { return .pass }
        return position % 2 == 0 ? .cutBefore : .cutAfter
      }
      try made.write(url: made.database.url(port: proxy.port))
      let ended = try await made.project.rev("upgrade")
      try made.write(url: made.database.url)
      // Behind the last COMMIT there is nothing left that could fail.
      let isThere = try await made.query("SELECT to_regclass('t_\(ids[5])') IS NOT NULL") == ["t"]
      #expect(ended.status == 1 || ended.status == 0 && isThere, "message \(position): \(ended.all)")
      #expect(ended.status == 0 || ended.error.contains("error:"), "\(ended.error)")
      try await settled(made)
      try await check(made, ids, "message \(position)")
      try await finish(made, ids)
    }
  }

  @Test("A connection cut during COMMIT: the error says that the outcome is not known, and running again finds it out")
  func cutDuringCommit() async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(3)
    for cut in [Proxy.Verdict.cutBefore, .cutAfter] {
      try await made.database.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
      let commits = MessageCounter()
      let proxy = try Proxy(to: made.database.server.port) { message in
        guard message.isFromClient, message.type == UInt8(ascii: "P"), message.contains("COMMIT") else { return .pass }
        return commits.add() == 2 ? cut : .pass
      }
      try made.write(url: made.database.url(port: proxy.port))
      let ended = try await made.project.rev("upgrade")
      #expect(ended.status == 1)
      #expect(ended.error.contains("is not known"), "\(ended.error)")
      try made.write(url: made.database.url)
      try await settled(made)
      try await check(made, ids, "\(cut)")
      try await finish(made, ids)
    }
  }

  @Test(
    "The server restarted at once in the middle: a clear error, a recorded place, and the next run reaches the head")
  func restarted() async throws {
    let server = try await PostgresServer.start(settings: ["fsync": "on"])
    let made = try await PostgresProject(on: server)
    // So many that they are not through before the third is seen, however busy the machine is.
    let ids = try made.chain(100, slowly: true)
    async let run = made.project.rev(["upgrade"], isLimited: false)
    while try await made.query("SELECT to_regclass('t_a003') IS NULL") == ["t"] {}
    try await server.restartAtOnce()
    let ended = try await run
    #expect(ended.status == 1)
    #expect(ended.error.contains("error:") && !ended.error.contains("Fatal error"), "\(ended.error)")
    try await check(made, ids, "restarted")
    try await finish(made, ids)
  }

  @Test("After a kill -9 with a pipeline in flight the server stops soon, at a recorded revision")
  func pipelineInFlight() async throws {
    let made = try await PostgresProject()
    let ids = try made.chain(1_000, slowly: true)
    async let run = made.project.rev(["upgrade"], isLimited: false)
    let started = "SELECT to_regclass('rev_journal') IS NOT NULL"
    while try await made.query(started) == ["f"] { try await Task.sleep(for: .milliseconds(20)) }
    try await made.signal(SIGKILL)
    #expect(try await run.status == -SIGKILL)
    try await settled(made)
    try await check(made, ids, "in flight")
    let count = try await made.query("SELECT count(*) FROM rev_journal").first.flatMap(Int.init) ?? 0
    // What was sent ahead was not all carried out.
    #expect(count < 1_000)
  }
}

/// Counts messages, from any thread.
final class MessageCounter: Sendable {
  private let value = Atomic<Int>(0)

  /// Counts one more, and returns how many there are.
  @discardableResult
  func add() -> Int { value.add(1, ordering: .relaxed).newValue }

  var count: Int { value.load(ordering: .relaxed) }
}
