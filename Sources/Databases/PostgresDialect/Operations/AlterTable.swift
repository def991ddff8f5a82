import Dialects
import Revisions

extension PostgresDialect {
  func addColumn(_ add: AddColumn) throws(DialectError) -> [Statement] {
    let column = add.column
    var actions = ["ADD COLUMN \(try columnDefinition(column, of: add.table))"]
    for constraint in column.constraints where !constraint.stands(on: column.name) {
      actions.append("ADD \(try tableConstraint(constraint))")
    }
    return [try alterTable(add.table, actions)] + (try comments(on: add.table, nil, [column]))
  }

  func dropColumn(_ drop: DropColumn) throws(DialectError) -> [Statement] {
    [try alterTable(drop.table, ["DROP COLUMN \(try quoted(drop.column))"])]
  }

  func renameColumn(_ rename: RenameColumn) throws(DialectError) -> [Statement] {
    [try alterTable(rename.table, ["RENAME COLUMN \(try quoted(rename.column)) TO \(try quoted(rename.newName))"])]
  }

  func addConstraint(_ add: AddConstraint) throws(DialectError) -> [Statement] {
    [try alterTable(add.table, ["ADD \(try tableConstraint(add.constraint))"])]
  }

  /// One ALTER TABLE, so that the table is locked, checked and rewritten once at most.
  func alterTable(_ table: QualifiedName, _ actions: [String]) throws(DialectError) -> Statement {
    let head = "ALTER TABLE \(try quoted(table))"
    guard actions.count > 1 else { return Statement(head + " " + actions.joined()) }
    return Statement(head + "\n  " + actions.joined(separator: ",\n  "))
  }
}
