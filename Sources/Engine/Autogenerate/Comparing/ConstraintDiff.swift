import Dialects
package import Revisions

extension Comparison {
  /// Compares the constraints of a table: either its foreign keys, which stand on other constraints and on indexes, or the others.
  mutating func compareConstraints(of old: Table, _ new: Table, foreignKeys: Bool) {
    var former = old.constraints.filter { $0.isForeignKey == foreignKeys }
    var wanted = new.constraints.filter { $0.isForeignKey == foreignKeys }
    if !foreignKeys, old.options.isWithoutRowID, new.options.isWithoutRowID,
      let key = former.first(where: \.isPrimaryKey),
      let other = wanted.first(where: \.isPrimaryKey), key != other, key.unnamed != other
    {
      // Without the one and not yet with the other there would be no table.
      inexpressible.append(
        "table \(new.name) is WITHOUT ROWID and gets another primary key: make a new table, and move the rows")
      former.removeAll(where: \.isPrimaryKey)
      wanted.removeAll(where: \.isPrimaryKey)
    }
    // Those of one name first, then those that say the same under another, or under none.
    var kept: [(old: TableConstraint, new: TableConstraint)] = []
    func take(where matches: (TableConstraint, TableConstraint) -> Bool) {
      wanted.removeAll { constraint in
        guard let position = former.firstIndex(where: { matches($0, constraint) }) else { return false }
        kept.append((former.remove(at: position), constraint))
        return true
      }
    }
    take { old, new in old.name != nil && old.name.map(folded) == new.name.map(folded) }
    take { old, new in old.unnamed == new.unnamed }

    let parents = lineage.parents(of: new.name)
    for (old, constraint) in kept where old != constraint || !isInherited(old, from: parents) {
      compare(old, constraint, of: new.name)
    }
    for constraint in former where !isInherited(constraint, from: parents) && !comes(constraint, withColumnOf: old, new)
    {
      drop(constraint, of: new.name)
    }
    for constraint in wanted where !comes(constraint, withColumnOf: new, old) {
      add(constraint, to: new.name, isNew: false)
    }
  }

  /// Whether a constraint comes or goes with its column: AUTOINCREMENT is said of a primary key.
  private func comes(_ constraint: TableConstraint, withColumnOf table: Table, _ other: Table) -> Bool {
    guard rules.rebuildsTables, case .primaryKey(let key) = constraint, key.columns.count == 1 else { return false }
    func isColumn(_ column: Column) -> Bool { folded(column.name) == folded(key.columns[0]) }
    return table.columns.contains { isColumn($0) && $0.identity != nil } && !other.columns.contains(where: isColumn)
  }

  /// Whether a constraint came down from another table, whatever it is called, and comes and goes with that one's.
  private func isInherited(_ constraint: TableConstraint, from parents: [QualifiedName]) -> Bool {
    guard !parents.isEmpty else { return false }
    if case .check(let check) = constraint, !check.isInherited { return false }
    let unnamed = constraint.unnamed
    return parents.contains { parent in
      [lineage.former[parent], lineage.wanted[parent]].contains { table in
        table?.constraints.contains { $0.unnamed == unnamed } ?? false
      }
    }
  }

  private mutating func compare(_ old: TableConstraint, _ new: TableConstraint, of table: QualifiedName) {
    if old.unnamed == new.unnamed, !isMadeAgain(old, of: table) {
      guard let name = new.name, old.name.map(folded) != folded(name) else { return }
      if let former = old.name, rules.renamesParts {
        renamedObjects[.constraint(former, on: table)] = .constraint(name, on: table)
        var change = Change(Rename(.constraint(former, on: table), to: name), .rename, of: table)
        change.uses = [.relation(table)]
        change.drops = [.constraint(table, former)]
        change.creates = [.constraint(table, name)]
        if let key = indexKey(of: old, on: table) { change.drops.insert(key) }
        if let key = indexKey(of: new, on: table) { change.creates.insert(key) }
        changes.append(change)
        return
      }
    } else if let name = new.name, !isMadeAgain(old, of: table) {
      if case .foreignKey(let key) = old, case .foreignKey(let other) = new, key.deferrable != other.deferrable {
        var same = key
        same.deferrable = other.deferrable
        if same == other {
          let operation = AlterConstraint(name, on: table, deferrable: other.deferrable, from: key.deferrable)
          changes.append(Change(operation, .alterTable, of: table))
          return
        }
      }
      var validated = old
      validated.isValidated = true
      if !old.isValidated, validated == new {
        let operation =
          switch new {
          case .check(let check): ValidateConstraint(was: check, on: table)
          case .foreignKey(let key): ValidateConstraint(was: key, on: table)
          case .primaryKey, .unique, .exclusion: ValidateConstraint(name, on: table)
          }
        var change = Change(operation, .addConstraint, of: table)
        change.hazards = [.failsIfViolated]
        changes.append(change)
        return
      }
    }
    drop(old, of: table)
    add(new, to: table, isNew: false)
  }

