import Dialects
import Revisions

extension PostgresDialect {
  func createView(_ create: CreateView) throws(DialectError) -> [Statement] {
    let view = create.view
    var text = "VIEW \(try quoted(view.name))"
    if !view.columns.isEmpty { text += " (\(try quotedList(view.columns)))" }
    var options: [String] = []
    if view.options.isSecurityBarrier { options.append("security_barrier = true") }
    if view.options.isSecurityInvoker { options.append("security_invoker = true") }
    if let check = view.options.checkOption { options.append("check_option = \(check.rawValue.lowercased())") }
    if !options.isEmpty { text += " WITH (\(options.joined(separator: ", ")))" }
    text += " AS\n" + (try oneStatement(view.query, of: "the query of the view \(view.name)"))
    let definition =
      if !create.orReplace {
        Statement("CREATE " + text)
      } else if create.former == nil {
        Statement("CREATE OR REPLACE " + text)
      } else {
        try replacement(of: view.name, by: text)
      }
    let statements =
      [definition] + (try comments(view.comment, on: .view(view.name), replacing: create.former?.comment))
    return create.ifNotExists ? [block(where: try isMissing(view.name), statements)] : statements
  }

  /// A view in the place of one that is known, and so can be had again: where its columns do not allow that it is
  /// replaced, it is dropped and created, unless something would be lost.
  ///
  /// Only columns behind those that are there can be added to a view; the way back of that needs more.
  private func replacement(of name: QualifiedName, by definition: String) throws(DialectError) -> Statement {
    let view = try quoted(name)
    let object = "\(try nameLiteral(name))::regclass"
    let carried = CarriedOver(
      altered: "VIEW \(view)", granted: "TABLE \(view)", catalog: "pg_class", prefix: "rel", lookup: "::regclass",
      kind: "r")
    let hint = "drop it with DropView, and create it and what was on it again"
    return block(
      declaring: CarriedOver.variables + ["lost text"],
      ["BEGIN", "  EXECUTE \(Self.dollarQuoted("CREATE OR REPLACE " + definition));"]
        + [
          "EXCEPTION WHEN invalid_table_definition THEN",
          "  SELECT string_agg(what, ', ') INTO lost FROM (",
          "    SELECT 'the trigger ' || tgname FROM pg_trigger WHERE tgrelid = \(object)",
          "    UNION ALL SELECT 'the rule ' || rulename FROM pg_rewrite WHERE ev_class = \(object) AND rulename <> '_RETURN'",
          "    UNION ALL SELECT 'what is granted on the column ' || attname FROM pg_attribute",
          "      WHERE attrelid = \(object) AND attacl IS NOT NULL",
          "    UNION ALL SELECT 'the default of the column ' || attname FROM pg_attribute",
          "      WHERE attrelid = \(object) AND atthasdef",
          "    UNION ALL SELECT 'the comment on the column ' || attname FROM pg_attribute",
          "      WHERE attrelid = \(object) AND col_description(attrelid, attnum) IS NOT NULL",
          "  ) AS parts (what);",
          "  IF lost IS NOT NULL THEN",
          "    RAISE EXCEPTION USING ERRCODE = 'invalid_table_definition',",
          "      MESSAGE = \(try literal(.text("the view \(name) cannot become the other without being dropped (")))",
          "        || SQLERRM || '), and with it would go ' || lost,",
          "      HINT = \(try literal(.text(hint)));",
          "  END IF;",
          "  \(carried.noting(try nameLiteral(name)))",
          "  DROP VIEW \(view);",
          "  EXECUTE \(Self.dollarQuoted("CREATE " + definition));",
        ] + (try carried.giving(to: nameLiteral(name), in: self)).map { "  " + $0 } + ["END;"])
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
