package import Dialects
package import Revisions

extension Renames {
  /// The same in canonical form: a name that had to stand in quotes may do without afterwards.
  package func applied(to schema: Schema, dialect: some SchemaReflecting) throws(DialectError) -> Schema {
    guard !isEmpty else { return schema }
    var result = applied(to: schema)
    if dialect.comparison.viewsPinColumns {
      // They are made again, and read the columns by their former names until then.
      let former = Renames(tables: tables).applied(to: schema)
      result.views = former.views
      result.materializedViews = former.materializedViews
    }
    return try dialect.canonical(result)
  }

  /// A schema with the new names wherever it names the old ones, as the database itself would have it after a rename.
  package func applied(to schema: Schema) -> Schema {
    guard !isEmpty else { return schema }
    var result = schema
    for rename in tables { result.renameTable(rename.from, to: rename.to) }
    for rename in columns { result.renameColumn(rename.from, of: rename.table, to: rename.to) }
    return result
  }
}

extension Schema {
  /// Gives a table another name.
  mutating func renameTable(_ old: QualifiedName, to new: QualifiedName) {
    func name(_ name: QualifiedName) -> QualifiedName { name == old ? new : name }
    for position in tables.indices {
      tables[position].name = name(tables[position].name)
      tables[position].renamedFrom = nil
      if let parent = tables[position].options.partition?.parent {
        tables[position].options.partition?.parent = name(parent)
      }
      tables[position].options.inherits = tables[position].options.inherits.map(name)
      tables[position].changeForeignKeys { $0.referencedTable = name($0.referencedTable) }
    }
    for position in indexes.indices { indexes[position].table = name(indexes[position].table) }
    for position in triggers.indices {
      triggers[position].table = name(triggers[position].table)
      if let table = triggers[position].constraint?.referencedTable {
        triggers[position].constraint?.referencedTable = name(table)
      }
    }
    for position in policies.indices { policies[position].table = name(policies[position].table) }
    for position in sequences.indices where sequences[position].owner?.table == old {
      sequences[position].owner?.table = new
    }
    for position in grants.indices where grants[position].target == .table(old) {
      grants[position].target = .table(new)
    }
    for position in comments.indices {
      if case .constraint(let constraint, let table) = comments[position].object, table == old {
        comments[position].object = .constraint(constraint, on: new)
      }
    }
    // Where a column is called like the table, the column is meant: an expression over a row does not name its table.
    let own = tables.first { $0.name == new }
    let isColumn = own?.columns.contains { $0.name == old.name } ?? false
    changeTexts(from: old.name, to: new.name, inAnyQuery: true) { $0 == new && !isColumn }
  }

  /// Gives a column another name, in the tables that take it over from this one too.
  mutating func renameColumn(_ old: String, of table: QualifiedName, to new: String) {
    var family = [table]
    var next = 0
    while next < family.count {
      let parent = family[next]
      for member in tables where member.parents.contains(parent) && !family.contains(member.name) {
        family.append(member.name)
      }
      next += 1
    }
    for member in family { renameOwnColumn(old, of: member, to: new) }
  }

  private mutating func renameOwnColumn(_ old: String, of table: QualifiedName, to new: String) {
    func name(_ name: String) -> String { name == old ? new : name }
    for position in tables.indices {
      if tables[position].name == table {
        for column in tables[position].columns.indices {
          tables[position].columns[column].name = name(tables[position].columns[column].name)
        }
        tables[position].changeOwnColumns(name)
      }
      tables[position].changeForeignKeys { key in
        if key.referencedTable == table { key.referencedColumns = key.referencedColumns.map(name) }
      }
    }
    for position in indexes.indices where indexes[position].table == table {
      indexes[position].parts = indexes[position].parts.map { part in
        var part = part
        if case .column(let column) = part.key { part.key = .column(name(column)) }
        return part
      }
      indexes[position].include = indexes[position].include.map(name)
    }
    for position in triggers.indices where triggers[position].table == table {
      triggers[position].events = triggers[position].events.map { event in
        if case .update(let columns) = event { .update(of: columns.map(name)) } else { event }
      }
    }
    for position in sequences.indices where sequences[position].owner == .column(table, old) {
      sequences[position].owner = .column(table, new)
    }
    changeTexts(from: old, to: new, inAnyQuery: false) { $0 == table }
  }

