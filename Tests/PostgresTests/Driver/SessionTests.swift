import Dialects
import PostgresDialect
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@Suite("The session on PostgreSQL", needsServer)
struct SessionTests {
  private static let names = [
    "search_path", "lock_timeout", "statement_timeout", "client_connection_check_interval",
  ]
  private static let wanted = ["\"odd schema\"", "1234ms", "5678ms", "100ms"]
  private static let options = ConnectionOptions(
    settings: PostgresSettings(defaultSchema: "odd schema", lockTimeout: 1_234, statementTimeout: 5_678))

  private func settings(_ connection: PostgresConnection) async throws -> [String] {
    var values: [String] = []
    for name in Self.names { values.append(try await connection.query("SHOW \(raw: name)").first?[0].text ?? "") }
    return values
  }

  @Test("a direct connection is settled for the whole session, and again after a revision changed it")
  func direct() async throws {
    let (connection, database) = try await connectToFreshDatabase(options: Self.options)
    try await connection.prepareForRevisions()
    #expect(connection.keepsSession && !connection.isPooled)
    #expect(connection.transactionPreamble.isEmpty)
    #expect(try await settings(connection) == Self.wanted)

    try await database.run("CREATE ROLE other_\(database.name)")
    for change in [
      "SET search_path = pg_catalog", "SET lock_timeout = 1", "SET client_connection_check_interval = 0",
      "SET client_encoding = LATIN1", "SET ROLE other_\(database.name)", "SET TIME ZONE 'Asia/Tokyo'",
    ] { try await connection.run(change) }
    try await connection.restoreSettings()
    #expect(try await settings(connection) == Self.wanted)
    #expect(try await connection.query("SHOW client_encoding").first?[0] == "UTF8")
    #expect(try await connection.query("SELECT current_user::text").first?[0] == "postgres")
    #expect(try await connection.query("SHOW application_name").first?[0] == "rev")
    try await database.run("DROP ROLE other_\(database.name)")
  }

  @Test("what restores the settings works inside a transaction too")
  func insideTransaction() async throws {
    let (connection, _) = try await connectToFreshDatabase(options: Self.options)
    try await connection.prepareForRevisions()
    let count = try await connection.run(
      transactions: [["BEGIN", "SET lock_timeout = 1"] + connection.restoringSettings + ["COMMIT"]],
      maximumInFlight: 1, shouldStop: { false }, committed: { _ in })
    #expect(count == 1)
    #expect(try await settings(connection) == Self.wanted)
  }

  @Test("a session is not prepared inside a transaction")
  func prepareInside() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    try await connection.run("BEGIN")
    #expect(try await databaseError { try await connection.prepareForRevisions() }.code == "25001")
  }

  @Test(
    "a transaction pooler is noticed: nothing is set in the session, and each transaction begins with the settings",
    .enabled(if: PostgresPrograms.pgBouncer != nil, "\(PostgresPrograms.whyNoPgBouncer)"))
  func pooled() async throws {
    let server = try await PostgresServer.shared()
    let pooler = try await PgBouncer(server: server, poolSize: 1)
    let database = try await server.makeDatabase()
    let connection = try await PostgresConnection.open(
      database.parameters(port: pooler.port), options: Self.options)
    try await connection.prepareForRevisions()
    #expect(connection.isPooled && !connection.keepsSession)
    let untouched = try await settings(connection)
    #expect(untouched != Self.wanted)
    try await connection.run("BEGIN")
    for statement in connection.transactionPreamble { try await connection.run(statement) }
    #expect(try await settings(connection) == Self.wanted)
    try await connection.run("COMMIT")
    #expect(try await settings(connection) == untouched)

    // A setting that a revision leaves behind would be the next client's, on the same server connection.
    let leave = ["SET lock_timeout = 1"]
    for (index, end) in [leave + connection.restoringSettings, leave].enumerated() {
      _ = try await connection.run(
        transactions: [["BEGIN"] + connection.transactionPreamble + end + ["COMMIT"]], maximumInFlight: 1,
        shouldStop: { false }, committed: { _ in })
      let other = try await PostgresConnection.open(database.parameters(port: pooler.port))
      #expect(try await settings(other)[1] == (index == 0 ? untouched[1] : "1ms"))
    }
  }

  @Test(
    "a pipeline through a pooler stops where it should",
    .enabled(if: PostgresPrograms.pgBouncer != nil, "\(PostgresPrograms.whyNoPgBouncer)"))
  func pooledPipeline() async throws {
    let server = try await PostgresServer.shared()
    let pooler = try await PgBouncer(server: server)
    let database = try await server.makeDatabase()
    let connection = try await PostgresConnection.open(database.parameters(port: pooler.port))
    do throws(PipelineError) {
      _ = try await connection.run(
        transactions: (0..<100).map { ["BEGIN", $0 == 60 ? "SELECT 1/0" : "CREATE TABLE t\($0) ()", "COMMIT"] },
        maximumInFlight: 16, shouldStop: { false }, committed: { _ in })
      Issue.record("it ended well")
    } catch {
      #expect((error.transaction, error.statement) == (60, 1))
    }
    #expect(!connection.isInTransaction)
    #expect(try await database.run("SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]'") == "60\n")
  }
}
