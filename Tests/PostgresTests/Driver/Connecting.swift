import Dialects
import PostgresDriver
import PostgresTesting
import Revisions
import Synchronization
import Testing

/// All suites that need a server share this trait.
let needsServer = ConditionTrait.enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)")

/// A connection to a fresh database of the shared server.
func connectToFreshDatabase(
  options: ConnectionOptions = ConnectionOptions()
) async throws -> (connection: PostgresConnection, database: TestDatabase) {
  let database = try await PostgresServer.shared().makeDatabase()
  return (try await PostgresConnection.open(database.parameters, options: options), database)
}

/// The error that a piece of work ends with.
func databaseError(_ work: () async throws -> Void) async throws -> DatabaseError {
  do {
    try await work()
  } catch let error as DatabaseError {
    return error
  }
  throw NoError()
}

struct NoError: Error {}

/// What several threads add to.
final class Collected<Value: Sendable>: Sendable {
  private let stored = Mutex<[Value]>([])
  var values: [Value] { stored.withLock { $0 } }
  func add(_ value: Value) { stored.withLock { $0.append(value) } }
}
