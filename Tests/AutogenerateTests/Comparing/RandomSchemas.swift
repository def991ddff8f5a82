import RandomTesting
import Revisions

/// Schemas at random, in which all that is named is there. Names come from small pools, so that two of them have much in
/// common, and little of it alike.
struct RandomSchemas {
  var random: SplitMix64
  /// Whether columns, tables and views may have the same names, so that words mislead.
  var hasMisleadingNames = false

  private var schema = Schema()

  init(seed: UInt64, misleading: Bool = false) {
    random = SplitMix64(seed: seed)
    hasMisleadingNames = misleading
  }

  mutating func next() -> Schema {
    schema = Schema()
    if random.once(in: 2) { schema.namespaces = [Namespace("app", comment: maybe(3) { "c\($0)" })] }
    for number in 1...3 where random.once(in: 2) { addEnum(number) }
    for number in 1...2 where random.once(in: 2) { addDomain(number) }
    if random.once(in: 2) { addCompositeType() }
    for number in 1...3 where random.once(in: 2) { addFunction(number) }
    for number in 1...3 where random.once(in: 2) { addSequence(number) }
    let count = Int.random(in: 1...6, using: &random)
    for number in (1...7).shuffled(using: &random).prefix(count) { addTable(number) }
    for position in schema.tables.indices { addForeignKeys(to: position) }
    for number in 1...4 where random.once(in: 2) { addIndex(number) }
    for number in 1...3 where random.once(in: 2) { addView(number) }
    if random.once(in: 2) { addMaterializedView() }
    for number in 1...3 where random.once(in: 2) { addTrigger(number) }
    for number in 1...2 where random.once(in: 2) { addPolicy(number) }
    ownSequences()
    for table in schema.tables where random.once(in: 4) {
      schema.grants.append(Grant(.select, on: .table(table.name), to: "reader"))
    }
    return schema
  }

  // MARK: Names

  private mutating func maybe<Value>(_ times: Int, _ value: (Int) -> Value) -> Value? {
    random.once(in: times) ? value(Int.random(in: 1...2, using: &random)) : nil
  }

  private mutating func home() -> String? { !schema.namespaces.isEmpty && random.once(in: 4) ? "app" : nil }

  private func columnName(_ number: Int) -> String {
    hasMisleadingNames ? ["id", "t1", "t2", "v1", "f1", "t3", "mv"][number] : "c\(number)"
  }

  // MARK: Types, routines, sequences

  private mutating func addEnum(_ number: Int) {
    let all = ["a", "b", "c", "d", "e"]
    var values = all.filter { _ in random.once(in: 2) }
    if values.isEmpty { values = ["a"] }
    if random.once(in: 4) { values.shuffle(using: &random) }
    schema.enums.append(
      EnumType(QualifiedName("e\(number)", schema: home()), values: values, comment: maybe(4) { "c\($0)" }))
  }

  private mutating func addDomain(_ number: Int) {
    var domain = Domain(
      QualifiedName("d\(number)", schema: home()), number == 1 ? .integer : .text, notNull: random.once(in: 2))
    if number == 1, let limit = maybe(2, { $0 }) { domain.checks = [Check("VALUE > \(raw: "\(limit)")", name: "dc")] }
    schema.domains.append(domain)
  }

  private mutating func addCompositeType() {
    var type = CompositeType(QualifiedName("k1", schema: home()), attributes: [])
    for number in 1...3 where random.once(in: 2) {
      type.attributes.append(.attribute("a\(number)", random.once(in: 2) ? .integer : .text))
    }
    schema.compositeTypes.append(type)
  }

  /// `f1` is for expressions, the others for triggers.
  private mutating func addFunction(_ number: Int) {
    let name = QualifiedName("f\(number)", schema: home())
    let version = Int.random(in: 1...2, using: &random)
    if number == 1 {
      var routine = Routine(
        .function, name, arguments: random.once(in: 3) ? "x text" : "y text", returns: "text", language: "plpgsql",
        body: "BEGIN RETURN \(version); END")
      routine.volatility = .immutable
      schema.routines.append(routine)
    } else {
      schema.routines.append(
        Routine(.function, name, returns: "trigger", language: "plpgsql", body: "BEGIN RETURN NEW; -- \(version)\nEND"))
    }
  }

