import Dialects
import Revisions

/// What a column's definition depends on beside the column.
struct ColumnContext {
  var table: QualifiedName
  var isStrict = false
  var isWithoutRowID = false
  /// The columns of the table's primary key, wherever it was declared.
  var primaryKey: [String] = []
  /// Whether a column is the primary key only because the database numbers it.
  var primaryKeyIsImplied = false
  /// A primary key that was declared on the table but has to stand on its one column, for AUTOINCREMENT.
  var movedKey: PrimaryKey?
}

extension SQLiteDialect {
  /// A column as it stands in CREATE TABLE or ADD COLUMN.
  func columnDefinition(_ column: Column, in context: ColumnContext) throws(DialectError) -> String {
    var parts = [try quoted(column.name)]
    let isKey = SQLiteQuoting.same(context.primaryKey, [column.name])
    // Only a column declared as INTEGER to the letter is the row's own number.
    let isRowID = isKey && column.type.isInteger && !context.isWithoutRowID
    parts.append(isRowID ? "INTEGER" : try SQLiteTypes.name(of: column.type, strict: context.isStrict))
    if let identity = column.identity { try check(identity, of: column, isRowID: isRowID, in: context) }

    var keys: [String] = []
    var others: [String] = []
    for constraint in column.constraints {
      guard let text = try columnConstraint(constraint, on: column.name, of: context.table) else { continue }
      if constraint.isPrimaryKey { keys.append(text) } else { others.append(text) }
    }
    if isKey, let moved = context.movedKey { keys.append(try constraintPrefix(moved.name) + "PRIMARY KEY") }
    if isKey, context.primaryKeyIsImplied { keys.append("PRIMARY KEY") }
    if column.identity?.neverReuses == true, let last = keys.indices.last { keys[last] += " AUTOINCREMENT" }
    parts += keys

    // A primary key that is not the row's number would take NULL in SQLite, as it would nowhere else.
    let isInKey = context.primaryKey.contains { SQLiteQuoting.same($0, column.name) }
    if !isRowID, !column.isNullable || isInKey { parts.append("NOT NULL") }
    if let value = column.defaultValue { parts.append("DEFAULT \(try defaultText(value))") }
    if let collation = column.collation { parts.append("COLLATE \(try quoted(collation))") }
    if let generated = column.generated {
      parts.append(
        "GENERATED ALWAYS AS (\(try expression(generated.expression))) \(generated.isStored ? "STORED" : "VIRTUAL")")
    }
    return (parts + others).joined(separator: " ")
  }

  private func check(
    _ identity: Column.Identity, of column: Column, isRowID: Bool, in context: ColumnContext
  ) throws(DialectError) {
    let name = "\(context.table).\(column.name)"
    guard isRowID else {
      throw DialectError(
        "the column \(name) cannot be numbered by SQLite: only an integer that is the whole primary key can",
        hint: context.isWithoutRowID ? "a table WITHOUT ROWID numbers nothing" : nil)
    }
    try refuseForeign(identity, of: name)
    guard identity.start ?? 1 == 1, identity.increment ?? 1 == 1 else {
      throw DialectError(
        "the column \(name) is to start at or step by another number than 1, which SQLite cannot do",
        hint: "leave `start` and `increment` out for SQLite, with When(.sqlite)")
    }
  }

  /// What stands behind DEFAULT.
  func defaultText(_ value: Column.DefaultValue) throws(DialectError) -> String {
    switch value {
    case .literal(let literal): return try self.literal(literal)
    case .expression(let expression):
      let text = try self.expression(expression)
      return Self.isBareDefault(text) || Self.isEnclosed(text) ? text : "(\(text))"
    }
  }

  /// Whether an expression is one of the three that stand without parentheses.
  private static func isBareDefault(_ text: String) -> Bool {
    ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"].contains { SQLiteQuoting.same(text, $0) }
  }

  /// Whether the first parenthesis of a text is closed by its last character.
  private static func isEnclosed(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let tokens = Tokenizer.tokens(of: bytes)
    guard tokens.first?.isSymbol("(", in: bytes) == true else { return false }
    var depth = 0
    for (position, token) in tokens.enumerated() {
      if token.isSymbol("(", in: bytes) { depth += 1 }
      if token.isSymbol(")", in: bytes) { depth -= 1 }
      if depth == 0 { return position == tokens.count - 1 }
    }
    return false
  }
}
