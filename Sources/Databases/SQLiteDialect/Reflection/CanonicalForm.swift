import Dialects
import Revisions

/// Makes the one form of a schema in which it can be compared with another.
struct CanonicalForm {
  let dialect: SQLiteDialect
  /// Whether double quotes around something that is no column make it a string: so in what SQLite has kept, not in what
  /// is declared, where it is a misspelt name.
  let readsLegacyStrings: Bool
  /// What is known of the schema's tables and views, by their names as SQLite compares them.
  private var relations: [Address: Relation] = [:]

  /// A table, or a view, whose columns are not known.
  struct Relation {
    var name: String
    var isTable: Bool
    /// The columns as they were declared, by their names as SQLite compares them.
    var columns: [FoldedName: String] = [:]
    var primaryKey: [String] = []
  }

  /// Where something stands.
  struct Address: Hashable {
    var schema: FoldedName?
    var name: FoldedName

    init(_ name: QualifiedName) {
      schema = CanonicalForm.home(name.schema).map { FoldedName($0) }
      self.name = FoldedName(name.name)
    }
  }

  init(of schema: Schema, in dialect: SQLiteDialect, readsLegacyStrings: Bool) {
    self.dialect = dialect
    self.readsLegacyStrings = readsLegacyStrings
    relations.reserveCapacity(schema.tables.count + schema.views.count)
    for view in schema.views { relations[Address(view.name)] = Relation(name: view.name.name, isTable: false) }
    for table in schema.tables {
      var relation = Relation(name: table.name.name, isTable: true)
      relation.columns.reserveCapacity(table.columns.count)
      for column in table.columns { relation.columns[FoldedName(column.name)] = column.name }
      relation.primaryKey = table.primaryKeyColumns.map { relation.columns[FoldedName($0)] ?? $0 }
      relations[Address(table.name)] = relation
    }
  }

  /// The schema that a name stands in; nil for the default one.
  static func home(_ schema: String?) -> String? {
    schema.flatMap { SQLiteQuoting.same($0, "main") ? nil : $0 }
  }

  func relation(_ name: QualifiedName) -> Relation? { relations[Address(name)] }

  /// A name as it was declared.
  func canonical(_ name: QualifiedName) -> QualifiedName {
    QualifiedName(relation(name)?.name ?? name.name, schema: Self.home(name.schema))
  }

  func schema(_ schema: Schema) throws(DialectError) -> Schema {
    var result = Schema()
    result.tables.reserveCapacity(schema.tables.count)
    for table in schema.tables { result.tables.append(try self.table(table)) }
    for index in schema.indexes { result.indexes.append(try self.index(index)) }
    for view in schema.views { result.views.append(try self.view(view)) }
    for trigger in schema.triggers { result.triggers.append(try self.trigger(trigger)) }
    result.tables.sort { Self.comes($0.name, before: $1.name) }
    result.views.sort { Self.comes($0.name, before: $1.name) }
    result.indexes.sort { Self.comes($0.address, before: $1.address) }
    result.triggers.sort { Self.comes($0.address, before: $1.address) }
    return result
  }

  private static func comes(_ left: QualifiedName, before right: QualifiedName) -> Bool {
    left.schema == right.schema ? left.name < right.name : left.schema ?? "" < right.schema ?? ""
  }

  /// An expression over a row of a table, without parentheses around the whole.
  func expression(_ fragment: SQLFragment, over columns: [FoldedName: String]) throws(DialectError) -> SQLFragment {
    let layout = TextLayout(
      try dialect.rendered(fragment), .expression(columns: columns), readsLegacyStrings: readsLegacyStrings)
    return .raw(layout.text(of: layout.unwrapped(layout.tokens.startIndex..<layout.tokens.endIndex)))
  }

  // MARK: Views and triggers

  private func view(_ view: View) throws(DialectError) -> View {
    let query = Tokenizer.trimmed(try dialect.rendered(view.query), droppingSemicolons: true)
    return View(
      QualifiedName(view.name.name, schema: Self.home(view.name.schema)), columns: view.columns,
      as: .raw(TextLayout(query, .statement(namesColumns: true, knownNames: names(in: query))).text))
  }

  private func trigger(_ trigger: Trigger) throws(DialectError) -> Trigger {
    let columns = relation(trigger.table)?.columns ?? [:]
    let body = Tokenizer.trimmed(
      try dialect.rendered(try dialect.statements(of: trigger)), droppingSemicolons: true)
    var condition: SQLFragment?
    if let text = trigger.condition {
      let text = try dialect.rendered(text)
      let layout = TextLayout(text, .statement(namesColumns: false, knownNames: names(in: text, of: trigger.table)))
      condition = .raw(layout.text(of: layout.unwrapped(layout.tokens.startIndex..<layout.tokens.endIndex)))
    }
    let events = trigger.events.map { event in
      guard case .update(let names) = event else { return event }
      return .update(of: names.map { columns[FoldedName($0)] ?? $0 })
    }
    return Trigger(
      trigger.name, on: canonical(trigger.table), trigger.timing, events, when: condition,
      body: .raw(
        TextLayout(body + ";", .statement(namesColumns: false, knownNames: names(in: body, of: trigger.table))).text))
  }

  /// The names of the tables and views that a statement mentions, and of their columns. SQLite puts new ones in quotes where it
  /// follows a rename. A trigger knows the columns of its own table by NEW and OLD.
  private func names(in statement: String, of table: QualifiedName? = nil) -> Set<FoldedName> {
    let bytes = Array(statement.utf8)
    var names: Set<FoldedName> = []
    if let own = table.flatMap(relation) { names.formUnion(own.columns.keys) }
    for token in Tokenizer.tokens(of: bytes) where token.kind == .word || token.kind == .quoted {
      let name = token.name(in: bytes)
      guard let relation = relation(QualifiedName(name)), names.insert(FoldedName(name)).inserted else { continue }
      names.formUnion(relation.columns.keys)
    }
    return names
  }
}

extension Index {
  /// Its name, in the schema where it stands.
  fileprivate var address: QualifiedName { QualifiedName(name, schema: table.schema) }
}

extension Trigger {
  /// Its name, in the schema where it stands.
  fileprivate var address: QualifiedName { QualifiedName(name, schema: table.schema) }
}

extension Table {
  /// The columns of the primary key; one that the database numbers is one.
  var primaryKeyColumns: [String] {
    for column in columns {
      for case .primaryKey(let key) in column.constraints { return key.columns }
    }
    for case .primaryKey(let key) in constraints { return key.columns }
    return columns.filter { $0.identity != nil }.map(\.name)
  }
}
