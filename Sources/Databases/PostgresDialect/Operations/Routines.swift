import Dialects
import Revisions

extension PostgresDialect {
  func createRoutine(_ create: CreateRoutine) throws(DialectError) -> [Statement] {
    let routine = create.routine
    let what = "the \(routine.kind.rawValue.lowercased()) \(routine.name)"
    var text = "CREATE \(create.orReplace ? "OR REPLACE " : "")\(routine.kind.rawValue) "
    text += "\(try quoted(routine.name))(\(routine.arguments))"
    if let result = routine.returns { text += "\nRETURNS \(result)" }
    // As the server reads it without quotes: languages are called `sql` however a person writes it.
    text += "\nLANGUAGE \(try quoted(routine.language.lowercased()))"
    let attributes = try routineAttributes(routine)
    if !attributes.isEmpty { text += " " + attributes.joined(separator: " ") }
    switch routine.body {
    case .text(let body): text += "\nAS " + Self.dollarQuoted(body)
    case .symbol(let symbol, let library):
      text += "\nAS \(try literal(.text(library))), \(try literal(.text(symbol)))"
    // Its semicolons are told from the statement's only as part of it.
    case .sql(let body): text = try oneStatement(text + "\n" + rendered(body), of: what)
    }
    return [Statement(text)]
      + (try comments(routine.comment, on: object(routine), replacing: create.former?.comment))
  }

  func dropRoutine(_ drop: DropRoutine) throws(DialectError) -> [Statement] {
    let signature = drop.signature.map { "(\($0.joined(separator: ", ")))" } ?? ""
    return [
      Statement(
        "DROP \(drop.kind.rawValue) \(ifExists(drop.ifExists))\(try quoted(drop.name))\(signature)\(cascade(drop.cascade))"
      )
    ]
  }

  private func object(_ routine: Routine) -> DatabaseObject {
    switch routine.kind {
    case .function: .function(routine.name, routine.signature)
    case .procedure: .procedure(routine.name, routine.signature)
    }
  }

  /// What is said of a routine beside its language and body, leaving out what the database chooses by itself.
  private func routineAttributes(_ routine: Routine) throws(DialectError) -> [String] {
    var parts: [String] = []
    if routine.isWindow { parts.append("WINDOW") }
    if routine.volatility != .volatile { parts.append(routine.volatility.rawValue) }
    if routine.isLeakproof { parts.append("LEAKPROOF") }
    if routine.isStrict { parts.append("STRICT") }
    if routine.isSecurityDefiner { parts.append("SECURITY DEFINER") }
    if routine.parallel != .unsafe { parts.append("PARALLEL \(routine.parallel.rawValue)") }
    if let cost = routine.cost { parts.append("COST \(cost)") }
    if let rows = routine.rows { parts.append("ROWS \(rows)") }
    if let support = routine.support { parts.append("SUPPORT \(try quoted(support))") }
    for setting in routine.settings {
      guard !setting.values.isEmpty else { throw DialectError("the setting \(setting.name) has no value") }
      parts.append("SET \(try parameterName(setting.name)) TO \(try literals(setting.values.map(SQLValue.text)))")
    }
    return parts
  }
}
