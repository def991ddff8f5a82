import RandomTesting
package import Revisions

extension SchemaGenerator {
  /// A schema that differs from another in a few things; whatever depended on what is gone is gone too.
  package mutating func change(_ schema: Schema) -> Schema {
    var changed = schema
    changed.forgetFormerNames()
    for _ in 0..<number(1...4) {
      if database == .postgresql, !changed.tables.isEmpty, once(in: 2) {
        changePostgresOnce(&changed)
      } else {
        changeOnce(&changed)
      }
      if database == .postgresql { changed.prune() }
    }
    // No operation makes a table another kind of SQLite's, as it were with a new one under the name of one that is gone.
    let isExpressible = changed.tables.allSatisfy { table in
      guard table.renamedFrom == nil, let former = schema.tables.first(where: { $0.name == table.name }) else {
        return true
      }
      return former.options.isStrict == table.options.isStrict
        && former.options.isWithoutRowID == table.options.isWithoutRowID
    }
    return isExpressible ? changed : change(schema)
  }

  private mutating func changeOnce(_ schema: inout Schema) {
    guard !schema.tables.isEmpty else { return addTable(to: &schema) }
    let position = number(0...(schema.tables.count - 1))
    switch number(0...16) {
    case 0: addTable(to: &schema)
    case 1: dropTable(at: position, of: &schema)
    case 2, 3:
      // A partition has the columns of its table.
      guard schema.tables[position].options.partition == nil else { return }
      let column = column(of: schema.tables[position], in: schema)
      schema.tables[position].columns.append(addable(column))
    case 4: dropColumn(of: position, in: &schema)
    case 5, 6: alterColumn(of: position, in: &schema)
    case 7: addConstraint(to: position, of: &schema)
    case 8: dropConstraint(of: position, in: &schema)
    case 9: addForeignKey(to: position, of: &schema)
    case 10: changeKey(of: position, in: &schema)
    case 11: addIndex(to: &schema)
    case 12: addView(to: &schema)
    case 13: addTrigger(to: &schema)
    case 14: renameColumn(of: position, in: &schema)
    case 15: renameTable(at: position, of: &schema)
    default: dropObject(of: &schema)
    }
  }

  /// A column that can be added where there are rows.
  private func addable(_ column: Column) -> Column {
    var column = column
    if column.defaultValue == nil || column.defaultValue == .literal(.null) { column.isNullable = true }
    return column
  }

  private mutating func alterColumn(of position: Int, in schema: inout Schema) {
    let table = schema.tables[position]
    let candidates = table.columns.indices.filter { index in
      let column = table.columns[index]
      guard column.type != .named("serial"), column.name != "part key" else { return false }
      return column.generated == nil && column.identity == nil && !table.keyColumns.contains(column.name)
    }
    guard let index = candidates.randomElement(using: &random) else { return }
    let column = table.columns[index]
    // A function of an integer takes no larger one.
    let isAsked =
      database == .postgresql && (!schema.routines.isEmpty || table.constraints.contains(where: \.isExclusion))
    switch number(0...2) {
    case 0: schema.tables[position].columns[index].isNullable.toggle()
    case 1:
      schema.tables[position].columns[index].defaultValue =
        once(in: 3) ? nil : ownDefault(for: column.type, in: schema) ?? defaultValue(for: column.type)
    default:
      // Only to a wider one of its kind: what is computed of it stays right.
      switch column.type {
      case .smallInteger: schema.tables[position].columns[index].type = .integer
      case .integer where !isAsked: schema.tables[position].columns[index].type = .bigInteger
      case .varchar, .char: schema.tables[position].columns[index].type = .text
      case .real: schema.tables[position].columns[index].type = .double
      default: schema.tables[position].columns[index].isNullable.toggle()
      }
    }
  }

  private mutating func changeKey(of position: Int, in schema: inout Schema) {
    let table = schema.tables[position]
    let candidates = table.columns.filter { $0.isOrderable && $0.identity == nil }.map(\.name)
    guard !candidates.isEmpty, !table.columns.contains(where: { $0.identity != nil }),
      table.options.partitioning == nil, !table.options.isWithoutRowID
    else { return }
    schema.removeReferences(to: table.name)
    schema.tables[position].removeConstraints { if case .primaryKey = $0 { true } else { false } }
    addKey(some(of: candidates, upTo: 2), to: position, of: &schema)
  }

