import Revisions

extension SwiftRendering {
  /// `Table("users", strict: true) { … }`
  func expression(_ table: Table) -> SwiftExpression {
    .call("Table", { add(table, to: &$0) }, closures: [body(of: table)])
  }

  /// The name of a table and what is said before its columns, in the order of the initialisers.
  func add(_ table: Table, to arguments: inout SwiftArguments) {
    let options = table.options
    arguments.add(.string(table.name.name))
    arguments.add("schema", .string(table.name.schema))
    arguments.add("comment", .string(table.comment))
    arguments.add("strict", flag: options.isStrict)
    arguments.add("withoutRowID", flag: options.isWithoutRowID)
    arguments.add("partitionBy", options.partitioning.map { expression($0) })
    arguments.add("partitionOf", options.partition.map { expression($0) })
    if !options.inherits.isEmpty { arguments.add("inherits", .array(options.inherits.map { expression($0) })) }
    arguments.add("unlogged", flag: options.isUnlogged)
    arguments.add("using", .string(options.accessMethod))
    arguments.add("with", nonEmpty(options.storageParameters))
    arguments.add("tablespace", .string(options.tablespace))
    switch (options.hasRowSecurity, options.forcesRowSecurity) {
    case (false, false): break
    case (true, false): arguments.add("rowSecurity", .code(".enabled"))
    case (true, true): arguments.add("rowSecurity", .code(".forced"))
    case (false, true): arguments.add("rowSecurity", .code(".init(enabled: false, forced: true)"))
    }
    if options.replicaIdentity != .primaryKey {
      arguments.add("replicaIdentity", expression(options.replicaIdentity))
    }
    arguments.add("clusteredOn", .string(options.clusteredIndex))
    arguments.add("renamedFrom", expression(table.renamedFrom))
  }

  /// The columns, a line each, then the constraints that do not stand on one.
  func body(of table: Table) -> SwiftClosure {
    var onColumns: [Int: [TableConstraint]] = [:]
    var ofTable: [TableConstraint] = []
    for constraint in table.constraints {
      let said = withoutImpliedName(constraint, of: table)
      if let position = position(of: constraint, in: table) {
        onColumns[position, default: []].append(said)
      } else {
        ofTable.append(said)
      }
    }
    let columns = table.columns.enumerated().map { position, column in
      var column = column
      column.constraints = column.constraints.map { withoutImpliedName($0, of: table) }
      return SwiftStatement(expression(column, adding: onColumns[position] ?? []))
    }
    return SwiftClosure(statements: columns + ofTable.map { SwiftStatement(expression($0)) })
  }

  func expression(_ identity: Table.ReplicaIdentity) -> SwiftExpression {
    switch identity {
    case .primaryKey: .code(".primaryKey")
    case .index(let name): .call(".index") { $0.add(.string(name)) }
    case .full: .code(".full")
    case .nothing: .code(".nothing")
    }
  }

  /// The column that a constraint of the table can stand on.
  private func position(of constraint: TableConstraint, in table: Table) -> Int? {
    let columns: [String]
    switch constraint {
    case .primaryKey(let key): columns = key.columns
    case .unique(let unique): columns = unique.columns
    case .foreignKey(let key): columns = key.columns
    // Which columns a check is about stands in its text alone.
    case .check, .exclusion: return nil
    }
    guard columns.count == 1, let position = table.columns.firstIndex(where: { $0.name == columns[0] }),
      Self.fits(constraint, on: table.columns[position])
    else { return nil }
    return position
  }
}
