import Dialects
import Revisions

extension SQLiteDialect {
  /// The statements for a change that depends on the table as it stands.
  func alteration(_ operation: Operation, reading catalog: any DatabaseConnection) async throws -> [Statement] {
    switch operation {
    case .addColumn(let add):
      guard needsRebuild(add) else {
        return try addColumn(add, toStrict: try await isStrict(add.table, reading: catalog))
      }
      let state = try await TableState(of: add.table, reading: catalog)
      return try rebuild(state, adding: add.column)
    case .dropColumn(let drop):
      return try await dropColumn(drop, reading: catalog)
    case .alterColumn(let alter): return try await rebuild(alter.table, for: [operation], reading: catalog)
    case .addConstraint(let add): return try await rebuild(add.table, for: [operation], reading: catalog)
    case .dropConstraint(let drop): return try await rebuild(drop.table, for: [operation], reading: catalog)
    default: return []
    }
  }

  /// The statements for changes to one table, which is made anew once.
  func rebuild(
    _ table: QualifiedName, for operations: [Operation], reading catalog: any DatabaseConnection
  ) async throws -> [Statement] {
    var rebuild = TableRebuild(try await TableState(of: table, reading: catalog), dialect: self)
    for (position, operation) in operations.enumerated() {
      do {
        if position > 0 { try rebuild.carryOn() }
        switch operation {
        case .alterColumn(let alter): try change(alter, in: &rebuild)
        case .addConstraint(let add):
          try self.add(add.constraint, in: &rebuild)
          if case .check = add.constraint, rebuild.unprovenAt == nil { rebuild.unprovenAt = add.location }
          try await refuseDuplicates(rebuild, add.constraint, reading: catalog)
        case .dropConstraint(let drop): try self.drop(drop, in: &rebuild)
        default: break
        }
        try await refuseNulls(&rebuild, reading: catalog)
      } catch var error as DialectError {
        error.location = error.location ?? operation.value.location
        throw error
      }
    }
    return try rebuild.statements()
  }

  /// Says how many NULLs stand in the way, where the rows can be seen; a script can only check that there are none.
  private func refuseNulls(_ rebuild: inout TableRebuild, reading catalog: any DatabaseConnection) async throws {
    let state = rebuild.state
    let table = QualifiedName(state.name, schema: state.schema)
    for column in rebuild.refusingNull where rebuild.knownToHaveNone.insert(FoldedName(column)).inserted {
      let count = try await catalog.query(
        "SELECT count(*) FROM \(identifier: table) WHERE \(raw: try rebuild.value(of: column)) IS NULL"
      ).first?[0].integer
      if let count, count > 0 {
        throw DialectError(
          "the column \(column) of the table \(state.asked) has \(count) NULL\(count == 1 ? "" : "s"), and is to refuse them",
          hint: "give these rows a value first, or give `using:` an expression that is never NULL")
      }
    }
  }

  /// Says what stands more than once, where the rows can be seen: SQLite would name the table that is being made.
  private func refuseDuplicates(
    _ rebuild: TableRebuild, _ constraint: TableConstraint, reading catalog: any DatabaseConnection
  ) async throws {
    let state = rebuild.state
    let columns: [String]
    switch constraint {
    case .primaryKey(let key): columns = key.columns
    case .unique(let unique): columns = unique.columns
    case .check, .foreignKey, .exclusion: return
    }
    let values = try columns.map(rebuild.value)
    let present = values.map { $0 + " IS NOT NULL" }.joined(separator: " AND ")
    let count = try await catalog.query(
      """
      SELECT count(*) FROM (
        SELECT 1 FROM \(identifier: QualifiedName(state.name, schema: state.schema)) WHERE \(raw: present)
        GROUP BY \(raw: values.joined(separator: ", ")) HAVING count(*) > 1)
      """
    ).first?[0].integer
    if let count, count > 0 {
      throw DialectError(
        "\(columns.joined(separator: ", ")) of the table \(state.asked) cannot be unique: "
          + "\(count) value\(count == 1 ? " stands" : "s stand") there more than once",
        hint: "change or delete these rows first")
    }
  }

  // MARK: Columns

  private func rebuild(_ state: TableState, adding column: Column) throws(DialectError) -> [Statement] {
    let text = state.text
    guard text.column(column.name) == nil else {
      throw DialectError("the table \(state.asked) has a column \(column.name) already")
    }
    var context = ColumnContext(
      table: state.asked, isStrict: text.isStrict, isWithoutRowID: text.isWithoutRowID, primaryKey: text.primaryKey)
    let isKey = column.constraints.contains(where: \.isPrimaryKey)
    if isKey || column.identity != nil {
      guard text.primaryKey.isEmpty else { throw secondKey(state) }
      context.primaryKey = [column.name]
      context.primaryKeyIsImplied = !isKey
    }
    var rebuild = TableRebuild(state, dialect: self)
    let definition = try columnDefinition(column, in: context)
    let last = text.elements.last { element in if case .column = element.kind { true } else { false } }
    guard let last else { return [] }
    rebuild.edit.insertElement(definition, behind: last.tokens.upperBound - 1)
    return try rebuild.statements()
  }

  private func dropColumn(
    _ drop: DropColumn, reading catalog: any DatabaseConnection
  ) async throws -> [Statement] {
    try refuseCascade(drop.cascade, dropping: "the column \(drop.column) of \(drop.table)")
    let state = try await TableState(of: drop.table, reading: catalog)
    let (element, column) = try existing(drop.column, in: state)
    guard state.text.columns.count > 1 else {
      throw DialectError("\(column.name) is the only column of the table \(state.asked)", hint: "drop the table")
    }
    let uses = try await state.uses(of: column, reading: catalog)
    guard uses.isEmpty else {
      throw DialectError(
        "the column \(column.name) of the table \(state.asked) is used by \(uses.joined(separator: ", "))",
        hint: "drop or change what uses it first, and create it again afterwards")
    }
    // SQLite drops any column but a key's by itself.
    let isKey = column.clauses.contains { clause in
      switch clause.kind {
      case .primaryKey, .unique: true
      default: false
      }
    }
    guard isKey else {
      let table = try quoted(QualifiedName(state.name, schema: state.schema))
      return [Statement("ALTER TABLE \(table) DROP COLUMN \(try quoted(column.name))")]
    }
    var rebuild = TableRebuild(state, dialect: self)
    rebuild.edit.removeElement(state.text.elements[element].tokens)
    return try rebuild.statements()
  }

  func existing(
    _ name: String, in state: TableState
  ) throws(DialectError) -> (element: Int, column: TableText.ColumnText) {
    if let found = state.text.column(name) { return found }
    throw DialectError(
      "the table \(state.asked) has no column \(name)",
      hint: "it has \(state.text.columns.map(\.name).joined(separator: ", "))")
  }

  func secondKey(_ state: TableState) -> DialectError {
    DialectError(
      "the table \(state.asked) has a primary key already, over \(state.text.primaryKey.joined(separator: ", "))",
      hint: "drop that one first")
  }
}
