import Dialects
import Revisions

extension PostgresDialect {
  func createTrigger(_ create: CreateTrigger) throws(DialectError) -> [Statement] {
    let trigger = create.trigger
    var statements: [Statement] = []
    switch trigger.action {
    case .function(let function, let arguments):
      let list = try literals(arguments.map(SQLValue.text))
      statements.append(try triggerDefinition(trigger, calling: "\(try quoted(function))(\(list))"))
    case .statements(let body):
      let function = bodyFunction(of: trigger.name, on: trigger.table)
      statements.append(try bodyFunctionDefinition(function, body, of: trigger.name))
      statements.append(try triggerDefinition(trigger, calling: "\(try quoted(function))()"))
    }
    if trigger.state != .enabled {
      statements.append(try triggerState(trigger.state, of: trigger.name, on: trigger.table))
    }
    statements += try comments(trigger.comment, on: .trigger(trigger.name, on: trigger.table))
    guard create.ifNotExists else { return statements }
    let condition = """
      NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = \(try nameLiteral(trigger.table))::regclass \
      AND tgname = \(try literal(.text(trigger.name))))
      """
    return [block(where: condition, statements)]
  }

  func dropTrigger(_ drop: DropTrigger) throws(DialectError) -> [Statement] {
    var statements = [
      Statement("DROP TRIGGER \(ifExists(drop.ifExists))\(try quoted(drop.name)) ON \(try quoted(drop.table))")
    ]
    let function = bodyFunction(of: drop.name, on: drop.table)
    switch drop.former?.action {
    case .function: break
    case .statements:
      statements.append(Statement("DROP FUNCTION \(ifExists(drop.ifExists))\(try quoted(function))()"))
    // It is not said whether the trigger had statements of its own. One whose function has no name had none.
    case nil:
      guard let name = try? quoted(function) else { break }
      let isThere = "to_regprocedure(\(try literal(.text(name + "()")))) IS NOT NULL"
      statements.append(block(where: isThere, [Statement("DROP FUNCTION \(name)()")]))
    }
    return statements
  }

  func setTriggerState(_ set: SetTriggerState) throws(DialectError) -> [Statement] {
    [try triggerState(set.state, of: set.name, on: set.table)]
  }

  private func triggerState(
    _ state: Trigger.State, of trigger: String, on table: QualifiedName
  ) throws(DialectError) -> Statement {
    try alterTable(table, ["\(state.rawValue) TRIGGER \(try quoted(trigger))"])
  }

  private func triggerDefinition(_ trigger: Trigger, calling function: String) throws(DialectError) -> Statement {
    guard !trigger.events.isEmpty else { throw DialectError("the trigger \(trigger.name) has no event") }
    var events: [String] = []
    for event in trigger.events {
      switch event {
      case .insert: events.append("INSERT")
      case .delete: events.append("DELETE")
      case .update(let columns): events.append(columns.isEmpty ? "UPDATE" : "UPDATE OF \(try quotedList(columns))")
      case .truncate: events.append("TRUNCATE")
      }
    }
    var text = "CREATE \(trigger.constraint == nil ? "" : "CONSTRAINT ")TRIGGER \(try quoted(trigger.name))\n"
    text += "\(trigger.timing.rawValue) \(events.joined(separator: " OR ")) ON \(try quoted(trigger.table))\n"
    if let constraint = trigger.constraint {
      var parts: [String] = []
      if let table = constraint.referencedTable { parts.append("FROM \(try quoted(table))") }
      if constraint.deferrable != .no { parts.append(String(deferral(constraint.deferrable).dropFirst())) }
      if !parts.isEmpty { text += parts.joined(separator: " ") + "\n" }
    }
    var tables: [String] = []
    if let name = trigger.oldTable { tables.append("OLD TABLE AS \(try quoted(name))") }
    if let name = trigger.newTable { tables.append("NEW TABLE AS \(try quoted(name))") }
    if !tables.isEmpty { text += "REFERENCING \(tables.joined(separator: " "))\n" }
    text += "FOR EACH \(trigger.level.rawValue)"
    if let condition = trigger.condition { text += " WHEN \(try enclosed(condition))" }
    return Statement(text + "\nEXECUTE FUNCTION \(function)")
  }

  /// The function that holds a trigger's statements. Nobody else would call one so, and no two triggers share one.
  func bodyFunction(of trigger: String, on table: QualifiedName) -> QualifiedName {
    QualifiedName("trigger \(table.name).\(trigger)", schema: table.schema)
  }

  /// A trigger's statements as a function, since PostgreSQL's triggers have none of their own.
  private func bodyFunctionDefinition(
    _ name: QualifiedName, _ body: SQLFragment, of trigger: String
  ) throws(DialectError) -> Statement {
    // It may be left from a table that was dropped with its triggers.
    Statement(
      "CREATE OR REPLACE FUNCTION \(try quoted(name))() RETURNS trigger LANGUAGE plpgsql AS "
        + Self.dollarQuoted(try bodyText(body, of: trigger)))
  }

  /// What the function of a trigger with statements of its own does.
  func bodyText(_ body: SQLFragment, of trigger: String) throws(DialectError) -> String {
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
    return "\nBEGIN\n\(lines)  RETURN coalesce(NEW, OLD);\nEND\n"
  }
}
