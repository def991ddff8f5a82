import CLibPQ
package import Dialects
import PostgresDialect
package import Revisions

/// A connection to a PostgreSQL server. It belongs to one task at a time. A call of it takes until the server has answered;
/// where the network is dead, until the keepalives have found out.
package final class PostgresConnection: MigrationConnection {
  package let dialect = DialectName.postgresql
  package var interruptHandle: any InterruptHandle { interrupter }
  private let interrupter: PostgresInterruptHandle

  /// Nil once the connection is closed.
  private var handle: ConnectionHandle?
  let session: SessionSettings
  /// What ``prepareForRevisions()`` has found out.
  private(set) var surroundings = Surroundings()

  /// What is at the other end.
  struct Surroundings {
    var isPooled = false
    var checksConnection = false
  }

  /// Takes a connection that stands.
  init(_ handle: ConnectionHandle, options: ConnectionOptions) throws(DatabaseError) {
    self.handle = handle
    interrupter = handle.interrupter
    let conforming = PQparameterStatus(handle.raw, "standard_conforming_strings").map { String(cString: $0) }
    session = try SessionSettings(options.settings, conformingStrings: conforming != "off")
  }

  package func close() async { handle = nil }

  /// The connection where it can take a statement.
  func usable(for statement: String?) throws(DatabaseError) -> ConnectionHandle {
    guard let handle else {
      throw DatabaseError(
        kind: .unreachable, message: "the connection is closed", code: "08003", statement: statement)
    }
    if handle.isLost { throw ServerError.lost("the connection to the server was lost before", statement: statement) }
    return handle
  }

  package var isInTransaction: Bool {
    guard let handle else { return false }
    switch PQtransactionStatus(handle.raw) {
    case PQTRANS_INTRANS, PQTRANS_INERROR, PQTRANS_ACTIVE: return true
    default: return false
    }
  }

  /// The server's version, as in 150018 for 15.18; 0 where the connection is closed.
  package var serverVersion: Int { handle.map { Int(PQserverVersion($0.raw)) } ?? 0 }

  // MARK: Statements

  package func run(_ text: String) async throws {
    _ = try await perform(BoundStatement(text), discardingRows: true)
  }

  @discardableResult
  package func execute(_ statement: SQLFragment) async throws -> Int {
    try await perform(BoundStatement(statement), discardingRows: true)?.changedRows ?? 0
  }

  package func query(_ statement: SQLFragment) async throws -> [SQLRow] {
    try await perform(BoundStatement(statement), discardingRows: false)?.rows() ?? []
  }

  // MARK: The session

  /// Whether a pooler stands between this connection and the server; known once the session is prepared.
  package var isPooled: Bool { surroundings.isPooled }

  package var keepsSession: Bool { !isPooled }

  package var transactionPreamble: [String] { isPooled ? session.statements(surroundings, local: true) : [] }

  package var restoringSettings: [String] {
    SessionSettings.resetting + session.statements(surroundings, local: isPooled)
  }

  /// Takes back what was changed in the session, and settles it again; called outside a transaction. Behind a pooler there is
  /// no session to speak of, and nothing happens.
  package func restoreSettings() async throws {
    guard !isPooled else { return }
    for statement in restoringSettings { try await run(statement) }
  }

  package func prepareForRevisions() async throws {
    guard !isInTransaction else {
      throw DatabaseError(
        kind: .statement, message: "a transaction is open: the session cannot be prepared inside one", code: "25001")
    }
    // Behind a pooler the process that answers is not the one whose number the connection was given.
    let process = try await query("SELECT pg_catalog.pg_backend_pid()").first?[0].integer
    surroundings.isPooled = try usable(for: nil).processID != process
    surroundings.checksConnection = try await canCheckConnection()
    guard !isPooled else { return }
    for statement in session.statements(surroundings, local: false) { try await run(statement) }
  }

  /// Whether the server can notice in the middle of a statement that its client is gone: from 14 on, on most systems.
  private func canCheckConnection() async throws -> Bool {
    guard serverVersion >= 140_000 else { return false }
    do {
      try await run(SessionSettings.tryingConnectionCheck)
      return true
    } catch let error as DatabaseError where error.code == "22023" {
      return false
    }
  }
}
