import Dialects
import Revisions

extension SQLiteDialect {
  /// A constraint as it stands on the table.
  func tableConstraint(_ constraint: TableConstraint, of table: QualifiedName) throws(DialectError) -> String {
    try refuseForeign(constraint, of: table)
    let prefix = try constraintPrefix(constraint.name)
    switch constraint {
    case .primaryKey(let key): return prefix + "PRIMARY KEY (\(try nonEmptyList(key.columns, "a primary key")))"
    case .unique(let unique): return prefix + "UNIQUE (\(try nonEmptyList(unique.columns, "a unique constraint")))"
    case .check(let check): return prefix + "CHECK (\(try expression(check.expression)))"
    case .foreignKey(let key):
      return prefix + "FOREIGN KEY (\(try nonEmptyList(key.columns, "a foreign key"))) "
        + (try references(key, from: table))
    case .exclusion(let exclusion): throw refusal(of: exclusion, on: table)
    }
  }

  /// A constraint as it stands behind the one column that it speaks of; nil where it speaks of others.
  func columnConstraint(
    _ constraint: TableConstraint, on column: String, of table: QualifiedName
  ) throws(DialectError) -> String? {
    try refuseForeign(constraint, of: table)
    let prefix = try constraintPrefix(constraint.name)
    switch constraint {
    case .primaryKey(let key): return key.columns == [column] ? prefix + "PRIMARY KEY" : nil
    case .unique(let unique): return unique.columns == [column] ? prefix + "UNIQUE" : nil
    case .check(let check): return prefix + "CHECK (\(try expression(check.expression)))"
    case .foreignKey(let key): return key.columns == [column] ? prefix + (try references(key, from: table)) : nil
    case .exclusion(let exclusion): throw refusal(of: exclusion, on: table)
    }
  }

  func constraintPrefix(_ name: String?) throws(DialectError) -> String {
    guard let name else { return "" }
    return "CONSTRAINT \(try quoted(name)) "
  }

  private func references(_ key: ForeignKey, from table: QualifiedName) throws(DialectError) -> String {
    guard key.referencedColumns.isEmpty || key.referencedColumns.count == key.columns.count else {
      throw DialectError(
        "a foreign key of \(table) has \(key.columns.count) columns and refers to \(key.referencedColumns.count)")
    }
    var text = "REFERENCES \(try quoted(key.referencedTable.name))"
    if !key.referencedColumns.isEmpty { text += " (\(try quotedList(key.referencedColumns)))" }
    if key.onDelete != .noAction { text += " ON DELETE \(key.onDelete.rawValue)" }
    if key.onUpdate != .noAction { text += " ON UPDATE \(key.onUpdate.rawValue)" }
    if key.match != .simple { text += " MATCH \(key.match.rawValue)" }
    switch key.deferrable {
    case .no: break
    case .initiallyImmediate: text += " DEFERRABLE INITIALLY IMMEDIATE"
    case .initiallyDeferred: text += " DEFERRABLE INITIALLY DEFERRED"
    }
    return text
  }

  private func nonEmptyList(_ columns: [String], _ what: String) throws(DialectError) -> String {
    guard !columns.isEmpty else { throw DialectError("\(what) names no column") }
    return try quotedList(columns)
  }
}

extension TableConstraint {
  var isPrimaryKey: Bool { if case .primaryKey = self { true } else { false } }
}
