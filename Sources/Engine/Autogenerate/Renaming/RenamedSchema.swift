import Dialects
package import Revisions

extension Renames {
  /// A schema as it is once all has its new name, in canonical form: a name that had to stand in quotes may do without
  /// afterwards. With it come the renames, those of the sequences added that go with their columns to the schema `wanted`.
  func applied(
    to schema: Schema, toward wanted: Schema, dialect: some SchemaReflecting
  ) throws(DialectError) -> (schema: Schema, renames: Renames) {
    var result = applied(to: schema)
    if dialect.comparison.viewsPinColumns, !isEmpty {
      // They are made again, and read the columns by their former names until then.
      let former = Renames(tables: tables).applied(to: schema)
      result.views = former.views
      result.materializedViews = former.materializedViews
    }
    if !isEmpty { result = try dialect.canonical(result) }
    var renames = ordered
    guard dialect.comparison.renamesParts else { return (result, renames) }
    for sequence in Self.ownedSequences(of: result, in: wanted) {
      result.renameSequence(sequence.from, to: sequence.to)
      renames.sequences.append(sequence)
    }
    return (result, renames)
  }

  /// A schema with the new names wherever it names the old ones, as the database itself would have it after a rename.
  package func applied(to schema: Schema) -> Schema {
    guard !isEmpty else { return schema }
    var result = schema
    let renames = ordered
    for rename in renames.tables { result.renameTable(rename.from, to: rename.to) }
    for rename in renames.columns { result.renameColumn(rename.from, of: rename.table, to: rename.to) }
    for rename in renames.sequences { result.renameSequence(rename.from, to: rename.to) }
    return result
  }

  /// An object that is known by its SQL, with the new names.
  func applied(to object: SQLObject) -> SQLObject {
    var schema = Schema()
    schema.others = [object]
    return applied(to: schema).others.first ?? object
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
    for position in indexes.indices {
      if let parent = indexes[position].parent, parent.schema == old.schema,
        indexes.contains(where: { $0.name == parent.name && $0.table == old })
      {
        indexes[position].parent?.schema = new.schema
      }
    }
    for position in indexes.indices { indexes[position].table = name(indexes[position].table) }
    for position in triggers.indices {
      triggers[position].table = name(triggers[position].table)
      if let table = triggers[position].constraint?.referencedTable {
        triggers[position].constraint?.referencedTable = name(table)
      }
    }
    for position in policies.indices { policies[position].table = name(policies[position].table) }
    moveSequences(of: old, to: new)
    for position in grants.indices where grants[position].target == .table(old) {
      grants[position].target = .table(new)
    }
    for position in comments.indices {
      switch comments[position].object {
      case .constraint(let constraint, old): comments[position].object = .constraint(constraint, on: new)
      case .column(old, let column): comments[position].object = .column(table: new, column)
      default: continue
      }
    }
    let meaning: NameInText.Meaning = old.schema == new.schema ? .anything : .moved(from: old.schema, to: new.schema)
    changeOthers { object in
      guard object.relation != nil else { return }
      object.changeTexts(from: old.name, to: new.name, as: meaning, isPart: object.relation == old)
      object.relation = object.relation.map(name)
    }
    // Where a column is called like the table, the column is meant: an expression over a row does not name its table.
    let own = tables.first { $0.name == new }
    let isColumn = own?.columns.contains { $0.name == old.name } ?? false
    changeTexts(from: old.name, to: new.name, as: meaning, inAnyQuery: true) { $0 == new && !isColumn }
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
    for position in grants.indices where grants[position].target == .table(table) {
      grants[position].privileges = grants[position].privileges.map {
        Privilege($0.kind, columns: $0.columns.map(name).sorted())
      }
    }
    for position in comments.indices where comments[position].object == .column(table: table, old) {
      comments[position].object = .column(table: table, new)
    }
    changeOthers { object in
      var mentions = Mentions()
      mentions.add(object.creation)
      guard object.relation == table || (object.relation != nil && mentions.contains(table.name)) else { return }
      object.changeTexts(from: old, to: new, as: .column, isPart: object.relation == table)
    }
    changeTexts(from: old, to: new, as: .column, column: table, inAnyQuery: false) { $0 == table }
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
