internal import Dialects
internal import Revisions

/// Sends statements to the database.
final class OnlineSink: StatementSink {
  private let connection: any MigrationConnection
  private let parameters: [String: String]

  init(_ connection: any MigrationConnection, parameters: [String: String]) {
    self.connection = connection
    self.parameters = parameters
  }

  var catalog: (any DatabaseConnection)? { connection }

  func perform(_ statement: Statement) async throws {
    switch statement.kind {
    case .command: try await connection.run(statement.text)
    case .check(let failure):
      let rows = try await connection.query(.raw(statement.text))
      guard rows.count == 1, rows[0][0].integer == 1 else { throw RevisionFault.checkFailed(failure) }
    }
  }

  func perform(_ live: Live, of revision: RevisionID, _ direction: Direction) async throws {
    let wasInTransaction = connection.isInTransaction
    try await live.body(
      LiveConnection(connection, revision: revision, direction: direction, parameters: parameters))
    if connection.isInTransaction != wasInTransaction { throw RevisionFault.transactionEnded }
  }

  func keepBooks(_ statement: String, rows: Int?) async throws {
    guard let rows else { return try await connection.run(statement) }
    let changed = try await connection.execute(.raw(statement))
    if changed != rows { throw RevisionFault.bookkeepingMissed(statement: statement, rows: changed) }
  }
}
