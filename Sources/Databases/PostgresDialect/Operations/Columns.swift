import Dialects
import Revisions

extension PostgresDialect {
  /// A column as it stands in CREATE TABLE or ADD COLUMN.
  func columnDefinition(_ column: Column, of table: QualifiedName) throws(DialectError) -> String {
    var parts = [try quoted(column.name), try typeName(column.type)]
    if let method = column.compression { parts.append("COMPRESSION \(try quoted(method))") }
    if let collation = column.collation { parts.append("COLLATE \(try quoted(collation))") }
    let isKey = column.constraints.contains { constraint in
      if case .primaryKey(let key) = constraint { key.columns == [column.name] } else { false }
    }
    if !column.isNullable, !isKey { parts.append("NOT NULL") }
    if let value = column.defaultValue { parts.append("DEFAULT \(try defaultText(value, for: column.type))") }
    if let generated = column.generated {
      guard generated.isStored else {
        throw DialectError(
          "the column \(table).\(column.name) is computed as it is read, which PostgreSQL cannot do before version 18",
          hint: "store it: `.generated(as: …, stored: true)`")
      }
      parts.append("GENERATED ALWAYS AS \(try enclosed(generated.expression)) STORED")
    }
    if let identity = column.identity { parts.append(try identityClause(identity)) }
    for constraint in column.constraints where constraint.stands(on: column.name) && constraint.isValidated {
      parts.append(try columnConstraint(constraint))
    }
    return parts.joined(separator: " ")
  }

  /// `GENERATED … AS IDENTITY` with what its sequence is to do. PostgreSQL never gives a number twice by itself.
  func identityClause(_ identity: Column.Identity) throws(DialectError) -> String {
    var options: [String] = []
    if let sequence = identity.sequence { options.append("SEQUENCE NAME \(try quoted(sequence))") }
    options += SequenceOptions(identity).clauses
    return "GENERATED \(identity.isAlways ? "ALWAYS" : "BY DEFAULT") AS IDENTITY"
      + (options.isEmpty ? "" : " (\(options.joined(separator: " ")))")
  }

  /// What a new column is told that CREATE TABLE and ADD COLUMN have no words for before version 16.
  func columnSettings(_ column: Column) throws(DialectError) -> [String] {
    let name = "ALTER COLUMN \(try quoted(column.name)) SET "
    var actions: [String] = []
    if let storage = column.storage { actions.append(name + "STORAGE \(storage.rawValue)") }
    if let target = column.statistics { actions.append(name + "STATISTICS \(target)") }
    return actions
  }

  /// What stands behind DEFAULT. The type is that of the column, where it is known.
  func defaultText(_ value: Column.DefaultValue, for type: DataType?) throws(DialectError) -> String {
    switch value {
    // SQLite and the scripts that come from there write a boolean as a number, which PostgreSQL does not take.
    case .literal(.integer(let number)) where type == .boolean && (number == 0 || number == 1):
      return try literal(.boolean(number == 1))
    case .literal(let value): return try literal(value)
    // Without parentheses `DEFAULT a IN (…)` and its like would not be read as one expression.
    case .expression(let expression):
      let text = try rendered(expression)
      return Self.standsByItself(text) ? text : try enclosed(expression)
    }
  }

  /// Whether an expression is a single name, number or call without arguments, such as `now()`.
  private static func standsByItself(_ text: String) -> Bool {
    let name = text.hasSuffix("()") ? text.dropLast(2) : text[...]
    return !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
      }
  }
}

extension TableConstraint {
  /// Whether the constraint is about that one column, and so can stand behind it.
  func stands(on column: String) -> Bool {
    switch self {
    case .primaryKey(let key): key.columns == [column] && key.index.include.isEmpty
    case .unique(let unique): unique.columns == [column] && unique.index.include.isEmpty
    case .check: true
    case .foreignKey(let key): key.columns == [column]
    case .exclusion: false
    }
  }
}
