import Dialects
import Revisions

extension PostgresDialect {
  /// Changes that PostgreSQL can make together go out as one ALTER TABLE; a kind of change that comes again, or one that
  /// has to see the one before it, begins another.
  func alterColumn(_ alter: AlterColumn) throws(DialectError) -> [Statement] {
    var statements: [Statement] = []
    var pending = PendingChanges()
    for change in alter.changes {
      if pending.conflicts(with: change) {
        statements += try flush(pending, of: alter)
        pending = PendingChanges()
      }
      pending.add(change)
    }
    return statements + (try flush(pending, of: alter))
  }

  private func flush(_ changes: PendingChanges, of alter: AlterColumn) throws(DialectError) -> [Statement] {
    let column = "ALTER COLUMN \(try quoted(alter.column)) "
    var actions: [String] = []
    var statements: [Statement] = []

    // A default that does not convert would stop the type's change, and the new one would be converted along.
    if changes.dropsDefault || (changes.type != nil && changes.newDefault != nil) {
      actions.append(column + "DROP DEFAULT")
    }
    if changes.isNullable == true { actions.append(column + "DROP NOT NULL") }
    if let type = changes.type {
      var action = column + "TYPE \(try typeName(type))"
      if let collation = changes.collation ?? nil { action += " COLLATE \(try quoted(collation))" }
      if let using = changes.using { action += " USING \(try enclosed(using))" }
      actions.append(action)
    } else if let collation = changes.collation {
      statements.append(try collationChange(collation, of: alter.column, in: alter.table))
    }
    if let value = changes.newDefault {
      actions.append(column + "SET DEFAULT \(try defaultText(value, for: changes.type))")
    }
    if changes.isNullable == false { actions.append(column + "SET NOT NULL") }
    if !actions.isEmpty { statements.append(try alterTable(alter.table, actions)) }
    if let comment = changes.comment {
      statements.append(try columnComment(comment, on: alter.column, of: alter.table))
    }
    return statements
  }

  /// PostgreSQL changes a collation only together with the type, which is read where the statement runs.
  private func collationChange(
    _ collation: String?, of column: String, in table: QualifiedName
  ) throws(DialectError) -> Statement {
    let clause = try collation.map { name throws(DialectError) in " COLLATE \(try quoted(name))" } ?? ""
    let change = "ALTER TABLE \(try quoted(table)) ALTER COLUMN \(try quoted(column)) TYPE "
    return block([
      "EXECUTE \(try literal(.text(change))) || (",
      "  SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute",
      "  WHERE attrelid = \(try nameLiteral(table))::regclass AND attname = \(try literal(.text(column)))",
      ") || \(try literal(.text(clause)));",
    ])
  }
}

/// The changes to a column that go into one ALTER TABLE.
private struct PendingChanges {
  var type: DataType?
  var using: SQLFragment?
  var isNullable: Bool?
  var newDefault: Column.DefaultValue?
  var dropsDefault = false
  var collation: String??
  var comment: String??

  func conflicts(with change: AlterColumn.Change) -> Bool {
    switch change {
    case .type: type != nil
    case .nullable: isNullable != nil
    case .setDefault: newDefault != nil
    case .dropDefault: newDefault != nil || dropsDefault
    case .collation: collation != nil
    case .comment: comment != nil
    }
  }

  mutating func add(_ change: AlterColumn.Change) {
    switch change {
    case .type(let new, _, let expression):
      type = new
      using = expression
    case .nullable(let flag): isNullable = flag
    case .setDefault(let value, _): newDefault = value
    case .dropDefault: dropsDefault = true
    case .collation(let name, _): collation = .some(name)
    case .comment(let text, _): comment = .some(text)
    }
  }
}
