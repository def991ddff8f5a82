package import Revisions

extension SchemaGenerator {
  /// Gives a column another name, and says so; all that names it is told.
  mutating func renameColumn(of position: Int, in schema: inout Schema) {
    let table = schema.tables[position]
    let others = schema.tables.map(\.name.name) + schema.views.map(\.name.name)
    // A word that is a table's name as well cannot be told apart in the text of a view.
    let candidates = table.columns.map(\.name).filter { !others.contains($0) }
    guard table.options.partition == nil, let old = candidates.randomElement(using: &random) else { return }
    let new = name(besides: table.columns.map(\.name) + others)
    schema.renameColumn(old, of: table.name, to: new)
    guard let index = schema.tables[position].columns.firstIndex(where: { $0.name == new }) else { return }
    schema.tables[position].columns[index].renamedFrom = table.columns[index].renamedFrom ?? old
  }

  /// Gives a table another name, and says so; all that names it is told.
  mutating func renameTable(at position: Int, of schema: inout Schema) {
    let table = schema.tables[position]
    let columns = schema.tables.flatMap { $0.columns.map(\.name) }
    guard !columns.contains(table.name.name) else { return }
    var new = table.name
    repeat { new.name = objectName(in: schema) } while columns.contains(new.name)
    schema.renameTable(table.name, to: new)
    schema.tables[position].renamedFrom = table.renamedFrom ?? table.name
  }
}

extension Schema {
  /// Forgets what anything was called before.
  package mutating func forgetFormerNames() {
    for position in tables.indices {
      tables[position].renamedFrom = nil
      for index in tables[position].columns.indices { tables[position].columns[index].renamedFrom = nil }
    }
  }

  fileprivate mutating func renameColumn(_ old: String, of table: QualifiedName, to new: String) {
    func name(_ name: String) -> String { name == old ? new : name }
    func text(_ fragment: SQLFragment) -> SQLFragment { fragment.changingNames { $0 == [old] ? [new] : $0 } }
    for position in tables.indices {
      let isOwn = tables[position].name == table
      tables[position].changeConstraints { constraint in
        if isOwn { constraint.changeColumns(name, text) }
        guard case .foreignKey(var key) = constraint,
          key.referencedTable.name.lowercased() == table.name.lowercased(), key.referencedTable.schema == table.schema
        else { return }
        key.referencedColumns = key.referencedColumns.map(name)
        constraint = .foreignKey(key)
      }
      guard isOwn else { continue }
      for index in tables[position].columns.indices {
        tables[position].columns[index].name = name(tables[position].columns[index].name)
        if let rule = tables[position].columns[index].generated {
          tables[position].columns[index].generated?.expression = text(rule.expression)
        }
      }
    }
    for position in indexes.indices where indexes[position].table == table {
      indexes[position].parts = indexes[position].parts.map { $0.changingColumns(name, text) }
      indexes[position].predicate = indexes[position].predicate.map(text)
      indexes[position].include = indexes[position].include.map(name)
    }
    let whole = [table.schema, table.name, old].compactMap { $0 }
    func query(_ fragment: SQLFragment) -> SQLFragment {
      let isAlone = fragment.names.contains([table.schema, table.name].compactMap { $0 })
      return fragment.changingNames { parts in
        if parts == whole { return parts.dropLast() + [new] }
        return parts == [old] && isAlone ? [new] : parts
      }
    }
    for position in views.indices { views[position].query = query(views[position].query) }
    for position in materializedViews.indices {
      materializedViews[position].query = query(materializedViews[position].query)
    }
    for position in triggers.indices {
      if triggers[position].table == table {
        triggers[position].condition = triggers[position].condition.map(text)
        triggers[position].events = triggers[position].events.map { event in
          if case .update(let columns) = event { .update(of: columns.map(name)) } else { event }
        }
      }
      if case .statements(let body) = triggers[position].action, body.names.contains([table.name]) {
        triggers[position].action = .statements(text(body))
      }
    }
    for position in policies.indices where policies[position].table == table {
      policies[position].using = policies[position].using.map(text)
      policies[position].check = policies[position].check.map(text)
    }
    for position in sequences.indices where sequences[position].owner == .column(table, old) {
      sequences[position].owner = .column(table, new)
    }
  }

