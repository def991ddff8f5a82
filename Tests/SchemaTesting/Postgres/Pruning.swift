import Revisions

extension Schema {
  /// Removes all that names what is not there, and what names that in turn.
  mutating func prune() {
    var before: Schema
    repeat {
      before = self
      pruneOnce()
    } while self != before
  }

  private mutating func pruneOnce() {
    let spaces = Set(namespaces.map(\.name))
    func stands(_ name: QualifiedName) -> Bool { name.schema.map(spaces.contains) ?? true }
    enums.removeAll { !stands($0.name) }
    domains.removeAll { !stands($0.name) }
    compositeTypes.removeAll { !stands($0.name) || $0.attributes.isEmpty }
    sequences.removeAll { !stands($0.name) }
    routines.removeAll { !stands($0.name) }
    views.removeAll { !stands($0.name) }
    materializedViews.removeAll { !stands($0.name) }
    let parents = Set(tables.filter { $0.options.partitioning != nil }.map(\.name))
    tables.removeAll { table in
      if let partition = table.options.partition { return !parents.contains(partition.parent) }
      return !stands(table.name) || table.columns.isEmpty
    }
    let known = Known(self)
    for position in tables.indices { known.prune(&tables[position]) }
    let again = Known(self)
    for position in tables.indices { tables[position].removeConstraints { !again.holds($0) } }
    indexes.removeAll { !again.holds($0) }
    views.removeAll { !again.holds($0.query) }
    materializedViews.removeAll { !again.holds($0.query) }
    triggers.removeAll { !again.holds($0) }
    policies.removeAll { policy in
      guard let table = again.tables[policy.table] else { return true }
      return !again.holds(policy.using, of: table) || !again.holds(policy.check, of: table)
    }
    for position in sequences.indices {
      guard let owner = sequences[position].owner else { continue }
      if again.tables[owner.table]?.columns.contains(where: { $0.name == owner.column }) != true {
        sequences[position].owner = nil
      }
    }
    comments.removeAll { comment in
      guard case .constraint(let name, let table) = comment.object, let table = again.tables[table] else { return true }
      return !(table.constraints + table.columns.flatMap(\.constraints)).contains { $0.name == name }
    }
  }
}

/// What there is in a schema.
private struct Known {
  let tables: [QualifiedName: Table]
  private let types: Set<QualifiedName>
  private let values: Set<String>
  private let sequences: Set<String>
  private let routines: Set<[String]>
  private let columns: Set<[String]>
  private let outputs: [QualifiedName: [String]]

  init(_ schema: Schema) {
    tables = Dictionary(schema.tables.map { ($0.name, $0) }) { first, _ in first }
    types = Set(schema.enums.map(\.name) + schema.domains.map(\.name) + schema.compositeTypes.map(\.name))
    values = Set(schema.enums.flatMap(\.values))
    sequences = Set(schema.sequences.map(\.name.quoted))
    routines = Set(schema.routines.map(\.name.parts))
    var columns: Set<[String]> = []
    for relation in schema.relations {
      columns.insert(relation.name.parts)
      for column in relation.columns { columns.insert(relation.name.parts + [column]) }
    }
    self.columns = columns
    outputs = Dictionary(schema.materializedViews.map { ($0.name, $0.query.outputColumns) }) { first, _ in first }
  }

  /// Whether all texts are there that are an enumeration's value or a sequence's name.
  private func knowsTexts(of fragment: SQLFragment) -> Bool {
    fragment.segments.allSatisfy { segment in
      guard case .value(.text(let text)) = segment else { return true }
      if text.hasPrefix("v ") { return values.contains(text) }
      return text.hasPrefix("\"") && text.contains("seq ") ? sequences.contains(text) : true
    }
  }

  func holds(_ expression: SQLFragment?, of table: Table) -> Bool {
    guard let expression else { return true }
    return knowsTexts(of: expression)
      && expression.names.allSatisfy { parts in
        routines.contains(parts) || parts.count == 1 && table.columns.contains { $0.name == parts[0] }
      }
  }

  func holds(_ query: SQLFragment) -> Bool {
    knowsTexts(of: query)
      && query.names.allSatisfy { columns.contains($0) || $0.count == 1 && $0[0].hasPrefix("alias ") }
  }

  private func holds(_ type: DataType) -> Bool {
    switch type {
    case .array(let element): holds(element)
    case .named(let name): name.name == "serial" || types.contains(name)
    default: true
    }
  }

  /// Removes columns of types, and defaults of functions, that are not there, and constraints on columns that are not.
  func prune(_ table: inout Table) {
    let whole = table
    table.columns.removeAll { column in
      !holds(column.type) || !holds(column.generated?.expression, of: whole)
        || column.generated != nil && column.generated?.expression.names.contains([column.name]) == true
    }
    for position in table.columns.indices {
      switch table.columns[position].defaultValue {
      case .expression(let text)? where !knowsTexts(of: text) || !text.names.allSatisfy(routines.contains):
        table.columns[position].defaultValue = nil
      case .literal(.text(let text))? where text.hasPrefix("v ") && !values.contains(text):
        table.columns[position].defaultValue = nil
      default: continue
      }
    }
    let columns = Set(table.columns.map(\.name))
    let bare = table
    table.removeConstraints { constraint in
      switch constraint {
      case .primaryKey(let key): return !columns.isSuperset(of: key.columns)
      case .unique(let unique): return !columns.isSuperset(of: unique.columns + unique.index.include)
      case .foreignKey(let key): return !columns.isSuperset(of: key.columns)
      case .check(let check): return !holds(check.expression, of: bare)
      case .exclusion(let exclusion):
        return !holds(exclusion.predicate, of: bare)
          || !exclusion.elements.allSatisfy { holds($0.part, of: bare) }
      }
    }
  }

  private func holds(_ part: Index.Part, of table: Table) -> Bool {
    switch part.key {
    case .column(let name): table.columns.contains { $0.name == name }
    case .expression(let text): holds(text, of: table)
    }
  }

  /// Whether what a foreign key refers to is a primary key still, of columns of the same types.
  func holds(_ constraint: TableConstraint) -> Bool {
    guard case .foreignKey(let key) = constraint else { return true }
    guard let target = tables[key.referencedTable] else { return false }
    let wanted = key.referencedColumns.isEmpty ? target.keyColumns : key.referencedColumns
    let source = tables.values.first { table in
      (table.constraints + table.columns.flatMap(\.constraints)).contains(constraint)
    }
    guard wanted == target.keyColumns, wanted.count == key.columns.count, let source else { return false }
    return zip(key.columns, wanted).allSatisfy { name, other in
      source.columns.first { $0.name == name }?.type == target.columns.first { $0.name == other }?.type
    }
  }

  func holds(_ index: Index) -> Bool {
    if let columns = outputs[index.table] {
      return index.parts.allSatisfy { part in
        if case .column(let name) = part.key { columns.contains(name) } else { false }
      }
    }
    guard let table = tables[index.table] else { return false }
    return index.parts.allSatisfy { holds($0, of: table) } && holds(index.predicate, of: table)
      && index.include.allSatisfy { name in table.columns.contains { $0.name == name } }
  }

  func holds(_ trigger: Trigger) -> Bool {
    guard case .function(let name, _) = trigger.action, routines.contains(name.parts) else { return false }
    guard let table = tables[trigger.table] else { return columns.contains(trigger.table.parts) }
    for case .update(let names) in trigger.events {
      for name in names where !table.columns.contains(where: { $0.name == name }) { return false }
    }
    return holds(trigger.condition, of: table)
  }
}
