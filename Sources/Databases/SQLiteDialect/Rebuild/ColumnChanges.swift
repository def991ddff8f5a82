import Dialects
import Revisions

extension SQLiteDialect {
  /// The changes to a column, as changes to its table's text.
  ///
  /// A value becomes one of another type as SQLite's own storing makes it: what looks like a number becomes one in a
  /// number's column, and what does not stays as it is. CAST would make 0 of it without a word.
  func change(_ alter: AlterColumn, in rebuild: inout TableRebuild) throws(DialectError) {
    try refuseForeign(alter)
    let state = rebuild.state
    let (_, column) = try existing(alter.column, in: state)
    let wanted = ColumnChanges(alter.changes)
    var end = column.type.upperBound - 1

    if let (type, using) = wanted.type {
      let isRowID =
        state.text.primaryKey.count == 1 && SQLiteQuoting.same(state.text.primaryKey[0], column.name)
        && type.isInteger && !state.text.isWithoutRowID
      let spelling = isRowID ? "INTEGER" : try SQLiteTypes.name(of: type, strict: state.text.isStrict)
      if column.type.isEmpty {
        rebuild.edit.insert(" " + spelling, behind: end)
      } else {
        rebuild.edit.replace(column.type, with: spelling)
        end = column.type.upperBound - 1
      }
      if let using { rebuild.values[FoldedName(column.name)] = "(\(try expression(using)))" }
    }
    if let isNullable = wanted.isNullable {
      try change(column, toNullable: isNullable, behind: end, in: &rebuild)
    }
    if let value = wanted.defaultValue {
      let text = try value.map { value throws(DialectError) in "DEFAULT \(try defaultText(value))" }
      put(text, inPlaceOf: column.clauses.filter { $0.isDefault }, behind: end, in: &rebuild)
    }
    if let collation = wanted.collation {
      let text = try collation.map { name throws(DialectError) in "COLLATE \(try quoted(name))" }
      put(text, inPlaceOf: column.clauses.filter { $0.isCollation }, behind: end, in: &rebuild)
    }
    // Last: what is put behind the type stands where this begins.
    if wanted.isOrdinary {
      guard column.isGenerated else {
        throw DialectError("the column \(column.name) of the table \(state.asked) is not computed")
      }
      for clause in column.clauses where clause.isGenerated { rebuild.edit.remove(clause.tokens) }
    }
  }

  private func change(
    _ column: TableText.ColumnText, toNullable isNullable: Bool, behind end: Int, in rebuild: inout TableRebuild
  ) throws(DialectError) {
    let state = rebuild.state
    if isNullable, state.text.primaryKey.contains(where: { SQLiteQuoting.same($0, column.name) }) {
      throw DialectError(
        "the column \(column.name) belongs to the primary key of \(state.asked), and so takes no NULL")
    }
    let refusals = column.clauses.filter { $0.isNotNull }
    if isNullable {
      for clause in refusals { rebuild.edit.remove(clause.tokens) }
      return
    }
    guard refusals.isEmpty else { return }
    put("NOT NULL", inPlaceOf: column.clauses.filter { $0.isNull }, behind: end, in: &rebuild)
    rebuild.refusingNull.append(column.name)
  }

  /// Puts a clause where others of its kind were, or behind the type; nil takes them away.
  private func put(
    _ text: String?, inPlaceOf clauses: [TableText.Clause], behind end: Int, in rebuild: inout TableRebuild
  ) {
    for (position, clause) in clauses.enumerated() {
      if position == 0, let text {
        rebuild.edit.replace(clause.tokens, with: text)
      } else {
        rebuild.edit.remove(clause.tokens)
      }
    }
    if clauses.isEmpty, let text { rebuild.edit.insert(" " + text, behind: end) }
  }

  /// Makes a column refuse NULL, as a primary key's column has to.
  func refuseNull(in name: String, of rebuild: inout TableRebuild) throws(DialectError) {
    let (_, column) = try existing(name, in: rebuild.state)
    try change(column, toNullable: false, behind: column.type.upperBound - 1, in: &rebuild)
  }
}

/// The changes of one operation, the last of each sort.
private struct ColumnChanges {
  var type: (DataType, SQLFragment?)?
  var isNullable: Bool?
  var defaultValue: Column.DefaultValue??
  var collation: QualifiedName??
  /// Whether what was computed is kept as the column's own value.
  var isOrdinary = false

  init(_ changes: [AlterColumn.Change]) {
    for change in changes {
      switch change {
      case .type(let type, _, let using, _): self.type = (type, using)
      case .nullable(let flag): isNullable = flag
      case .setDefault(let value, _): defaultValue = .some(value)
      case .dropDefault: defaultValue = .some(nil)
      case .collation(let name, _): collation = .some(name)
      case .comment, .storage, .compression, .statistics: break
      case .dropExpression: isOrdinary = true
      case .addIdentity, .identity, .dropIdentity: break
      }
    }
  }
}
