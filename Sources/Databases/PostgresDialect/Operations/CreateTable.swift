import Dialects
import Revisions

extension PostgresDialect {
  func createTable(_ create: CreateTable) throws(DialectError) -> [Statement] {
    let table = create.table
    let followUps =
      try tableSettings(table) + (try comments(table.comment, on: .table(table.name)))
      + (try comments(on: table.columns, of: table.name))
    guard create.ifNotExists, !followUps.isEmpty else {
      return [Statement(try tableDefinition(table, ifNotExists: create.ifNotExists))] + followUps
    }
    // What follows would be changes to a table that was there already, so it stands under the same condition.
    return [
      block(where: try isMissing(table.name), [Statement(try tableDefinition(table, ifNotExists: false))] + followUps)
    ]
  }

  func dropTable(_ drop: DropTable) throws(DialectError) -> [Statement] {
    let removal = Statement("DROP TABLE \(ifExists(drop.ifExists))\(try quoted(drop.table))\(cascade(drop.cascade))")
    // Foreign keys to its table keep a partition from being dropped, but not from being detached.
    guard let partition = drop.former?.options.partition, !drop.ifExists, !drop.cascade else { return [removal] }
    let table = try quoted(drop.table)
    return [Statement("ALTER TABLE \(try quoted(partition.parent)) DETACH PARTITION \(table)"), removal]
  }

  func renameTable(_ rename: RenameTable) throws(DialectError) -> [Statement] {
    [Statement("ALTER TABLE \(try quoted(rename.table)) RENAME TO \(try quoted(rename.newName))")]
  }

  private func tableDefinition(_ table: Table, ifNotExists: Bool) throws(DialectError) -> String {
    let options = table.options
    var text = "CREATE \(options.isUnlogged ? "UNLOGGED " : "")TABLE \(ifNotExists ? "IF NOT EXISTS " : "")"
    text += try quoted(table.name)
    let lines = try tableLines(table)
    let elements = "(\n  " + lines.joined(separator: ",\n  ") + "\n)"
    if let partition = options.partition, table.columns.isEmpty {
      text += " PARTITION OF \(try quoted(partition.parent))" + (lines.isEmpty ? "" : " " + elements)
      text += "\n" + (try boundClause(partition.bound))
    } else {
      text += " " + (lines.isEmpty ? "()" : elements)
    }
    if !options.inherits.isEmpty {
      var parents: [String] = []
      for parent in options.inherits { parents.append(try quoted(parent)) }
      text += " INHERITS (\(parents.joined(separator: ", ")))"
    }
    if let partitioning = options.partitioning { text += try partitionKey(partitioning) }
    if let method = options.accessMethod { text += " USING \(try quoted(method))" }
    text += try withClause(options.storageParameters)
    if let tablespace = options.tablespace { text += " TABLESPACE \(try quoted(tablespace))" }
    return text
  }

  private func tableLines(_ table: Table) throws(DialectError) -> [String] {
    var lines: [String] = []
    let later = table.repeatedConstraints
    for var column in table.columns {
      column.constraints.removeAll { later.contains($0) }
      lines.append(try columnDefinition(column, of: table.name))
    }
    for constraint in table.columns.flatMap(\.separateConstraints) + table.constraints
    where constraint.isValidated && !later.contains(constraint) {
      if constraint.existingIndex != nil {
        throw DialectError(
          "a constraint of the new table \(table.name) is to use an index, which cannot be there before the table is",
          hint: "leave the index out, or add the constraint after the table and its index")
      }
      lines.append(try tableConstraint(constraint))
    }
    return lines
  }

  /// What a new table is told that CREATE TABLE has no words for.
  private func tableSettings(_ table: Table) throws(DialectError) -> [Statement] {
    let options = table.options
    var actions: [String] = []
    for column in table.columns { actions += try columnSettings(column) }
    for constraint in table.columns.flatMap(\.constraints) + table.constraints where !constraint.isValidated {
      actions.append(try addedConstraint(constraint))
    }
    for constraint in table.repeatedConstraints { actions.append(try addedConstraint(constraint)) }
    if options.hasRowSecurity { actions.append("ENABLE ROW LEVEL SECURITY") }
    if options.forcesRowSecurity { actions.append("FORCE ROW LEVEL SECURITY") }
    if options.replicaIdentity != .primaryKey { actions.append(try replicaIdentity(options.replicaIdentity)) }
    if let index = options.clusteredIndex { actions.append("CLUSTER ON \(try quoted(index))") }

    var statements = actions.isEmpty ? [] : [try alterTable(table.name, actions)]
    if let partition = options.partition, !table.columns.isEmpty {
      statements.append(try attach(table.name, to: partition))
    }
    return statements
  }

  func ifExists(_ flag: Bool) -> String { flag ? "IF EXISTS " : "" }

  func cascade(_ flag: Bool) -> String { flag ? " CASCADE" : "" }
}

extension Table {
  /// The constraints that say the same as another under a name of their own. CREATE TABLE would make one of the two.
  fileprivate var repeatedConstraints: [TableConstraint] {
    let keys = (columns.flatMap(\.constraints) + constraints).filter {
      if case .primaryKey = $0 { true } else { false }
    }
    var seen = Set(keys.compactMap(\.namelessIndexConstraint))
    return (columns.flatMap(\.constraints) + constraints).filter { constraint in
      if case .primaryKey = constraint { return false }
      guard let nameless = constraint.namelessIndexConstraint else { return false }
      return !seen.insert(nameless).inserted
    }
  }
}

extension Column {
  /// The constraints that were declared on the column but have to stand beside it.
  var separateConstraints: [TableConstraint] { constraints.filter { !$0.stands(on: name) } }
}

extension TableConstraint {
  /// The index that is there already, and becomes the constraint's own.
  var existingIndex: String? {
    switch self {
    case .primaryKey(let key): key.index.existing
    case .unique(let unique): unique.index.existing
    case .exclusion, .check, .foreignKey: nil
    }
  }

  /// What CREATE TABLE looks at to find that two say the same, where there is an index behind the constraint: neither the
  /// name nor how the index is kept, and a primary key is unique too.
  fileprivate var namelessIndexConstraint: TableConstraint? {
    switch self {
    case .primaryKey(let key):
      var unique = Unique(columns: key.columns, deferrable: key.deferrable)
      unique.index.include = key.index.include
      return .unique(unique)
    case .unique(var unique):
      unique.name = nil
      unique.index.storageParameters = [:]
      unique.index.tablespace = nil
      return .unique(unique)
    case .exclusion(var exclusion):
      exclusion.name = nil
      exclusion.index.storageParameters = [:]
      exclusion.index.tablespace = nil
      return .exclusion(exclusion)
    case .check, .foreignKey: return nil
    }
  }
}
