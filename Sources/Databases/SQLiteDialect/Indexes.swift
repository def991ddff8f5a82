import Dialects
import Revisions

extension SQLiteDialect {
  func createIndex(_ create: CreateIndex) throws(DialectError) -> [Statement] {
    let index = create.index
    guard !index.parts.isEmpty else { throw DialectError("the index \(index.name) has no columns") }
    try refuseForeign(index)
    var parts: [String] = []
    for part in index.parts {
      var text: String
      switch part.key {
      case .column(let column): text = try quoted(column)
      case .expression(let expression): text = try self.expression(expression)
      }
      if let collation = part.collation { text += " COLLATE \(try quoted(collation))" }
      if part.direction == .descending { text += " DESC" }
      parts.append(text)
    }
    // An index stands in its table's schema: SQLite takes the schema before the index's name, and only there.
    var text = "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(create.ifNotExists ? "IF NOT EXISTS " : "")"
    text += try quoted(QualifiedName(index.name, schema: index.table.schema))
    text += " ON \(try quoted(index.table.name)) (\(parts.joined(separator: ", ")))"
    if let predicate = index.predicate { text += " WHERE \(try expression(predicate))" }
    return [Statement(text)]
  }

  func dropIndex(_ drop: DropIndex) throws(DialectError) -> [Statement] {
    try refuseCascade(drop.cascade, dropping: "the index \(drop.name)")
    let name = try quoted(QualifiedName(drop.name, schema: drop.table.schema))
    return [Statement("DROP INDEX \(drop.ifExists ? "IF EXISTS " : "")\(name)")]
  }
}
