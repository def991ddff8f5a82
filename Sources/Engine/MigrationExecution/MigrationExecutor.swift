package import Dialects
package import MigrationPlanning
package import Revisions

/// Runs plans on a database: one runner at a time, each revision whole or not at all.
///
/// A revision and its version row commit together. When revision *k* fails, those before it stay and *k* leaves nothing.
package final class MigrationExecutor {
  let connection: any MigrationConnection
  let dialect: any Dialect
  /// The tables, their schema named where there is one.
  private(set) var store: VersionStore
  private let source: any OperationSource
  private let parameters: [String: String]
  let appliedBy: String?
  private let retryPolicy: RetryPolicy
  let shouldStop: @Sendable () -> Bool
  let transactions: TransactionControl
  private(set) weak var observer: (any ExecutionObserver)?
  /// The revisions that this executor has run and that are committed.
  var completed: [RevisionID] = []

  /// Makes an executor for a connection that nothing else uses meanwhile.
  ///
  /// `appliedBy` is what the journal says of who ran it; `parameters` reach `Live` through its context; `shouldStop` is
  /// asked before each revision.
  package init(
    connection: any MigrationConnection, dialect: any Dialect, store: VersionStore, source: any OperationSource,
    parameters: [String: String] = [:], appliedBy: String? = nil, observer: (any ExecutionObserver)? = nil,
    retryPolicy: RetryPolicy = RetryPolicy(), shouldStop: @escaping @Sendable () -> Bool = { Task.isCancelled }
  ) {
    self.connection = connection
    self.dialect = dialect
    self.store = store
    self.source = source
    self.parameters = parameters
    self.appliedBy = appliedBy
    self.observer = observer
    self.retryPolicy = retryPolicy
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
    return try await underLock { lock in
      for _ in 0..<Self.attempts {
        let heads = try await store.heads(on: connection, dialect: dialect)
        let plan = try makePlan(heads)
        if plan.steps.isEmpty { return plan }
        try await checkLengths { plan.idsTooLong(for: $0) }
        let steps = try await LoadedStep.load(plan, from: source, dialect: dialect)
        if !connection.keepsSession, let step = steps.first(where: \.actions.runsOutsideTransaction) {
          throw ExecutionError.needsSession(step.step.revision)
        }
        if !lock.isHeld {
          try await lock.acquire()
          if try await store.heads(on: connection, dialect: dialect) != heads { continue }
        }
        try await refuseToLeaveHalfDone(plan)
        if try await run(steps, from: plan.from) { return plan }
      }
      throw ExecutionError.databaseKeepsMoving(attempts: Self.attempts)
    }
  }

  /// Moves the version rows as `makePlan` says, running nothing, and returns the plan and whether there was anything to do.
  ///
  /// Runs that were cut off are over with it: the database is said to stand where the stamp says. With `purge`, rows that are no
  /// ids are passed over rather than refused: they are about to go. Throws as ``run(_:)``
  /// does.
  package func stamp(
    purge: Bool = false, _ makePlan: ([RevisionID]) throws -> StampPlan
  ) async throws -> (plan: StampPlan, isDone: Bool) {
    try await prepareSession()
    return try await underLock { lock in
      try await lock.acquire()
      for _ in 0..<Self.attempts {
        let heads = try await store.heads(on: connection, dialect: dialect, passingOverInvalid: purge)
        let plan = try makePlan(heads)
        let abandoned = try await store.unfinishedRuns(on: connection, dialect: dialect).filter { run in
          !plan.noLongerImplied.contains(run.revision) && !plan.newlyImplied.contains(run.revision)
        }
        if plan.transition.isEmpty && !plan.purgesTable && abandoned.isEmpty { return (plan, false) }
        try await checkLengths { plan.idsTooLong(for: $0) }
        let stillApplied = abandoned.map(\.revision).filter(plan.applied.contains)
        let records = await source.records(
          for: plan.noLongerImplied + plan.newlyImplied + stillApplied, on: dialect.name)
        let forgotten = try await revisionsForgotten(by: plan).filter { id in
          !abandoned.contains { $0.revision == id }
        }
        guard try await transactions.begin(expecting: heads, passingOverInvalid: purge) else { continue }
        observer?.willStamp(plan, abandoning: abandoned)
        do {
          try await runner().stamp(
            plan, abandoning: abandoned.map(\.revision), forgetting: forgotten, records, into: sink())
          try await connection.run("COMMIT")
        } catch {
          await transactions.rollBack()
          throw error
        }
        return (plan, true)
      }
      throw ExecutionError.databaseKeepsMoving(attempts: Self.attempts)
    }
  }

  /// Below or above what is half done, statements that did run would be run again or taken for undone.
  private func refuseToLeaveHalfDone(_ plan: MigrationPlan) async throws {
    let unfinished = try await store.unfinishedRuns(on: connection, dialect: dialect)
    if let run = unfinished.first(where: { run in plan.steps.contains { $0.direction != run.direction } }) {
      throw ExecutionError.halfDone(run, heads: plan.from)
    }
  }

  /// The revisions that the journal has as applied and that are not after a stamp of the whole table, where the scripts could
  /// not tell the plan that it takes them out.
  private func revisionsForgotten(by plan: StampPlan) async throws -> [RevisionID] {
    guard plan.purgesTable || plan.to.isEmpty else { return [] }
    let journal = try await store.appliedScripts(on: connection, dialect: dialect)
    let gone = journal.filter { id, _ in !plan.applied.contains(id) && !plan.noLongerImplied.contains(id) }
    return gone.sorted { $0.value.sequence > $1.value.sequence }.map(\.key)
  }

  /// How often a plan is made anew because the database was moved before it could be locked.
  static let attempts = 100

  func prepareSession() async throws {
    try await connection.prepareForRevisions()
    for statement in dialect.journalClock.prepare { try await connection.run(statement) }
    store = try await store.qualified(on: connection, dialect: dialect)
    transactions.store = store
  }

  /// Does something with the runner's lock, which it takes when it comes to it, and gives the lock back.
  func underLock<Result>(_ body: (RunnerHold) async throws -> Result) async throws -> Result {
    let hold = RunnerHold(
      connection.keepsSession ? dialect.runnerLock(for: store.table) : nil, on: connection,
      waitingUpTo: retryPolicy.runnerWait, shouldStop: shouldStop, observer: observer)
    do {
      let result = try await body(hold)
      await hold.release()
      return result
    } catch {
      await hold.release()
      throw error
    }
  }

  private func checkLengths(_ tooLong: (Int) -> [RevisionID]) async throws {
    let limit = try await store.maximumIDLength(on: connection, dialect: dialect)
    if let id = tooLong(limit).first { throw ExecutionError.idTooLong(id, maximum: limit) }
  }

  func runner() -> StepRunner { StepRunner(dialect: dialect, store: store, appliedBy: appliedBy) }

  func sink() -> OnlineSink { OnlineSink(connection, dialect: dialect, parameters: parameters) }

  // MARK: - Runs of steps

  /// Runs steps from the heads given. Returns false where the database is no longer where a step starts; what was run
  /// before stays.
  private func run(_ steps: [LoadedStep], from heads: [RevisionID]) async throws -> Bool {
    var heads = heads
    var rest = steps[...]
    while let first = rest.first {
      if shouldStop() { throw ExecutionError.stopped(completed: completed) }
      let batch = first.standsAlone ? rest.prefix(1) : rest.prefix { !$0.standsAlone }
      let isThere: Bool =
        switch dialect.transactionStrategy {
        case .perRevision(let fencing):
          if let pipeline = connection as? any StatementPipeline, !first.standsAlone {
            try await runPipelined(batch, from: heads, fencing, through: pipeline)
          } else {
            try await runOneByOne(batch, from: heads)
          }
        case .sharedWithSavepoints:
          if batch.count == 1 {
            try await runOneByOne(batch, from: heads)
          } else {
            try await runTogether(batch, from: heads)
          }
        }
      guard isThere else { return false }
      heads = batch.last?.heads ?? heads
      rest = rest.dropFirst(batch.count)
    }
    return true
  }

  /// Runs steps by themselves, up to the first that fails.
  func runOneByOne(_ steps: ArraySlice<LoadedStep>, from heads: [RevisionID]) async throws -> Bool {
    var heads = heads
    for loaded in steps {
      if shouldStop() { throw ExecutionError.stopped(completed: completed) }
      let isThere = try await retrying(loaded.step, isSafe: !loaded.actions.hasLive) {
        try await withSession(of: loaded) { try await runAlone(loaded, from: heads) }
      }
      guard isThere else { return false }
      heads = loaded.heads
    }
    return true
  }

  /// Tries a step again that had to wait for a lock too long, where each revision has a transaction of its own.
  private func retrying<Result>(_ step: PlanStep, isSafe: Bool, _ body: () async throws -> Result) async throws
    -> Result
  {
    var retry = 0
    while true {
      do {
        return try await body()
      } catch ExecutionError.stepFailed(let failure) {
        guard isSafe, let error = failure.cause as? DatabaseError, try await pauses(before: &retry, of: step, error)
        else { throw ExecutionError.stepFailed(failure) }
      }
    }
  }

  /// Waits before a step is tried again, and counts the tries; false where trying again is no use.
  func pauses(before retry: inout Int, of step: PlanStep, _ error: DatabaseError) async throws -> Bool {
    guard error.kind == .busy, dialect.fencing != nil, retry < retryPolicy.retries, !shouldStop() else { return false }
    retry += 1
    let pause = retryPolicy.pause(before: retry)
    observer?.willRetry(step, after: pause, because: error)
    let end = ContinuousClock.now + pause
    while ContinuousClock.now < end, !shouldStop() {
      // Whoever is cancelled waits no longer, and is told what it waited for.
      do { try await Task.sleep(for: min(.milliseconds(50), end - ContinuousClock.now)) } catch { return false }
    }
    return !shouldStop()
  }

  func failure(of loaded: LoadedStep, _ runner: StepRunner, _ error: any Error) -> ExecutionError {
    .stepFailed(runner.failure(of: loaded, error, completed: completed))
  }
}
