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
      let owner = DatabaseSequence.Owner(table.name, column.name)
      let sequence =
        serialSequences[owner]
        ?? QualifiedName(ChosenName.sequence(of: table.name.name, column.name), schema: table.name.schema)
      column.type = serial
      column.isNullable = false
      let text = try dialect.literal(.text(SQLText.name(sequence)))
      column.defaultValue = .expression(.raw("nextval(\(text)::regclass)"))
      sequences.append(
        DatabaseSequence(
          sequence, serial == .bigInteger ? nil : serial, ownedBy: owner))
    }
    column.type = type(column.type)
    column.collation = column.collation.map(visibleName)
    column.defaultValue = try defaultValue(column.defaultValue, for: column.type)
    if let generated = column.generated {
      guard generated.isStored else {
        throw DialectError(
          "the column \(table.name).\(column.name) is computed as it is read, which PostgreSQL cannot do before version 18",
          hint: "store it: `.generated(as: …, stored: true)`")
      }
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
  static func serial(_ type: DataType) -> DataType? {
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
    // SQLite's own.
    options.isStrict = false
    options.isWithoutRowID = false
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
        table.constraints += parent.constraints.filter {
          if case .check(let check) = $0 { check.isInherited } else { false }
        }
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
    func values(_ values: [PartitionBound.Value], of type: (Int) -> DataType?) throws(DialectError) -> [PartitionBound
      .Value]
    {
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
}

extension DataType {
  /// Where values of this type are kept if nothing is said; nil where that is not known.
  var usualStorage: Column.Storage? {
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