  private mutating func addSequence(_ number: Int) {
    schema.sequences.append(
      DatabaseSequence(QualifiedName("s\(number)", schema: home()), increment: maybe(2) { Int64($0) + 1 }))
  }

  // MARK: Tables

  private mutating func addTable(_ number: Int) {
    var table = Table(QualifiedName("t\(number)", schema: home()))
    table.comment = maybe(4) { "c\($0)" }
    let numbers = (0...6).filter { $0 == 0 || random.once(in: 2) }
    for number in numbers { table.columns.append(column(number, in: table)) }
    if random.once(in: 3) { table.columns.shuffle(using: &random) }
    let plain = table.columns.filter { $0.generated == nil }.map(\.name)
    if random.once(in: 2), let key = keyColumns(of: plain) {
      table.constraints.append(.primaryKey(PrimaryKey(columns: key, name: "\(table.name.name)_pkey")))
      for position in table.columns.indices where key.contains(table.columns[position].name) {
        table.columns[position].isNullable = false
      }
    }
    for number in 1...2 where random.once(in: 3) {
      guard let key = keyColumns(of: plain) else { continue }
      table.constraints.append(.unique(Unique(columns: key, name: "\(table.name.name)_u\(number)")))
    }
    for number in 1...2 where random.once(in: 3) {
      guard let column = table.columns.randomElement(using: &random) else { continue }
      let check: SQLFragment = calls(column) ? "f1(\(raw: column.name)) = ''" : "\(raw: column.name) IS NOT NULL"
      table.constraints.append(.check(Check(check, name: "\(table.name.name)_ck\(number)")))
    }
    if random.once(in: 5) { table.options.hasRowSecurity = true }
    schema.tables.append(table)
  }

  private mutating func calls(_ column: Column) -> Bool {
    column.type == .text && schema.routines.contains { $0.name.name == "f1" } && random.once(in: 2)
  }

