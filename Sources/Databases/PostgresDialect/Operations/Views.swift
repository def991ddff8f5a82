import Dialects
import Revisions

extension PostgresDialect {
  func createView(_ create: CreateView) throws(DialectError) -> [Statement] {
    let view = create.view
    var text = "CREATE VIEW \(try quoted(view.name))"
    if !view.columns.isEmpty { text += " (\(try quotedList(view.columns)))" }
    text += " AS\n" + (try oneStatement(view.query, of: "the query of the view \(view.name)"))
    guard create.ifNotExists else { return [Statement(text)] }
    return [block(where: "to_regclass(\(try nameLiteral(view.name))) IS NULL", [Statement(text)])]
  }

  func dropView(_ drop: DropView) throws(DialectError) -> [Statement] {
    [Statement("DROP VIEW \(drop.ifExists ? "IF EXISTS " : "")\(try quoted(drop.name))")]
  }
}
