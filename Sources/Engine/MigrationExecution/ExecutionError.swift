internal import Dialects
package import MigrationPlanning
package import Revisions

/// Why a run stopped, as facts; the tool finds the words.
package enum ExecutionError: Error {
  /// A revision failed. It left nothing behind unless it runs outside a transaction; those before it are applied.
  case stepFailed(StepFailure)
  /// The version table holds something that is no revision.
  case invalidVersionRow(table: QualifiedName, value: SQLValue, VersionRowFault)
  /// The database was moved by somebody else each time it was about to be locked.
  case databaseKeepsMoving(attempts: Int)
  /// A revision has no way in the direction asked.
  case irreversible(RevisionID, Direction, IrreversibleError)
  /// A script of SQL cannot be written, since this part of a revision exists only as Swift.
  case liveWithoutSQL(RevisionID, label: String, location: SourceLocation, whileReplaying: Bool)
  /// The run was stopped between two revisions; those run so far stay.
  case stopped(completed: [RevisionID])
  /// The source of scripts has none for a revision of the plan.
  case operationsMissing(RevisionID)
  /// Another runner holds the database, and did not let go of it in time.
  case anotherRunner(waited: Duration)
  /// A revision has to run outside a transaction, and the connection goes through a pooler that hands the session to
  /// others meanwhile.
  case needsSession(RevisionID)
  /// A revision that an earlier run was cut off in has been changed above the point that the run had come to.
  case resumedRevisionChanged(RevisionID, statementsDone: Int)
  /// A plan goes the other way than a run that was cut off, which has to go on or be given up first.
  case halfDone(UnfinishedRun, heads: [RevisionID])
  /// An id is longer than the version table's column.
  case idTooLong(RevisionID, maximum: Int)

  /// Why a row of the version table cannot name a revision.
  package enum VersionRowFault: Hashable, Sendable {
    /// It is NULL, empty or no text.
    case notAnID
    /// It is longer than any id can be.
    case tooLong
    /// It stands there twice.
    case repeated
  }

  /// A revision that failed, and where.
  package struct StepFailure: Sendable {
    /// The step that failed.
    package var step: PlanStep
    /// Which of the step's statements, from 1; nil where it was none of them.
    package var statementNumber: Int?
    /// The statement as it was sent.
    package var statement: String?
    /// Where the statement stands in the revision's script.
    package var location: SourceLocation?
    /// What the database or the script said.
    package var cause: any Error
    /// How many statements of this revision are committed all the same, since it runs outside a transaction.
    package var leftStatements: Int
    /// The revisions of this run that are applied (or taken back) and stay so.
    package var completed: [RevisionID]
  }
}

/// What a revision itself did wrong, as opposed to what the database refused.
package enum RevisionFault: Error, Hashable, Sendable {
  /// A check that the engine makes did not hold.
  case checkFailed(String)
  /// A statement would begin or end a transaction.
  case transactionControl(String)
  /// The transaction was ended from within the revision.
  case transactionEnded
  /// Rows break a rule that the database does not enforce by itself, such as a foreign key; a few are named.
  case violations([SQLRow], count: Int)
  /// A row of the version table or the journal was not there to be changed.
  case bookkeepingMissed(statement: String, rows: Int)
}
