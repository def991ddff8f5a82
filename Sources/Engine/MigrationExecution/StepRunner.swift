internal import Dialects
internal import MigrationPlanning
internal import Revisions

/// Turns one step into statements and hands them to a sink, in the order that every run keeps: the version row first,
/// so that whoever comes second stops there, then the revision's own statements, then its row in the journal.
final class StepRunner {
  let dialect: any Dialect
  let store: VersionStore
  let appliedBy: String?

  /// Which statement of the step is under way, from 1; for naming it where it fails.
  private(set) var statementNumber = 0
  private(set) var current: Statement?
  /// How many statements of a step that runs outside a transaction are committed.
  private(set) var statementsCommitted = 0

  init(dialect: any Dialect, store: VersionStore, appliedBy: String?) {
    self.dialect = dialect
    self.store = store
    self.appliedBy = appliedBy
  }

  private var journal: Journal { Journal(table: store.journal) }

  /// Runs a step within the transaction that is open.
  func run(_ step: PlanStep, _ actions: StepActions, into sink: some StatementSink) async throws {
    reset()
    for statement in dialect.journalClock.start { try await sink.keepBooks(statement, rows: nil) }
    try await move(step.transition, into: sink)
    for action in actions.actions {
      current = nil
      for part in try await parts(of: action, into: sink) {
        statementNumber += 1
        try await perform(part, of: step, into: sink)
      }
    }
    current = nil
    try await restoreSettings(after: actions, into: sink)
    try await sink.keepBooks(
      journal.finished(
        step.revision, Journal.Event(step.direction), statements: statementNumber, by: appliedBy, in: dialect),
      rows: nil)
  }

  /// Runs a step statement by statement, each in a transaction of its own with the journal's count where the database
  /// allows that; `inTransaction` opens and commits one.
  ///
  /// `progress` is asked, in the first transaction, how far an earlier run came that was cut off. The count moves
  /// before the statement runs, so that of two who try the second stops first.
  func runOutsideTransaction(
    _ step: PlanStep, _ actions: StepActions, from heads: [RevisionID], into sink: some StatementSink,
    progress: @escaping () async throws -> Journal.Progress?,
    inTransaction: (() async throws -> Void) async throws -> Void
  ) async throws {
    reset()
    let event = Journal.Event(step.direction)
    var earlier: Journal.Progress?
    for statement in dialect.journalClock.start { try await sink.keepBooks(statement, rows: nil) }
    try await inTransaction {
      earlier = try await progress()
      if earlier == nil {
        try await sink.keepBooks(journal.begun(step.revision, event, by: appliedBy, in: dialect), rows: 1)
      }
    }

    let units = try await units(of: actions)
    statementsCommitted = earlier?.statements ?? 0
    var digest = StatementDigest()
    for unit in units.prefix(statementsCommitted) { digest.append(try await text(of: unit)) }
    if let done = earlier?.digest, done != digest.text || statementsCommitted > units.count {
      throw ExecutionError.resumedRevisionChanged(step.revision, statementsDone: statementsCommitted)
    }
    for unit in units.dropFirst(statementsCommitted) {
      let isResumed = earlier?.statements == statementsCommitted
      statementNumber = statementsCommitted + 1
      digest.append(try await text(of: unit))
      let progressed = try journal.progressed(
        step.revision, statements: statementNumber, digest: digest, in: dialect)
      current = nil
      if case .part(.statement(let statement)) = unit, statement.transactionRule == .outside {
        current = statement
        try await sink.performOutside(
          statement, recovery: dialect.recovery(of: statement), isResumed: isResumed, expecting: heads)
        try await inTransaction { try await sink.keepBooks(progressed, rows: 1) }
      } else {
        try await inTransaction {
          try await sink.keepBooks(progressed, rows: 1)
          for part in try await parts(of: unit, into: sink) { try await perform(part, of: step, into: sink) }
        }
      }
      statementsCommitted = statementNumber
    }

    current = nil
    try await restoreSettings(after: actions, into: sink)
    try await inTransaction {
      try await move(step.transition, into: sink)
      try await sink.keepBooks(journal.completed(step.revision, in: dialect), rows: 1)
    }
  }

  private func restoreSettings(after actions: StepActions, into sink: some StatementSink) async throws {
    guard actions.changesSettings else { return }
    for statement in try sink.restoringSettings() { try await sink.keepBooks(statement, rows: nil) }
  }

