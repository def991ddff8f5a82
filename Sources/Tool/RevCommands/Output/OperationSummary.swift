internal import Revisions

extension Operation {
  /// What the operation does, in a line.
  var summary: String {
    switch self {
    case .createTable(let create): "create table \(create.table.name) (\(names(create.table.columns.map(\.name))))"
    case .dropTable(let drop): "drop table \(drop.table)"
    case .renameTable(let rename): "rename table \(rename.table) to \(rename.newName)"
    case .addColumn(let add): "add column \(add.table).\(add.column.name)"
    case .dropColumn(let drop): "drop column \(drop.table).\(drop.column)"
    case .alterColumn(let alter): "alter column \(alter.table).\(alter.column)"
    case .renameColumn(let rename): "rename column \(rename.table).\(rename.column) to \(rename.newName)"
    case .addConstraint(let add): "add \(add.constraint.summary) to \(add.table)"
    case .dropConstraint(let drop):
      switch drop.target {
      case .named(let name): "drop constraint \(name) of \(drop.table)"
      case .matching(let constraint): "drop \(constraint.summary) of \(drop.table)"
      }
    case .createIndex(let create):
      "create \(create.index.isUnique ? "unique " : "")index \(create.index.name) on \(create.index.table)"
    case .dropIndex(let drop): "drop index \(drop.name)"
    case .createView(let create): "create view \(create.view.name)"
    case .dropView(let drop): "drop view \(drop.name)"
    case .createTrigger(let create): "create trigger \(create.trigger.name) on \(create.trigger.table)"
    case .dropTrigger(let drop): "drop trigger \(drop.name)"
    case .insertRows(let insert): "insert \(plural(insert.rows.count, "row")) into \(insert.table)"
    case .deleteRows(let delete): "delete \(plural(delete.rows.count, "row")) from \(delete.table)"
    case .sql(let sql): "SQL: \(sql.text.summary)"
    case .when(let when): "on \(when.dialect): \(when.then.summary); elsewhere: \(when.otherwise.summary)"
    case .live(let live): "Swift: \(live.label)"
    case .outsideTransaction(let outside): "outside a transaction: \(outside.body.summary)"
    }
  }

  private func names(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension Operations {
  /// What a list of operations does, in a line.
  fileprivate var summary: String {
    switch content {
    case .steps(let steps): steps.isEmpty ? "nothing" : steps.map(\.summary).joined(separator: ", ")
    case .reversed: "the reverse"
    case .irreversible(let reason): "nothing: \(reason)"
    }
  }
}

extension TableConstraint {
  fileprivate var summary: String {
    let kind =
      switch self {
      case .primaryKey(let key): "primary key (\(key.columns.joined(separator: ", ")))"
      case .unique(let unique): "unique constraint (\(unique.columns.joined(separator: ", ")))"
      case .check: "check"
      case .foreignKey(let key): "foreign key (\(key.columns.joined(separator: ", "))) to \(key.referencedTable)"
      }
    return name.map { "\(kind) \($0)" } ?? kind
  }
}

extension SQLFragment {
  /// The text in one line, cut where it is long.
  fileprivate var summary: String {
    var text = ""
    for segment in segments {
      switch segment {
      case .raw(let sql): text += sql
      case .identifier(let parts): text += parts.joined(separator: ".")
      case .value: text += "…"
      }
    }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 100 ? words.prefix(99) + "…" : words
  }
}
