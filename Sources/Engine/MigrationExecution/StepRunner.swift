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

  private var journal: Journal { Journal(of: store) }

  /// Runs a step within the transaction that is open.
  func run(_ loaded: LoadedStep, into sink: some StatementSink) async throws {
    let (step, actions) = (loaded.step, loaded.actions)
    reset()
    for statement in dialect.journalClock.start { try await sink.keepBooks(statement, rows: nil) }
    try await move(step.transition, into: sink)
    for action in actions.actions {
      try await perform(action, of: step, into: sink) { statementNumber += 1 }
    }
    try await restoreSettings(after: actions, into: sink)
    try await sink.keepBooks(
      journal.finished(
        step.revision, Journal.Event(step.direction), statements: statementNumber, by: appliedBy, from: loaded.record,
        in: dialect),
      rows: nil)
  }

  /// Runs a step part by part, each in a transaction of its own with the journal's count where the database allows
  /// that; `inTransaction` opens and commits one.
  ///
  /// `progress` is asked, in the first transaction, how far an earlier run came that was cut off. The count moves
  /// before the statement runs, so that of two who try the second stops first.
  func runOutsideTransaction(
    _ loaded: LoadedStep, from heads: [RevisionID], into sink: some StatementSink,
    progress: @escaping () async throws -> Journal.Progress?,
    inTransaction: (() async throws -> Void) async throws -> Void
  ) async throws {
    let (step, actions) = (loaded.step, loaded.actions)
    reset()
    let event = Journal.Event(step.direction)
    var earlier: Journal.Progress?
    for statement in dialect.journalClock.start { try await sink.keepBooks(statement, rows: nil) }
    try await inTransaction {
      earlier = try await progress()
      if earlier == nil {
        try await sink.keepBooks(
          journal.begun(step.revision, event, by: appliedBy, from: loaded.record, in: dialect), rows: 1)
      }
    }

    statementsCommitted = earlier?.statements ?? 0
    var digest = StatementDigest()
    for action in actions.actions.prefix(statementsCommitted) { digest.append(try await text(of: action)) }
    if let done = earlier?.digest, done != digest.text || statementsCommitted > actions.actions.count {
      throw ExecutionError.resumedRevisionChanged(step.revision, statementsDone: statementsCommitted)
    }
    for part in actions.parts where part.upperBound > statementsCommitted {
      let isResumed = earlier?.statements == statementsCommitted
      let rest = max(part.lowerBound, statementsCommitted)..<part.upperBound
      for action in actions.actions[rest] { digest.append(try await text(of: action)) }
      let progressed = try journal.progressed(
        step.revision, from: rest.lowerBound, to: rest.upperBound, digest: digest, in: dialect)
      if case .statement(let statement) = actions.actions[rest.lowerBound], statement.transactionRule == .outside {
        statementNumber = rest.upperBound
        current = statement
        try await sink.performOutside(
          statement, recovery: dialect.recovery(of: statement), isResumed: isResumed, expecting: heads)
        current = nil
        try await inTransaction { try await sink.keepBooks(progressed, rows: 1) }
      } else {
        try await inTransaction {
          try await sink.keepBooks(progressed, rows: 1)
          for index in rest {
            statementNumber = index + 1
            try await perform(actions.actions[index], of: step, into: sink)
          }
        }
      }
      statementsCommitted = rest.upperBound
    }

    try await restoreSettings(after: actions, into: sink)
    try await inTransaction {
      try await move(step.transition, into: sink)
      try await sink.keepBooks(journal.completed(step.revision, event, from: loaded.record, in: dialect), rows: 1)
    }
  }

  private func restoreSettings(after actions: StepActions, into sink: some StatementSink) async throws {
    guard actions.changesSettings else { return }
    for statement in try sink.restoringSettings() { try await sink.keepBooks(statement, rows: nil) }
  }

  /// Moves the database without running anything. Of `abandoned`, whose runs were cut off, the stamp says that nothing is left
  /// open; `forgotten` are revisions that it takes out and that the plan cannot know.
  func stamp(
    _ plan: StampPlan, abandoning abandoned: [RevisionID] = [], forgetting forgotten: [RevisionID] = [],
    _ records: [RevisionID: ScriptRecord],
    into sink: some StatementSink
  ) async throws {
    func note(_ id: RevisionID, _ event: Journal.Event) async throws {
      let script = records[id] ?? ScriptRecord()
      try await sink.keepBooks(journal.noted(id, event, by: appliedBy, from: script, in: dialect), rows: 1)
    }
    if plan.purgesTable { try await sink.keepBooks("DELETE FROM \(dialect.quoted(store.table))", rows: nil) }
    try await move(plan.transition, into: sink)
    for id in forgotten + plan.noLongerImplied { try await note(id, .unstamp) }
    for id in plan.newlyImplied { try await note(id, .stamp) }
    for id in abandoned { try await note(id, plan.applied.contains(id) ? .stamp : .unstamp) }
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

  /// What tells an action from another. What an operation comes down to may depend on the table as it stands, which a
  /// cut-off run has changed: there it is the operation's kind.
  private func text(of action: StepAction) async throws -> String {
    switch action {
    case .statement(let statement): statement.text
    case .live(let live): "Live \(live.label) \(live.fingerprint ?? "")"
    case .operations(let operations) where operations.contains(where: dialect.needsCatalog):
      operations.map { "\(type(of: $0.value))" }.joined(separator: ";")
    case .operations(let operations):
      try await dialect.locatedStatements(for: operations, reading: nil).map(\.text).joined(separator: ";")
    }
  }

  /// Carries an action out; `willPerform` hears of each of its statements.
  private func perform(
    _ action: StepAction, of step: PlanStep, into sink: some StatementSink, willPerform: () -> Void = {}
  ) async throws {
    switch action {
    case .statement(let statement):
      willPerform()
      try await perform(statement, into: sink)
    case .live(let live):
      willPerform()
      current = Statement("Live(\"\(live.label)\")", location: live.location)
      try await sink.perform(live, of: step.revision, step.direction)
    case .operations(let operations):
      for statement in try await dialect.locatedStatements(for: operations, reading: sink.catalog) {
        willPerform()
        try await perform(statement, into: sink)
      }
    }
    current = nil
  }

  private func perform(_ statement: Statement, into sink: some StatementSink) async throws {
    current = statement
    if statement.transactionRule == .forbidden { throw RevisionFault.transactionControl(statement.text) }
    try await sink.perform(statement)
  }
}
