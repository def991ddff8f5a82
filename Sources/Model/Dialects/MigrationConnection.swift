public import Revisions

/// A connection that the engine can run revisions on.
public protocol MigrationConnection: DatabaseConnection {
  /// Runs one statement that is complete as it stands, and discards its rows.
  ///
  /// Throws ``DatabaseError`` where the database refuses it.
  func run(_ text: String) async throws

  /// Whether a transaction is open: false after the database itself has rolled everything back.
  var isInTransaction: Bool { get }

  /// Brings the session into the state that revisions run in; called once, outside a transaction.
  ///
  /// Throws ``DatabaseError`` where the state cannot be had.
  func prepareForRevisions() async throws

  /// Statements that each transaction has to begin with, where the session itself cannot keep settings.
  var transactionPreamble: [String] { get }

  /// Statements that take back settings which a revision changed; they may run inside its transaction.
  var restoringSettings: [String] { get }

  /// Whether a statement outside a transaction, and a lock of the session, are safe here: not where a pooler hands the
  /// session to others between two transactions.
  var keepsSession: Bool { get }

  /// What stops the statement that is running, from elsewhere.
  var interruptHandle: any InterruptHandle { get }

  /// Closes the connection; an open transaction is rolled back. Nothing may be run afterwards.
  func close() async
}

/// Stops what a connection is doing, from any thread or from a signal's handler. It may outlive its connection, and then
/// does nothing.
public protocol InterruptHandle: Sendable {
  /// Stops the statement that is running, if one is: it fails with ``DatabaseError/Kind/interrupted``. Never waits.
  func interrupt()
}
