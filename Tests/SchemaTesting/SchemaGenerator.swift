package import RandomTesting
package import Revisions

/// Makes random schemas that a kind of database can hold, and random changes to them: the same for the same seed.
///
/// Names are awkward, texts are laid out in many ways, and each property of a table comes up somewhere. Whatever a text
/// mentions stands in it as an identifier, so that what depends on a table or column can be found.
package struct SchemaGenerator {
  package var random: SplitMix64
  /// The kind of database that has to hold what is made.
  package let database: DialectName

  /// Makes a generator.
  package init(seed: UInt64, for database: DialectName) {
    random = SplitMix64(seed: seed)
    self.database = database
  }

  /// A schema of a few tables with all that hangs on them.
  package mutating func schema() -> Schema {
    if database == .postgresql { return postgresSchema() }
    var schema = Schema()
    for _ in 0..<number(1...5) { addTable(to: &schema) }
    for _ in 0..<number(0...4) { addIndex(to: &schema) }
    for _ in 0..<number(0...3) { addView(to: &schema) }
    for _ in 0..<number(0...3) { addTrigger(to: &schema) }
    return schema
  }

  // MARK: Choices

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func once(in times: Int) -> Bool { random.once(in: times) }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[number(0...(list.count - 1))] }

  /// Some elements in some order, at least one.
  mutating func some<Element>(of list: [Element], upTo count: Int) -> [Element] {
    Array(list.shuffled(using: &random).prefix(number(1...min(count, list.count))))
  }

  private static let words = [
    "a", "b c", "order", "É", "x\"y", "Key", "select", "users", "user_id", "T.1", "end", "Total", "text", "new", "it's",
  ]

  /// A name that none of some others is like.
  mutating func name(besides others: [String]) -> String {
    let taken = Set(others.map { $0.lowercased() })
    while true {
      let word = pick(Self.words) + (once(in: 3) ? "" : "\(number(1...99))")
      if !taken.contains(word.lowercased()) { return word }
    }
  }

  /// A name for something that stands by itself, or for a constraint.
  mutating func objectName(in schema: Schema) -> String {
    var taken = schema.tables.map(\.name.name) + schema.views.map(\.name.name)
    taken += schema.indexes.map(\.name) + schema.triggers.map(\.name)
    taken += schema.materializedViews.map(\.name.name) + schema.policies.map(\.name)
    for table in schema.tables {
      taken += (table.constraints + table.columns.flatMap(\.constraints)).compactMap(\.name)
    }
    return name(besides: taken)
  }

  mutating func constraintName(in schema: Schema) -> String? { once(in: 2) ? nil : objectName(in: schema) }

  // MARK: Tables

  mutating func addTable(to schema: inout Schema) {
    var table = Table(QualifiedName(objectName(in: schema), schema: home(in: schema)))
    if database == .sqlite {
      table.options.isStrict = once(in: 5)
      table.options.isWithoutRowID = once(in: 5)
    }
    for _ in 0..<number(1...5) { table.columns.append(column(of: table, in: schema)) }
    schema.tables.append(table)
    let position = schema.tables.count - 1
    addPrimaryKey(to: position, of: &schema)
    for _ in 0..<number(0...2) { addForeignKey(to: position, of: &schema) }
    for _ in 0..<number(0...2) { addGenerated(to: position, of: &schema) }
    for _ in 0..<number(0...3) { addConstraint(to: position, of: &schema) }
    if database == .postgresql { addPostgresParts(to: position, of: &schema) }
  }

  /// An ordinary column.
  mutating func column(of table: Table, in schema: Schema = Schema()) -> Column {
    var column = Column(name(besides: table.columns.map(\.name)), type(strict: table.options.isStrict))
    if database == .postgresql, once(in: 4), let type = ownType(in: schema) { column.type = type }
    if once(in: 3) { column.isNullable = false }
    if once(in: 3) { column.defaultValue = defaultValue(for: column.type) }
    if database == .postgresql, once(in: 3), let value = ownDefault(for: column.type, in: schema) {
      column.defaultValue = value
    }
    if database == .postgresql, column.type.isTextual, once(in: 6) { column.collation = "C" }
    if database == .sqlite, column.type.isTextual, once(in: 4) {
      column.collation = QualifiedName(pick(["NOCASE", "RTRIM", "binary", "nocase"]))
    }
    if once(in: 6) { column.comment = "what it's for" }
    return column
  }

  mutating func type(strict: Bool) -> DataType {
    var types: [DataType] = [
      .smallInteger, .integer, .bigInteger, .numeric, .decimal(10, 2), .numeric(precision: 5, scale: nil), .real,
      .double, .boolean, .text, .text, .string(), .string(20), .char(length: 3), .binary, .date, .time, .timestamp,
      .timestamp(precision: 3, withTimeZone: true), .interval, .json, .jsonb, .uuid, .array(of: .integer),
    ]
    if database == .sqlite, !strict { types += [.raw("NVARCHAR( 160 )"), .raw("datetime"), .raw("int"), .raw("")] }
    if database == .sqlite, strict { types += [.raw("ANY"), .raw("int")] }
    return pick(types)
  }

  private mutating func addPrimaryKey(to position: Int, of schema: inout Schema) {
    let table = schema.tables[position]
    guard table.options.isWithoutRowID || !once(in: 5) else { return }
    let candidates = table.columns.filter(\.isOrderable).map(\.name)
    if candidates.isEmpty || once(in: 2) {
      let column = Column(name(besides: table.columns.map(\.name)), pick([.integer, .bigInteger, .smallInteger]))
      schema.tables[position].columns.insert(column, at: 0)
      if !table.options.isWithoutRowID, once(in: 2) {
        if once(in: 2) {
          schema.tables[position].columns[0].identity = Column.Identity()
        } else {
          schema.tables[position].columns[0] = column.autoincrement()
        }
      }
      addKey([column.name], to: position, of: &schema)
    } else {
      addKey(some(of: candidates, upTo: 3), to: position, of: &schema)
    }
  }

  /// A key of columns, on the table or on its one column.
  mutating func addKey(_ columns: [String], to position: Int, of schema: inout Schema) {
    let key = PrimaryKey(columns: columns, name: constraintName(in: schema))
    for index in schema.tables[position].columns.indices
    where columns.contains(schema.tables[position].columns[index].name) {
      // What a key has of NULL in it would be a default that nothing takes.
      schema.tables[position].columns[index].isNullable = false
    }
    if columns.count == 1, once(in: 2),
      let index = schema.tables[position].columns.firstIndex(where: { $0.name == columns[0] })
    {
      schema.tables[position].columns[index].constraints.append(.primaryKey(key))
    } else {
      schema.tables[position].constraints.append(.primaryKey(key))
    }
  }

  /// A column whose values follow from others'.
  mutating func addGenerated(to position: Int, of schema: inout Schema) {
    let table = schema.tables[position]
    let sources = table.columns.filter { $0.generated == nil && $0.identity == nil }
    guard let source = sources.randomElement(using: &random), var (type, rule) = computation(of: source) else { return }
    if database == .postgresql, once(in: 2), let own = ownComputation(of: source, in: schema) { (type, rule) = own }
    var column = Column(name(besides: table.columns.map(\.name)), type)
    column.generated = Column.Generated(rule, isStored: database == .postgresql || once(in: 2))
    schema.tables[position].columns.append(column)
  }
}

extension DataType {
  /// Whether an expression can take it for a number.
  var isNumeric: Bool {
    switch self {
    case .smallInteger, .integer, .bigInteger, .numeric, .real, .double: true
    default: false
    }
  }

  /// Whether an expression can take it for text.
  var isTextual: Bool {
    switch self {
    case .text, .varchar, .char: true
    default: false
    }
  }
}

extension Column {
  /// Whether every database can keep it in an index, and it is no computed one.
  var isOrderable: Bool { generated == nil && (type.isNumeric || type.isTextual || type == .date || type == .uuid) }
}
