import Revisions

extension SchemaGenerator {
  /// A schema of all that PostgreSQL has.
  mutating func postgresSchema() -> Schema {
    var schema = Schema()
    if once(in: 2) { schema.namespaces.append(Namespace("app s", comment: once(in: 3) ? "its own" : nil)) }
    for _ in 0..<number(0...2) { addEnum(to: &schema) }
    for _ in 0..<number(0...1) { addDomain(to: &schema) }
    for _ in 0..<number(0...1) { addCompositeType(to: &schema) }
    for _ in 0..<number(0...2) { addSequence(to: &schema) }
    for _ in 0..<number(0...3) { addRoutine(to: &schema) }
    for _ in 0..<number(1...4) { addTable(to: &schema) }
    if once(in: 3) { addPartitionedTable(to: &schema) }
    // To tables that come later too, so that there are circles.
    for _ in 0..<number(0...2) { addForeignKey(to: number(0...(schema.tables.count - 1)), of: &schema) }
    for _ in 0..<number(0...4) { addIndex(to: &schema) }
    for _ in 0..<number(0...3) { addView(to: &schema) }
    for _ in 0..<number(0...1) { addMaterializedView(to: &schema) }
    for _ in 0..<number(0...2) { addTrigger(to: &schema) }
    for _ in 0..<number(0...2) { addPolicy(to: &schema) }
    for _ in 0..<number(0...2) { ownSequence(in: &schema) }
    for _ in 0..<number(0...2) { addComment(to: &schema) }
    schema.prune()
    return schema
  }

  /// One of the schemas that there are.
  mutating func home(in schema: Schema) -> String? {
    once(in: 3) ? schema.namespaces.randomElement(using: &random)?.name : nil
  }

  /// A name that no other type, sequence or routine has.
  private mutating func kindName(_ word: String, in schema: Schema) -> QualifiedName {
    var taken = schema.enums.map(\.name.name) + schema.domains.map(\.name.name)
    taken += schema.compositeTypes.map(\.name.name) + schema.sequences.map(\.name.name)
    taken += schema.routines.map(\.name.name)
    var name: String
    repeat { name = word + "\(number(1...99))" } while taken.contains(name)
    return QualifiedName(name, schema: home(in: schema))
  }

  mutating func enumValue() -> String { pick(["v ok", "v it's ", "v É", "v \""]) + "\(number(1...999))" }

  mutating func addEnum(to schema: inout Schema) {
    var values: [String] = []
    for _ in 0..<number(1...4) {
      let value = enumValue()
      if !values.contains(value) { values.append(value) }
    }
    schema.enums.append(
      EnumType(kindName("mood ", in: schema), values: values, comment: once(in: 4) ? "moods" : nil))
  }

  mutating func addDomain(to schema: inout Schema) {
    let isText = once(in: 2)
    var domain = Domain(
      kindName("Dom ", in: schema), isText ? pick([.text, .string(9)]) : pick([.integer, .numeric]),
      notNull: once(in: 4))
    if once(in: 3) { domain.defaultValue = isText ? .literal("a") : .literal(2) }
    for _ in 0..<number(0...2) { domain.checks.append(domainCheck(isText: isText, domain)) }
    if once(in: 5) { domain.comment = "a domain" }
    schema.domains.append(domain)
  }

  mutating func domainCheck(isText: Bool, _ domain: Domain) -> Check {
    let taken = domain.checks.compactMap(\.name)
    var name: String?
    if once(in: 2) { repeat { name = "dc\(number(1...99))" } while taken.contains(name ?? "") }
    return Check(
      pick(
        isText
          ? ["VALUE <> ''", "length(VALUE) < 50", "value like '%' "] : ["VALUE > 0", "VALUE in (1, 2,3)", "value<9"]
      ), name: name)
  }

  mutating func addCompositeType(to schema: inout Schema) {
    var type = CompositeType(kindName("rec ", in: schema), attributes: [])
    for _ in 0..<number(1...3) {
      type.attributes.append(
        .attribute(name(besides: type.attributes.map(\.name)), pick([.integer, .text, .numeric, .string(5)])))
    }
    schema.compositeTypes.append(type)
  }

  mutating func addSequence(to schema: inout Schema) {
    var sequence = DatabaseSequence(kindName("seq ", in: schema), once(in: 3) ? pick([.integer, .smallInteger]) : nil)
    if once(in: 2) { sequence.increment = Int64(number(1...5)) }
    if once(in: 3) { sequence.start = Int64(number(5...20)) }
    if once(in: 3) { sequence.maximum = Int64(number(1_000...30_000)) }
    if once(in: 4) { sequence.cache = 7 }
    sequence.cycles = once(in: 4)
    if once(in: 4) { sequence.comment = "numbers" }
    schema.sequences.append(sequence)
  }