  /// Whether a constraint stands on something that is dropped and made again, or that it would keep from changing.
  private func isMadeAgain(_ constraint: TableConstraint, of table: QualifiedName) -> Bool {
    let columns = columns(of: constraint, on: table)
    if isMadeAgain(columns) { return true }
    switch constraint {
    case .check(let check): if isRewritten([check.expression], on: table) { return true }
    case .exclusion(let exclusion):
      // Operators too are of a type.
      if !columns.isDisjoint(with: replacedColumns) { return true }
      if isRewritten(exclusion.elements.map(\.part.expression) + [exclusion.predicate], on: table) { return true }
    case .unique: if columns.contains(where: { keysRenamedAlone[$0] != nil }) { return true }
    case .primaryKey, .foreignKey: break
    }
    if case .foreignKey(let key) = constraint {
      return !columns.isDisjoint(with: incomparableColumns) || standsOnDroppedUniqueness(key)
    }
    return !uses(of: constraint, on: table).isDisjoint(with: remade)
  }

  /// Whether a foreign key may find its rows by what is dropped: where several constraints and indexes serve, it is not known
  /// which one does.
  private func standsOnDroppedUniqueness(_ key: ForeignKey) -> Bool {
    guard rules.foreignKeysPinUniqueness, let dropped = droppedUniqueness[folded(key.referencedTable)] else {
      return false
    }
    return key.referencedColumns.isEmpty || dropped.contains(Set(key.referencedColumns.map(folded)))
  }

  /// Notes that what made columns unique is dropped.
  mutating func noteDroppedUniqueness(of columns: [String], in table: QualifiedName) {
    droppedUniqueness[folded(table), default: []].append(Set(columns.map(folded)))
  }

  mutating func add(_ constraint: TableConstraint, to table: QualifiedName, isNew: Bool) {
    var change = Change(
      AddConstraint(constraint, to: table), constraint.isForeignKey ? .addForeignKey : .addConstraint, of: table)
    change.creates = keys(of: constraint, on: table)
    change.uses = uses(of: constraint, on: table).union([.relation(table)]).subtracting(change.creates)
    change.frees = [.attachment(of: table)]
    if !isNew, constraint.isValidated { change.hazards = [.failsIfViolated, .scansTable] }
    changes.append(change)
  }

  mutating func drop(_ constraint: TableConstraint, of table: QualifiedName) {
    var constraint = constraint
    // It goes before its column is renamed, and names it by its former name.
    var renamed: Set<ObjectKey> = []
    if case .unique(var unique) = constraint {
      unique.columns = unique.columns.map { column in
        guard let former = keysRenamedAlone[.column(table, column)] else { return column }
        renamed.insert(.column(table, former))
        return former
      }
      constraint = .unique(unique)
    }
    var change = Change(
      DropConstraint(was: constraint, on: table), constraint.isForeignKey ? .dropForeignKey : .dropConstraint, of: table
    )
    change.drops = keys(of: constraint, on: table)
    change.frees = uses(of: constraint, on: table).union([.relation(table)]).union(renamed).subtracting(change.drops)
    change.uses = [.independence(of: table)]
    changes.append(change)
    switch constraint {
    case .primaryKey(let key): noteDroppedUniqueness(of: key.columns, in: table)
    case .unique(let unique): noteDroppedUniqueness(of: unique.columns, in: table)
    case .check, .foreignKey, .exclusion: return
    }
    droppedKeys[table, default: []].append(constraint)
  }

