import Dialects
import Revisions

extension SQLiteDialect {
  func createTable(_ create: CreateTable) throws(DialectError) -> [Statement] {
    let table = create.table
    guard !table.columns.isEmpty else { throw DialectError("the table \(table.name) has no columns") }
    try refuseForeign(table)
    let context = try columnContext(of: table)

    var lines: [String] = []
    for column in table.columns { lines.append(try columnDefinition(column, in: context)) }
    for column in table.columns {
      for constraint in column.constraints
      where try columnConstraint(constraint, on: column.name, of: table.name) == nil {
        lines.append(try tableConstraint(constraint, of: table.name))
      }
    }
    for constraint in table.constraints {
      if case .primaryKey(let key) = constraint, key == context.movedKey { continue }
      lines.append(try tableConstraint(constraint, of: table.name))
    }
    var options: [String] = []
    if table.options.isStrict { options.append("STRICT") }
    if table.options.isWithoutRowID { options.append("WITHOUT ROWID") }

    let head = "CREATE TABLE \(create.ifNotExists ? "IF NOT EXISTS " : "")\(try quoted(table.name)) ("
    let tail = ")" + (options.isEmpty ? "" : " " + options.joined(separator: ", "))
    return [Statement(head + "\n  " + lines.joined(separator: ",\n  ") + "\n" + tail)]
  }

  func dropTable(_ drop: DropTable) throws(DialectError) -> [Statement] {
    try refuseCascade(drop.cascade, dropping: "the table \(drop.table)")
    return [Statement("DROP TABLE \(drop.ifExists ? "IF EXISTS " : "")\(try quoted(drop.table))")]
  }

  /// Refuses numbers that SQLite would not give.
  func refuseForeignIdentities(of table: Table) throws(DialectError) {
    guard table.columns.contains(where: { $0.identity != nil }) else { return }
    let context = try columnContext(of: table)
    for column in table.columns where column.identity != nil { _ = try columnDefinition(column, in: context) }
  }

  /// What the definitions of a table's columns depend on.
  private func columnContext(of table: Table) throws(DialectError) -> ColumnContext {
    var keys: [PrimaryKey] = []
    for constraint in table.columns.flatMap(\.constraints) + table.constraints {
      if case .primaryKey(let key) = constraint { keys.append(key) }
    }
    let numbered = table.columns.filter { $0.identity != nil }
    guard keys.count <= 1 else { throw DialectError("the table \(table.name) has \(keys.count) primary keys") }
    guard numbered.count <= 1 else {
      throw DialectError("the table \(table.name) has \(numbered.count) columns that the database numbers")
    }
    var context = ColumnContext(
      table: table.name, isStrict: table.options.isStrict, isWithoutRowID: table.options.isWithoutRowID)
    context.primaryKey = keys.first?.columns ?? numbered.map(\.name)
    context.primaryKeyIsImplied = keys.isEmpty && !numbered.isEmpty
    if let column = numbered.first, column.identity?.neverReuses == true {
      for case .primaryKey(let key) in table.constraints where SQLiteQuoting.same(key.columns, [column.name]) {
        context.movedKey = key
      }
    }
    return context
  }
}
