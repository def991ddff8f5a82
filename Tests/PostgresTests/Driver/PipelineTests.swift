import Dialects
import PostgresDriver
import PostgresTesting
import RandomTesting
import Revisions
import Testing

@Suite("Pipelines", needsServer)
struct PipelineTests {
  private func tables(_ database: TestDatabase) async throws -> [String] {
    try await database.run("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^t' ORDER BY 1")
      .split(separator: "\n").map(String.init)
  }

  /// What a pipeline did: what it returned or where it stopped, and what it reported on the way.
  private func outcome(
    _ connection: PostgresConnection, _ transactions: [[String]], window: Int = 16, shouldStop: () -> Bool = { false }
  ) async -> (returned: Int?, failure: PipelineError?, committed: [Int]) {
    var committed: [Int] = []
    do throws(PipelineError) {
      let count = try await connection.run(
        transactions: transactions, maximumInFlight: window, shouldStop: shouldStop, committed: { committed.append($0) }
      )
      return (count, nil, committed)
    } catch {
      return (nil, error, committed)
    }
  }

  @Test("of three transactions with an error in the second, exactly the first stays", arguments: [1, 2, 16])
  func errorInSecond(_ window: Int) async throws {
    let (connection, database) = try await connectToFreshDatabase()
    let (_, failure, committed) = await outcome(
      connection,
      [
        ["BEGIN", "CREATE TABLE t1 ()", "COMMIT"], ["BEGIN", "CREATE TABLE t2 ()", "SELECT 'é', missing", "COMMIT"],
        ["BEGIN", "CREATE TABLE t3 ()", "COMMIT"],
      ], window: window)
    #expect((failure?.transaction, failure?.statement) == (1, 2))
    #expect(failure?.cause.code == "42703")
    #expect(failure?.cause.statement == "SELECT 'é', missing")
    #expect(failure?.cause.offset == "SELECT 'é', ".utf8.count)
    #expect(committed == [0])
    #expect(try await tables(database) == ["t1"])
    #expect(!connection.isInTransaction)
    #expect(try await connection.query("SELECT 1").first?[0] == 1)
  }

