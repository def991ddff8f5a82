package import Dialects
package import MigrationPlanning
package import Revisions

/// Runs plans on a database: one runner at a time, each revision whole or not at all.
///
/// A revision and its version row commit together. When revision *k* fails, those before it stay and *k* leaves nothing.
package final class MigrationExecutor {
  private let connection: any MigrationConnection
  private let dialect: any Dialect
  private let store: VersionStore
  private let source: any OperationSource
  private let parameters: [String: String]
  private let appliedBy: String?
  private let shouldStop: @Sendable () -> Bool
  private let transactions: TransactionControl
  private weak var observer: (any ExecutionObserver)?
  /// The revisions that this executor has run and that are committed.
  private var completed: [RevisionID] = []

  /// Makes an executor for a connection that nothing else uses meanwhile.
  ///
  /// `appliedBy` is what the journal says of who ran it; `parameters` reach `Live` through its context; `shouldStop` is
  /// asked before each revision.
  package init(
    connection: any MigrationConnection, dialect: any Dialect, store: VersionStore, source: any OperationSource,
    parameters: [String: String] = [:], appliedBy: String? = nil, observer: (any ExecutionObserver)? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { Task.isCancelled }
  ) {
    self.connection = connection
    self.dialect = dialect
    self.store = store
    self.source = source
    self.parameters = parameters
    self.appliedBy = appliedBy
    self.observer = observer
    self.shouldStop = shouldStop
    transactions = TransactionControl(connection, dialect: dialect, store: store)
  }

  /// Runs the steps that `makePlan` finds for the database's heads, and returns the plan that was run.
  ///
  /// The plan is made and its scripts are loaded before the database is locked. Where somebody else has moved the
  /// database meanwhile, it is made again. Throws ``ExecutionError``, and whatever planning, loading and the connection
  /// throw.
  package func run(_ makePlan: ([RevisionID]) throws -> MigrationPlan) async throws -> MigrationPlan {
    try await prepareSession()
    for _ in 0..<Self.attempts {
      let plan = try makePlan(await store.heads(on: connection, dialect: dialect))
      if plan.steps.isEmpty { return plan }
      try checkLengths(plan.idsTooLong(for: VersionStore.maximumIDLength))
      let steps = try await LoadedStep.load(plan, from: source, dialect: dialect)
      if try await run(steps, from: plan.from) { return plan }
    }
    throw ExecutionError.databaseKeepsMoving(attempts: Self.attempts)
  }

  /// Moves the version rows as `makePlan` says, running nothing, and returns the plan.
  ///
  /// With `purge`, rows that are no ids are passed over rather than refused: they are about to go. Throws as ``run(_:)``
  /// does.
  package func stamp(
    purge: Bool = false, _ makePlan: ([RevisionID]) throws -> StampPlan
  ) async throws -> StampPlan {
    try await prepareSession()
    for _ in 0..<Self.attempts {
      let heads = try await store.heads(on: connection, dialect: dialect, passingOverInvalid: purge)
      let plan = try makePlan(heads)
      if plan.transition.isEmpty && !plan.purgesTable { return plan }
      try checkLengths(plan.idsTooLong(for: VersionStore.maximumIDLength))
      guard try await transactions.begin(expecting: heads, passingOverInvalid: purge) else { continue }
      observer?.willStamp(plan)
      do {
        try await runner().stamp(plan, into: sink())
        try await connection.run("COMMIT")
      } catch {
        await transactions.rollBack()
        throw error
      }
      return plan
    }
    throw ExecutionError.databaseKeepsMoving(attempts: Self.attempts)
  }

  /// How often a plan is made anew because the database was moved before it could be locked.
  private static let attempts = 100

  private func prepareSession() async throws {
    try await connection.prepareForRevisions()
    for statement in dialect.journalClock.prepare { try await connection.run(statement) }
  }

  private func checkLengths(_ tooLong: [RevisionID]) throws {
    if let id = tooLong.first { throw ExecutionError.idTooLong(id, maximum: VersionStore.maximumIDLength) }
  }

  private func runner() -> StepRunner { StepRunner(dialect: dialect, store: store, appliedBy: appliedBy) }

  private func sink() -> OnlineSink { OnlineSink(connection, dialect: dialect, parameters: parameters) }

  // MARK: - Runs of steps

  /// Runs steps from the heads given. Returns false where the database is no longer where a step starts; what was run
  /// before stays.
  private func run(_ steps: [LoadedStep], from heads: [RevisionID]) async throws -> Bool {
    var heads = heads
    var rest = steps[...]
    while let first = rest.first {
      if shouldStop() { throw ExecutionError.stopped(completed: completed) }
      let standsAlone = first.standsAlone || dialect.transactionStrategy == .perRevision
      let batch = standsAlone ? rest.prefix(1) : rest.prefix { !$0.standsAlone }
      let isThere: Bool =
        if batch.count == 1 {
          try await withSession(of: first) { try await runAlone(first, from: heads) }
        } else {
          try await runTogether(batch, from: heads)
        }
      guard isThere else { return false }
      heads = batch.last?.heads ?? heads
      rest = rest.dropFirst(batch.count)
    }
    return true
  }

  /// Runs steps in one transaction, a savepoint each.
  ///
  /// Where the database gives up the whole transaction (a full disk, a trigger's `RAISE(ROLLBACK)`) or the commit is
  /// refused, the steps are run again with a transaction each, so that those before the failing one stay.
  private func runTogether(_ steps: ArraySlice<LoadedStep>, from heads: [RevisionID]) async throws -> Bool {
    guard try await transactions.begin(expecting: heads) else { return false }
    let runner = self.runner()
    do {
      let violations = try await transactions.violations()
      let sink = self.sink()
      for (position, loaded) in zip(steps.indices, steps) {
        if shouldStop() {
          try await transactions.commit(comparedWith: violations)
          completed += steps[..<position].map(\.step.revision)
          throw ExecutionError.stopped(completed: completed)
        }
        observer?.willRun(loaded.step, resumingAfter: nil)
        try await connection.run("SAVEPOINT rev_step")
        do {
          try await runner.run(loaded.step, loaded.actions, into: sink)
          guard connection.isInTransaction else { throw RevisionFault.transactionEnded }
        } catch {
          guard connection.isInTransaction else { throw error }
          if position == steps.startIndex {
            await transactions.rollBack()
          } else {
            try await connection.run("ROLLBACK TO rev_step")
            try await connection.run("RELEASE rev_step")
            try await transactions.commit(comparedWith: violations)
            completed += steps[..<position].map(\.step.revision)
          }
          throw failure(of: loaded, runner, error)
        }
        try await connection.run("RELEASE rev_step")
      }
      try await transactions.commit(comparedWith: violations)
    } catch let error as ExecutionError {
      throw error
    } catch {
      await transactions.rollBack()
      if let error = error as? DatabaseError, error.kind != .full, error.kind != .statement { throw error }
      observer?.willRunAgain(steps.map(\.step))
      return try await runOneByOne(steps, from: heads)
    }
    completed += steps.map(\.step.revision)
    return true
  }

  /// Runs steps with a transaction each, up to the first that fails.
  private func runOneByOne(_ steps: ArraySlice<LoadedStep>, from heads: [RevisionID]) async throws -> Bool {
    var heads = heads
    for loaded in steps {
      if shouldStop() { throw ExecutionError.stopped(completed: completed) }
      guard try await runAlone(loaded, from: heads) else { return false }
      heads = loaded.heads
    }
    return true
  }

  /// Changes the session for a step, and takes that back when the step is over.
  private func withSession(of loaded: LoadedStep, _ body: () async throws -> Bool) async throws -> Bool {
    guard let change = loaded.sessionChange else { return try await body() }
    for statement in change.begin { try await connection.run(statement) }
    do {
      let isThere = try await body()
      for statement in change.end { try await connection.run(statement) }
      return isThere
    } catch {
      for statement in change.end { try? await connection.run(statement) }
      throw error
    }
  }

  /// Runs one step by itself: in a transaction of its own, or outside of any.
  private func runAlone(_ loaded: LoadedStep, from heads: [RevisionID]) async throws -> Bool {
    if loaded.actions.runsOutsideTransaction { return try await runOutsideTransaction(loaded, from: heads) }
    guard try await transactions.begin(expecting: heads) else { return false }
    let runner = self.runner()
    do {
      let violations = try await transactions.violations()
      observer?.willRun(loaded.step, resumingAfter: nil)
      try await runner.run(loaded.step, loaded.actions, into: sink())
      guard connection.isInTransaction else { throw RevisionFault.transactionEnded }
      try await transactions.commit(comparedWith: violations)
    } catch {
      await transactions.rollBack()
      throw failure(of: loaded, runner, error)
    }
    completed.append(loaded.step.revision)
    return true
  }

  /// Runs one step statement by statement, going on where an earlier run of it was cut off.
  ///
  /// Nothing holds the database between two statements. Whoever else runs the same step finds that the journal's count
  /// has moved on before its own statement runs, stops there, and looks again.
  private func runOutsideTransaction(_ loaded: LoadedStep, from heads: [RevisionID]) async throws -> Bool {
    let runner = self.runner()
    let journal = Journal(table: store.journal)
    let event = Journal.Event(loaded.step.direction)
    do {
      try await runner.runOutsideTransaction(
        loaded.step, loaded.actions, into: sink(),
        statementsDone: { [self] in
          let done = try await journal.statementsDone(
            of: loaded.step.revision, event, on: connection, dialect: dialect)
          observer?.willRun(loaded.step, resumingAfter: done)
          return done
        },
        inTransaction: { body in
          guard try await transactions.begin(expecting: heads) else { throw DatabaseMoved() }
          do {
            let violations = try await transactions.violations()
            try await body()
            guard connection.isInTransaction else { throw RevisionFault.transactionEnded }
            try await transactions.commit(comparedWith: violations)
          } catch {
            await transactions.rollBack()
            throw error
          }
        })
    } catch is DatabaseMoved {
      return false
    } catch RevisionFault.bookkeepingMissed {
      return false
    } catch {
      throw failure(of: loaded, runner, error)
    }
    // A pragma of the revision's own may have changed how the session would run the next one.
    try await connection.prepareForRevisions()
    completed.append(loaded.step.revision)
    return true
  }

  /// The database is not where a step starts.
  private struct DatabaseMoved: Error {}

  private func failure(of loaded: LoadedStep, _ runner: StepRunner, _ error: any Error) -> ExecutionError {
    .stepFailed(runner.failure(of: loaded, error, completed: completed))
  }
}
