import Dialects
import Revisions

extension PostgresDialect {
  func createIndex(_ create: CreateIndex) throws(DialectError) -> [Statement] {
    let index = create.index
    guard !index.parts.isEmpty else { throw DialectError("the index \(index.name) has no columns") }
    var text = "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(create.ifNotExists ? "IF NOT EXISTS " : "")"
    // An index stands in its table's schema, which PostgreSQL does not want said twice.
    text += "\(try quoted(index.name)) ON \(try quoted(index.table)) ("
    for (position, part) in index.parts.enumerated() { text += (position > 0 ? ", " : "") + (try indexPart(part)) }
    text += ")"
    if let predicate = index.predicate { text += " WHERE \(try enclosed(predicate))" }
    return [Statement(text)]
  }

  func dropIndex(_ drop: DropIndex) throws(DialectError) -> [Statement] {
    let name = try quoted(QualifiedName(drop.name, schema: drop.table.schema))
    return [Statement("DROP INDEX \(drop.ifExists ? "IF EXISTS " : "")\(name)")]
  }

  private func indexPart(_ part: Index.Part) throws(DialectError) -> String {
    var text: String
    switch part.key {
    case .column(let column): text = try quoted(column)
    case .expression(let expression): text = try enclosed(expression)
    }
    if let collation = part.collation { text += " COLLATE \(try quoted(collation))" }
    if part.direction == .descending { text += " DESC" }
    return text
  }
}
