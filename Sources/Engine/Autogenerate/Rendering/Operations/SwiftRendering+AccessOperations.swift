import Revisions

extension SwiftRendering {
  func expression(_ operation: Grant) -> SwiftExpression {
    .call("Grant") { arguments in
      arguments.add(each: operation.privileges.map { expression($0) })
      arguments.add("on", expression(operation.target))
      arguments.add("to", each: operation.roles.map { expression($0) })
      if operation.grantOption != .without { arguments.add("grantOption", .code(".\(operation.grantOption)")) }
    }
  }

  func expression(_ operation: Revoke) -> SwiftExpression {
    .call("Revoke") { arguments in
      arguments.add(each: operation.privileges.map { expression($0) })
      arguments.add("on", expression(operation.target))
      arguments.add("from", each: operation.roles.map { expression($0) })
      if operation.grantOption != .without { arguments.add("grantOption", .code(".\(operation.grantOption)")) }
      arguments.add("cascade", flag: operation.cascade)
    }
  }

  func expression(_ operation: CreatePolicy) -> SwiftExpression {
    let policy = operation.policy
    return .call("CreatePolicy") { arguments in
      if policy.comment == nil, !policy.roles.isEmpty {
        add(policy, to: &arguments)
      } else {
        arguments.add(expression(policy))
      }
    }
  }

  func expression(_ operation: DropPolicy) -> SwiftExpression {
    if let former = operation.former {
      return drop("DropPolicy", was: expression(former), ifExists: operation.ifExists)
    }
    return .call("DropPolicy") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("on", expression(operation.table))
      arguments.add("ifExists", flag: operation.ifExists)
    }
  }

  func expression(_ operation: AlterPolicy) -> SwiftExpression {
    .call("AlterPolicy") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("on", expression(operation.table))
      arguments.add(each: operation.changes.map { expression($0) })
    }
  }

  func expression(_ operation: SetRowSecurity) -> SwiftExpression {
    .call("SetRowSecurity") { arguments in
      arguments.add("on", expression(operation.table))
      arguments.add("enabled", operation.enabled.map { .flag($0) })
      arguments.add("forced", operation.forced.map { .flag($0) })
    }
  }

  private func expression(_ change: AlterPolicy.Change) -> SwiftExpression {
    switch change {
    case .roles(let new, let former):
      .call(".roles") { arguments in
        arguments.add(.array(new.map { expression($0) }))
        arguments.add("from", former.map { roles in .array(roles.map { expression($0) }) })
      }
    case .using(let new, let former):
      .call(".using") { arguments in
        arguments.add(expression(new))
        arguments.add("from", expression(former))
      }
    case .check(let new, let former):
      .call(".check") { arguments in
        arguments.add(expression(new))
        arguments.add("from", expression(former))
      }
    }
  }
}
