import Dialects
import Revisions

extension PostgresDialect {
  func createTable(_ create: CreateTable) throws(DialectError) -> [Statement] {
    let table = create.table
    let name = try quoted(table.name)
    var lines: [String] = []
    for column in table.columns { lines.append(try columnDefinition(column, of: table.name)) }
    for column in table.columns {
      for constraint in column.constraints where !constraint.stands(on: column.name) {
        lines.append(try tableConstraint(constraint))
      }
    }
    for constraint in table.constraints { lines.append(try tableConstraint(constraint)) }
    let body = lines.isEmpty ? "()" : "(\n  " + lines.joined(separator: ",\n  ") + "\n)"
    let comments = try comments(on: table.name, table.comment, table.columns)

    guard create.ifNotExists else { return [Statement("CREATE TABLE \(name) \(body)")] + comments }
    // Comments on a table that was there already would be changes to it.
    guard !comments.isEmpty else { return [Statement("CREATE TABLE IF NOT EXISTS \(name) \(body)")] }
    return [
      block(
        where: "to_regclass(\(try nameLiteral(table.name))) IS NULL",
        [Statement("CREATE TABLE \(name) \(body)")] + comments)
    ]
  }

  func dropTable(_ drop: DropTable) throws(DialectError) -> [Statement] {
    [Statement("DROP TABLE \(drop.ifExists ? "IF EXISTS " : "")\(try quoted(drop.table))")]
  }

  func renameTable(_ rename: RenameTable) throws(DialectError) -> [Statement] {
    [Statement("ALTER TABLE \(try quoted(rename.table)) RENAME TO \(try quoted(rename.newName))")]
  }
}
