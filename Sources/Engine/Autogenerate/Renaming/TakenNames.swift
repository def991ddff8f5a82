import Dialects
import Revisions

extension Renames {
  /// What stands under a name that something else takes, and goes: it has to be gone before.
  ///
  /// With it goes what would be in its way, and is made again afterwards where it is wanted. Nil where no name is taken so.
  func makingRoom(in schema: Schema) -> Schema? {
    let rest = makingRoomForTables(in: schema)
    return makingRoomForColumns(in: rest ?? schema) ?? rest
  }

  private func makingRoomForTables(in schema: Schema) -> Schema? {
    let (old, new) = (Set(tables.map(\.from)), Set(tables.map(\.to)))
    var gone = new.subtracting(old).intersection(schema.tables.map(\.name))
    guard !gone.isEmpty else { return nil }
    let unwanted = gone
    var result = schema
    result.tables.removeAll { unwanted.contains($0.name) }
    for position in result.tables.indices {
      result.tables[position].constraints.removeAll { constraint in
        if case .foreignKey(let key) = constraint { unwanted.contains(key.referencedTable) } else { false }
      }
    }
    gone.formUnion(result.removeViews(reading: gone))
    result.indexes.removeAll { gone.contains($0.table) }
    result.sequences.removeAll { $0.owner.map { gone.contains($0.table) } ?? false }
    result.triggers.removeAll { trigger in
      if case .statements(let body) = trigger.action, body.mentions(gone) { return true }
      return gone.contains(trigger.table) || trigger.constraint?.referencedTable.map(gone.contains) == true
    }
    result.policies.removeAll {
      gone.contains($0.table) || $0.using?.mentions(gone) == true || $0.check?.mentions(gone) == true
    }
    result.others.removeAll { object in
      object.relation.map { gone.contains($0) || object.creation.mentions(gone) } ?? false
    }
    let others = Set(result.others.map(ObjectKey.other))
    result.grants.removeAll { grant in
      if case .object(.table(let name)) = grant.target { gone.contains(name) } else { false }
    }
    result.comments.removeAll { comment in
      switch comment.object {
      case .constraint(_, let table), .column(let table, _): gone.contains(table)
      case .other(let kind, let address):
        !others.contains(ObjectKey(.other, QualifiedName(address.plainText ?? ""), kind))
      default: false
      }
    }
    return result
  }

  private func makingRoomForColumns(in schema: Schema) -> Schema? {
    let formerNames = Dictionary(tables.map { ($0.to, $0.from) }) { first, _ in first }
    var taken: [QualifiedName: Set<String>] = [:]
    for column in columns { taken[formerNames[column.table] ?? column.table, default: []].insert(column.to) }
    // Those that get another name themselves give theirs up.
    for column in columns { taken[formerNames[column.table] ?? column.table]?.remove(column.from) }
    var result = schema
    var gone: [QualifiedName: Set<String>] = [:]
    for position in result.tables.indices {
      let table = result.tables[position]
      let names = (taken[table.name] ?? []).intersection(table.columns.map(\.name))
      guard !names.isEmpty else { continue }
      gone[table.name] = names
      result.tables[position].columns.removeAll { column in
        names.contains(column.name) || column.generated?.expression.mentions(names) == true
      }
      result.tables[position].constraints.removeAll { $0.involves(names) }
    }
    guard !gone.isEmpty else { return nil }
    for position in result.tables.indices {
      result.tables[position].constraints.removeAll { constraint in
        guard case .foreignKey(let key) = constraint, let names = gone[key.referencedTable] else { return false }
        return !names.isDisjoint(with: key.referencedColumns)
      }
    }
    let tables = Set(gone.keys)
    result.removeViews(reading: tables)
    result.indexes.removeAll { index in gone[index.table].map(index.involves) ?? false }
    result.sequences.removeAll { sequence in
      sequence.owner.map { gone[$0.table]?.contains($0.column) == true } ?? false
    }
    result.triggers.removeAll { trigger in
      if case .statements(let body) = trigger.action, body.mentions(tables) { return true }
      return tables.contains(trigger.table)
    }
    result.policies.removeAll { policy in
      guard let names = gone[policy.table] else { return false }
      return policy.using?.mentions(names) == true || policy.check?.mentions(names) == true
    }
    result.others.removeAll { object in
      object.relation.flatMap { gone[$0] }.map { object.creation.mentions($0) } ?? false
    }
    result.comments.removeAll { comment in
      if case .column(let table, let column) = comment.object { gone[table]?.contains(column) == true } else { false }
    }
    return result
  }
}

extension Schema {
  /// Removes the views that read some relations, and those that read them; gives their names.
  @discardableResult fileprivate mutating func removeViews(reading relations: Set<QualifiedName>) -> Set<QualifiedName>
  {
    var gone = relations
    var isGrowing = true
    while isGrowing {
      let views = views.filter { $0.query.mentions(gone) }.map(\.name)
      let kept = materializedViews.filter { $0.query.mentions(gone) }.map(\.name)
      self.views.removeAll { views.contains($0.name) }
      materializedViews.removeAll { kept.contains($0.name) }
      isGrowing = !views.isEmpty || !kept.isEmpty
      gone.formUnion(views + kept)
    }
    return gone.subtracting(relations)
  }
}

extension TableConstraint {
  /// Whether it is about one of some columns of its table.
  fileprivate func involves(_ columns: Set<String>) -> Bool {
    switch self {
    case .primaryKey(let key): !columns.isDisjoint(with: key.columns + key.index.include)
    case .unique(let unique): !columns.isDisjoint(with: unique.columns + unique.index.include)
    case .foreignKey(let key): !columns.isDisjoint(with: key.columns)
    case .check(let check): check.expression.mentions(columns)
    case .exclusion(let exclusion):
      exclusion.elements.contains { $0.part.involves(columns) } || exclusion.predicate?.mentions(columns) == true
        || !columns.isDisjoint(with: exclusion.index.include)
    }
  }
}

extension Index {
  fileprivate func involves(_ columns: Set<String>) -> Bool {
    parts.contains { $0.involves(columns) } || predicate?.mentions(columns) == true
      || !columns.isDisjoint(with: include)
  }
}

extension Index.Part {
  fileprivate func involves(_ columns: Set<String>) -> Bool {
    switch key {
    case .column(let name): columns.contains(name)
    case .expression(let expression): expression.mentions(columns)
    }
  }
}

extension SQLFragment {
  /// Whether one of some names stands in it.
  fileprivate func mentions(_ names: Set<QualifiedName>) -> Bool { mentions(Set(names.map(\.name))) }

  fileprivate func mentions(_ names: Set<String>) -> Bool {
    var mentions = Mentions()
    mentions.add(self)
    return names.contains(where: mentions.contains)
  }
}
