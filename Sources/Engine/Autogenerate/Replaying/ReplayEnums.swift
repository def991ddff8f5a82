import Revisions

extension SchemaReplay {
  mutating func create(_ operation: CreateEnum) throws(ReplayError.Problem) {
    guard !isType(key(operation.type.name)) else { throw .alreadyThere(.type(operation.type.name)) }
    var part = Schema()
    part.enums = [operation.type]
    for type in try canonical(part).enums { enums[folded(type.name)] = type }
  }

  mutating func drop(_ operation: DropEnum) throws(ReplayError.Problem) {
    let key = key(operation.name)
    guard let type = enums.removeValue(forKey: key) else {
      if operation.ifExists { return }
      throw .missing(.type(operation.name))
    }
    forgetGrants(on: .type(type.name))
    if operation.cascade { try dropUses(of: type.name) }
  }

  mutating func add(_ operation: AddEnumValue) throws(ReplayError.Problem) {
    let key = key(operation.type)
    guard var type = enums[key] else { throw .missing(.type(operation.type)) }
    if type.values.contains(operation.value) {
      if operation.ifNotExists { return }
      throw .partAlreadyThere(operation.value, of: operation.type)
    }
    let position: Int
    switch operation.position {
    case nil: position = type.values.endIndex
    case .before(let other)?: position = try Self.position(of: other, in: type)
    case .after(let other)?: position = try Self.position(of: other, in: type) + 1
    }
    type.values.insert(operation.value, at: position)
    enums[key] = type
  }

  mutating func rename(_ operation: RenameEnumValue) throws(ReplayError.Problem) {
    let key = key(operation.type)
    guard var type = enums[key] else { throw .missing(.type(operation.type)) }
    guard !type.values.contains(operation.newValue) || operation.newValue == operation.value else {
      throw .partAlreadyThere(operation.newValue, of: operation.type)
    }
    type.values[try Self.position(of: operation.value, in: type)] = operation.newValue
    enums[key] = type
    // A default is the value, not its name.
    let (old, new) = (Column.DefaultValue.literal(.text(operation.value)), SQLValue.text(operation.newValue))
    for var table in tables.values {
      var isChanged = false
      for position in table.columns.indices
      where table.columns[position].type == .named(type.name) && table.columns[position].defaultValue == old {
        table.columns[position].defaultValue = .literal(new)
        isChanged = true
      }
      if isChanged { put(table) }
    }
  }

  mutating func replace(_ operation: ReplaceEnum) throws(ReplayError.Problem) {
    let key = key(operation.type)
    guard enums[key] != nil else { throw .missing(.type(operation.type)) }
    for use in operation.columns {
      let table = try table(use.table)
      guard table.columns.contains(where: { isSame($0.name, use.column) }) else {
        throw .missing(.column(table: use.table, use.column))
      }
    }
    enums[key]?.values = operation.values
  }

  /// Whether a type of its own has that name, or a table's.
  func isType(_ key: QualifiedName) -> Bool {
    enums[key] != nil || domains[key] != nil || compositeTypes[key] != nil
  }

  /// Drops the columns of a type that is gone.
  mutating func dropUses(of type: QualifiedName) throws(ReplayError.Problem) {
    for (key, table) in tables {
      for column in table.columns where column.type.named(type) {
        try drop(column: column.name, of: key, cascade: true)
      }
    }
  }

  private static func position(of value: String, in type: EnumType) throws(ReplayError.Problem) -> Int {
    guard let position = type.values.firstIndex(of: value) else { throw .missingPart(value, of: type.name) }
    return position
  }
}

extension DataType {
  /// Whether it is a type of that name, or made of one.
  func named(_ name: QualifiedName) -> Bool {
    switch self {
    case .named(let own): own == name
    case .array(let element), .range(let element), .multirange(let element): element.named(name)
    default: false
    }
  }

  /// The type with another name in place of one.
  func renaming(_ old: QualifiedName, to new: QualifiedName) -> DataType {
    switch self {
    case .named(let name): .named(name == old ? new : name)
    case .array(let element): .array(of: element.renaming(old, to: new))
    case .range(let element): .range(of: element.renaming(old, to: new))
    case .multirange(let element): .multirange(of: element.renaming(old, to: new))
    default: self
    }
  }
}
