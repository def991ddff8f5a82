import Dialects
import Revisions

extension SQLiteDialect {
  func renameTable(_ rename: RenameTable) throws(DialectError) -> [Statement] {
    [Statement("ALTER TABLE \(try quoted(rename.table)) RENAME TO \(try quoted(rename.newName))")]
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

  /// Whether SQLite cannot add a column to a table that has rows. What it can do to an empty table it is not asked to
  /// do: a script must mean the same whatever the table holds.
  func needsRebuild(_ add: AddColumn) -> Bool {
    let column = add.column
    if column.identity != nil || column.generated?.isStored == true { return true }
    var hasValue = false
    switch column.defaultValue {
    case .expression: return true
    case .literal(let value): hasValue = !value.isNull
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
  func addColumn(_ add: AddColumn) throws(DialectError) -> [Statement] {
    let definition = try columnDefinition(add.column, in: ColumnContext(table: add.table))
    return [Statement("ALTER TABLE \(try quoted(add.table)) ADD COLUMN \(definition)")]
  }
}
