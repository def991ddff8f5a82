import Revisions

extension SwiftRendering {
  func expression(_ operation: AddColumn) -> SwiftExpression {
    .call("AddColumn") { arguments in
      arguments.add(expression(operation.table))
      arguments.add(expression(operation.column))
    }
  }

  func expression(_ operation: DropColumn) -> SwiftExpression {
    .call("DropColumn") { arguments in
      arguments.add(expression(operation.table))
      if let former = operation.former, !operation.cascade {
        arguments.add("was", expression(former))
      } else {
        arguments.add(.string(operation.column))
        arguments.add("cascade", flag: operation.cascade)
      }
    }
  }

  func expression(_ operation: RenameColumn) -> SwiftExpression {
    .call("RenameColumn") { arguments in
      arguments.add(expression(operation.table))
      arguments.add(.string(operation.column))
      arguments.add("to", .string(operation.newName))
    }
  }

  func expression(_ operation: AlterColumn) -> SwiftExpression {
    .call("AlterColumn") { arguments in
      arguments.add(expression(operation.table))
      arguments.add(.string(operation.column))
      arguments.add(each: operation.changes.map { expression($0) })
    }
  }

  private func expression(_ change: AlterColumn.Change) -> SwiftExpression {
    switch change {
    case .type(let new, let former, let using, let reverseUsing):
      .call(".type") { arguments in
        arguments.add(expression(new))
        arguments.add("from", expression(former))
        arguments.add("using", expression(using))
        arguments.add("reverseUsing", expression(reverseUsing))
      }
    case .nullable(let flag): .code(flag ? ".nullable" : ".notNull")
    case .setDefault(.literal(let value), from: nil): .call(".default") { $0.add(expression(value)) }
    case .setDefault(let new, let former):
      .call(".setDefault") { arguments in
        arguments.add(expression(new))
        arguments.add("from", expression(former))
      }
    case .dropDefault(let former): .call(".dropDefault") { $0.add("from", expression(former)) }
    case .collation(let new, let former):
      .call(".collation") { arguments in
        arguments.add(expression(new) ?? .null)
        arguments.add("from", expression(former))
      }
    case .comment(let new, let former): becoming(".comment", .string(new), from: .string(former))
    case .addIdentity(let identity): .call(".addIdentity") { $0.add(expression(identity)) }
    case .identity(let new, let former): becoming(".identity", expression(new), from: expression(former))
    case .dropIdentity(let former): .call(".dropIdentity") { $0.add("from", expression(former)) }
    case .dropExpression: .code(".dropExpression")
    case .storage(let new, let former): becoming(".storage", .code(".\(new)"), from: former.map { .code(".\($0)") })
    case .compression(let new, let former): becoming(".compression", .string(new), from: .string(former))
    case .statistics(let new, let former):
      becoming(".statistics", new.map { .number($0) }, from: former.map { .number($0) })
    }
  }

  /// `.comment("new", from: "old")`, where nil is a value too.
  private func becoming(_ name: String, _ new: SwiftExpression?, from former: SwiftExpression?) -> SwiftExpression {
    .call(name) { arguments in
      arguments.add(new ?? .null)
      arguments.add("from", former)
    }
  }
}
