import Revisions

extension SwiftRendering {
  /// `Routine(.function, "f", arguments: "a integer", returns: "integer", language: "sql", body: "SELECT a")`
  func expression(_ routine: Routine) -> SwiftExpression {
    .call("Routine") { arguments in
      arguments.add(expression(routine.kind))
      addBeginning(of: routine, to: &arguments)
      if routine.volatility != .volatile { arguments.add(.code(".\(routine.volatility)")) }
      arguments.add("strict", flag: routine.isStrict)
      arguments.add("securityDefiner", flag: routine.isSecurityDefiner)
      arguments.add("leakproof", flag: routine.isLeakproof)
      arguments.add("window", flag: routine.isWindow)
      if routine.parallel != .unsafe { arguments.add("parallel", .code(".\(routine.parallel)")) }
      arguments.add("cost", routine.cost.map { .code(Self.number($0)) })
      arguments.add("rows", routine.rows.map { .code(Self.number($0)) })
      arguments.add("support", expression(routine.support))
      arguments.add("settings", expression(routine.settings))
      arguments.add("comment", .string(routine.comment))
      arguments.add("body", expression(routine.body))
    }
  }

  func expression(_ routine: Routine?) -> SwiftExpression? { routine.map { expression($0) } }

  func expression(_ kind: Routine.Kind) -> SwiftExpression { .code(".\(kind)") }

  /// What every form of a routine begins with.
  func addBeginning(of routine: Routine, to arguments: inout SwiftArguments) {
    arguments.add(expression(routine.name))
    if !routine.arguments.isEmpty { arguments.add("arguments", .string(routine.arguments)) }
    arguments.add("returns", .string(routine.returns))
    arguments.add("language", .string(routine.language))
  }

  func expression(_ settings: [Routine.Setting]) -> SwiftExpression? {
    guard !settings.isEmpty else { return nil }
    return .array(
      settings.map { setting in
        .call(".set") { arguments in
          arguments.add(.string(setting.name))
          arguments.add(each: setting.values.map { .string($0) })
        }
      })
  }

  func expression(_ body: Routine.Body) -> SwiftExpression {
    switch body {
    case .text(let text): .string(text)
    case .sql(let sql): .call(".sql") { $0.add(expression(sql)) }
    case .symbol(let symbol, let library):
      .call(".symbol") { arguments in
        arguments.add(.string(symbol))
        arguments.add("library", .string(library))
      }
    }
  }

  /// A whole number without its fraction.
  private static func number(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? ".nan" : number > 0 ? ".infinity" : "-.infinity" }
    let text = String(number)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
