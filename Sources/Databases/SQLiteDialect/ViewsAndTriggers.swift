import Dialects
import Revisions

extension SQLiteDialect {
  func createView(_ create: CreateView) throws(DialectError) -> [Statement] {
    let view = create.view
    try refuseForeign(view)
    guard !create.orReplace else {
      throw DialectError(
        "the view \(view.name) is to take the place of another, which SQLite does not do: it would lose its triggers",
        hint: "drop the view, create it again, and its triggers too")
    }
    var text = "CREATE VIEW \(create.ifNotExists ? "IF NOT EXISTS " : "")\(try quoted(view.name))"
    if !view.columns.isEmpty { text += " (\(try quotedList(view.columns)))" }
    return [Statement(text + " AS\n" + (try statements(view.query)))]
  }

  func dropView(_ drop: DropView) throws(DialectError) -> [Statement] {
    try refuseCascade(drop.cascade, dropping: "the view \(drop.name)")
    return [Statement("DROP VIEW \(drop.ifExists ? "IF EXISTS " : "")\(try quoted(drop.name))")]
  }

  func createTrigger(_ create: CreateTrigger) throws(DialectError) -> [Statement] {
    let trigger = create.trigger
    let statements = try statements(of: trigger)
    guard let event = trigger.events.first, trigger.events.count == 1 else {
      throw DialectError(
        "the trigger \(trigger.name) has \(trigger.events.count) events: in SQLite a trigger has exactly one",
        hint: "create a trigger for each event")
    }
    var text = "CREATE TRIGGER \(create.ifNotExists ? "IF NOT EXISTS " : "")"
    text += try quoted(QualifiedName(trigger.name, schema: trigger.table.schema))
    text += "\n\(trigger.timing.rawValue) "
    switch event {
    case .insert: text += "INSERT"
    case .delete: text += "DELETE"
    case .truncate:
      throw DialectError(
        "the trigger \(trigger.name) waits for TRUNCATE, which SQLite does not have",
        hint: "put it into When(.postgresql) { … }")
    case .update(let columns): text += columns.isEmpty ? "UPDATE" : "UPDATE OF \(try quotedList(columns))"
    }
    text += " ON \(try quoted(trigger.table.name))\nFOR EACH ROW"
    if let condition = trigger.condition { text += " WHEN \(try expression(condition))" }
    let body = try self.statements(statements)
    guard !body.isEmpty else { throw DialectError("the trigger \(trigger.name) has no statements") }
    return [Statement(text + "\nBEGIN\n  \(body);\nEND")]
  }

  func dropTrigger(_ drop: DropTrigger) throws(DialectError) -> [Statement] {
    let name = try quoted(QualifiedName(drop.name, schema: drop.table.schema))
    return [Statement("DROP TRIGGER \(drop.ifExists ? "IF EXISTS " : "")\(name)")]
  }

  /// Statements as text, without the semicolon that ends them.
  private func statements(_ fragment: SQLFragment) throws(DialectError) -> String {
    Tokenizer.trimmed(try rendered(fragment), droppingSemicolons: true)
  }
}