  /// Moves the database without running anything.
  func stamp(_ plan: StampPlan, into sink: some StatementSink) async throws {
    if plan.purgesTable { try await sink.keepBooks("DELETE FROM \(dialect.quoted(store.table))", rows: nil) }
    try await move(plan.transition, into: sink)
    for id in plan.noLongerImplied {
      try await sink.keepBooks(journal.noted(id, .unstamp, by: appliedBy, in: dialect), rows: 1)
    }
    for id in plan.newlyImplied {
      try await sink.keepBooks(journal.noted(id, .stamp, by: appliedBy, in: dialect), rows: 1)
    }
  }

  /// What is known of a step that failed, with the statement that was under way.
  func failure(
    of loaded: LoadedStep, _ error: any Error, completed: [RevisionID] = []
  ) -> ExecutionError.StepFailure {
    ExecutionError.StepFailure(
      step: loaded.step, statementNumber: current == nil ? nil : statementNumber, statement: current?.text,
      location: (error as? DialectError)?.location ?? current?.location, cause: error,
      leftStatements: loaded.actions.runsOutsideTransaction ? statementsCommitted : 0, completed: completed)
  }

  private func reset() {
    statementNumber = 0
    statementsCommitted = 0
    current = nil
  }

  private func move(_ transition: HeadTransition, into sink: some StatementSink) async throws {
    for statement in try store.statements(for: transition, in: dialect) {
      try await sink.keepBooks(statement, rows: 1)
    }
  }

  /// What an operation comes down to.
  private enum Part {
    case statement(Statement)
    case live(Live)
  }

  /// What is committed, and counted, at once where there is no transaction around the whole.
  private enum Unit {
    case part(Part)
    /// An operation with all of its statements: half of a rebuilt table would be no table.
    case operation(Operation)
  }

  private func units(of actions: StepActions) async throws -> [Unit] {
    var units: [Unit] = []
    for action in actions.actions { units += try await self.units(of: action) }
    return units
  }

  /// What tells a unit from another. What an operation comes down to may depend on the table as it stands, which a cut-off
  /// run has changed: there it is the operation's kind.
  private func text(of unit: Unit) async throws -> String {
    switch unit {
    case .part(.statement(let statement)): statement.text
    case .part(.live(let live)): "Live \(live.label) \(live.fingerprint ?? "")"
    case .operation(let operation) where dialect.needsCatalog(for: operation): "\(type(of: operation.value))"
    case .operation(let operation):
      try await dialect.statements(for: operation, reading: nil).map(\.text).joined(separator: ";")
    }
  }

  private func units(of action: Operation) async throws -> [Unit] {
    switch action {
    case .live(let live): [.part(.live(live))]
    case .sql(let sql): try dialect.statements(of: sql).map { .part(.statement($0)) }
    case _ where dialect.runsOutsideTransaction(action):
      try await dialect.statements(for: action, reading: nil).map { .part(.statement($0)) }
    default: [.operation(action)]
    }
  }

  private func parts(of unit: Unit, into sink: some StatementSink) async throws -> [Part] {
    switch unit {
    case .part(let part): [part]
    case .operation(let operation): try await parts(of: operation, into: sink)
    }
  }

  private func parts(of action: Operation, into sink: some StatementSink) async throws -> [Part] {
    switch action {
    case .live(let live): return [.live(live)]
    case .sql(let sql): return try dialect.statements(of: sql).map(Part.statement)
    default:
      do {
        return try await dialect.statements(for: action, reading: sink.catalog).map {
          var statement = $0
          statement.location = statement.location ?? action.value.location
          return .statement(statement)
        }
      } catch var error as DialectError {
        error.location = error.location ?? action.value.location
        throw error
      }
    }
  }

  private func perform(_ part: Part, of step: PlanStep, into sink: some StatementSink) async throws {
    switch part {
    case .live(let live):
      current = Statement("Live(\"\(live.label)\")", location: live.location)
      try await sink.perform(live, of: step.revision, step.direction)
    case .statement(let statement):
      current = statement
      if statement.transactionRule == .forbidden { throw RevisionFault.transactionControl(statement.text) }
      try await sink.perform(statement)
    }
  }
}
