extension Array where Element == Operation {
  /// Each operation's reverse, last to first. Throws ``IrreversibleError`` for the first that has none.
  func reversed(byTurningRound: Void) throws(IrreversibleError) -> [Operation] {
    var result: [Operation] = []
    result.reserveCapacity(count)
    for operation in reversed() { result.append(try operation.reversed()) }
    return result
  }
}

extension Operation {
  /// The operation that takes this one back.
  ///
  /// Throws ``IrreversibleError`` where the operation does not carry enough to be turned round.
  public func reversed() throws(IrreversibleError) -> Operation {
    let file = value.location.file
    let line = value.location.line
    func needs(_ what: String) -> IrreversibleError { IrreversibleError(reason: what, location: value.location) }

    switch self {
    case .createTable(let create):
      return .dropTable(DropTable(was: create.table, file: file, line: line))
    case .dropTable(let drop):
      guard let former = drop.former else {
        throw needs("DropTable(\"\(drop.table)\") does not list the table's columns")
      }
      return .createTable(CreateTable(former, file: file, line: line))
    case .renameTable(let rename):
      return .renameTable(
        RenameTable(rename.newName, to: rename.table.name, schema: rename.table.schema, file: file, line: line))
    case .addColumn(let add):
      return .dropColumn(DropColumn(add.table, was: add.column, file: file, line: line))
    case .dropColumn(let drop):
      guard let former = drop.former else {
        throw needs("DropColumn(\"\(drop.table)\", \"\(drop.column)\") does not say what the column was: use `was:`")
      }
      return .addColumn(AddColumn(drop.table, former, file: file, line: line))
    case .renameColumn(let rename):
      return .renameColumn(
        RenameColumn(rename.table, rename.newName, to: rename.column, file: file, line: line))
    case .alterColumn(let alter):
      var changes: [AlterColumn.Change] = []
      for change in alter.changes.reversed() {
        guard let back = change.reversed else {
          throw needs(
            "AlterColumn(\"\(alter.table)\", \"\(alter.column)\") does not say what was there before: use `from:`")
        }
        changes.append(back)
      }
      return .alterColumn(AlterColumn(alter.table, alter.column, changes: changes, file: file, line: line))
    case .addConstraint(let add):
      return .dropConstraint(DropConstraint(was: add.constraint, on: add.table, file: file, line: line))
    case .dropConstraint(let drop):
      guard let former = drop.former else {
        throw needs("DropConstraint on \"\(drop.table)\" does not say what the constraint was: use `was:`")
      }
      return .addConstraint(AddConstraint(former, to: drop.table, file: file, line: line))
    case .createIndex(let create):
      return .dropIndex(DropIndex(was: create.index, file: file, line: line))
    case .dropIndex(let drop):
      guard let former = drop.former else {
        throw needs("DropIndex(\"\(drop.name)\") does not say what the index was: use `was:`")
      }
      return .createIndex(CreateIndex(former, file: file, line: line))
    case .createView(let create):
      return .dropView(
        DropView(create.view.name, was: create.view.query, columns: create.view.columns, file: file, line: line))
    case .dropView(let drop):
      guard let former = drop.former else {
        throw needs("DropView(\"\(drop.name)\") does not give the view's query: use `was:`")
      }
      return .createView(CreateView(former, file: file, line: line))
    case .createTrigger(let create):
      return .dropTrigger(DropTrigger(was: create.trigger, file: file, line: line))
    case .dropTrigger(let drop):
      guard let former = drop.former else {
        throw needs("DropTrigger(\"\(drop.name)\") does not say what the trigger was: use `was:`")
      }
      return .createTrigger(CreateTrigger(former, file: file, line: line))
    case .insertRows(let insert):
      let positions = insert.key.compactMap { insert.columns.firstIndex(of: $0) }
      guard !insert.key.isEmpty, positions.count == insert.key.count else {
        throw needs("InsertRows into \"\(insert.table)\" does not name the columns that tell a row: use `key:`")
      }
      let rows = insert.rows.map { row in positions.compactMap { row.indices.contains($0) ? row[$0] : nil } }
      return .deleteRows(
        DeleteRows(from: insert.table, columns: insert.key, rows: rows, was: insert, file: file, line: line))
    case .deleteRows(let delete):
      guard let former = delete.former else {
        throw needs("DeleteRows from \"\(delete.table)\" does not say what the rows were: use `was:`")
      }
      return .insertRows(former)
    case .sql(let sql):
      guard let reverse = sql.reverse else { throw needs("SQL(…) does not say what undoes it: use `reverse:`") }
      return .sql(SQL(reverse, reverse: sql.text, file: file, line: line))
    case .when(let when):
      return .when(
        When(
          when.dialect, then: try when.then.turnedRound(), otherwise: try when.otherwise.turnedRound(), file: file,
          line: line))
    case .outsideTransaction(let outside):
      return .outsideTransaction(OutsideTransaction(body: try outside.body.turnedRound(), file: file, line: line))
    case .live(let live):
      throw needs("Live(\"\(live.label)\") has no reverse: write the downgrade out")
    }
  }
}

extension Operations {
  fileprivate func turnedRound() throws(IrreversibleError) -> Operations {
    switch content {
    case .steps(let steps): return Operations(try steps.reversed(byTurningRound: ()))
    case .irreversible(let reason): throw IrreversibleError(reason: reason)
    case .reversed: throw IrreversibleError(reason: "'.reversed' has to stand alone: it is the whole of a direction")
    }
  }
}

extension AlterColumn.Change {
  /// The change that takes this one back; nil where it is not said what was there before.
  fileprivate var reversed: AlterColumn.Change? {
    switch self {
    case .type(let new, let from, _): from.map { .type($0, from: new) }
    case .nullable(let flag): .nullable(!flag)
    case .setDefault(let new, let from): from.map { .setDefault($0, from: new) } ?? .dropDefault(from: new)
    case .dropDefault(let from): from.map { .setDefault($0) }
    case .collation(let new, let from): .collation(from, from: new)
    case .comment(let new, let from): .comment(from, from: new)
    }
  }
}
