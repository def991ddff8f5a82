public import Revisions

/// A connection that can send whole transactions without waiting for the answer to each statement.
public protocol StatementPipeline: MigrationConnection {
  /// Runs transactions one after the other, in one batch: the first error stops everything after it.
  ///
  /// Each transaction is a list of single statements that begins with one like `BEGIN` and ends with `COMMIT`. They are
  /// sent without waiting, with at most `maximumInFlight` transactions not yet answered; `committed` hears of each as
  /// its `COMMIT` is confirmed, by its position from 0. `shouldStop` is asked before each transaction is sent: from
  /// then on no more are sent, those that were are waited for, and the call returns as if they had been all.
  /// Returns how many transactions are committed.
  ///
  /// Throws ``PipelineError``; those before it are committed, the failing one left nothing, none after it ran, and
  /// the connection is ready for other work and outside a transaction, unless it is lost.
  func run(
    transactions: [[String]], maximumInFlight: Int, shouldStop: () -> Bool, committed: (Int) -> Void
  ) async throws(PipelineError) -> Int
}

/// Where a pipeline stopped, and why.
public struct PipelineError: Error, Hashable, Sendable {
  /// The transaction that failed, from 0; those before it are committed.
  public var transaction: Int
  /// The statement of it that failed, from 0. Where the connection was lost, the first that was not answered.
  public var statement: Int
  /// What the database said.
  public var cause: DatabaseError

  /// Makes an error.
  public init(transaction: Int, statement: Int, cause: DatabaseError) {
    self.transaction = transaction
    self.statement = statement
    self.cause = cause
  }
}
