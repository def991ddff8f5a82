internal import Dialects
internal import MigrationPlanning
internal import Revisions

extension MigrationExecutor {
  /// Changes the session for a step, and takes that back when the step is over.
  func withSession(of loaded: LoadedStep, _ body: () async throws -> Bool) async throws -> Bool {
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
  func runAlone(_ loaded: LoadedStep, from heads: [RevisionID]) async throws -> Bool {
    if loaded.actions.runsOutsideTransaction { return try await runOutsideTransaction(loaded, from: heads) }
    guard try await transactions.begin(expecting: heads) else { return false }
    let runner = self.runner()
    do {
      let violations = try await transactions.violations()
      observer?.willRun(loaded.step, resumingAfter: nil)
      try await runner.run(loaded, into: sink())
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
    let journal = Journal(of: store)
    let event = Journal.Event(loaded.step.direction)
    do {
      try await runner.runOutsideTransaction(
        loaded, from: heads, into: sink(),
        progress: { [self] in
          let progress = try await journal.progress(
            of: loaded.step.revision, event, on: connection, dialect: dialect)
          observer?.willRun(loaded.step, resumingAfter: progress?.statements)
          return progress
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
    } catch let error as ExecutionError {
      throw error
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
}
