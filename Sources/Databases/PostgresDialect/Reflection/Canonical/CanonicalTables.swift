import Dialects
import Revisions

extension CanonicalForm {
  /// A table by itself: what follows from other tables comes later. A serial column's sequence is added.
  func table(_ table: Table, sequences: inout [DatabaseSequence]) throws(DialectError) -> Table {
    var result = table
    result.name = name(table.name)
    result.renamedFrom = table.renamedFrom.map(name)
    result.constraints = table.columns.flatMap(\.constraints) + table.constraints
    for position in result.columns.indices {
      try settle(&result.columns[position], of: result, sequences: &sequences)
    }
    for constraint in result.constraints {
      guard case .primaryKey(let key) = constraint else { continue }
      for position in result.columns.indices where key.columns.contains(result.columns[position].name) {
        result.columns[position].isNullable = false
      }
    }
    try settle(&result.options, of: result)
    return result
  }

  private func settle(
    _ column: inout Column, of table: Table, sequences: inout [DatabaseSequence]
  ) throws(DialectError) {
    column.constraints = []
    if let serial = Self.serial(column.type) {
      let sequence = QualifiedName(
        ChosenName.sequence(of: table.name.name, column.name), schema: table.name.schema)
      column.type = serial
      column.isNullable = false
      column.defaultValue = .expression(.raw("nextval('\(SQLText.name(sequence))'::regclass)"))
      sequences.append(
        DatabaseSequence(
          sequence, serial == .bigInteger ? nil : serial,
          ownedBy: DatabaseSequence.Owner(table.name, column.name)))
    }
    column.type = type(column.type)
    column.collation = column.collation.map(visibleName)
    column.defaultValue = try defaultValue(column.defaultValue, for: column.type)
    if let generated = column.generated {
      column.generated = Column.Generated(
        try expression(generated.expression, of: table), isStored: generated.isStored)
    }
    if column.compression == "default" { column.compression = nil }
    if column.storage == column.type.usualStorage { column.storage = nil }
    guard var identity = column.identity else { return }
    column.isNullable = false
    identity.neverReuses = false
    if let sequence = identity.sequence.map(name) {
      let usual = QualifiedName(ChosenName.sequence(of: table.name.name, column.name), schema: table.name.schema)
      identity.sequence = sequence == usual ? nil : sequence
    }
    var numbers = SequenceNumbers(
      start: identity.start, increment: identity.increment, minimum: identity.minimum, maximum: identity.maximum,
      cache: identity.cache)
    numbers.leaveOutUsual(for: column.type)
    (identity.start, identity.increment, identity.cache) = (numbers.start, numbers.increment, numbers.cache)
    (identity.minimum, identity.maximum) = (numbers.minimum, numbers.maximum)
    column.identity = identity
  }

  /// The integer that a serial type stands for.
  private static func serial(_ type: DataType) -> DataType? {
    let word: String
    switch type {
    case .raw(let text): word = text.lowercased()
    case .named(let name) where name.schema == nil: word = name.name
    default: return nil
    }
    switch word {
    case "smallserial", "serial2": return .smallInteger
    case "serial", "serial4": return .integer
    case "bigserial", "serial8": return .bigInteger
    default: return nil
    }
  }

  private func settle(_ options: inout Table.Options, of table: Table) throws(DialectError) {
    options.inherits = options.inherits.map(name)
    options.storageParameters = parameters(options.storageParameters)
    if options.accessMethod == "heap" { options.accessMethod = nil }
    if let partitioning = options.partitioning {
      var parts: [Partitioning.Part] = []
      for part in partitioning.parts {
        parts.append(
          Partitioning.Part(
            try key(part.key, of: table), collation: part.collation.map(visibleName),
            operatorClass: part.operatorClass.map(visibleName)))
      }
      options.partitioning = Partitioning(partitioning.strategy, parts: parts)
    }
    if let partition = options.partition {
      options.partition = Partition(of: name(partition.parent), partition.bound)
    }
  }

  // MARK: What follows from other tables

  /// Tables whose constraints have names and say what they refer to, and whose partitions list their columns.
  func settled(_ tables: [Table], indexes: inout [Index]) throws(DialectError) -> [Table] {
    var byName = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var settled: Set<QualifiedName> = []
    // A partition without columns takes over the checks of its parent under the names that they have there.
    for table in tables {
      var line: [Table] = []
      var next: Table? = table
      while let member = next, !settled.contains(member.name), !line.contains(where: { $0.name == member.name }) {
        line.append(member)
        next = member.options.partition.flatMap { byName[$0.parent] }
      }
      for var member in line.reversed() {
        try settle(&member, among: byName, indexes: &indexes)
        byName[member.name] = member
        settled.insert(member.name)
      }
    }
    return tables.map { byName[$0.name] ?? $0 }
  }