  fileprivate mutating func renameTable(_ old: QualifiedName, to new: QualifiedName) {
    func name(_ name: QualifiedName) -> QualifiedName {
      name.schema == old.schema && name.name.lowercased() == old.name.lowercased() ? new : name
    }
    let (former, wanted) = (
      [old.schema, old.name].compactMap { $0 }, [new.schema, new.name].compactMap { $0 }
    )
    func text(_ fragment: SQLFragment) -> SQLFragment {
      fragment.changingNames { $0.starts(with: former) ? wanted + $0.dropFirst(former.count) : $0 }
    }
    for position in tables.indices {
      tables[position].name = name(tables[position].name)
      if let parent = tables[position].options.partition?.parent {
        tables[position].options.partition?.parent = name(parent)
      }
      tables[position].changeConstraints { constraint in
        guard case .foreignKey(var key) = constraint else { return }
        key.referencedTable = name(key.referencedTable)
        constraint = .foreignKey(key)
      }
    }
    for position in indexes.indices { indexes[position].table = name(indexes[position].table) }
    for position in views.indices { views[position].query = text(views[position].query) }
    for position in materializedViews.indices {
      materializedViews[position].query = text(materializedViews[position].query)
    }
    for position in triggers.indices {
      triggers[position].table = name(triggers[position].table)
      if case .statements(let body) = triggers[position].action { triggers[position].action = .statements(text(body)) }
    }
    for position in policies.indices { policies[position].table = name(policies[position].table) }
    for position in sequences.indices {
      guard let owner = sequences[position].owner else { continue }
      sequences[position].owner = .column(name(owner.table), owner.column)
    }
  }
}

extension Table {
  /// Changes each constraint, wherever it stands.
  fileprivate mutating func changeConstraints(_ change: (inout TableConstraint) -> Void) {
    for position in constraints.indices { change(&constraints[position]) }
    for column in columns.indices {
      for position in columns[column].constraints.indices { change(&columns[column].constraints[position]) }
    }
  }
}

extension TableConstraint {
  fileprivate mutating func changeColumns(_ name: (String) -> String, _ text: (SQLFragment) -> SQLFragment) {
    switch self {
    case .primaryKey(var key):
      key.columns = key.columns.map(name)
      key.index.include = key.index.include.map(name)
      self = .primaryKey(key)
    case .unique(var unique):
      unique.columns = unique.columns.map(name)
      unique.index.include = unique.index.include.map(name)
      self = .unique(unique)
    case .check(var check):
      check.expression = text(check.expression)
      self = .check(check)
    case .foreignKey(var key):
      key.columns = key.columns.map(name)
      key.onDeleteColumns = key.onDeleteColumns.map(name)
      self = .foreignKey(key)
    case .exclusion(var exclusion):
      for position in exclusion.elements.indices {
        exclusion.elements[position].part = exclusion.elements[position].part.changingColumns(name, text)
      }
      exclusion.predicate = exclusion.predicate.map(text)
      self = .exclusion(exclusion)
    }
  }
}

extension Index.Part {
  fileprivate func changingColumns(_ name: (String) -> String, _ text: (SQLFragment) -> SQLFragment) -> Index.Part {
    var part = self
    switch key {
    case .column(let column): part.key = .column(name(column))
    case .expression(let expression): part.key = .expression(text(expression))
    }
    return part
  }
}

extension SQLFragment {
  /// All identifiers in it.
  var names: [[String]] {
    segments.compactMap { segment in if case .identifier(let parts) = segment { parts } else { nil } }
  }

  /// The text with other identifiers.
  func changingNames(_ change: ([String]) -> [String]) -> SQLFragment {
    SQLFragment(
      segments: segments.map { segment in
        if case .identifier(let parts) = segment { .identifier(change(parts)) } else { segment }
      })
  }
}
