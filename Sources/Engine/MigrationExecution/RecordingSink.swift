internal import Dialects
internal import Revisions

/// Gathers the statements of one transaction, to be sent as a whole: each fails by itself where the database is not where
/// it should be.
final class RecordingSink: StatementSink {
  private let fencing: any Fencing
  private let restoring: [String]
  private let failure: String
  /// The statements in their order.
  private(set) var statements: [String] = []
  /// The revision's own among them, by their place.
  private(set) var own: [Int: (number: Int, statement: Statement)] = [:]

  /// `failure` is what a statement says that finds the database elsewhere.
  init(fencing: any Fencing, restoring: [String], failure: String) {
    self.fencing = fencing
    self.restoring = restoring
    self.failure = failure
  }

  var catalog: (any DatabaseConnection)? { nil }

  /// Adds statements as they are.
  func append(_ texts: [String]) { statements += texts }

  func perform(_ statement: Statement) throws {
    own[statements.count] = (own.count + 1, statement)
    switch statement.kind {
    case .command: statements.append(statement.text)
    case .check(let failure): statements.append(try fencing.check(statement.text, failure: failure))
    }
  }

  func keepBooks(_ statement: String, rows: Int?) throws {
    statements.append(try rows.map { try fencing.expecting(rows: $0, of: statement, failure: failure) } ?? statement)
  }

  func restoringSettings() -> [String] { restoring }

  // The executor never hands over steps that have Swift in them or run outside a transaction.

  func performOutside(
    _ statement: Statement, recovery: Recovery?, isResumed: Bool, expecting heads: [RevisionID]
  ) throws {
    try perform(statement)
  }

  func perform(_ live: Live, of revision: RevisionID, _ direction: Direction) throws {
    throw DialectError("Swift cannot be sent to a database", location: live.location)
  }
}
