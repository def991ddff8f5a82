import Dialects
import Revisions

extension PostgresDialect {
  /// A constraint as it stands on the table. One without a name gets PostgreSQL's.
  func tableConstraint(_ constraint: TableConstraint) throws(DialectError) -> String {
    let prefix = try constraintPrefix(constraint.name)
    switch constraint {
    case .primaryKey(let key):
      return prefix + "PRIMARY KEY " + (try keyColumns(key.columns, key.index, "a primary key"))
        + deferral(key.deferrable)
    case .unique(let unique):
      return prefix + "UNIQUE "
        + (!unique.nullsAreDistinct && unique.index.existing == nil ? "NULLS NOT DISTINCT " : "")
        + (try keyColumns(unique.columns, unique.index, "a unique constraint")) + deferral(unique.deferrable)
    case .check(let check): return prefix + (try checkClause(check))
    case .foreignKey(let key):
      return prefix + "FOREIGN KEY (\(try nonEmptyList(key.columns, "a foreign key"))) " + (try references(key))
    case .exclusion(let exclusion): return prefix + (try exclusionClause(exclusion))
    }
  }

  /// A constraint as it stands behind the one column that it speaks of.
  func columnConstraint(_ constraint: TableConstraint) throws(DialectError) -> String {
    let prefix = try constraintPrefix(constraint.name)
    switch constraint {
    case .primaryKey(let key): return prefix + "PRIMARY KEY" + (try indexOptions(key.index)) + deferral(key.deferrable)
    case .unique(let unique):
      return prefix + "UNIQUE" + (unique.nullsAreDistinct ? "" : " NULLS NOT DISTINCT")
        + (try indexOptions(unique.index)) + deferral(unique.deferrable)
    case .check(let check): return prefix + (try checkClause(check))
    case .foreignKey(let key): return prefix + (try references(key))
    case .exclusion(let exclusion): return prefix + (try exclusionClause(exclusion))
    }
  }

  /// A constraint as ALTER TABLE adds it.
  func addedConstraint(_ constraint: TableConstraint) throws(DialectError) -> String {
    "ADD " + (try tableConstraint(constraint)) + (constraint.isValidated ? "" : " NOT VALID")
  }

  private func checkClause(_ check: Check) throws(DialectError) -> String {
    "CHECK \(try enclosed(check.expression))" + (check.isInherited ? "" : " NO INHERIT")
  }

  /// The columns of a key and what its index is told, or the index that is there already.
  private func keyColumns(
    _ columns: [String], _ index: ConstraintIndex, _ what: String
  ) throws(DialectError) -> String {
    if let existing = index.existing { return "USING INDEX \(try quoted(existing))" }
    return "(\(try nonEmptyList(columns, what)))" + (try indexOptions(index))
  }

  private func indexOptions(_ index: ConstraintIndex) throws(DialectError) -> String {
    var text = ""
    if !index.include.isEmpty { text += " INCLUDE (\(try quotedList(index.include)))" }
    text += try withClause(index.storageParameters)
    if let tablespace = index.tablespace { text += " USING INDEX TABLESPACE \(try quoted(tablespace))" }
    return text
  }

  private func exclusionClause(_ exclusion: Exclusion) throws(DialectError) -> String {
    guard !exclusion.elements.isEmpty else { throw DialectError("an exclusion constraint compares nothing") }
    var elements: [String] = []
    for element in exclusion.elements { elements.append("\(try indexPart(element.part)) WITH \(element.comparison)") }
    var text = "EXCLUDE USING \(try quoted(exclusion.method.rawValue)) (\(elements.joined(separator: ", ")))"
    text += try indexOptions(exclusion.index)
    if let predicate = exclusion.predicate { text += " WHERE \(try enclosed(predicate))" }
    return text + deferral(exclusion.deferrable)
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
    if !key.onDeleteColumns.isEmpty { text += " (\(try quotedList(key.onDeleteColumns)))" }
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
