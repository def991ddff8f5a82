public import Revisions

/// How a transaction proves by itself that the database stands where it starts: its statements fail where it does not,
/// so that nobody has to wait for an answer before the next is sent.
public protocol Fencing: Sendable {
  /// Statements that keep every other runner from the version table until the transaction ends, and fail unless it holds
  /// exactly these rows.
  func expecting(_ heads: [RevisionID], in versionTable: QualifiedName) throws -> [String]

  /// A statement that keeps every other runner from the version table until the transaction ends.
  func locking(_ versionTable: QualifiedName) throws -> String

  /// A statement that changes rows, and fails with these words unless it changes exactly so many.
  func expecting(rows: Int, of statement: String, failure: String) throws -> String

  /// A statement that fails with these words unless a query of one row and one column yields 1.
  func check(_ query: String, failure: String) throws -> String

  /// Whether an error is how one of these statements failed: the database is not where it was expected.
  func isMiss(_ error: DatabaseError) -> Bool
}

/// The lock by which only one runner at a time works on a database. It is asked for again and again rather than waited
/// for, since whoever waits inside the database can hold up the one who has it.
public struct RunnerLock: Sendable {
  /// A query that takes the lock if it is free, and yields true or false.
  public var acquire: SQLFragment
  /// A query that gives it back.
  public var release: SQLFragment

  /// Makes a lock.
  public init(acquire: SQLFragment, release: SQLFragment) {
    self.acquire = acquire
    self.release = release
  }
}

/// How to find out what became of a statement that a run was cut off in, and how to mend it.
public struct Recovery: Sendable {
  /// A query whose first column says how things stand, as one of ``State``; where they are broken, its second is a
  /// statement that mends them, a row for each.
  public var query: SQLFragment
  /// Whether the statement is content where what it makes is there already, as with `IF NOT EXISTS`.
  public var acceptsExisting: Bool
  /// What a script runs before the statement, since it cannot look.
  public var offlineRepairs: [String]

  /// How things stand.
  public enum State: String, Sendable {
    /// The statement has done its work.
    case done
    /// It has still to run.
    case pending
    /// It was cut off and left something behind that is of no use.
    case broken
  }

  /// Makes a recovery.
  public init(query: SQLFragment, acceptsExisting: Bool, offlineRepairs: [String]) {
    self.query = query
    self.acceptsExisting = acceptsExisting
    self.offlineRepairs = offlineRepairs
  }
}
