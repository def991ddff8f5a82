import Revisions

extension SchemaReplay {
  mutating func add(_ operation: AddColumn) throws(ReplayError.Problem) {
    let table = try table(operation.table)
    guard !table.columns.contains(where: { isSame($0.name, operation.column.name) }) else {
      throw .alreadyThere(.column(table: operation.table, operation.column.name))
    }
    var column = operation.column
    column.renamedFrom = nil
    try change(table.name) { $0.columns.append(column) }
    column.constraints = []
    column.identity = nil
    column.comment = nil
    for partition in partitions(of: folded(table.name)) {
      guard var table = tables[partition], !table.columns.contains(where: { isSame($0.name, column.name) }) else {
        continue
      }
      table.columns.append(column)
      try settle(table)
    }
  }

  mutating func drop(_ operation: DropColumn) throws(ReplayError.Problem) {
    let table = try table(operation.table)
    guard table.columns.contains(where: { isSame($0.name, operation.column) }) else {
      throw .missing(.column(table: operation.table, operation.column))
    }
    let home = folded(table.name)
    for key in [home] + partitions(of: home) + heirs(of: operation.column, in: home, alone: true) {
      try drop(column: operation.column, of: key, cascade: operation.cascade)
    }
  }

  /// Drops a column, and what is about it: the table's own constraints and indexes go by themselves. A table that inherits need not list
  /// it.
  mutating func drop(column name: String, of key: QualifiedName, cascade: Bool) throws(ReplayError.Problem) {
    guard var table = tables[key] else { return }
    let column = table.columns.first { isSame($0.name, name) }?.name ?? name
    table.columns.removeAll { $0.name == column }
    let gone = table.constraints.filter { isAbout($0, column) }
    table.constraints.removeAll { gone.contains($0) }
    for constraint in gone {
      forgetComment(on: constraint, of: table.name)
      if cascade { dropForeignKeys(to: table.name, columns: constraint.keyColumns) }
    }
    if cascade {
      table.columns.removeAll { $0.generated?.expression.names(column) ?? false }
    }
    for index in ownIndexes(of: key) where isAbout(index, column) { remove(index: folded(index.qualifiedName)) }
    for sequence in belongings[key] ?? [] {
      let name = QualifiedName(sequence.name, schema: sequence.schema)
      if let owner = sequences[name]?.owner, isSame(owner.column, column) { remove(sequence: name) }
    }
    if cascade {
      for trigger in ownTriggers(of: key) where isAbout(trigger, column) {
        remove(trigger: triggerKey(trigger.name, key))
      }
      for belonging in belongings[key] ?? [] {
        guard let policy = policies[belonging] else { continue }
        if policy.using?.names(column) ?? false || policy.check?.names(column) ?? false {
          remove(policy: belonging)
        }
      }
      dropViews(reading: [table.name], column)
    }
    forgetPrivileges(on: column, of: table.name)
    try settle(table)
  }

  mutating func rename(_ operation: RenameColumn) throws(ReplayError.Problem) {
    try rename(column: operation.column, of: operation.table, to: operation.newName)
  }

  mutating func rename(
    column: String, of name: QualifiedName, to newName: String
  ) throws(ReplayError.Problem) {
    let table = try table(name)
    guard let old = table.columns.first(where: { isSame($0.name, column) })?.name else {
      throw .missing(.column(table: name, column))
    }
    if !isSame(old, newName), table.columns.contains(where: { isSame($0.name, newName) }) {
      throw .alreadyThere(.column(table: name, newName))
    }
    let home = folded(table.name)
    for key in partitions(of: home) + heirs(of: old, in: home, alone: false) + [home] {
      guard let name = tables[key]?.name else { continue }
      try changeMentions(of: name, old) { $0.renameColumn(old, of: name, to: newName) }
    }
  }

  mutating func alter(_ operation: AlterColumn) throws(ReplayError.Problem) {
    let table = try table(operation.table)
    guard table.columns.contains(where: { isSame($0.name, operation.column) }) else {
      throw .missing(.column(table: operation.table, operation.column))
    }
    try alter(operation, of: table)
    for key in partitions(of: folded(table.name)) {
      if let partition = tables[key] { try alter(operation.forPartitions, of: partition) }
    }
  }

  private mutating func alter(_ operation: AlterColumn, of table: Table) throws(ReplayError.Problem) {
    var table = table
    guard !operation.changes.isEmpty,
      let position = table.columns.firstIndex(where: { isSame($0.name, operation.column) })
    else { return }
    for change in operation.changes { table.columns[position].apply(change) }
    try settle(table)
  }

  // MARK: What is about a column

  /// Whether a constraint goes with a column of its table.
  private func isAbout(_ constraint: TableConstraint, _ column: String) -> Bool {
    switch constraint {
    case .primaryKey(let key): contains(key.columns + key.index.include, column)
    case .unique(let unique): contains(unique.columns + unique.index.include, column)
    case .foreignKey(let key): contains(key.columns, column)
    case .check(let check): check.expression.names(column)
    case .exclusion(let exclusion):
      isAbout(exclusion.elements.map(\.part), exclusion.index.include, exclusion.predicate, column)
    }
  }

  private func isAbout(_ index: Index, _ column: String) -> Bool {
    isAbout(index.parts, index.include, index.predicate, column)
  }

  private func isAbout(
    _ parts: [Index.Part], _ include: [String], _ predicate: SQLFragment?, _ column: String
  ) -> Bool {
    contains(include, column) || predicate?.names(column) ?? false
      || parts.contains { part in
        switch part.key {
        case .column(let name): isSame(name, column)
        case .expression(let expression): expression.names(column)
        }
      }
  }

  private func isAbout(_ trigger: Trigger, _ column: String) -> Bool {
    trigger.condition?.names(column) ?? false
      || trigger.events.contains { event in
        if case .update(let columns) = event { contains(columns, column) } else { false }
      }
  }

  private func contains(_ names: [String], _ name: String) -> Bool { names.contains { isSame($0, name) } }
}

extension Column {
  fileprivate mutating func apply(_ change: AlterColumn.Change) {
    switch change {
    case .type(let type, _, _, _):
      // How values are kept goes with the type.
      if type != self.type { storage = nil }
      self.type = type
    case .nullable(let flag): isNullable = flag
    case .setDefault(let value, _): defaultValue = value
    case .dropDefault: defaultValue = nil
    case .collation(let name, _): collation = name
    case .comment(let text, _): comment = text
    case .addIdentity(let value), .identity(let value, _): identity = value
    case .dropIdentity: identity = nil
    case .dropExpression: generated = nil
    case .storage(let value, _): storage = value
    case .compression(let method, _): compression = method
    case .statistics(let target, _): statistics = target
    }
  }
}

extension AlterColumn {
  /// What of it reaches the partitions too.
  fileprivate var forPartitions: AlterColumn {
    AlterColumn(
      table, column,
      changes: changes.filter { change in
        switch change {
        case .comment, .addIdentity, .identity, .dropIdentity, .statistics, .compression: false
        default: true
        }
      })
  }
}

extension SQLFragment {
  /// Whether a name stands in it, outside strings: if so, another in its place makes it another text.
  func names(_ name: String) -> Bool { renaming(name, to: name + "_") != self }
}

extension TableConstraint {
  /// The columns that foreign keys can refer to; none where the constraint is no key.
  var keyColumns: [String] {
    switch self {
    case .primaryKey(let key): key.columns
    case .unique(let unique): unique.columns
    case .check, .foreignKey, .exclusion: []
    }
  }
}
