internal import Dialects
internal import MigrationPlanning
internal import Revisions

extension MigrationExecutor {
  /// How many revisions are made ready at a time: so many go out behind one synchronisation.
  private static let chunk = 256
  /// How many transactions are under way at most without an answer. What a killed client has sent may still be carried
  /// out, so it is bounded; a few are enough to keep a server far away busy.
  private static let inFlight = 32

  /// Runs steps with a transaction each, sent one behind the other without waiting for answers.
  func runPipelined(
    _ steps: ArraySlice<LoadedStep>, from heads: [RevisionID], _ fencing: any Fencing,
    through pipeline: any StatementPipeline
  ) async throws -> Bool {
    var heads = heads
    var rest = steps
    var retry = 0
    while let first = rest.first {
      if shouldStop() { throw ExecutionError.stopped(completed: completed) }
      let chunk = rest.prefix(Self.chunk)
      let transactions = try await record(chunk, from: heads, fencing)
      observer?.willRun(first.step, resumingAfter: nil)
      let committed: Int
      do {
        committed = try await pipeline.run(
          transactions: transactions.map(\.statements), maximumInFlight: Self.inFlight, shouldStop: shouldStop
        ) { place in
          noteCommitted(place, of: chunk)
        }
      } catch {
        let failed = transactions[error.transaction]
        if fencing.isMiss(error.cause) || error.cause.kind == .alreadyExists && error.statement < failed.ownStatements {
          return false
        }
        if error.transaction > 0 { retry = 0 }
        let loaded = chunk[chunk.startIndex + error.transaction]
        guard try await pauses(before: &retry, of: loaded.step, error.cause) else {
          throw failure(of: loaded, at: failed.own[error.statement], error.cause)
        }
        heads = error.transaction == 0 ? heads : chunk[chunk.startIndex + error.transaction - 1].heads
        rest = rest.dropFirst(error.transaction)
        continue
      }
      retry = 0
      rest = rest.dropFirst(committed)
      if let last = chunk.prefix(committed).last { heads = last.heads }
    }
    return true
  }

  private func noteCommitted(_ place: Int, of chunk: ArraySlice<LoadedStep>) {
    if place == 0 { self.transactions.haveTables() }
    let index = chunk.startIndex + place
    completed.append(chunk[index].step.revision)
    if index + 1 < chunk.endIndex { observer?.willRun(chunk[index + 1].step, resumingAfter: nil) }
  }

  /// One transaction, ready to be sent.
  private struct Transaction {
    var statements: [String]
    /// The place of the first statement behind those that begin the transaction.
    var ownStatements: Int
    /// The revision's own statements, by their place.
    var own: [Int: (number: Int, statement: Statement)]
  }

  private func record(
    _ steps: ArraySlice<LoadedStep>, from heads: [RevisionID], _ fencing: any Fencing
  ) async throws -> [Transaction] {
    var heads = heads
    var result: [Transaction] = []
    for loaded in steps {
      let sink = RecordingSink(
        fencing: fencing, restoring: connection.restoringSettings,
        failure: "the database is not at \(loaded.step.transition.removed.map(\.rawValue).joined(separator: ", "))")
      sink.append([dialect.beginTransaction])
      sink.append(connection.transactionPreamble)
      let creation = result.isEmpty ? try await transactions.missingTables() : []
      sink.append(creation)
      // A row that is changed proves by itself where the database is; one that is added does not.
      if !creation.isEmpty || loaded.step.transition.removed.isEmpty {
        sink.append(try fencing.expecting(heads, in: store.table))
      }
      let ownStatements = sink.statements.count
      let runner = self.runner()
      do {
        try await runner.run(loaded, into: sink)
      } catch {
        // What comes before it is still run.
        if result.isEmpty { throw failure(of: loaded, runner, error) }
        return result
      }
      sink.append(["COMMIT"])
      result.append(Transaction(statements: sink.statements, ownStatements: ownStatements, own: sink.own))
      heads = loaded.heads
    }
    return result
  }

  private func failure(
    of loaded: LoadedStep, at place: (number: Int, statement: Statement)?, _ error: DatabaseError
  ) -> ExecutionError {
    .stepFailed(
      ExecutionError.StepFailure(
        step: loaded.step, statementNumber: place?.number, statement: place?.statement.text,
        location: place?.statement.location, cause: error, leftStatements: 0, completed: completed))
  }
}
