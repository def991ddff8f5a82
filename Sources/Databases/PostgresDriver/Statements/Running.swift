import CLibPQ
import Revisions

extension PostgresConnection {
  /// Sends one statement and waits for its last result. With `discardingRows` no more than one row is in memory at a time.
  func perform(_ bound: BoundStatement, discardingRows: Bool) async throws(DatabaseError) -> StatementResult? {
    let handle = try usable(for: bound.text)
    guard !bound.hasNUL else { throw ServerError.hasNUL(statement: bound.text) }
    handle.beginStatement()
    guard bound.send(on: handle.raw) else {
      let message = String(cString: PQerrorMessage(handle.raw))
      throw handle.isLost
        ? ServerError.lost(message, statement: bound.text) : ServerError.refused(message, statement: bound.text)
    }
    if discardingRows { PQsetSingleRowMode(handle.raw) }
    // Reading while writing: a server that cannot hand over what it has to say takes nothing more.
    while PQflush(handle.raw) == 1 { await handle.wait(writing: true) }

    var last: StatementResult?
    var failure: DatabaseError?
    while let result = await nextResult(handle) {
      switch result.status {
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY:
        if !discardingRows || result.status != PGRES_SINGLE_TUPLE { last = result }
      case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
        failure = ServerError.copy(statement: bound.text)
        await leaveCopy(handle, result.status)
      default:
        failure = failure ?? ServerError.error(of: result, statement: bound.text, on: handle)
      }
    }
    if let failure { throw failure }
    return last
  }

  /// The next result of the statement that is running; nil where there are no more.
  private func nextResult(_ handle: ConnectionHandle) async -> StatementResult? {
    while PQisBusy(handle.raw) == 1, !handle.isLost { await handle.wait(writing: false) }
    return PQgetResult(handle.raw).map(StatementResult.init)
  }

  /// Ends a COPY that nobody feeds or listens to.
  private func leaveCopy(_ handle: ConnectionHandle, _ status: ExecStatusType) async {
    if status == PGRES_COPY_IN || status == PGRES_COPY_BOTH {
      while PQputCopyEnd(handle.raw, "not supported") == 0 { await handle.wait(writing: true) }
      while PQflush(handle.raw) == 1 { await handle.wait(writing: true) }
    }
    guard status != PGRES_COPY_IN else { return }
    handle.cancel()
    while !handle.isLost {
      var row: UnsafeMutablePointer<CChar>?
      let length = PQgetCopyData(handle.raw, &row, 1)
      PQfreemem(row)
      if length < 0 { return }
      if length == 0 { await handle.wait(writing: false) }
    }
  }
}
