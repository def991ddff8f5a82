import Dialects
import Revisions

extension PostgresDialect {
  func createTrigger(_ create: CreateTrigger) throws(DialectError) -> [Statement] {
    let trigger = create.trigger
    let function = bodyFunction(of: trigger.name, on: trigger.table)
    let statements = [
      try bodyFunctionDefinition(function, trigger.body, of: trigger.name),
      try triggerDefinition(trigger, calling: "\(try quoted(function))()"),
    ]
    guard create.ifNotExists else { return statements }
    let name = try literal(.text(trigger.name))
    return [
      block(
        where: """
          NOT EXISTS (SELECT FROM pg_catalog.pg_trigger \
          WHERE tgrelid = \(try nameLiteral(trigger.table))::regclass AND tgname = \(name))
          """, statements)
    ]
  }

  func dropTrigger(_ drop: DropTrigger) throws(DialectError) -> [Statement] {
    let exists = drop.ifExists ? "IF EXISTS " : ""
    var statements = [Statement("DROP TRIGGER \(exists)\(try quoted(drop.name)) ON \(try quoted(drop.table))")]
    let function = bodyFunction(of: drop.name, on: drop.table)
    statements.append(Statement("DROP FUNCTION IF EXISTS \(try quoted(function))()"))
    return statements
  }

  private func triggerDefinition(_ trigger: Trigger, calling function: String) throws(DialectError) -> Statement {
    guard !trigger.events.isEmpty else { throw DialectError("the trigger \(trigger.name) has no event") }
    var events: [String] = []
    for event in trigger.events {
      switch event {
      case .insert: events.append("INSERT")
      case .delete: events.append("DELETE")
      case .update(let columns): events.append(columns.isEmpty ? "UPDATE" : "UPDATE OF \(try quotedList(columns))")
      }
    }
    var text = "CREATE TRIGGER \(try quoted(trigger.name))\n\(trigger.timing.rawValue) "
    text += events.joined(separator: " OR ") + " ON \(try quoted(trigger.table))\nFOR EACH ROW"
    if let condition = trigger.condition { text += " WHEN \(try enclosed(condition))" }
    return Statement(text + "\nEXECUTE FUNCTION \(function)")
  }

  /// The function that holds a trigger's statements. Nobody else would call one so, and no two triggers share one.
  private func bodyFunction(of trigger: String, on table: QualifiedName) -> QualifiedName {
    QualifiedName("trigger \(table.name).\(trigger)", schema: table.schema)
  }

  /// A trigger's statements as a function, since PostgreSQL's triggers have none of their own.
  private func bodyFunctionDefinition(
    _ name: QualifiedName, _ body: SQLFragment, of trigger: String
  ) throws(DialectError) -> Statement {
    let parts = try cut(rendered(body))
    guard !parts.isEmpty else { throw DialectError("the trigger \(trigger) has no statements") }
    for part in parts where ["SELECT", "VALUES"].contains(part.text.prefix(6).uppercased()) {
      throw DialectError(
        "the trigger \(trigger) has a query among its statements: on PostgreSQL they run as PL/pgSQL, "
          + "where its rows would have nowhere to go",
        hint: "say PERFORM instead of SELECT, or write a function and let the trigger call it")
    }
    let lines = parts.map { "  \($0.text);\n" }.joined()
    // A row that a trigger returns before a change is the row that is written; for DELETE there is no new one.
    let text = "\nBEGIN\n\(lines)  RETURN coalesce(NEW, OLD);\nEND\n"
    // It may be left from a table that was dropped with its triggers.
    return Statement(
      "CREATE OR REPLACE FUNCTION \(try quoted(name))() RETURNS trigger LANGUAGE plpgsql AS "
        + Self.dollarQuoted(text))
  }
}
