import Dialects
import Revisions

extension SQLiteDialect {
  /// How many rows one INSERT holds: enough that parsing does not tell, few enough to read an error's statement.
  private static let rowsPerInsert = 500
  /// How many rows one DELETE names: each is a level of its expression, and SQLite allows a thousand.
  private static let rowsPerDelete = 200

  func insertRows(_ insert: InsertRows) throws(DialectError) -> [Statement] {
    try check(insert.rows, against: insert.columns, of: insert.table)
    let head = "INSERT INTO \(try quoted(insert.table)) (\(try quotedList(insert.columns))) VALUES\n  "
    var statements: [Statement] = []
    for start in stride(from: 0, to: insert.rows.count, by: Self.rowsPerInsert) {
      var rows: [String] = []
      for row in insert.rows[start..<min(start + Self.rowsPerInsert, insert.rows.count)] {
        rows.append("(\(try literals(row)))")
      }
      statements.append(Statement(head + rows.joined(separator: ",\n  ")))
    }
    return statements
  }

  func deleteRows(_ delete: DeleteRows) throws(DialectError) -> [Statement] {
    try check(delete.rows, against: delete.columns, of: delete.table)
    let head = "DELETE FROM \(try quoted(delete.table)) WHERE "
    var statements: [Statement] = []
    for start in stride(from: 0, to: delete.rows.count, by: Self.rowsPerDelete) {
      let rows = delete.rows[start..<min(start + Self.rowsPerDelete, delete.rows.count)]
      if delete.columns.count == 1, !rows.contains(where: { $0[0].isNull }) {
        let list = try literals(rows.map { $0[0] })
        statements.append(Statement(head + "\(try quotedList(delete.columns)) IN (\(list))"))
        continue
      }
      var conditions: [String] = []
      for row in rows {
        var parts: [String] = []
        for (column, value) in zip(delete.columns, row) {
          parts.append("\(try quoted(column)) IS \(try literal(value))")
        }
        conditions.append(parts.joined(separator: " AND "))
      }
      statements.append(Statement(head + conditions.joined(separator: "\n  OR ")))
    }
    return statements
  }

  private func literals(_ values: [SQLValue]) throws(DialectError) -> String {
    var parts: [String] = []
    for value in values { parts.append(try literal(value)) }
    return parts.joined(separator: ", ")
  }

  private func check(
    _ rows: [[SQLValue]], against columns: [String], of table: QualifiedName
  ) throws(DialectError) {
    guard !columns.isEmpty else { throw DialectError("the rows of \(table) name no columns") }
    for (position, row) in rows.enumerated() where row.count != columns.count {
      throw DialectError(
        "row \(position + 1) of \(table) has \(row.count) values for \(columns.count) columns")
    }
  }
}
