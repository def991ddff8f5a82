import Dialects
import Revisions

extension PostgresDialect {
  func createView(_ create: CreateView) throws(DialectError) -> [Statement] {
    let view = create.view
    var text = "CREATE \(create.orReplace ? "OR REPLACE " : "")VIEW \(try quoted(view.name))"
    if !view.columns.isEmpty { text += " (\(try quotedList(view.columns)))" }
    var options: [String] = []
    if view.options.isSecurityBarrier { options.append("security_barrier = true") }
    if view.options.isSecurityInvoker { options.append("security_invoker = true") }
    if let check = view.options.checkOption { options.append("check_option = \(check.rawValue.lowercased())") }
    if !options.isEmpty { text += " WITH (\(options.joined(separator: ", ")))" }
    text += " AS\n" + (try oneStatement(view.query, of: "the query of the view \(view.name)"))
    let statements =
      [Statement(text)] + (try comments(view.comment, on: .view(view.name), replacing: create.former?.comment))
    return create.ifNotExists ? [block(where: try isMissing(view.name), statements)] : statements
  }

  func dropView(_ drop: DropView) throws(DialectError) -> [Statement] {
    [Statement("DROP VIEW \(ifExists(drop.ifExists))\(try quoted(drop.name))\(cascade(drop.cascade))")]
  }

  func createMaterializedView(_ create: CreateMaterializedView) throws(DialectError) -> [Statement] {
    let view = create.view
    var text = "CREATE MATERIALIZED VIEW \(try quoted(view.name))"
    if !view.columns.isEmpty { text += " (\(try quotedList(view.columns)))" }
    if let method = view.accessMethod { text += " USING \(try quoted(method))" }
    text += try withClause(view.storageParameters)
    if let tablespace = view.tablespace { text += " TABLESPACE \(try quoted(tablespace))" }
    text += " AS\n" + (try oneStatement(view.query, of: "the query of the materialized view \(view.name)"))
    if !view.isPopulated { text += "\nWITH NO DATA" }
    let statements = [Statement(text)] + (try comments(view.comment, on: .materializedView(view.name)))
    return create.ifNotExists ? [block(where: try isMissing(view.name), statements)] : statements
  }

  func dropMaterializedView(_ drop: DropMaterializedView) throws(DialectError) -> [Statement] {
    [Statement("DROP MATERIALIZED VIEW \(ifExists(drop.ifExists))\(try quoted(drop.name))\(cascade(drop.cascade))")]
  }

  func refreshMaterializedView(_ refresh: RefreshMaterializedView) throws(DialectError) -> [Statement] {
    guard refresh.withData || !refresh.concurrently else {
      throw DialectError("the materialized view \(refresh.name) cannot be emptied concurrently")
    }
    // Unlike others of that word, this runs inside a transaction.
    let concurrently = refresh.concurrently ? "CONCURRENTLY " : ""
    let noData = refresh.withData ? "" : " WITH NO DATA"
    return [Statement("REFRESH MATERIALIZED VIEW \(concurrently)\(try quoted(refresh.name))\(noData)")]
  }
}
