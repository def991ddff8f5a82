import Revisions

extension SwiftRendering {
  func expression(_ operation: CreateSequence) -> SwiftExpression {
    .call("CreateSequence") { arguments in
      if operation.sequence.comment == nil {
        add(operation.sequence, to: &arguments)
      } else {
        arguments.add(expression(operation.sequence))
      }
      arguments.add("ifNotExists", flag: operation.ifNotExists)
    }
  }

  func expression(_ operation: DropSequence) -> SwiftExpression {
    if let former = operation.former, !operation.cascade {
      return drop("DropSequence", was: expression(former), ifExists: operation.ifExists)
    }
    return drop("DropSequence", expression(operation.name), ifExists: operation.ifExists, cascade: operation.cascade)
  }

  func expression(_ operation: AlterSequence) -> SwiftExpression {
    .call("AlterSequence") { arguments in
      arguments.add(expression(operation.name))
      arguments.add(each: operation.changes.map { expression($0) })
    }
  }

  private func expression(_ change: AlterSequence.Change) -> SwiftExpression {
    switch change {
    case .type(let new, let former): becoming(".type", expression(new), from: expression(former))
    case .start(let new, let former): becoming(".start", .number(new), from: former.map { .number($0) })
    case .increment(let new, let former): becoming(".increment", .number(new), from: former.map { .number($0) })
    case .minimum(let new, let former): becoming(".minimum", expression(new), from: former.map { expression($0) })
    case .maximum(let new, let former): becoming(".maximum", expression(new), from: former.map { expression($0) })
    case .cache(let new, let former): becoming(".cache", .number(new), from: former.map { .number($0) })
    case .cycles(let flag): .code(".cycles(\(flag))")
    case .ownedBy(let new, let former):
      becoming(".ownedBy", new.map { expression($0) } ?? .null, from: former.map { expression($0) })
    case .restart(let number): .call(".restart") { $0.add("with", number.map { .number($0) }) }
    }
  }

  private func expression(_ limit: AlterSequence.Limit) -> SwiftExpression {
    switch limit {
    case .at(let number): .number(number)
    case .ofType: .code(".ofType")
    }
  }

  private func becoming(_ name: String, _ new: SwiftExpression, from former: SwiftExpression?) -> SwiftExpression {
    .call(name) { arguments in
      arguments.add(new)
      arguments.add("from", former)
    }
  }
}
