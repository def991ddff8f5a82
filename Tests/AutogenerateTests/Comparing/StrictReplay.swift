import Revisions

@testable import Autogenerate

/// Replays operations one by one, and says of each what a database would have against it.
struct StrictReplay {
  private(set) var schema: Schema
  private(set) var complaints: [String] = []

  init(_ operations: [Revisions.Operation], on schema: Schema) throws {
    self.schema = schema
    for operation in operations {
      complaints += Self.blocked(operation, in: self.schema).map { "\(Self.described(operation)): \($0)" }
      var replay = SchemaReplay.plain(from: self.schema)
      try replay.apply(operation)
      let next = replay.schema
      complaints += SchemaIntegrity(next).violations.map { "after \(Self.described(operation)): \($0)" }
      complaints += Self.lost(by: operation, from: self.schema, next).map { "\(Self.described(operation)) took \($0)" }
      self.schema = next
    }
  }

  static func described(_ operation: Revisions.Operation) -> String { "\(operation.value)".prefix(180) + "" }

  /// What keeps an operation from being carried out on what is there.
  private static func blocked(_ operation: Revisions.Operation, in schema: Schema) -> [String] {
    switch operation {
    case .alterColumn(let value):
      let changesType = value.changes.contains { change in
        switch change {
        case .type, .collation: true
        default: false
        }
      }
      return changesType ? dependents(of: value.column, in: value.table, schema) : []
    case .replaceEnum(let value):
      var found = value.columns.flatMap { dependents(of: $0.column, in: $0.table, schema) }
      for table in schema.tables {
        for column in table.columns
        where (column.type == .named(value.type) || column.type == .array(of: .named(value.type)))
          && !value.columns.contains(where: { $0.table == table.name && $0.column == column.name })
        {
          found.append("\(table.name).\(column.name) is of the type, and not among the columns that change")
        }
      }
      for type in schema.compositeTypes where type.attributes.contains(where: { $0.type == .named(value.type) }) {
        found.append("\(type.name) is made of the type")
      }
      return found
    case .outsideTransaction(let value):
      guard case .steps(let steps) = value.body.content else { return [] }
      return steps.flatMap { blocked($0, in: schema) }
    default: return []
    }
  }

  /// What the database knows to be about a column, so that its type cannot be changed.
  private static func dependents(of column: String, in table: QualifiedName, _ schema: Schema) -> [String] {
    var found: [String] = []
    for view in schema.views.map({ ($0.name, $0.query) }) + schema.materializedViews.map({ ($0.name, $0.query) }) {
      let text = ViewText(view.1)
      if text.relation == table.description, text.columns.contains(column) {
        found.append("view \(view.0) reads \(column)")
      }
    }
    for trigger in schema.triggers where trigger.table == table {
      for case .update(let names) in trigger.events where names.contains(column) {
        found.append("trigger \(trigger.name) is about \(column)")
      }
    }
    for policy in schema.policies where policy.table == table {
      if ExpressionWords(policy.using).parts.contains(where: { $0.word == column }) {
        found.append("policy \(policy.name) is about \(column)")
      }
    }
    for other in schema.tables.first(where: { $0.name == table })?.columns ?? [] where other.name != column {
      if ExpressionWords(other.generated?.expression).parts.contains(where: { $0.word == column }) {
        found.append("column \(other.name) is computed from \(column)")
      }
    }
    return found
  }

  /// What went with what an operation names, without being named: the way back would not bring it again.
  private static func lost(by operation: Revisions.Operation, from old: Schema, _ new: Schema) -> [String] {
    guard case .dropColumn(let value) = operation else { return [] }
    var lost: [String] = []
    if old.indexes.count != new.indexes.count { lost.append("an index") }
    if old.sequences.count != new.sequences.count { lost.append("a sequence") }
    let former = old.tables.first { $0.name == value.table }?.constraints.count
    if former != new.tables.first(where: { $0.name == value.table })?.constraints.count { lost.append("a constraint") }
    return lost
  }
}

extension SchemaReplay {
  /// A replay by the rules of `PlainDialect`, where SQL is a single statement.
  static func plain(from schema: Schema = Schema(), name: DialectName = .postgresql) -> SchemaReplay {
    SchemaReplay(from: schema, named: name, form: PlainDialect()) { sql in [sql.text.plainText ?? ""] }
  }
}
