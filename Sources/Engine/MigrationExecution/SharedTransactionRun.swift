internal import Dialects
internal import MigrationPlanning
internal import Revisions

extension MigrationExecutor {
  /// Runs steps in one transaction, a savepoint each.
  ///
  /// Where the database gives up the whole transaction (a full disk, a trigger's `RAISE(ROLLBACK)`) or the commit is
  /// refused, the steps are run again with a transaction each, so that those before the failing one stay.
  func runTogether(_ steps: ArraySlice<LoadedStep>, from heads: [RevisionID]) async throws -> Bool {
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
          try await runner.run(loaded, into: sink)
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
}