  private func settle(
    _ table: inout Table, among tables: [QualifiedName: Table], indexes: inout [Index]
  ) throws(DialectError) {
    if let partition = table.options.partition {
      let parent = tables[partition.parent]
      table.options.partition?.bound = try bound(partition.bound, of: parent)
      if table.columns.isEmpty, let parent {
        table.columns = parent.columns.map(Self.copied)
        table.constraints += parent.constraints.filter { if case .check(let check) = $0 { check.isInherited } else { false } }
      }
    }
    try settleConstraints(of: &table, among: tables, indexes: &indexes)
  }

  /// A column as a partition has it that is made without columns of its own.
  private static func copied(_ column: Column) -> Column {
    var copy = column
    copy.identity = nil
    copy.comment = nil
    copy.statistics = nil
    copy.renamedFrom = nil
    return copy
  }

  private func bound(_ bound: PartitionBound, of parent: Table?) throws(DialectError) -> PartitionBound {
    let types: [DataType?] =
      parent?.options.partitioning?.parts.map { part in
        guard case .column(let name) = part.key else { return nil }
        return parent?.columns.first { $0.name == name }?.type
      } ?? []
    func values(_ values: [PartitionBound.Value], of type: (Int) -> DataType?) throws(DialectError) -> [PartitionBound.Value] {
      var result: [PartitionBound.Value] = []
      for (position, value) in values.enumerated() { result.append(try self.value(value, type: type(position))) }
      return result
    }
    let byPosition = { (position: Int) in position < types.count ? types[position] : nil }
    switch bound {
    case .range(let lower, let upper):
      return .range(from: try values(lower, of: byPosition), to: try values(upper, of: byPosition))
    case .list(let list):
      var result = try values(list) { _ in types.first ?? nil }
      var seen: Set<PartitionBound.Value> = []
      result.removeAll { !seen.insert($0).inserted }
      return .list(result)
    case .hash, .default: return bound
    }
  }

  /// A value of a bound: a number where the key is one, else the text that the server makes of it.
  private func value(_ value: PartitionBound.Value, type: DataType?) throws(DialectError) -> PartitionBound.Value {
    switch value {
    case .minimum, .maximum: return value
    case .expression(let fragment):
      let text = ExpressionText.canonical(try dialect.rendered(fragment))
      guard let type, case .literal(let literal) = DefaultText.value(of: text, for: type) else {
        return .expression(.raw(text))
      }
      return try self.value(.literal(literal), type: type)
    case .literal(.text(let text)) where type?.isInteger == true:
      return Int64(text).map { .literal(.integer($0)) } ?? value
    case .literal(.integer(let number)) where type != nil && type?.isInteger == false:
      return .literal(.text(String(number)))
    case .literal: return value
    }
  }

  private func settleConstraints(
    of table: inout Table, among tables: [QualifiedName: Table], indexes: inout [Index]
  ) throws(DialectError) {
    var names = Set(table.constraints.compactMap(\.name))
    var constraints: [TableConstraint] = []
    for constraint in table.constraints {
      constraints.append(try settled(constraint, of: table, among: tables, names: &names, indexes: &indexes))
    }
    table.constraints = constraints.sorted {
      $0.rank == $1.rank ? ($0.name ?? "") < ($1.name ?? "") : $0.rank < $1.rank
    }
  }

