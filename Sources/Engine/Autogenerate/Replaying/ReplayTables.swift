import Revisions

extension SchemaReplay {
  mutating func create(_ operation: CreateTable) throws(ReplayError.Problem) {
    let key = key(operation.table.name)
    if isRelation(key) {
      if operation.ifNotExists { return }
      throw .alreadyThere(.table(operation.table.name))
    }
    if let parent = operation.table.options.partition?.parent { _ = try table(parent) }
    for parent in operation.table.options.inherits { _ = try table(parent) }
    var table = operation.table
    table.name = resolved(table.name)
    table.renamedFrom = nil
    for position in table.columns.indices { table.columns[position].renamedFrom = nil }
    try settle(table)
  }

  mutating func drop(_ operation: DropTable) throws(ReplayError.Problem) {
    let key = key(operation.table)
    guard tables[key] != nil else {
      if operation.ifExists { return }
      throw .missing(.table(operation.table))
    }
    drop(table: key, cascade: operation.cascade)
  }

  /// Drops a table with its partitions, and with `cascade` what refers to it.
  mutating func drop(table key: QualifiedName, cascade: Bool) {
    var left = [key]
    while let key = left.popLast() {
      guard let table = take(table: key) else { continue }
      removeBelongings(of: key, named: table.name)
      for constraint in table.constraints { forgetComment(on: constraint, of: table.name) }
      for other in referrers[key] ?? [] {
        guard var referrer = tables[other] else { continue }
        if referrer.options.partition.map({ folded($0.parent) }) == key {
          left.append(other)
        } else if cascade {
          if referrer.options.inherits.contains(where: { folded($0) == key }) {
            left.append(other)
            continue
          }
          referrer.constraints.removeAll { constraint in
            guard case .foreignKey(let foreign) = constraint else { return false }
            return folded(foreign.referencedTable) == key
          }
          put(referrer)
        }
      }
      if cascade { dropViews(reading: [table.name]) }
    }
  }

  mutating func rename(_ operation: RenameTable) throws(ReplayError.Problem) {
    try rename(table: operation.table, to: QualifiedName(operation.newName, schema: operation.table.schema))
  }

  /// Gives a table another name, wherever it is mentioned.
  mutating func rename(table name: QualifiedName, to newName: QualifiedName) throws(ReplayError.Problem) {
    let old = try table(name).name
    let new = resolved(newName)
    if folded(new) != folded(old), isRelation(folded(new)) { throw .alreadyThere(.table(newName)) }
    try changeMentions(of: old, old.name) { $0.renameTable(old, to: new) }
  }

  mutating func alter(_ operation: AlterTable) throws(ReplayError.Problem) {
    var table = try table(operation.table)
    for change in operation.changes {
      switch change {
      case .unlogged(let flag): table.options.isUnlogged = flag
      case .replicaIdentity(let identity, _): table.options.replicaIdentity = identity
      case .clusteredIndex(let index, _): table.options.clusteredIndex = index
      case .inherit(let parent): table.options.inherits.append(try self.table(parent).name)
      case .disinherit(let parent):
        let key = key(parent)
        guard let position = table.options.inherits.firstIndex(where: { folded($0) == key }) else {
          throw .missing(.table(parent))
        }
        table.options.inherits.remove(at: position)
        keep(what: parent, hadIn: &table)
      case .accessMethod(let method, _): table.options.accessMethod = method
      }
    }
    try settle(table)
  }

  /// Makes the columns and checks of a former parent a table's own, as far as no other parent has them.
  private mutating func keep(what parent: QualifiedName, hadIn table: inout Table) {
    let others = family(above: table.options.inherits)
    var listed = Set((table.columns + others.flatMap(\.columns)).map(\.name))
    let columns = family(above: [parent]).flatMap(\.columns).filter { listed.insert($0.name).inserted }
    table.columns.insert(contentsOf: columns.map(\.inherited), at: 0)
    var checks = Set((table.constraints + others.flatMap(\.constraints)).compactMap(\.name))
    table.constraints += family(above: [parent]).flatMap(\.constraints).filter { constraint in
      constraint.isInheritedCheck && constraint.name.map { checks.insert($0).inserted } ?? false
    }
  }

  /// Tables, and all from which they inherit.
  private mutating func family(above names: [QualifiedName]) -> [Table] {
    var found: [Table] = []
    var seen: Set<QualifiedName> = []
    var left = Array(names.reversed())
    while let name = left.popLast() {
      guard seen.insert(key(name)).inserted, let table = tables[key(name)] else { continue }
      found.append(table)
      left += table.options.inherits.reversed()
    }
    return found
  }

  mutating func attach(_ operation: AttachPartition) throws(ReplayError.Problem) {
    let parent = try table(operation.parent).name
    let bound = operation.bound
    try change(operation.partition) { $0.options.partition = Partition(of: parent, bound) }
  }

  mutating func detach(_ operation: DetachPartition) throws(ReplayError.Problem) {
    let parent = key(operation.parent)
    var table = try table(operation.partition)
    guard let partition = table.options.partition, folded(partition.parent) == parent else {
      throw .missing(.table(operation.parent))
    }
    // Its columns are its own from now on.
    if table.columns.isEmpty { table.columns = tables[parent]?.columns ?? [] }
    table.options.partition = nil
    try settle(table)
  }

  /// Whether a table, view, sequence or index has that name: they share them.
  func isRelation(_ key: QualifiedName) -> Bool {
    tables[key] != nil || views[key] != nil || materializedViews[key] != nil || sequences[key] != nil
      || indexes[key] != nil
  }

  /// The tables that have a column of a table by inheritance, at any depth; `alone` leaves out those that list it themselves.
  func heirs(of column: String, in key: QualifiedName, alone: Bool) -> [QualifiedName] {
    var found: [QualifiedName] = []
    var seen: Set<QualifiedName> = [key]
    var left = [key]
    while let key = left.popLast() {
      for other in referrers[key] ?? []
      where tables[other]?.options.inherits.contains(where: { folded($0) == key }) == true {
        if alone, tables[other]?.columns.contains(where: { isSame($0.name, column) }) == true { continue }
        guard seen.insert(other).inserted else { continue }
        left.append(other)
        found.append(other)
      }
    }
    return found
  }

  /// The tables that are made of a table's columns: its partitions, and theirs, that list them.
  func partitions(of key: QualifiedName) -> [QualifiedName] {
    var found: [QualifiedName] = []
    var left = [key]
    while let key = left.popLast() {
      for other in referrers[key] ?? []
      where tables[other]?.options.partition.map({ folded($0.parent) }) == key {
        left.append(other)
        if tables[other]?.columns.isEmpty == false { found.append(other) }
      }
    }
    return found
  }
}