  @Test("an error in a COMMIT leaves nothing of its transaction")
  func errorInCommit() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    let deferred = "CREATE TABLE t2 (a integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)"
    let (_, failure, committed) = await outcome(
      connection,
      [
        ["BEGIN", "CREATE TABLE t1 ()", "COMMIT"], ["BEGIN", deferred, "INSERT INTO t2 VALUES (1), (1)", "COMMIT"],
        ["BEGIN", "CREATE TABLE t3 ()", "COMMIT"],
      ])
    #expect((failure?.transaction, failure?.statement) == (1, 3))
    #expect(failure?.cause.kind == .alreadyExists)
    #expect(committed == [0])
    #expect(try await tables(database) == ["t1"])
    #expect(!connection.isInTransaction)
  }

  @Test("1,000 transactions are committed, each in its turn")
  func many() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    try await connection.run("CREATE TABLE log (n integer)")
    let (count, failure, committed) = await outcome(
      connection, (0..<1_000).map { ["BEGIN", "INSERT INTO log VALUES (\($0))", "SELECT \($0)", "-- none", "COMMIT"] })
    #expect(failure == nil)
    #expect(count == 1_000)
    #expect(committed == Array(0..<1_000))
    let sorted = try await database.run("SELECT count(*), count(DISTINCT xmin::text) FROM log")
    #expect(sorted == "1000|1000\n")
    #expect(await outcome(connection, []).returned == 0)
  }

  @Test("no more transactions are in flight than allowed", arguments: [1, 3])
  func window(_ window: Int) async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    // On the line: each BEGIN of the client, each COMMIT that the server confirms.
    let inFlight = Collected<Int>()
    let proxy = try Proxy(to: database.server.port) { message in
      if message.isFromClient, message.type == UInt8(ascii: "P"), message.contains("BEGIN") { inFlight.add(1) }
      if !message.isFromClient, message.type == UInt8(ascii: "C"), message.contains("COMMIT") { inFlight.add(-1) }
      return .pass
    }
    let connection = try await PostgresConnection.open(database.parameters(port: proxy.port))
    let (count, failure, _) = await outcome(
      connection, (0..<20).map { ["BEGIN", "SELECT \($0)", "COMMIT"] }, window: window)
    #expect(count == 20, "\(String(describing: failure))")
    var (now, most) = (0, 0)
    for change in inFlight.values {
      now += change
      most = max(most, now)
    }
    #expect(now == 0)
    #expect(most == window)
  }

  @Test("what is to stop sends no more, and waits for what was sent")
  func stopping() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    var asked = 0
    let (count, failure, committed) = await outcome(
      connection, (0..<10).map { ["BEGIN", "CREATE TABLE t\($0) ()", "COMMIT"] }, window: 2
    ) {
      asked += 1
      return asked > 3
    }
    #expect(failure == nil)
    #expect(count == 3)
    #expect(committed == [0, 1, 2])
    #expect(try await tables(database) == ["t0", "t1", "t2"])
    #expect(await outcome(connection, [["BEGIN", "COMMIT"]], shouldStop: { true }).returned == 0)
    #expect(!connection.isInTransaction)
  }

  @Test("much text one way and many rows the other do not block each other")
  func bigResults() async throws {
    let notices = Collected<Int>()
    let (connection, _) = try await connectToFreshDatabase(options: ConnectionOptions { _ in notices.add(1) })
    let text = String(repeating: "x", count: 1 << 20)
    let (count, failure, _) = await outcome(
      connection,
      (0..<8).map { _ in
        [
          "BEGIN", "SELECT '\(text)'", "SELECT repeat('y', 10000) FROM generate_series(1, 2000)",
          "DO 'BEGIN FOR i IN 1..200 LOOP RAISE NOTICE ''n''; END LOOP; END'", "COMMIT",
        ]
      }, window: 8)
    #expect(failure == nil)
    #expect(count == 8)
    #expect(notices.values.count == 1_600)
  }

  @Test("a line cut in the middle says where, and what was reported as committed is")
  func cutInTheMiddle() async throws {
    var random = SplitMix64(seed: 7)
    for _ in 0..<rounds(6) {
      let database = try await PostgresServer.shared().makeDatabase()
      let place = Int.random(in: 10..<190, using: &random)
      let cutsAfter = Bool.random(using: &random)
      let isFromClient = Bool.random(using: &random)
      let proxy = try Proxy(to: database.server.port) { message in
        guard message.isFromClient == isFromClient, message.position == place else { return .pass }
        return cutsAfter ? .cutAfter : .cutBefore
      }
      let connection = try await PostgresConnection.open(database.parameters(port: proxy.port))
      let (_, failure, committed) = await outcome(
        connection, (0..<20).map { ["BEGIN", "CREATE TABLE t\(10 + $0) ()", "COMMIT"] }, window: 5)
      #expect(failure?.cause.kind == .connectionLost)
      #expect(failure?.transaction == committed.count)
      #expect(!connection.isInTransaction)
      #expect(try await databaseError { try await connection.run("SELECT 1") }.kind == .connectionLost)
      let made = try await tables(database)
      #expect(made.count >= committed.count)
      #expect(made == (0..<made.count).map { "t\(10 + $0)" })
    }
  }

  @Test("a backend terminated in the middle says so")
  func terminated() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    let (_, failure, committed) = await outcome(
      connection,
      [
        ["BEGIN", "CREATE TABLE t1 ()", "COMMIT"],
        ["BEGIN", "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(1000)", "COMMIT"],
        ["BEGIN", "CREATE TABLE t2 ()", "COMMIT"],
      ])
    #expect((failure?.transaction, failure?.statement) == (1, 1))
    #expect(failure?.cause.code == "57P01")
    #expect(failure?.cause.kind == .connectionLost)
    #expect(committed == [0])
    #expect(try await tables(database) == ["t1"])
  }

  @Test("a NUL, and COPY from the client, stop it where they stand")
  func unsendable() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    let (_, failure, committed) = await outcome(
      connection,
      [
        ["BEGIN", "CREATE TABLE t1 ()", "COMMIT"], ["BEGIN", "SELECT 1\0", "COMMIT"], ["BEGIN", "SELECT 1", "COMMIT"],
      ])
    #expect((failure?.transaction, failure?.statement) == (1, 1))
    #expect(failure?.cause.code == "22021")
    #expect(committed == [0])
    #expect(!connection.isInTransaction)
    let (_, copy, _) = await outcome(
      connection,
      [
        ["BEGIN", "CREATE TABLE t2 (a integer)", "COMMIT"], ["BEGIN", "COPY t2 FROM STDIN", "COMMIT"],
        ["BEGIN", "COMMIT"],
      ])
    #expect((copy?.transaction, copy?.statement) == (1, 1))
    #expect(copy?.cause.code == "0A000")
    #expect(try await tables(database) == ["t1", "t2"])
  }

  @Test("it is refused inside a transaction, and on what is closed")
  func refusals() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("BEGIN")
    #expect(await outcome(connection, [["BEGIN", "COMMIT"]]).failure?.cause.code == "25001")
    #expect(connection.isInTransaction)
    await connection.close()
    #expect(await outcome(connection, [["BEGIN", "COMMIT"]]).failure?.cause.code == "08003")
  }
}
