import Dialects
import Foundation
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@Suite("Interrupting PostgreSQL", needsServer)
struct InterruptTests {
  /// Interrupts once a statement of the database is running.
  private func interrupt(_ handle: any InterruptHandle, when database: TestDatabase) -> Task<Void, any Error> {
    Task.detached {
      let watcher = try await PostgresConnection.open(database.parameters)
      while try await watcher.query(
        """
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'PgSleep' AND pid <> pg_backend_pid()
        """
      ).isEmpty {}
      handle.interrupt()
    }
  }

  @Test("an interrupt from another thread ends the statement on the server, and the connection goes on")
  func interrupted() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    let interruption = interrupt(connection.interruptHandle, when: database)
    let error = try await databaseError { try await connection.run("SELECT pg_sleep(1000)") }
    try await interruption.value
    #expect(error.kind == .interrupted)
    #expect(error.code == "57014")
    #expect(try await connection.query("SELECT 1").first?[0] == 1)
  }

  @Test("an interrupt without a statement does nothing to the next")
  func idle() async throws {
    let (connection, _) = try await connectToFreshDatabase()
    connection.interruptHandle.interrupt()
    #expect(try await connection.query("SELECT 1").first?[0] == 1)
  }

  @Test("an interrupt ends the transaction that is running in a pipeline, and keeps those before it")
  func pipeline() async throws {
    let (connection, database) = try await connectToFreshDatabase()
    let interruption = interrupt(connection.interruptHandle, when: database)
    do throws(PipelineError) {
      _ = try await connection.run(
        transactions: [
          ["BEGIN", "CREATE TABLE a ()", "COMMIT"], ["BEGIN", "CREATE TABLE b ()", "SELECT pg_sleep(1000)", "COMMIT"],
          ["BEGIN", "CREATE TABLE c ()", "COMMIT"],
        ], maximumInFlight: 8, shouldStop: { false }, committed: { _ in })
      Issue.record("it ended well")
    } catch {
      #expect(error.cause.kind == .interrupted)
      #expect((error.transaction, error.statement) == (1, 2))
    }
    try await interruption.value
    #expect(try await database.run("SELECT relname FROM pg_class WHERE relname IN ('a', 'b', 'c')") == "a\n")
  }
}