  /// Changes a name in the expressions that belong to some tables, and in views that mention one of them.
  private mutating func changeTexts(
    from old: String, to new: String, inAnyQuery: Bool, of isMeant: (QualifiedName) -> Bool
  ) {
    func changed(_ fragment: SQLFragment) -> SQLFragment { fragment.renaming(old, to: new) }
    let meant = tables.map(\.name).filter(isMeant)
    func readsMeant(_ query: SQLFragment) -> Bool {
      var mentions = Mentions()
      mentions.add(query)
      return mentions.contains(old)
        && (inAnyQuery || meant.isEmpty || meant.contains { mentions.contains($0.name) || $0.name == new })
    }
    for position in tables.indices where isMeant(tables[position].name) {
      for column in tables[position].columns.indices {
        if let generated = tables[position].columns[column].generated {
          tables[position].columns[column].generated?.expression = changed(generated.expression)
        }
      }
      tables[position].constraints = tables[position].constraints.map { constraint in
        switch constraint {
        case .check(var check):
          check.expression = changed(check.expression)
          return .check(check)
        case .exclusion(var exclusion):
          exclusion.predicate = exclusion.predicate.map(changed)
          exclusion.elements = exclusion.elements.map { element in
            var element = element
            if case .expression(let expression) = element.part.key {
              element.part.key = .expression(changed(expression))
            }
            return element
          }
          return .exclusion(exclusion)
        case .primaryKey, .unique, .foreignKey: return constraint
        }
      }
    }
    for position in indexes.indices where isMeant(indexes[position].table) {
      indexes[position].predicate = indexes[position].predicate.map(changed)
      indexes[position].parts = indexes[position].parts.map { part in
        var part = part
        if case .expression(let expression) = part.key { part.key = .expression(changed(expression)) }
        return part
      }
    }
    for position in policies.indices where inAnyQuery || isMeant(policies[position].table) {
      policies[position].using = policies[position].using.map(changed)
      policies[position].check = policies[position].check.map(changed)
    }
    for position in triggers.indices {
      if inAnyQuery || isMeant(triggers[position].table) {
        triggers[position].condition = triggers[position].condition.map(changed)
      }
      // Those of other tables may write to this one.
      if case .statements(let body) = triggers[position].action,
        isMeant(triggers[position].table) || readsMeant(body)
      {
        triggers[position].action = .statements(changed(body))
      }
    }
    for position in views.indices where readsMeant(views[position].query) {
      views[position].query = changed(views[position].query)
    }
    for position in materializedViews.indices where readsMeant(materializedViews[position].query) {
      materializedViews[position].query = changed(materializedViews[position].query)
    }
  }
}

extension Table {
  /// The tables from which it takes over columns and constraints.
  var parents: [QualifiedName] { (options.partition.map { [$0.parent] } ?? []) + options.inherits }

  fileprivate mutating func changeForeignKeys(_ change: (inout ForeignKey) -> Void) {
    func changed(_ constraint: TableConstraint) -> TableConstraint {
      guard case .foreignKey(var key) = constraint else { return constraint }
      change(&key)
      return .foreignKey(key)
    }
    constraints = constraints.map(changed)
  }

  /// Changes the names of columns in the table's own constraints.
  fileprivate mutating func changeOwnColumns(_ name: (String) -> String) {
    constraints = constraints.map { constraint in
      switch constraint {
      case .primaryKey(var key):
        key.columns = key.columns.map(name)
        key.index.include = key.index.include.map(name)
        return .primaryKey(key)
      case .unique(var unique):
        unique.columns = unique.columns.map(name)
        unique.index.include = unique.index.include.map(name)
        return .unique(unique)
      case .foreignKey(var key):
        key.columns = key.columns.map(name)
        key.onDeleteColumns = key.onDeleteColumns.map(name)
        return .foreignKey(key)
      case .exclusion(var exclusion):
        exclusion.elements = exclusion.elements.map { element in
          var element = element
          if case .column(let column) = element.part.key { element.part.key = .column(name(column)) }
          return element
        }
        exclusion.index.include = exclusion.index.include.map(name)
        return .exclusion(exclusion)
      case .check: return constraint
      }
    }
    if let partitioning = options.partitioning {
      options.partitioning?.parts = partitioning.parts.map { part in
        var part = part
        if case .column(let column) = part.key { part.key = .column(name(column)) }
        return part
      }
    }
  }
}

extension SQLFragment {
  /// The fragment with a name changed wherever it stands as a word of its own, quoted or not.
  func renaming(_ old: String, to new: String) -> SQLFragment {
    SQLFragment(
      segments: segments.map { segment in
        switch segment {
        case .raw(let text): .raw(NameInText(old, in: text).replaced(with: new))
        case .identifier(let parts): .identifier(parts.map { $0 == old ? new : $0 })
        case .value: segment
        }
      })
  }
}
