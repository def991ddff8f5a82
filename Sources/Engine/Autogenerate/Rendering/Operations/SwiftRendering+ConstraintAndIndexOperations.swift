import Revisions

extension SwiftRendering {
  func expression(_ operation: AddConstraint) -> SwiftExpression {
    .call("AddConstraint") { arguments in
      arguments.add(expression(operation.constraint))
      arguments.add("to", expression(operation.table))
    }
  }

  func expression(_ operation: DropConstraint) -> SwiftExpression {
    .call("DropConstraint") { arguments in
      switch (operation.former, operation.target) {
      case (let former?, _) where !operation.cascade:
        arguments.add("was", wrapped(former))
        arguments.add("on", expression(operation.table))
      case (_, .named(let name)):
        arguments.add(.string(name))
        arguments.add("on", expression(operation.table))
        arguments.add("cascade", flag: operation.cascade)
      case (_, .matching(let constraint)):
        arguments.add("was", wrapped(constraint))
        arguments.add("on", expression(operation.table))
      }
    }
  }

  func expression(_ operation: AlterConstraint) -> SwiftExpression {
    .call("AlterConstraint") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("on", expression(operation.table))
      arguments.add("deferrable", expression(operation.deferrable))
      arguments.add("from", operation.former.map { expression($0) })
    }
  }

  func expression(_ operation: ValidateConstraint) -> SwiftExpression {
    .call("ValidateConstraint") { arguments in
      switch operation.former {
      // What is validated was not: the operation says so by itself.
      case .check(var check)?:
        check.isValidated = true
        arguments.add("was", expression(check))
      case .foreignKey(var key)?:
        key.isValidated = true
        arguments.add("was", expression(.foreignKey(key)))
      case .primaryKey, .unique, .exclusion, nil: arguments.add(.string(operation.name))
      }
      arguments.add("on", expression(operation.table))
    }
  }

  func expression(_ operation: InvalidateConstraint) -> SwiftExpression {
    var constraint = operation.constraint
    constraint.isValidated = true
    return .call("InvalidateConstraint") { arguments in
      arguments.add(wrapped(constraint))
      arguments.add("on", expression(operation.table))
    }
  }

  func expression(_ operation: CreateIndex) -> SwiftExpression {
    let index = operation.index
    return .call("CreateIndex") { arguments in
      if index.onlyTable || index.parent != nil || index.comment != nil {
        arguments.add(expression(index))
      } else {
        add(index, to: &arguments)
      }
      arguments.add("concurrently", flag: operation.concurrently)
      arguments.add("ifNotExists", flag: operation.ifNotExists)
    }
  }

  func expression(_ operation: DropIndex) -> SwiftExpression {
    .call("DropIndex") { arguments in
      if let former = operation.former, !operation.cascade {
        arguments.add("was", expression(former))
      } else {
        arguments.add(.string(operation.name))
        arguments.add("on", expression(operation.table))
      }
      arguments.add("concurrently", flag: operation.concurrently)
      arguments.add("ifExists", flag: operation.ifExists)
      arguments.add("cascade", flag: operation.cascade)
    }
  }

  func expression(_ operation: AttachIndex) -> SwiftExpression {
    .call("AttachIndex") { arguments in
      arguments.add(expression(operation.index))
      arguments.add("to", expression(operation.parent))
    }
  }
}
