import Dialects
import Revisions

extension SQLiteDialect {
  func renameTable(_ rename: RenameTable) throws(DialectError) -> [Statement] {
    func renaming(_ table: QualifiedName, to name: String) throws(DialectError) -> Statement {
      Statement("ALTER TABLE \(try quoted(table)) RENAME TO \(try quoted(name))")
    }
    guard SQLiteQuoting.same(rename.table.name, rename.newName) else {
      return [try renaming(rename.table, to: rename.newName)]
    }
    // SQLite takes the new name for taken: by the table itself.
    let between = "_rev_new_\(rename.newName)"
    return [
      try renaming(rename.table, to: between),
      try renaming(QualifiedName(between, schema: rename.table.schema), to: rename.newName),
    ]
  }

  func renameColumn(_ rename: RenameColumn) throws(DialectError) -> [Statement] {
    let table = try quoted(rename.table)
    return [
      Statement("ALTER TABLE \(table) RENAME COLUMN \(try quoted(rename.column)) TO \(try quoted(rename.newName))")
    ]
  }

  /// SQLite can rename tables and columns, and nothing else.
  func renameObject(_ rename: Rename, as operation: Operation) throws(DialectError) -> [Statement] {
    switch rename.object {
    case .table(let table): try renameTable(RenameTable(table.name, to: rename.newName, schema: table.schema))
    case .column(let table, let column): try renameColumn(RenameColumn(table, column, to: rename.newName))
    default: throw refusal(of: operation)
    }
  }

  /// Whether SQLite cannot add a column itself, or only to a table without rows: a script must mean the same whatever
  /// the table holds. NOT NULL without a default is left to SQLite, as no rebuild has a value for the rows either.
  func needsRebuild(_ add: AddColumn) -> Bool {
    let column = add.column
    if column.identity != nil || column.generated?.isStored == true { return true }
    var hasValue = false
    switch column.defaultValue {
    case .expression: return true
    case .literal(let value):
      hasValue = !value.isNull
      if SQLiteLiteral.isComputed(value) { return true }
    case nil: break
    }
    return column.constraints.contains { constraint in
      switch constraint {
      case .primaryKey, .unique: true
      case .foreignKey: hasValue
      case .check, .exclusion: false
      }
    }
  }

  /// A column in SQLite's own ALTER TABLE.
  func addColumn(_ add: AddColumn, toStrict isStrict: Bool) throws(DialectError) -> [Statement] {
    let definition = try columnDefinition(add.column, in: ColumnContext(table: add.table, isStrict: isStrict))
    return [Statement("ALTER TABLE \(try quoted(add.table)) ADD COLUMN \(definition)")]
  }

  /// Whether a table is STRICT; no, where it is not there or its text cannot be made out, which SQLite has words for.
  func isStrict(_ table: QualifiedName, reading catalog: any DatabaseConnection) async throws -> Bool {
    let rows = try await catalog.query(
      """
      SELECT sql FROM \(identifier: QualifiedName("sqlite_schema", schema: table.schema ?? "main"))
      WHERE type = 'table' AND name = \(table.name) COLLATE NOCASE
      """)
    guard let sql = rows.first?[0].text, let text = try? TableText(sql) else { return false }
    return text.isStrict
  }
}