  private mutating func keyColumns(of columns: [String]) -> [String]? {
    let key = Array(columns.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)))
    return key.isEmpty ? nil : key
  }

  private mutating func column(_ number: Int, in table: Table) -> Column {
    var types: [DataType] = [.integer, .bigInteger, .text, .varchar(length: 20), .timestamp]
    types += schema.enums.flatMap { [.named($0.name), .array(of: .named($0.name))] }
    types += schema.domains.map { .named($0.name) } + schema.compositeTypes.map { .named($0.name) }
    var column = Column(columnName(number), types.randomElement(using: &random) ?? .text)
    if number == 0 { column.type = random.once(in: 4) ? .bigInteger : .integer }
    column.isNullable = random.once(in: 2)
    column.comment = maybe(6) { "c\($0)" }
    if number > 0, random.once(in: 6),
      let other = table.columns.first(where: { $0.type == .text && $0.generated == nil })
    {
      column.type = .text
      let version = Int.random(in: 1...2, using: &random)
      column.generated = Column.Generated(
        calls(other) ? "f1(\(raw: other.name))" : "\(raw: other.name) || '\(raw: "\(version)")'", isStored: true)
      return column
    }
    switch column.type {
    case .integer, .bigInteger:
      if random.once(in: 3), let sequence = schema.sequences.randomElement(using: &random) {
        column.defaultValue = .expression(.raw("nextval('\(sequence.name)'::regclass)"))
      } else {
        column.defaultValue = maybe(3) { .literal(.integer(Int64($0))) }
      }
    case .text: column.defaultValue = maybe(3) { .literal(.text("\($0)")) }
    case .named(let name):
      if let type = schema.enums.first(where: { $0.name == name }), random.once(in: 2) {
        column.defaultValue = type.values.randomElement(using: &random).map { .literal(.text($0)) }
      }
    default: break
    }
    return column
  }

  /// To any table, itself too, so that there are circles.
  private mutating func addForeignKeys(to position: Int) {
    for number in 1...3 where random.once(in: 3) {
      guard let target = schema.tables.randomElement(using: &random),
        let key = target.constraints.flatMap(\.uniqueKeys).randomElement(using: &random)
      else { continue }
      let types = key.compactMap { name in target.columns.first { $0.name == name }?.type }
      var columns: [String] = []
      for type in types {
        let column = schema.tables[position].columns.first {
          $0.generated == nil && !columns.contains($0.name) && $0.type == type
        }
        if let column { columns.append(column.name) }
      }
      guard columns.count == key.count else { continue }
      let name = "\(schema.tables[position].name.name)_fk\(number)"
      var foreignKey = ForeignKey(columns: columns, references: target.name, key, name: name)
      if random.once(in: 3) { foreignKey.onDelete = .cascade }
      if random.once(in: 4) { foreignKey.deferrable = .initiallyDeferred }
      schema.tables[position].constraints.append(.foreignKey(foreignKey))
    }
  }

  private mutating func ownSequences() {
    for position in schema.sequences.indices where random.once(in: 2) {
      guard let table = schema.tables.randomElement(using: &random),
        table.name.schema == schema.sequences[position].name.schema,
        let column = table.columns.randomElement(using: &random)
      else { continue }
      schema.sequences[position].owner = .column(table.name, column.name)
    }
  }

  // MARK: What stands on tables

  private mutating func addIndex(_ number: Int) {
    guard let table = schema.tables.randomElement(using: &random),
      let column = table.columns.randomElement(using: &random)
    else { return }
    let part: Index.Part =
      calls(column) ? .expression("f1(\(raw: column.name))") : Index.Part(.column(column.name))
    var index = Index("ix\(number)", on: table.name, parts: [part], unique: random.once(in: 4))
    if random.once(in: 3), let other = table.columns.randomElement(using: &random) {
      index.predicate = "\(raw: other.name) IS NOT NULL"
    }
    index.comment = maybe(5) { "c\($0)" }
    schema.indexes.append(index)
  }

  private mutating func addView(_ number: Int) {
    guard let (name, columns) = relations().randomElement(using: &random), let query = query(name, columns) else {
      return
    }
    schema.views.append(
      View(QualifiedName("v\(number)", schema: home()), as: query, comment: maybe(4) { "c\($0)" }))
  }

  private mutating func addMaterializedView() {
    guard let (name, columns) = relations().randomElement(using: &random), let query = query(name, columns) else {
      return
    }
    let view = MaterializedView(QualifiedName("mv", schema: home()), as: query)
    schema.materializedViews.append(view)
    if random.once(in: 2), let column = ViewText(query).columns.first {
      schema.indexes.append(Index("mv_ix", on: view.name, parts: [Index.Part(.column(column))]))
    }
  }

  private mutating func query(_ name: QualifiedName, _ columns: [String]) -> SQLFragment? {
    let list = columns.filter { _ in random.once(in: 2) }
    return list.isEmpty ? nil : .raw("SELECT \(list.joined(separator: ", ")) FROM \(name)")
  }

  private func relations() -> [(QualifiedName, [String])] {
    schema.tables.map { ($0.name, $0.columns.map(\.name)) }
      + schema.views.map { ($0.name, ViewText($0.query).columns) }
  }

  private mutating func addTrigger(_ number: Int) {
    guard let function = schema.routines.filter({ $0.returns == "trigger" }).randomElement(using: &random),
      let table = schema.tables.randomElement(using: &random)
    else { return }
    var trigger = Trigger(
      "tr\(number)", on: table.name, .before, [.insert], execute: function.name)
    if random.once(in: 2), let column = table.columns.first(where: { $0.generated == nil }) {
      trigger.events = [.update(of: [column.name])]
    }
    if random.once(in: 4) { trigger.state = .disabled }
    schema.triggers.append(trigger)
  }

  private mutating func addPolicy(_ number: Int) {
    guard let table = schema.tables.randomElement(using: &random),
      let column = table.columns.randomElement(using: &random)
    else { return }
    schema.policies.append(
      Policy("po\(number)", on: table.name, roles: [.public], using: "\(raw: column.name) IS NOT NULL"))
  }
}

extension TableConstraint {
  /// The columns that a foreign key can refer to, as a list of none or one.
  var uniqueKeys: [[String]] {
    switch self {
    case .primaryKey(let key): [key.columns]
    case .unique(let unique): [unique.columns]
    case .check, .foreignKey, .exclusion: []
    }
  }
}

/// What a view of these tests reads: `SELECT a, b FROM t`.
struct ViewText {
  var columns: [String] = []
  var relation: String = ""

  init(_ query: SQLFragment) {
    let words = (query.plainText ?? "").split { $0 == " " || $0 == "," }.map(String.init)
    guard let from = words.firstIndex(of: "FROM"), from + 1 < words.count else { return }
    columns = Array(words[1..<from])
    relation = words[from + 1]
  }
}