  // MARK: What goes

  private mutating func dropTable(at position: Int, of schema: inout Schema) {
    let name = schema.tables[position].name
    schema.removeReferences(to: name)
    schema.removeObjects(mentioning: name)
    schema.indexes.removeAll { $0.table == name }
    schema.triggers.removeAll { $0.table == name }
    schema.tables.remove(at: position)
  }

  private mutating func dropColumn(of position: Int, in schema: inout Schema) {
    let table = schema.tables[position]
    let candidates = table.columns.filter { column in
      !table.keyColumns.contains(column.name) && column.name != "part key"
        && !table.columns.contains { $0.generated?.expression.mentions(column.name) ?? false }
    }
    let ordinary = table.columns.count { $0.generated == nil }
    guard table.options.partition == nil, let column = candidates.randomElement(using: &random),
      column.generated != nil || ordinary > 1
    else { return }
    schema.removeObjects(mentioning: table.name)
    schema.triggers.removeAll { $0.table == table.name }
    schema.indexes.removeAll { index in
      index.table == table.name
        && (index.predicate?.mentions(column.name) ?? false
          || index.parts.contains { part in
            switch part.key {
            case .column(let name): name == column.name
            case .expression(let expression): expression.mentions(column.name)
            }
          })
    }
    schema.tables[position].columns.removeAll { $0.name == column.name }
    schema.tables[position].removeConstraints { constraint in
      switch constraint {
      case .primaryKey(let key): key.columns.contains(column.name)
      case .unique(let unique): unique.columns.contains(column.name)
      case .check(let check): check.expression.mentions(column.name)
      case .foreignKey(let key): key.columns.contains(column.name)
      case .exclusion: false
      }
    }
  }

  private mutating func dropConstraint(of position: Int, in schema: inout Schema) {
    let table = schema.tables[position]
    let candidates = (table.columns.flatMap(\.constraints) + table.constraints).filter { constraint in
      if case .primaryKey = constraint { false } else { true }
    }
    guard let dropped = candidates.randomElement(using: &random) else { return }
    schema.tables[position].removeConstraints { $0 == dropped }
  }

  private mutating func dropObject(of schema: inout Schema) {
    switch number(0...2) {
    case 0 where !schema.indexes.isEmpty: schema.indexes.remove(at: number(0...(schema.indexes.count - 1)))
    case 1 where !schema.triggers.isEmpty: schema.triggers.remove(at: number(0...(schema.triggers.count - 1)))
    case 2 where !schema.views.isEmpty:
      let view = schema.views.remove(at: number(0...(schema.views.count - 1)))
      schema.triggers.removeAll { $0.table == view.name }
      schema.removeObjects(mentioning: view.name)
    default: break
    }
  }
}

extension Schema {
  /// Removes the foreign keys to a table.
  fileprivate mutating func removeReferences(to name: QualifiedName) {
    for position in tables.indices {
      tables[position].removeConstraints { constraint in
        guard case .foreignKey(let key) = constraint else { return false }
        return key.referencedTable.name.lowercased() == name.name.lowercased()
      }
    }
  }

  /// Removes the views that mention a table or view, those that mention these, and all triggers that do.
  fileprivate mutating func removeObjects(mentioning name: QualifiedName) {
    var gone = [name.name]
    while let view = views.first(where: { view in gone.contains { view.query.mentions($0) } }) {
      gone.append(view.name.name)
      views.removeAll { $0 == view }
    }
    triggers.removeAll { trigger in
      guard case .statements(let body) = trigger.action else { return false }
      return gone.dropFirst().contains(trigger.table.name) || gone.contains { body.mentions($0) }
    }
  }
}

extension Table {
  mutating func removeConstraints(where isGone: (TableConstraint) -> Bool) {
    constraints.removeAll(where: isGone)
    for position in columns.indices { columns[position].constraints.removeAll(where: isGone) }
  }
}

extension SQLFragment {
  fileprivate func mentions(_ name: String) -> Bool {
    segments.contains { segment in
      if case .identifier(let parts) = segment { parts.contains(name) } else { false }
    }
  }
}

extension TableConstraint {
  fileprivate var isExclusion: Bool { if case .exclusion = self { true } else { false } }
}
