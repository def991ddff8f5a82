import CLibPQ
package import Dialects
import Revisions

extension PostgresConnection: StatementPipeline {
  package func run(
    transactions: [[String]], maximumInFlight: Int, shouldStop: () -> Bool, committed: (Int) -> Void
  ) async throws(PipelineError) -> Int {
    guard !transactions.isEmpty else { return 0 }
    let handle: ConnectionHandle
    do throws(DatabaseError) {
      handle = try usable(for: transactions.first?.first)
      guard !isInTransaction, PQenterPipelineMode(handle.raw) == 1 else {
        throw DatabaseError(
          kind: .statement, message: "a transaction is open: a pipeline cannot be run inside one", code: "25001")
      }
    } catch {
      throw PipelineError(transaction: 0, statement: 0, cause: error)
    }
    handle.beginStatement()
    var pipeline = Pipeline(handle, transactions, maximumInFlight: max(maximumInFlight, 1))
    await pipeline.run(shouldStop: shouldStop, committed: committed)
    if pipeline.isStuckInCopy { await close() }
    if let handle = try? usable(for: nil) {
      PQexitPipelineMode(handle.raw)
      // The connection must not stay in the transaction that failed; if even this fails, the next statement says so.
      if isInTransaction { _ = try? await perform(BoundStatement("ROLLBACK"), discardingRows: true) }
    }
    if let failure = pipeline.failure { throw failure }
    return pipeline.answered
  }
}

/// A run of transactions on their way: what has been sent, and what has been answered.
///
/// All of them stand before a single Sync. After an error the server skips everything up to it; what was committed
/// before stays. A request to flush behind each COMMIT brings its answer as soon as it is there.
private struct Pipeline {
  private let handle: ConnectionHandle
  private let transactions: [[String]]
  private let maximumInFlight: Int

  private var sent = 0
  /// How many transactions are answered to the end, and how many statements of the one after them.
  private(set) var answered = 0
  private var answeredStatements = 0
  private var isEnding = false
  private var isSynced = false
  private(set) var failure: PipelineError?
  /// Whether a statement waits for data in the middle of the pipeline: there is no orderly way out of that.
  private(set) var isStuckInCopy = false

  init(_ handle: ConnectionHandle, _ transactions: [[String]], maximumInFlight: Int) {
    self.handle = handle
    self.transactions = transactions
    self.maximumInFlight = maximumInFlight
  }

  mutating func run(shouldStop: () -> Bool, committed: (Int) -> Void) async {
    while true {
      send(shouldStop: shouldStop)
      let isUnsent = PQflush(handle.raw) == 1
      if receive(committed: committed) { return }
      // What was received made room, or ends the run.
      if canSend || failure != nil && !isSynced { continue }
      await handle.wait(writing: isUnsent)
    }
  }

  private var canSend: Bool {
    !isEnding && failure == nil && sent < transactions.count && sent - answered < maximumInFlight
  }

  // MARK: Sending

  private mutating func send(shouldStop: () -> Bool) {
    while canSend {
      if shouldStop() {
        isEnding = true
      } else if let statement = transactions[sent].firstIndex(where: { $0.utf8.contains(0) }) {
        // Those before it are still answered.
        isEnding = true
        unsendable = PipelineError(
          transaction: sent, statement: statement, cause: ServerError.hasNUL(statement: transactions[sent][statement]))
      } else {
        for (position, text) in transactions[sent].enumerated()
        where PQsendQueryParams(handle.raw, text, 0, nil, nil, nil, nil, 0) == 0 {
          isEnding = true
          unsendable = PipelineError(
            transaction: sent, statement: position,
            cause: ServerError.refused(String(cString: PQerrorMessage(handle.raw)), statement: text))
          break
        }
        PQsendFlushRequest(handle.raw)
        if sent == answered, answeredStatements == 0 { PQsetSingleRowMode(handle.raw) }
        sent += 1
      }
    }
    if !isSynced, isEnding || failure != nil || sent == transactions.count {
      PQpipelineSync(handle.raw)
      isSynced = true
    }
  }

  /// The transaction that could not be sent; it fails once those before it are through.
  private var unsendable: PipelineError?

  // MARK: Receiving

  /// Takes all results that are there, and returns whether there will be no more.
  private mutating func receive(committed: (Int) -> Void) -> Bool {
    while PQisBusy(handle.raw) == 0 || handle.isLost {
      // Nothing to wait for until more is sent.
      if answered == sent, !isSynced, !handle.isLost { return false }
      guard let result = PQgetResult(handle.raw).map(StatementResult.init) else {
        if handle.isLost {
          fail(ServerError.lost(String(cString: PQerrorMessage(handle.raw)), statement: currentStatement))
          return true
        }
        if failure == nil { advance(committed: committed) }
        // Rows are of no use to anybody, so they do not gather. This holds for the statement that comes next.
        PQsetSingleRowMode(handle.raw)
        continue
      }
      switch result.status {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY, PGRES_PIPELINE_ABORTED: break
      case PGRES_PIPELINE_SYNC:
        failure = failure ?? unsendable
        return true
      case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
        fail(ServerError.copy(statement: currentStatement))
        isStuckInCopy = true
        return true
      default:
        fail(ServerError.error(of: result, statement: currentStatement, on: handle))
        // The Sync behind which the server goes on has still to be sent.
        if !isSynced, !handle.isLost { return false }
      }
    }
    return false
  }

  private var currentStatement: String? {
    guard answered < sent, answeredStatements < transactions[answered].count else { return nil }
    return transactions[answered][answeredStatements]
  }

  private mutating func fail(_ cause: DatabaseError) {
    failure = failure ?? PipelineError(transaction: answered, statement: answeredStatements, cause: cause)
  }

  private mutating func advance(committed: (Int) -> Void) {
    guard answered < sent else { return }
    answeredStatements += 1
    guard answeredStatements >= transactions[answered].count else { return }
    committed(answered)
    answered += 1
    answeredStatements = 0
  }
}
