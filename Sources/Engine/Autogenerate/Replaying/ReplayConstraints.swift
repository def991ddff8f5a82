import Revisions

extension SchemaReplay {
  mutating func add(_ operation: AddConstraint) throws(ReplayError.Problem) {
    var table = try table(operation.table)
    if let name = operation.constraint.name, position(of: name, in: table) != nil {
      throw .alreadyThere(.constraint(name, on: operation.table))
    }
    if case .primaryKey(let key) = operation.constraint {
      for column in table.columns.indices where key.columns.contains(where: { isSame($0, table.columns[column].name) })
      {
        table.columns[column].isNullable = false
      }
    }
    table.constraints.append(operation.constraint)
    try settle(table)
  }

  mutating func drop(_ operation: DropConstraint) throws(ReplayError.Problem) {
    var table = try table(operation.table)
    let found: Int?
    switch operation.target {
    case .named(let name):
      found = position(of: name, in: table)
      if found == nil { throw .missing(.constraint(name, on: operation.table)) }
    case .matching(let constraint):
      found = try position(of: constraint, in: table)
      if found == nil { throw .missing(.constraint("", on: operation.table)) }
    }
    guard let found else { return }
    let constraint = table.constraints.remove(at: found)
    forgetComment(on: constraint, of: table.name)
    if operation.cascade { dropForeignKeys(to: table.name, columns: constraint.keyColumns) }
    try settle(table)
    // One that was made of an index leaves that index.
    if let index = operation.former?.releasedIndex(of: table.name) { try settle(index) }
  }

  mutating func alter(_ operation: AlterConstraint) throws(ReplayError.Problem) {
    let deferrable = operation.deferrable
    try change(operation.name, of: operation.table) { constraint in
      switch constraint {
      case .primaryKey(var key):
        key.deferrable = deferrable
        return .primaryKey(key)
      case .unique(var unique):
        unique.deferrable = deferrable
        return .unique(unique)
      case .foreignKey(var key):
        key.deferrable = deferrable
        return .foreignKey(key)
      case .exclusion(var exclusion):
        exclusion.deferrable = deferrable
        return .exclusion(exclusion)
      case .check: return constraint
      }
    }
  }

  mutating func validate(_ operation: ValidateConstraint) throws(ReplayError.Problem) {
    try change(operation.name, of: operation.table) { constraint in
      var constraint = constraint
      constraint.isValidated = true
      return constraint
    }
  }

  mutating func invalidate(_ operation: InvalidateConstraint) throws(ReplayError.Problem) {
    var table = try table(operation.table)
    let found =
      if let name = operation.constraint.name { position(of: name, in: table) } else {
        try position(of: operation.constraint, in: table)
      }
    guard let found else { throw .missing(.constraint(operation.constraint.name ?? "", on: operation.table)) }
    table.constraints[found].isValidated = false
    try settle(table)
  }

  private mutating func change(
    _ name: String, of tableName: QualifiedName, _ change: (TableConstraint) -> TableConstraint
  ) throws(ReplayError.Problem) {
    var table = try table(tableName)
    guard let position = position(of: name, in: table) else { throw .missing(.constraint(name, on: tableName)) }
    table.constraints[position] = change(table.constraints[position])
    try settle(table)
  }

  mutating func rename(
    constraint name: String, of tableName: QualifiedName, to newName: String
  ) throws(ReplayError.Problem) {
    var table = try table(tableName)
    guard let position = position(of: name, in: table) else { throw .missing(.constraint(name, on: tableName)) }
    if !isSame(name, newName), self.position(of: newName, in: table) != nil {
      throw .alreadyThere(.constraint(newName, on: tableName))
    }
    let old = table.constraints[position].name ?? name
    table.constraints[position] = table.constraints[position].named(newName)
    table.options.rename(index: old, to: newName)
    if var comment = comments.removeValue(forKey: .constraint(old, on: table.name)) {
      comment.object = .constraint(newName, on: table.name)
      comments[comment.object] = comment
    }
    try settle(table)
  }

  /// Drops the foreign keys of other tables that refer to some columns of one.
  mutating func dropForeignKeys(to name: QualifiedName, columns: [String]) {
    guard !columns.isEmpty else { return }
    let wanted = Set(columns.map(folded))
    let key = folded(name)
    for other in referrers[key] ?? [] {
      guard var referrer = tables[other] else { continue }
      referrer.constraints.removeAll { constraint in
        guard case .foreignKey(let foreign) = constraint, folded(foreign.referencedTable) == key else { return false }
        return Set(foreign.referencedColumns.map(folded)) == wanted
      }
      put(referrer)
    }
  }

  /// Forgets a comment on a constraint that is gone.
  mutating func forgetComment(on constraint: TableConstraint, of table: QualifiedName) {
    if let name = constraint.name { comments[.constraint(name, on: table)] = nil }
  }

  /// Where a constraint of that name stands.
  func position(of name: String, in table: Table) -> Int? {
    table.constraints.firstIndex { $0.name.map { isSame($0, name) } ?? false }
  }

  /// Where the constraint stands that says the same, whatever it is called.
  private func position(of constraint: TableConstraint, in table: Table) throws(ReplayError.Problem) -> Int? {
    var part = Schema()
    var alone = table
    alone.constraints = [constraint]
    part.tables = [alone] + references(of: alone).filter { $0 != folded(table.name) }.compactMap { tables[$0] }
    let settled = try canonical(part).tables.first { folded($0.name) == folded(table.name) }
    // A key that numbered columns imply may stand beside it.
    for wanted in settled?.constraints ?? [] where wanted.isSameKind(as: constraint) {
      if let position = table.constraints.firstIndex(where: { $0.unnamed == wanted.unnamed }) { return position }
    }
    return nil
  }
}

extension TableConstraint {
  /// The constraint under another name.
  func named(_ name: String) -> TableConstraint {
    switch self {
    case .primaryKey(var key):
      key.name = name
      return .primaryKey(key)
    case .unique(var unique):
      unique.name = name
      return .unique(unique)
    case .check(var check):
      check.name = name
      return .check(check)
    case .foreignKey(var key):
      key.name = name
      return .foreignKey(key)
    case .exclusion(var exclusion):
      exclusion.name = name
      return .exclusion(exclusion)
    }
  }

  fileprivate func isSameKind(as other: TableConstraint) -> Bool {
    switch (self, other) {
    case (.primaryKey, .primaryKey), (.unique, .unique), (.check, .check), (.foreignKey, .foreignKey),
      (.exclusion, .exclusion):
      true
    default: false
    }
  }
}

extension Table.Options {
  /// Gives an index that they name another name.
  mutating func rename(index old: String, to new: String) {
    if replicaIdentity == .index(old) { replicaIdentity = .index(new) }
    if clusteredIndex == old { clusteredIndex = new }
  }
}
