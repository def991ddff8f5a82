internal import Dialects
package import Revisions

extension MigrationExecutor {
  /// Notes in the journal that scripts, as they are recorded here, are the right ones for what was applied; what it said
  /// of them before stays. A record without anything says that the script is rightly gone.
  ///
  /// `reason` is why, in the words of whoever accepts. Throws as ``run(_:)`` does.
  package func accept(_ records: [(RevisionID, ScriptRecord)], because reason: String) async throws {
    try await prepareSession()
    try await underLock { lock in
      try await lock.acquire()
      for _ in 0..<Self.attempts {
        guard try await transactions.begin(expecting: store.heads(on: connection, dialect: dialect)) else { continue }
        do {
          let journal = Journal(of: store)
          for (id, record) in records {
            try await connection.run(
              journal.noted(id, .accept, by: appliedBy, from: record, because: reason, in: dialect))
          }
          try await connection.run("COMMIT")
        } catch {
          await transactions.rollBack()
          throw error
        }
        return
      }
      throw ExecutionError.databaseKeepsMoving(attempts: Self.attempts)
    }
  }
}
