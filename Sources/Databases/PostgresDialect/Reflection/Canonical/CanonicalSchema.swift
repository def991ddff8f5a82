package import Dialects
package import Revisions

extension PostgresDialect {
  /// A schema in its one form. Where the settings name no default schema, it is taken to be `public`.
  package func canonical(_ schema: Schema) throws(DialectError) -> Schema {
    try canonical(schema, home: settings.defaultSchema ?? "public")
  }

  func canonical(_ schema: Schema, home: String?) throws(DialectError) -> Schema {
    var form = CanonicalForm(dialect: self, home: home)
    return try form.schema(schema)
  }
}

/// Puts a schema into the one form in which two of them can be compared.
struct CanonicalForm {
  let dialect: PostgresDialect
  let home: String?
  /// What the values of domains are made of.
  var domains = DomainTypes()
  /// The sequences of serial columns.
  var serialSequences: [DatabaseSequence.Owner: QualifiedName] = [:]

  init(dialect: PostgresDialect, home: String?) {
    self.dialect = dialect
    self.home = home
  }

  mutating func schema(_ schema: Schema) throws(DialectError) -> Schema {
    let schema = said(try chosenNames(in: schema), .all, in: schema)
    serialSequences = self.serialSequences(in: schema)
    var result = schema
    result.namespaces.removeAll { $0.name == home }
    for position in result.extensions.indices where result.extensions[position].schema == home {
      result.extensions[position].schema = nil
    }
    for position in result.enums.indices { result.enums[position].name = name(result.enums[position].name) }
    domains = DomainTypes(schema.domains.map { Domain(name($0.name), type($0.type)) })
    result.domains = []
    for domain in schema.domains { result.domains.append(try self.domain(domain)) }
    for position in result.compositeTypes.indices { settle(&result.compositeTypes[position]) }
    for position in result.sequences.indices { settle(&result.sequences[position]) }

    var tables: [Table] = []
    for table in schema.tables { tables.append(try self.table(table, sequences: &result.sequences)) }
    result.tables = try settled(tables, indexes: &result.indexes)
    let byName = Dictionary(result.tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for position in result.indexes.indices { try settle(&result.indexes[position], among: byName) }
    for position in result.views.indices { try settle(&result.views[position]) }
    for position in result.materializedViews.indices { try settle(&result.materializedViews[position]) }
    for position in result.triggers.indices {
      try settle(&result.triggers[position], routines: &result.routines)
    }
    for position in result.routines.indices { try settle(&result.routines[position]) }
    for position in result.policies.indices { try settle(&result.policies[position], among: byName) }
    result.grants = grants(schema.grants.flatMap { single($0, in: result) })
    for position in result.comments.indices {
      result.comments[position].object = object(result.comments[position].object)
    }
    result.comments.removeAll { $0.text?.isEmpty ?? true }
    for position in result.others.indices { try settle(&result.others[position]) }
    removeEmptyComments(&result)
    sort(&result)
    return result
  }

  // MARK: Names and texts

  func name(_ name: QualifiedName) -> QualifiedName {
    name.schema == home ? QualifiedName(name.name) : name
  }

  /// A name that is looked up among the server's own too.
  func visibleName(_ name: QualifiedName) -> QualifiedName {
    name.schema == "pg_catalog" ? QualifiedName(name.name) : self.name(name)
  }

  func type(_ type: DataType) -> DataType {
    switch TypeText.canonical(type) {
    case .named(let name): .named(self.name(name))
    case .array(.named(let name)): .array(of: .named(self.name(name)))
    case let other: other
    }
  }

  /// An expression in its one form, by the types of a table's columns where they are known.
  func expression(_ fragment: SQLFragment, of table: Table? = nil) throws(DialectError) -> SQLFragment {
    let text = ExpressionText.canonical(try dialect.rendered(fragment)) { name in
      table?.columns.first { $0.name == name }.map { domains.base(of: type($0.type)) }
    }
    return .raw(text)
  }

  func query(_ fragment: SQLFragment) throws(DialectError) -> SQLFragment {
    .raw(QueryText.canonical(try dialect.rendered(fragment)))
  }

  func defaultValue(_ value: Column.DefaultValue?, for type: DataType) throws(DialectError) -> Column.DefaultValue? {
    let base = domains.base(of: type)
    let literal: SQLValue
    switch value {
    case nil: return nil
    case .literal(let value): literal = value
    case .expression(let fragment):
      let value = DefaultText.value(of: try dialect.rendered(fragment), for: base)
      guard case .literal(let found) = value else { return value }
      literal = found
    }
    return DefaultText.canonical(literal, for: base)
  }

  func parameters(_ parameters: StorageParameters) -> StorageParameters {
    StorageParameters(parameters.list.filter { $0.value != nil })
  }

  // MARK: Types and sequences

  private func domain(_ domain: Domain) throws(DialectError) -> Domain {
    var result = domain
    result.name = name(domain.name)
    result.type = type(domain.type)
    result.collation = domain.collation.map(visibleName)
    result.defaultValue = try defaultValue(domain.defaultValue, for: result.type)
    for position in result.checks.indices {
      result.checks[position].expression = try expression(
        result.checks[position].expression, of: Table(result.name, columns: [Column("value", result.type)]))
    }
    result.checks.sort { ($0.name ?? "") < ($1.name ?? "") }
    return result
  }

  private func settle(_ type: inout CompositeType) {
    type.name = name(type.name)
    for position in type.attributes.indices {
      type.attributes[position].type = self.type(type.attributes[position].type)
      type.attributes[position].collation = type.attributes[position].collation.map(visibleName)
    }
  }

  func settle(_ sequence: inout DatabaseSequence) {
    sequence.name = name(sequence.name)
    let type = sequence.type.map { self.type($0) } ?? .bigInteger
    sequence.type = type == .bigInteger ? nil : type
    if let owner = sequence.owner { sequence.owner = DatabaseSequence.Owner(name(owner.table), owner.column) }
    var numbers = SequenceNumbers(
      start: sequence.start, increment: sequence.increment, minimum: sequence.minimum, maximum: sequence.maximum,
      cache: sequence.cache)
    numbers.leaveOutUsual(for: type)
    (sequence.start, sequence.increment, sequence.cache) = (numbers.start, numbers.increment, numbers.cache)
    (sequence.minimum, sequence.maximum) = (numbers.minimum, numbers.maximum)
  }

  // MARK: The whole

  private func removeEmptyComments(_ schema: inout Schema) {
    func settle(_ comment: inout String?) { if comment?.isEmpty == true { comment = nil } }
    for position in schema.namespaces.indices { settle(&schema.namespaces[position].comment) }
    for position in schema.extensions.indices { settle(&schema.extensions[position].comment) }
    for position in schema.enums.indices { settle(&schema.enums[position].comment) }
    for position in schema.domains.indices { settle(&schema.domains[position].comment) }
    for position in schema.compositeTypes.indices { settle(&schema.compositeTypes[position].comment) }
    for position in schema.sequences.indices { settle(&schema.sequences[position].comment) }
    for position in schema.tables.indices {
      settle(&schema.tables[position].comment)
      for column in schema.tables[position].columns.indices { settle(&schema.tables[position].columns[column].comment) }
    }
    for position in schema.indexes.indices { settle(&schema.indexes[position].comment) }
    for position in schema.views.indices { settle(&schema.views[position].comment) }
    for position in schema.materializedViews.indices { settle(&schema.materializedViews[position].comment) }
    for position in schema.routines.indices { settle(&schema.routines[position].comment) }
    for position in schema.triggers.indices { settle(&schema.triggers[position].comment) }
    for position in schema.policies.indices { settle(&schema.policies[position].comment) }
  }

  private func sort(_ schema: inout Schema) {
    schema.namespaces.sort { $0.name < $1.name }
    schema.extensions.sort { $0.name < $1.name }
    schema.enums.sort { $0.name.isBefore($1.name) }
    schema.domains.sort { $0.name.isBefore($1.name) }
    schema.compositeTypes.sort { $0.name.isBefore($1.name) }
    schema.sequences.sort { $0.name.isBefore($1.name) }
    schema.tables.sort { $0.name.isBefore($1.name) }
    schema.indexes.sort {
      QualifiedName($0.name, schema: $0.table.schema).isBefore(QualifiedName($1.name, schema: $1.table.schema))
    }
    schema.views.sort { $0.name.isBefore($1.name) }
    schema.materializedViews.sort { $0.name.isBefore($1.name) }
    schema.routines.sort { $0.name == $1.name ? $0.arguments < $1.arguments : $0.name.isBefore($1.name) }
    schema.triggers.sort { $0.table == $1.table ? $0.name < $1.name : $0.table.isBefore($1.table) }
    schema.policies.sort { $0.table == $1.table ? $0.name < $1.name : $0.table.isBefore($1.table) }
    schema.comments.sort { "\($0.object)" < "\($1.object)" }
    schema.others.sort { $0.kind == $1.kind ? $0.address < $1.address : $0.kind < $1.kind }
  }
}

extension QualifiedName {
  /// Whether it comes before another: names of the default schema first.
  func isBefore(_ other: QualifiedName) -> Bool {
    (schema ?? "", name) < (other.schema ?? "", other.name)
  }
}

/// The numbers of a sequence, of which the usual ones go without saying.
struct SequenceNumbers {
  var start: Int64?
  var increment: Int64?
  var minimum: Int64?
  var maximum: Int64?
  var cache: Int64?

  mutating func leaveOutUsual(for type: DataType) {
    let ascends = (increment ?? 1) > 0
    let (smallest, largest): (Int64, Int64) =
      switch type {
      case .smallInteger: (Int64(Int16.min), Int64(Int16.max))
      case .integer: (Int64(Int32.min), Int64(Int32.max))
      default: (.min, .max)
      }
    if minimum == (ascends ? 1 : smallest) { minimum = nil }
    if maximum == (ascends ? largest : -1) { maximum = nil }
    if start == (ascends ? minimum ?? 1 : maximum ?? -1) { start = nil }
    if increment == 1 { increment = nil }
    if cache == 1 { cache = nil }
  }
}
