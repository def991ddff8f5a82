import Revisions

extension SwiftRendering {
  func expression(_ operation: CreateTrigger) -> SwiftExpression {
    let trigger = operation.trigger
    var isPlain = trigger.state == .enabled && trigger.comment == nil
    if case .function = trigger.action, operation.ifNotExists { isPlain = false }
    return .call("CreateTrigger") { arguments in
      if isPlain { add(trigger, to: &arguments) } else { arguments.add(expression(trigger)) }
      arguments.add("ifNotExists", flag: operation.ifNotExists)
    }
  }

  func expression(_ operation: DropTrigger) -> SwiftExpression {
    if let former = operation.former {
      return drop("DropTrigger", was: expression(former), ifExists: operation.ifExists)
    }
    return .call("DropTrigger") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("on", expression(operation.table))
      arguments.add("ifExists", flag: operation.ifExists)
    }
  }

  func expression(_ operation: SetTriggerState) -> SwiftExpression {
    .call("SetTriggerState") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("on", expression(operation.table))
      arguments.add(expression(operation.state))
      arguments.add("from", operation.former.map { expression($0) })
    }
  }

  func expression(_ operation: CreateRoutine) -> SwiftExpression {
    let routine = operation.routine
    guard routine == Self.plain(routine) else {
      return .call("CreateRoutine") { arguments in
        arguments.add(expression(routine))
        arguments.add("orReplace", flag: operation.orReplace)
        arguments.add("was", expression(operation.former))
      }
    }
    return .call(routine.kind == .function ? "CreateFunction" : "CreateProcedure") { arguments in
      addBeginning(of: routine, to: &arguments)
      if routine.volatility != .volatile { arguments.add(.code(".\(routine.volatility)")) }
      arguments.add("strict", flag: routine.isStrict)
      arguments.add("securityDefiner", flag: routine.isSecurityDefiner)
      if routine.parallel != .unsafe { arguments.add("parallel", .code(".\(routine.parallel)")) }
      arguments.add("settings", expression(routine.settings))
      arguments.add("orReplace", flag: operation.orReplace)
      arguments.add("was", expression(operation.former))
      arguments.add("body", expression(routine.body))
    }
  }

  func expression(_ operation: DropRoutine) -> SwiftExpression {
    if let former = operation.former, !operation.cascade {
      return drop("DropRoutine", was: expression(former), ifExists: operation.ifExists)
    }
    return .call(operation.kind == .function ? "DropFunction" : "DropProcedure") { arguments in
      arguments.add(expression(operation.name))
      arguments.add("arguments", .string(operation.signature?.joined(separator: ", ")))
      arguments.add("ifExists", flag: operation.ifExists)
      arguments.add("cascade", flag: operation.cascade)
    }
  }

  /// The routine with no more than what its operation's initialiser says.
  private static func plain(_ routine: Routine) -> Routine {
    switch routine.kind {
    case .function:
      Routine(
        .function, routine.name, arguments: routine.arguments, returns: routine.returns, language: routine.language,
        routine.volatility, strict: routine.isStrict, securityDefiner: routine.isSecurityDefiner,
        parallel: routine.parallel, settings: routine.settings, body: routine.body)
    case .procedure:
      Routine(
        .procedure, routine.name, arguments: routine.arguments, language: routine.language,
        securityDefiner: routine.isSecurityDefiner, settings: routine.settings, body: routine.body)
    }
  }
}
