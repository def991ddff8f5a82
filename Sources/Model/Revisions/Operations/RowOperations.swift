/// Inserts rows: reference data that belongs to the schema.
public struct InsertRows: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The columns, in their order.
  public var columns: [String]
  /// The rows, each with a value for each column.
  public var rows: [[SQLValue]]
  /// The columns that name a row, by which the way back deletes it; empty where there is no way back.
  public var key: [String]
  public let location: SourceLocation

  /// Inserts rows: `InsertRows(into: "roles", columns: ["id", "name"], rows: [[1, "admin"]], key: ["id"])`.
  public init(
    into table: QualifiedName, columns: [String], rows: [[SQLValue]], key: [String] = [], file: String = #fileID,
    line: Int = #line
  ) {
    self.table = table
    self.columns = columns
    self.rows = rows
    self.key = key
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .insertRows(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    let positions = key.compactMap { columns.firstIndex(of: $0) }
    guard !key.isEmpty, positions.count == key.count else {
      throw irreversible("InsertRows into \"\(table)\" does not name the columns that tell a row: use `key:`")
    }
    let keys = rows.map { row in positions.compactMap { row.indices.contains($0) ? row[$0] : nil } }
    return .deleteRows(DeleteRows(from: table, columns: key, rows: keys, was: self, file: file, line: line))
  }
}

/// Deletes rows by the values of some of their columns.
public struct DeleteRows: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The columns that name a row.
  public var columns: [String]
  /// The values of those columns, a list for each row.
  public var rows: [[SQLValue]]
  /// The rows as they were inserted, for the way back.
  public var former: InsertRows?
  public let location: SourceLocation

  /// Deletes rows: `DeleteRows(from: "roles", columns: ["id"], rows: [[1]])`.
  public init(
    from table: QualifiedName, columns: [String], rows: [[SQLValue]], was former: InsertRows? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    self.columns = columns
    self.rows = rows
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .deleteRows(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("DeleteRows from \"\(table)\" does not say what the rows were: use `was:`")
    }
    return .insertRows(
      InsertRows(
        into: former.table, columns: former.columns, rows: former.rows, key: former.key, file: file, line: line))
  }
}
