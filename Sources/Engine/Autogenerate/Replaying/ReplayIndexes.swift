import Revisions

extension SchemaReplay {
  mutating func create(_ operation: CreateIndex) throws(ReplayError.Problem) {
    let index = operation.index
    let table = key(index.table)
    let name = QualifiedName(index.name, schema: index.table.schema)
    if isRelation(key(name)) {
      if operation.ifNotExists { return }
      throw .alreadyThere(.index(name))
    }
    guard tables[table] != nil || materializedViews[table] != nil else { throw .missing(.table(index.table)) }
    if let parent = index.parent, indexes[key(parent)] == nil { throw .missing(.index(parent)) }
    try settle(index)
  }

  mutating func drop(_ operation: DropIndex) throws(ReplayError.Problem) {
    let name = QualifiedName(operation.name, schema: operation.table.schema)
    let key = key(name)
    guard let index = remove(index: key) else {
      if operation.ifExists { return }
      throw .missing(.index(name))
    }
    let table = folded(index.table)
    if var owner = tables[table] {
      owner.options.forget(index: index.name)
      if owner != tables[table] { put(owner) }
    }
    for partition in partitions(of: table) {
      for part in ownIndexes(of: partition) where part.parent.map(folded) == key {
        remove(index: folded(part.qualifiedName))
      }
    }
    if operation.cascade, index.isUnique { dropForeignKeys(to: index.table, columns: index.columnNames) }
  }

  mutating func attach(_ operation: AttachIndex) throws(ReplayError.Problem) {
    guard let parent = indexes[key(operation.parent)] else { throw .missing(.index(operation.parent)) }
    let key = key(operation.index)
    guard indexes[key] != nil else { throw .missing(.index(operation.index)) }
    indexes[key]?.parent = parent.qualifiedName
  }

  mutating func rename(index name: QualifiedName, to newName: String) throws(ReplayError.Problem) {
    let old = key(name)
    guard indexes[old] != nil else { return try renameConstraint(ofIndex: name, to: newName) }
    let new = QualifiedName(newName, schema: resolved(name).schema)
    if folded(new) != old, isRelation(folded(new)) { throw .alreadyThere(.index(new)) }
    guard var index = remove(index: old) else { return }
    let formerName = index.name
    index.name = newName
    put(index)
    let table = folded(index.table)
    tables[table]?.options.rename(index: formerName, to: newName)
    for partition in partitions(of: table) {
      for part in ownIndexes(of: partition) where part.parent.map(folded) == old {
        indexes[folded(part.qualifiedName)]?.parent = index.qualifiedName
      }
    }
  }

  /// An index of a constraint has that constraint's name; which table's, only a look at all of them tells.
  private mutating func renameConstraint(
    ofIndex name: QualifiedName, to newName: String
  ) throws(ReplayError.Problem) {
    let schema = resolved(name).schema
    for table in tables.values where table.name.schema == schema {
      guard let position = position(of: name.name, in: table) else { continue }
      switch table.constraints[position] {
      case .primaryKey, .unique, .exclusion:
        return try rename(constraint: name.name, of: table.name, to: newName)
      case .check, .foreignKey: continue
      }
    }
    throw .missing(.index(name))
  }

  /// Brings an index into canonical form, and puts it in its place.
  mutating func settle(_ index: Index) throws(ReplayError.Problem) {
    let table = key(index.table)
    var part = Schema()
    part.indexes = [index]
    if let table = tables[table] { part.tables = [table] }
    if let view = materializedViews[table] { part.materializedViews = [view] }
    for index in try canonical(part).indexes { put(index) }
  }
}

extension Table.Options {
  /// Forgets an index that is gone.
  fileprivate mutating func forget(index name: String) {
    if replicaIdentity == .index(name) { replicaIdentity = .nothing }
    if clusteredIndex == name { clusteredIndex = nil }
  }
}

extension Index {
  fileprivate var columnNames: [String] {
    parts.compactMap { part in if case .column(let name) = part.key { name } else { nil } }
  }
}
