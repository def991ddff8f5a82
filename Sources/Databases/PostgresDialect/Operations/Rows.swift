import Dialects
import Revisions

extension PostgresDialect {
  /// How many rows one statement holds: enough that the round trips do not tell, few enough to read an error's statement.
  private static let rowsPerStatement = 500
  /// How many bytes of rows one statement holds at most, unless a single row has more.
  private static let bytesPerStatement = 1 << 20

  func insertRows(_ insert: InsertRows) throws(DialectError) -> [Statement] {
    try check(insert.rows, against: insert.columns, of: insert.table)
    let head = "INSERT INTO \(try quoted(insert.table)) (\(try quotedList(insert.columns))) VALUES\n  "
    var rows: [String] = []
    for row in insert.rows { rows.append("(\(try literals(row)))") }
    return Self.bounded(rows).map { Statement(head + $0.joined(separator: ",\n  ")) }
  }

  func deleteRows(_ delete: DeleteRows) throws(DialectError) -> [Statement] {
    try check(delete.rows, against: delete.columns, of: delete.table)
    let head = "DELETE FROM \(try quoted(delete.table)) WHERE "
    // `IN` finds its rows by an index, `IS NULL` the ones that it cannot name.
    var keys: [String] = []
    var conditions: [String] = []
    for row in delete.rows {
      guard row.contains(where: \.isNull) else {
        keys.append(row.count == 1 ? try literals(row) : "(\(try literals(row)))")
        continue
      }
      var parts: [String] = []
      for (column, value) in zip(delete.columns, row) {
        parts.append(try quoted(column) + (value.isNull ? " IS NULL" : " = \(try literal(value))"))
      }
      conditions.append(parts.joined(separator: " AND "))
    }
    let names = try quotedList(delete.columns)
    let left = delete.columns.count == 1 ? names : "(\(names))"
    return Self.bounded(keys).map { Statement(head + "\(left) IN (\($0.joined(separator: ", ")))") }
      + Self.bounded(conditions).map { Statement(head + $0.joined(separator: "\n  OR ")) }
  }

  /// Rows in groups that each make a statement of bounded size.
  private static func bounded(_ rows: [String]) -> [ArraySlice<String>] {
    var groups: [ArraySlice<String>] = []
    var start = 0
    var bytes = 0
    for (position, row) in rows.enumerated() {
      if position > start, position - start == rowsPerStatement || bytes + row.utf8.count > bytesPerStatement {
        groups.append(rows[start..<position])
        start = position
        bytes = 0
      }
      bytes += row.utf8.count
    }
    if start < rows.count { groups.append(rows[start...]) }
    return groups
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
