internal import Dialects
internal import Revisions

/// Sends statements to the database.
final class OnlineSink: StatementSink {
  private let connection: any MigrationConnection
  private let dialect: any Dialect
  private let parameters: [String: String]

  init(_ connection: any MigrationConnection, dialect: any Dialect, parameters: [String: String]) {
    self.connection = connection
    self.dialect = dialect
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

  func performOutside(
    _ statement: Statement, recovery: Recovery?, isResumed: Bool, expecting heads: [RevisionID]
  ) async throws {
    if let recovery, try await isDone(recovery, isResumed: isResumed) { return }
    try await perform(statement)
  }

  /// Looks what became of a statement, mends what it left half done, and says whether it need not run.
  private func isDone(_ recovery: Recovery, isResumed: Bool) async throws -> Bool {
    var isMended = false
    while true {
      let rows = try await connection.query(recovery.query)
      switch rows.first?[0].text.flatMap(Recovery.State.init) ?? .pending {
      case .done: return isResumed || isMended || recovery.acceptsExisting
      case .pending: return false
      case .broken:
        // What cannot be mended is for the database to complain about.
        if isMended { return false }
        for row in rows { if let repair = row[1].text { try await connection.run(repair) } }
        isMended = true
      }
    }
  }

  func restoringSettings() -> [String] { connection.restoringSettings }

  /// Swift may change the session as it likes.
  func perform(_ live: Live, of revision: RevisionID, _ direction: Direction) async throws {
    let guarded = TransactionGuard(connection, dialect: dialect)
    try await live.body(LiveConnection(guarded, revision: revision, direction: direction, parameters: parameters))
    for statement in connection.restoringSettings { try await connection.run(statement) }
  }

  func keepBooks(_ statement: String, rows: Int?) async throws {
    guard let rows else { return try await connection.run(statement) }
    let changed = try await connection.execute(.raw(statement))
    if changed != rows { throw RevisionFault.bookkeepingMissed(statement: statement, rows: changed) }
  }
}

/// The connection that Swift in a revision works with: it leaves transactions to the engine, since the version row
/// has moved by then and must not be committed by itself.
private final class TransactionGuard: DatabaseConnection {
  private let connection: any MigrationConnection
  private let rules: any Dialect

  init(_ connection: any MigrationConnection, dialect: any Dialect) {
    self.connection = connection
    rules = dialect
  }

  var dialect: DialectName { connection.dialect }

  func execute(_ statement: SQLFragment) async throws -> Int {
    try check(statement)
    return try await connection.execute(statement)
  }

  func query(_ statement: SQLFragment) async throws -> [SQLRow] {
    try check(statement)
    return try await connection.query(statement)
  }

  /// Looks at the text alone: a value that is bound ends no transaction, and need not have a literal.
  private func check(_ statement: SQLFragment) throws {
    let segments = statement.segments.map { if case .value = $0 { SQLFragment.Segment.raw(" '' ") } else { $0 } }
    for part in try rules.cut(rules.rendered(SQLFragment(segments: segments)))
    where rules.transactionRule(of: part.text) == .forbidden {
      throw RevisionFault.transactionControl(part.text)
    }
  }
}
