import PostgresTesting
import Testing

@Suite("The tests' own server", needsServer)
struct TestServerTests {
  @Test("a database is fresh, takes SQL and can be dumped")
  func freshDatabase() async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    try await database.run("CREATE TABLE t (a integer)")
    #expect(try await database.run("SELECT count(*) FROM t") == "0\n")
    let dump = try await database.schemaDump()
    #expect(dump.contains("CREATE TABLE public.t"))
    #expect(!dump.contains("restrict"))
    #expect(try await database.schemaDump() == dump)
    try await database.drop()
  }

  @Test("the server can be restarted at once, and keeps what was committed")
  func restart() async throws {
    let server = try await PostgresServer.start()
    let database = try await server.makeDatabase()
    try await database.run("CREATE TABLE t (a integer)")
    try await server.restartAtOnce()
    #expect(try await database.run("SELECT count(*) FROM t") == "0\n")
  }
}