  /// What a constraint is there as.
  private func keys(of constraint: TableConstraint, on table: QualifiedName) -> Set<ObjectKey> {
    var keys: Set<ObjectKey> = []
    if let name = constraint.name { keys.insert(.constraint(table, name)) }
    switch constraint {
    case .primaryKey, .unique: keys.insert(.uniqueness(folded(table)))
    case .check, .foreignKey, .exclusion: break
    }
    if let index = indexKey(of: constraint, on: table) { keys.insert(index) }
    return keys
  }

  /// The index behind a constraint, where it takes a name that no other relation may have.
  func indexKey(of constraint: TableConstraint, on table: QualifiedName) -> ObjectKey? {
    guard rules.renamesParts, let name = constraint.name else { return nil }
    switch constraint {
    case .primaryKey, .unique, .exclusion: return .relation(QualifiedName(name, schema: table.schema))
    case .check, .foreignKey: return nil
    }
  }

  /// What has to be there for a constraint.
  func uses(of constraint: TableConstraint, on table: QualifiedName) -> Set<ObjectKey> {
    var keys = columns(of: constraint, on: table)
    switch constraint {
    // Columns that take NULL do so only while they are in no primary key.
    case .primaryKey(let key): keys.formUnion(key.columns.map { .nullability(table, $0) })
    case .unique: break
    case .check(let check):
      var mentions = Mentions()
      mentions.add(check.expression)
      keys.formUnion(names.keysOfExpression(mentions))
    case .exclusion(let exclusion):
      var mentions = Mentions()
      for element in exclusion.elements { mentions.add(element.part) }
      mentions.add(exclusion.predicate)
      keys.formUnion(names.keysOfExpression(mentions))
    case .foreignKey(let key):
      if folded(key.referencedTable) != folded(table) {
        keys.insert(.relation(key.referencedTable))
        keys.insert(.uniqueness(folded(key.referencedTable)))
      } else {
        keys.insert(.uniqueness(folded(table)))
      }
    }
    return keys
  }

  /// The columns that a constraint is about, those of the other table too.
  private func columns(of constraint: TableConstraint, on table: QualifiedName) -> Set<ObjectKey> {
    switch constraint {
    case .primaryKey(let key): return Set(key.columns.map { .column(table, $0) })
    case .unique(let unique): return Set((unique.columns + unique.index.include).map { .column(table, $0) })
    case .foreignKey(let key):
      return Set(key.columns.map { .column(table, $0) })
        .union(key.referencedColumns.map { .column(key.referencedTable, $0) })
    case .check(let check): return columns(mentionedBy: [check.expression], on: table)
    case .exclusion(let exclusion):
      return columns(of: exclusion.elements.map(\.part), exclusion.index.include, exclusion.predicate, on: table)
    }
  }

  /// The columns that an index is about.
  func columns(
    of parts: [Index.Part], _ include: [String], _ predicate: SQLFragment?, on table: QualifiedName
  ) -> Set<ObjectKey> {
    var keys: Set<ObjectKey> = Set(include.map { .column(table, $0) })
    var fragments: [SQLFragment?] = [predicate]
    for part in parts {
      switch part.key {
      case .column(let column): keys.insert(.column(table, column))
      case .expression(let expression): fragments.append(expression)
      }
    }
    return keys.union(columns(mentionedBy: fragments, on: table))
  }

  /// The columns of a table that change, as far as texts mention them.
  func columns(mentionedBy fragments: [SQLFragment?], on table: QualifiedName) -> Set<ObjectKey> {
    guard let candidates = touchedColumns[table] else { return [] }
    var mentions = Mentions()
    for fragment in fragments { mentions.add(fragment) }
    return candidates.filter { mentions.contains($0.part) }
  }
}

extension TableConstraint {
  fileprivate var isForeignKey: Bool { if case .foreignKey = self { true } else { false } }

  /// The constraint without its name.
  package var unnamed: TableConstraint {
    var result = self
    result.name = nil
    return result
  }
}
