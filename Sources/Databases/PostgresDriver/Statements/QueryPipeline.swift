import CLibPQ
import Dialects
package import Revisions

extension PostgresConnection: QueryPipeline {
  package func query(_ statements: [SQLFragment], answered: (Int, [SQLRow]) throws -> Void) async throws {
    let statements = try statements.map { try BoundStatement($0) }
    let handle = try usable(for: statements.first?.text)
    if let statement = statements.first(where: \.hasNUL) { throw ServerError.hasNUL(statement: statement.text) }
    guard PQenterPipelineMode(handle.raw) == 1 else {
      throw ServerError.refused(String(cString: PQerrorMessage(handle.raw)), statement: nil)
    }
    handle.beginStatement()
    var failure: (any Error)?
    for statement in statements where failure == nil {
      if !statement.send(on: handle.raw) {
        failure = ServerError.refused(String(cString: PQerrorMessage(handle.raw)), statement: statement.text)
      }
      // So that an answer comes as soon as it is there.
      PQsendFlushRequest(handle.raw)
    }
    PQpipelineSync(handle.raw)

    var position = 0
    var isDone = false
    while !isDone {
      var isUnsent = PQflush(handle.raw) == 1
      while PQisBusy(handle.raw) == 1 || isUnsent, !handle.isLost {
        await handle.wait(writing: isUnsent)
        isUnsent = PQflush(handle.raw) == 1
      }
      let current = position < statements.count ? statements[position].text : nil
      guard let result = PQgetResult(handle.raw).map(StatementResult.init) else {
        // Behind the last query only the Sync's result is left: nothing more means that it never went out.
        guard !handle.isLost, position < statements.count else {
          throw failure ?? ServerError.lost(String(cString: PQerrorMessage(handle.raw)), statement: current)
        }
        position += 1
        continue
      }
      switch result.status {
      case PGRES_TUPLES_OK where failure == nil:
        do { try answered(position, result.rows()) } catch { failure = error }
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_PIPELINE_ABORTED: break
      case PGRES_PIPELINE_SYNC: isDone = true
      default: failure = failure ?? ServerError.error(of: result, statement: current, on: handle)
      }
    }
    PQexitPipelineMode(handle.raw)
    if let failure { throw failure }
  }
}