  private func settled(
    _ constraint: TableConstraint, of table: Table, among tables: [QualifiedName: Table], names: inout Set<String>,
    indexes: inout [Index]
  ) throws(DialectError) -> TableConstraint {
    let owner = table.name.name
    switch constraint {
    case .primaryKey(var key):
      settle(&key.index, name: &key.name, of: table, indexes: &indexes)
      key.name = key.name ?? ChosenName.free(&names) { ChosenName.name(owner, nil, "pkey", number: $0) }
      return .primaryKey(key)
    case .unique(var unique):
      settle(&unique.index, name: &unique.name, of: table, indexes: &indexes)
      let columns = unique.columns + unique.index.include
      unique.name = unique.name ?? ChosenName.free(&names) { ChosenName.unique(of: owner, columns, number: $0) }
      return .unique(unique)
    case .check(var check):
      check.expression = try expression(check.expression, of: table)
      let column = soleColumn(in: check.expression.plainText ?? "", of: table)
      check.name = check.name ?? ChosenName.free(&names) { ChosenName.name(owner, column, "check", number: $0) }
      return .check(check)
    case .foreignKey(var key):
      key.referencedTable = name(key.referencedTable)
      if key.referencedColumns.isEmpty {
        for case .primaryKey(let primary) in tables[key.referencedTable]?.constraints ?? [] {
          key.referencedColumns = primary.columns
        }
      }
      let columns = key.columns
      key.name = key.name ?? ChosenName.free(&names) { ChosenName.foreignKey(of: owner, columns, number: $0) }
      return .foreignKey(key)
    case .exclusion(var exclusion):
      for position in exclusion.elements.indices {
        exclusion.elements[position].part = try part(exclusion.elements[position].part, of: table)
      }
      if let predicate = exclusion.predicate { exclusion.predicate = try expression(predicate, of: table) }
      exclusion.index.storageParameters = parameters(exclusion.index.storageParameters)
      let parts = exclusion.elements.map(\.part)
      exclusion.name = exclusion.name ?? ChosenName.free(&names) { ChosenName.exclusion(of: owner, parts, number: $0) }
      return .exclusion(exclusion)
    }
  }

  /// A constraint that is made of an index takes over its name and what it is told, and the index is no more.
  private func settle(
    _ index: inout ConstraintIndex, name: inout String?, of table: Table, indexes: inout [Index]
  ) {
    index.storageParameters = parameters(index.storageParameters)
    guard let existing = index.existing else { return }
    name = name ?? existing
    index.existing = nil
    guard let position = indexes.firstIndex(where: { $0.name == existing && self.name($0.table) == table.name }) else {
      return
    }
    index.include = indexes[position].include
    index.storageParameters = parameters(indexes[position].storageParameters)
    index.tablespace = indexes[position].tablespace
    indexes.remove(at: position)
  }

  /// The column that a check speaks of, where it is exactly one.
  private func soleColumn(in expression: String, of table: Table) -> String? {
    let columns = Set(table.columns.map(\.name))
    var found: Set<String> = []
    let text = SQLText(expression)
    for (place, token) in text.tokens.enumerated() {
      guard let name = text.name(token), columns.contains(name), !text.isSymbol("(", at: place + 1) else { continue }
      found.insert(name)
    }
    return found.count == 1 ? found.first : nil
  }

  // MARK: Indexes

  func settle(_ index: inout Index, among tables: [QualifiedName: Table]) throws(DialectError) {
    index.table = name(index.table)
    let table = tables[index.table]
    index.parent = index.parent.map(name)
    for position in index.parts.indices { index.parts[position] = try part(index.parts[position], of: table) }
    if let predicate = index.predicate { index.predicate = try expression(predicate, of: table) }
    index.storageParameters = parameters(index.storageParameters)
  }

  private func part(_ part: Index.Part, of table: Table?) throws(DialectError) -> Index.Part {
    var result = part
    result.key = try key(part.key, of: table)
    result.collation = part.collation.map(visibleName)
    result.operatorClass?.name = visibleName(part.operatorClass?.name ?? "")
    switch (part.direction, part.nulls) {
    case (.ascending, .last), (.descending, .first): result.nulls = nil
    default: break
    }
    return result
  }

  /// An expression that is only a column's name is that column.
  private func key(_ key: Index.Part.Key, of table: Table?) throws(DialectError) -> Index.Part.Key {
    guard case .expression(let fragment) = key else { return key }
    let settled = try expression(fragment, of: table)
    if let pieces = ExpressionText.pieces(of: settled.plainText ?? ""), pieces.count == 1, pieces[0].kind == .name,
      let token = SQLText(pieces[0].text).tokens.first, let name = SQLText(pieces[0].text).name(token)
    {
      return .column(name)
    }
    return .expression(settled)
  }
}

extension TableConstraint {
  /// Where its kind stands in a table.
  fileprivate var rank: Int {
    switch self {
    case .primaryKey: 0
    case .unique: 1
    case .exclusion: 2
    case .check: 3
    case .foreignKey: 4
    }
  }
}

extension DataType {
  /// Where values of this type are kept if nothing is said; nil where that is not known.
  fileprivate var usualStorage: Column.Storage? {
    switch self {
    case .smallInteger, .integer, .bigInteger, .real, .double, .boolean, .date, .time, .timestamp, .interval, .uuid,
      .macaddr:
      .plain
    case .numeric, .inet, .cidr: .main
    case .text, .varchar, .char, .binary, .json, .jsonb, .bit, .xml, .tsvector, .range, .multirange, .array: .extended
    case .tsquery, .named, .raw: nil
    }
  }
}
