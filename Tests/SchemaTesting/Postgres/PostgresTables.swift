import Revisions

extension SchemaGenerator {
  /// Gives a new table what only PostgreSQL has.
  mutating func addPostgresParts(to position: Int, of schema: inout Schema) {
    let table = schema.tables[position]
    if once(in: 4) { schema.tables[position].comment = "it's a table" }
    schema.tables[position].options.isUnlogged = false
    if once(in: 5) { schema.tables[position].options.storageParameters = ["fillfactor": 70] }
    if once(in: 6) { schema.tables[position].options.hasRowSecurity = true }
    let numbers = table.columns.indices.filter { index in
      let column = table.columns[index]
      return column.type.isInteger && column.defaultValue == nil && column.identity == nil && column.generated == nil
        && column.constraints.isEmpty
    }
    if once(in: 4), let index = numbers.randomElement(using: &random) {
      schema.tables[position].columns[index].isNullable = false
      schema.tables[position].columns[index].identity = identity()
    }
    if once(in: 4) {
      let serial = Column(name(besides: schema.tables[position].columns.map(\.name)), .named("serial"))
      schema.tables[position].columns.append(serial)
    }
    if once(in: 4) { addExclusion(to: position, of: &schema) }
  }

  mutating func identity() -> Column.Identity {
    var identity = Column.Identity(always: once(in: 2))
    if once(in: 3) { identity.start = Int64(number(2...9)) }
    if once(in: 3) { identity.increment = 3 }
    if once(in: 4) { identity.maximum = 20_000 }
    return identity
  }

  mutating func addExclusion(to position: Int, of schema: inout Schema) {
    let columns = schema.tables[position].columns.filter { $0.isOrderable && $0.type != .uuid && $0.identity == nil }
    guard schema.tables[position].options.partitioning == nil, let column = columns.randomElement(using: &random) else {
      return
    }
    var exclusion = Exclusion(
      .column(column.name, with: "="), using: .btree, where: once(in: 2) ? condition(on: column, in: schema) : nil,
      name: constraintName(in: schema))
    if column.type == .integer, once(in: 2) {
      exclusion = Exclusion(
        .expression("int4range(\(identifier: column.name), \(identifier: column.name), '[]')", with: "&&"),
        name: constraintName(in: schema))
    }
    if once(in: 3) { exclusion.deferrable = pick([.initiallyImmediate, .initiallyDeferred]) }
    schema.tables[position].constraints.append(.exclusion(exclusion))
  }

  /// Says of a constraint what only PostgreSQL can.
  mutating func embellished(_ constraint: TableConstraint, of table: Table) -> TableConstraint {
    let others = table.columns.filter { $0.generated == nil && $0.isOrderable }.map(\.name)
    switch constraint {
    case .unique(var unique):
      if once(in: 3) { unique.deferrable = pick([.initiallyImmediate, .initiallyDeferred]) }
      if once(in: 3) { unique.nullsAreDistinct = false }
      if once(in: 3), let other = others.first(where: { !unique.columns.contains($0) }) {
        unique.index.include = [other]
      }
      if once(in: 4) { unique.index.storageParameters = ["fillfactor": 80] }
      return .unique(unique)
    case .check(var check):
      if once(in: 3) { check.isValidated = false }
      if once(in: 5), table.options.partitioning == nil { check.isInherited = false }
      return .check(check)
    case .foreignKey(var key):
      if once(in: 3) { key.isValidated = false }
      return .foreignKey(key)
    case .primaryKey, .exclusion: return constraint
    }
  }

  // MARK: Partitions

  mutating func addPartitionedTable(to schema: inout Schema) {
    let isRange = once(in: 2)
    var table = Table(QualifiedName(objectName(in: schema), schema: home(in: schema)))
    let key = Column("part key", isRange ? pick([.integer, .date]) : pick([.text, .integer])).notNull()
    table.columns = [key]
    for _ in 0..<number(0...3) { table.columns.append(column(of: table)) }
    table.options.partitioning = isRange ? .range(.init(.column(key.name))) : .list(.init(.column(key.name)))
    schema.tables.append(table)
    let position = schema.tables.count - 1
    if once(in: 2) {
      schema.tables[position].constraints.append(.primaryKey(PrimaryKey(key.name, name: constraintName(in: schema))))
    }
    if once(in: 2) { addConstraint(to: position, of: &schema) }
    for _ in 0..<number(0...3) { addPartition(of: position, to: &schema) }
  }

  mutating func addPartition(of position: Int, to schema: inout Schema) {
    let parent = schema.tables[position]
    guard let partitioning = parent.options.partitioning else { return }
    let bounds = schema.tables.compactMap(\.options.partition).filter { $0.parent == parent.name }.map(\.bound)
    let place = number(1...9)
    let bound: PartitionBound
    switch (partitioning.strategy, parent.columns.first { $0.name == "part key" }?.type) {
    case (_, _) where once(in: 5): bound = .default
    case (.range, .date?): bound = .from(.literal(.text("200\(place)-01-01")), to: .literal(.text("200\(place)-06-01")))
    case (.range, _):
      bound = .from(.literal(.integer(Int64(place * 10))), to: .literal(.integer(Int64(place * 10 + 9))))
    case (_, .text?): bound = .in(.literal(.text("it's \(place)")))
    default: bound = .in(.literal(.integer(Int64(place))))
    }
    guard !bounds.contains(bound) else { return }
    var table = Table(QualifiedName(objectName(in: schema), schema: parent.name.schema))
    table.options.partition = Partition(of: parent.name, bound)
    schema.tables.append(table)
  }
}
