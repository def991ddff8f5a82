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

  /// Closes the connection; an open transaction is rolled back. Nothing may be run afterwards.
  func close() async
}
