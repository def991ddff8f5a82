import Dialects
import Revisions

extension PostgresDialect {
  /// A constraint as it stands on the table. One without a name gets PostgreSQL's.
  func tableConstraint(_ constraint: TableConstraint) throws(DialectError) -> String {
    let prefix = try constraintPrefix(constraint.name)
    switch constraint {
    case .primaryKey(let key):
      return prefix + "PRIMARY KEY (\(try nonEmptyList(key.columns, "a primary key")))"
    case .unique(let unique):
      return prefix + "UNIQUE (\(try nonEmptyList(unique.columns, "a unique constraint")))"
        + deferral(unique.deferrable)
    case .check(let check): return prefix + "CHECK \(try enclosed(check.expression))"
    case .foreignKey(let key):
      return prefix + "FOREIGN KEY (\(try nonEmptyList(key.columns, "a foreign key"))) " + (try references(key))
    }
  }

  /// A constraint as it stands behind the one column that it speaks of.
  func columnConstraint(_ constraint: TableConstraint) throws(DialectError) -> String {
    let prefix = try constraintPrefix(constraint.name)
    switch constraint {
    case .primaryKey: return prefix + "PRIMARY KEY"
    case .unique(let unique): return prefix + "UNIQUE" + deferral(unique.deferrable)
    case .check(let check): return prefix + "CHECK \(try enclosed(check.expression))"
    case .foreignKey(let key): return prefix + (try references(key))
    }
  }

  func constraintPrefix(_ name: String?) throws(DialectError) -> String {
    guard let name else { return "" }
    return "CONSTRAINT \(try quoted(name)) "
  }

  private func references(_ key: ForeignKey) throws(DialectError) -> String {
    guard key.referencedColumns.isEmpty || key.referencedColumns.count == key.columns.count else {
      throw DialectError(
        "a foreign key to \(key.referencedTable) has \(key.columns.count) columns and refers to \(key.referencedColumns.count)"
      )
    }
    var text = "REFERENCES \(try quoted(key.referencedTable))"
    if !key.referencedColumns.isEmpty { text += " (\(try quotedList(key.referencedColumns)))" }
    if key.match != .simple { text += " MATCH \(key.match.rawValue)" }
    if key.onDelete != .noAction { text += " ON DELETE \(key.onDelete.rawValue)" }
    if key.onUpdate != .noAction { text += " ON UPDATE \(key.onUpdate.rawValue)" }
    return text + deferral(key.deferrable)
  }

  func deferral(_ deferrable: Deferrable) -> String {
    switch deferrable {
    case .no: ""
    case .initiallyImmediate: " DEFERRABLE INITIALLY IMMEDIATE"
    case .initiallyDeferred: " DEFERRABLE INITIALLY DEFERRED"
    }
  }

  func nonEmptyList(_ columns: [String], _ what: String) throws(DialectError) -> String {
    guard !columns.isEmpty else { throw DialectError("\(what) names no column") }
    return try quotedList(columns)
  }
}
