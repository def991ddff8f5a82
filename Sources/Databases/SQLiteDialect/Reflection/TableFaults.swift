package import Dialects
package import Revisions

extension SQLiteDialect {
  package func faults(of table: Table) -> [TableFault] {
    var faults: [TableFault] = []
    if let schema = table.name.schema, !SQLiteQuoting.same(schema, "main") {
      faults.append(
        TableFault(
          "table \(table.name) is in the schema \(schema), and SQLite has none",
          hint: "leave schema: out, or write \(schema)_\(table.name.name)"))
    }
    if table.columns.isEmpty {
      faults.append(TableFault("table \(table.name) has no columns, and SQLite makes none without"))
    }
    return faults
  }
}