  mutating func ownSequence(in schema: inout Schema) {
    guard !schema.sequences.isEmpty, let table = schema.tables.randomElement(using: &random) else { return }
    let position = number(0...(schema.sequences.count - 1))
    // A sequence stands beside the table that it belongs to.
    guard table.name.schema == schema.sequences[position].name.schema, table.options.partition == nil else { return }
    schema.sequences[position].owner = .column(table.name, pick(table.columns).name)
  }

  /// A function of a number, of a text, or one for triggers.
  mutating func addRoutine(to schema: inout Schema) {
    let version = number(1...9)
    let argument = pick(["x", "\"Y z\""])
    switch number(0...3) {
    case 0:
      schema.routines.append(
        Routine(
          .function, kindName("num fn ", in: schema), arguments: "\(argument) integer", returns: "integer",
          language: "sql", .immutable, strict: once(in: 2), body: .text("SELECT \(argument) + \(version)")))
    case 1:
      schema.routines.append(
        Routine(
          .function, kindName("text fn ", in: schema), arguments: "\(argument) text", returns: "text",
          language: "plpgsql", .immutable, parallel: pick([.unsafe, .safe]),
          comment: once(in: 3) ? "a function" : nil, body: .text("BEGIN RETURN \(argument) || '\(version)'; END")))
    default:
      schema.routines.append(
        Routine(
          .function, kindName("trg fn ", in: schema), returns: "trigger", language: "plpgsql",
          body: .text("BEGIN RETURN NEW; -- \(version)\nEND")))
    }
  }

  // MARK: What uses them

  /// A type that the schema has made for itself.
  mutating func ownType(in schema: Schema) -> DataType? {
    let names =
      schema.enums.map(\.name) + schema.enums.map(\.name) + schema.domains.map(\.name)
      + schema.compositeTypes.map(\.name)
    guard let name = names.randomElement(using: &random) else { return nil }
    // A domain gets no other rules while there are arrays of it.
    let isEnum = schema.enums.contains { $0.name == name }
    return isEnum && once(in: 5) ? .array(of: .named(name)) : .named(name)
  }

  /// A default that only this schema can give.
  mutating func ownDefault(for type: DataType, in schema: Schema) -> Column.DefaultValue? {
    switch type {
    case .smallInteger, .integer, .bigInteger:
      if once(in: 2), let sequence = schema.sequences.randomElement(using: &random) {
        return .expression("nextval(\(sequence.name.quoted))")
      }
      guard type != .smallInteger, let routine = schema.routines(of: "num fn").randomElement(using: &random) else {
        return nil
      }
      return .expression("\(identifier: routine.name)(1)")
    case .named(let name):
      return schema.enums.first { $0.name == name }.flatMap { $0.values.last }.map { .literal(.text($0)) }
    default: return nil
    }
  }

  /// A condition that asks a function, or names a value of an enumeration.
  mutating func ownCondition(on column: Column, in schema: Schema) -> SQLFragment? {
    switch column.type {
    case .smallInteger, .integer:
      guard let routine = schema.routines(of: "num fn").randomElement(using: &random) else { return nil }
      return "\(identifier: routine.name)(\(identifier: column.name)) > 0"
    case .text, .varchar:
      guard let routine = schema.routines(of: "text fn").randomElement(using: &random) else { return nil }
      return "\(identifier: routine.name)(\(identifier: column.name)) <> 'x'"
    case .named(let name):
      guard let type = schema.enums.first(where: { $0.name == name }), let value = type.values.first else { return nil }
      return "\(identifier: column.name) >= \(value)"
    default: return nil
    }
  }

  /// What is computed by a function.
  mutating func ownComputation(of column: Column, in schema: Schema) -> (DataType, SQLFragment)? {
    switch column.type {
    case .smallInteger, .integer:
      schema.routines(of: "num fn").randomElement(using: &random)
        .map { (.integer, "\(identifier: $0.name)(\(identifier: column.name))") }
    case .text, .varchar:
      schema.routines(of: "text fn").randomElement(using: &random)
        .map { (.text, "\(identifier: $0.name)(\(identifier: column.name))") }
    default: nil
    }
  }
}

extension Schema {
  func routines(of word: String) -> [Routine] { routines.filter { $0.name.name.hasPrefix(word) } }
}

extension QualifiedName {
  /// The name as it stands in the text that `nextval` is given.
  var quoted: String { [schema, name].compactMap { $0 }.map { "\"\($0)\"" }.joined(separator: ".") }
}
