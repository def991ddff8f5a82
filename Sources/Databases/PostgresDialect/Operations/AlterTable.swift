import Dialects
import Revisions

extension PostgresDialect {
  func alterTable(_ alter: AlterTable) throws(DialectError) -> [Statement] {
    var actions: [String] = []
    for change in alter.changes {
      switch change {
      case .unlogged(let flag): actions.append(flag ? "SET UNLOGGED" : "SET LOGGED")
      case .replicaIdentity(let identity, _): actions.append(try replicaIdentity(identity))
      case .clusteredIndex(let index?, _): actions.append("CLUSTER ON \(try quoted(index))")
      case .clusteredIndex(nil, _): actions.append("SET WITHOUT CLUSTER")
      case .inherit(let parent): actions.append("INHERIT \(try quoted(parent))")
      case .disinherit(let parent): actions.append("NO INHERIT \(try quoted(parent))")
      case .accessMethod(let method, _): actions.append("SET ACCESS METHOD \(try quoted(method))")
      }
    }
    return actions.isEmpty ? [] : [try alterTable(alter.table, actions)]
  }

  func replicaIdentity(_ identity: Table.ReplicaIdentity) throws(DialectError) -> String {
    switch identity {
    case .primaryKey: "REPLICA IDENTITY DEFAULT"
    case .index(let index): "REPLICA IDENTITY USING INDEX \(try quoted(index))"
    case .full: "REPLICA IDENTITY FULL"
    case .nothing: "REPLICA IDENTITY NOTHING"
    }
  }

  func addColumn(_ add: AddColumn) throws(DialectError) -> [Statement] {
    let column = add.column
    var actions = ["ADD COLUMN \(try columnDefinition(column, of: add.table))"]
    for constraint in column.constraints where !constraint.stands(on: column.name) || !constraint.isValidated {
      actions.append(try addedConstraint(constraint))
    }
    actions += try columnSettings(column)
    return [try alterTable(add.table, actions)] + (try comments(on: [column], of: add.table))
  }

  func dropColumn(_ drop: DropColumn) throws(DialectError) -> [Statement] {
    [try alterTable(drop.table, ["DROP COLUMN \(try quoted(drop.column))\(cascade(drop.cascade))"])]
  }

  func renameColumn(_ rename: RenameColumn) throws(DialectError) -> [Statement] {
    [try alterTable(rename.table, ["RENAME COLUMN \(try quoted(rename.column)) TO \(try quoted(rename.newName))"])]
  }

  func addConstraint(_ add: AddConstraint) throws(DialectError) -> [Statement] {
    [try alterTable(add.table, [try addedConstraint(add.constraint)])]
  }

  func alterConstraint(_ alter: AlterConstraint) throws(DialectError) -> [Statement] {
    let deferral = alter.deferrable == .no ? " NOT DEFERRABLE" : deferral(alter.deferrable)
    return [try alterTable(alter.table, ["ALTER CONSTRAINT \(try quoted(alter.name))\(deferral)"])]
  }

  /// One ALTER TABLE, so that the table is locked, checked and rewritten once at most.
  func alterTable(_ table: QualifiedName, _ actions: [String]) throws(DialectError) -> Statement {
    let head = "ALTER TABLE \(try quoted(table))"
    guard actions.count > 1 else { return Statement(head + " " + actions.joined()) }
    return Statement(head + "\n  " + actions.joined(separator: ",\n  "))
  }
}
