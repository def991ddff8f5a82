import Revisions

extension SwiftRendering {
  func expression(_ operation: CreateEnum) -> SwiftExpression {
    .call("CreateEnum") { arguments in
      if operation.type.comment != nil {
        arguments.add(expression(operation.type))
      } else {
        arguments.add(expression(operation.type.name))
        arguments.add(each: operation.type.values.map { .string($0) })
      }
    }
  }

  func expression(_ operation: DropEnum) -> SwiftExpression {
    guard let former = operation.former, !operation.cascade else {
      return drop("DropEnum", expression(operation.name), ifExists: operation.ifExists, cascade: operation.cascade)
    }
    if former.comment != nil || former.values.isEmpty || operation.ifExists {
      return drop("DropEnum", was: expression(former), ifExists: operation.ifExists)
    }
    return .call("DropEnum") { arguments in
      arguments.add(expression(former.name))
      arguments.add("was", each: former.values.map { .string($0) })
    }
  }

  func expression(_ operation: AddEnumValue) -> SwiftExpression {
    .call("AddEnumValue") { arguments in
      arguments.add(expression(operation.type))
      arguments.add(.string(operation.value))
      switch operation.position {
      case .after(let other): arguments.add("after", .string(other))
      case .before(let other): arguments.add("before", .string(other))
      case nil: break
      }
      arguments.add("ifNotExists", flag: operation.ifNotExists && !operation.isKept)
      arguments.add("kept", flag: operation.isKept)
    }
  }

  func expression(_ operation: RenameEnumValue) -> SwiftExpression {
    .call("RenameEnumValue") { arguments in
      arguments.add(expression(operation.type))
      arguments.add(.string(operation.value))
      arguments.add("to", .string(operation.newValue))
    }
  }

  func expression(_ operation: ReplaceEnum) -> SwiftExpression {
    .call("ReplaceEnum") { arguments in
      arguments.add(expression(operation.type))
      arguments.add(.strings(operation.values))
      arguments.add("from", operation.former.map { .strings($0) })
      arguments.add("in", each: operation.columns.map { expression($0) })
    }
  }

  func expression(_ operation: CreateDomain) -> SwiftExpression {
    .call("CreateDomain") { arguments in
      if operation.domain.comment == nil {
        add(operation.domain, to: &arguments)
      } else {
        arguments.add(expression(operation.domain))
      }
    }
  }

  func expression(_ operation: DropDomain) -> SwiftExpression {
    if let former = operation.former, !operation.cascade {
      return drop("DropDomain", was: expression(former), ifExists: operation.ifExists)
    }
    return drop("DropDomain", expression(operation.name), ifExists: operation.ifExists, cascade: operation.cascade)
  }

  func expression(_ operation: AlterDomain) -> SwiftExpression {
    .call("AlterDomain") { arguments in
      arguments.add(expression(operation.name))
      arguments.add(each: operation.changes.map { expression($0) })
    }
  }

  func expression(_ operation: CreateCompositeType) -> SwiftExpression {
    .call("CreateCompositeType") { arguments in
      if operation.type.comment != nil {
        arguments.add(expression(operation.type))
      } else {
        arguments.add(expression(operation.type.name))
        arguments.add(each: operation.type.attributes.map { expression($0) })
      }
    }
  }

  func expression(_ operation: DropCompositeType) -> SwiftExpression {
    if let former = operation.former, !operation.cascade {
      return drop("DropCompositeType", was: expression(former), ifExists: operation.ifExists)
    }
    return drop(
      "DropCompositeType", expression(operation.name), ifExists: operation.ifExists, cascade: operation.cascade)
  }

  func expression(_ operation: AlterCompositeType) -> SwiftExpression {
    .call("AlterCompositeType") { arguments in
      arguments.add(expression(operation.name))
      arguments.add(each: operation.changes.map { expression($0) })
    }
  }

  private func expression(_ use: ReplaceEnum.Use) -> SwiftExpression {
    .call(".column") { arguments in
      arguments.add(expression(use.table))
      arguments.add(.string(use.column))
      arguments.add("default", expression(use.defaultValue))
      arguments.add("array", flag: use.isArray)
      arguments.add("using", expression(use.using))
      arguments.add("reverseUsing", expression(use.reverseUsing))
    }
  }

  private func expression(_ change: AlterDomain.Change) -> SwiftExpression {
    switch change {
    case .setDefault(let new, let former):
      .call(".setDefault") { arguments in
        arguments.add(expression(new))
        arguments.add("from", expression(former))
      }
    case .dropDefault(let former): .call(".dropDefault") { $0.add("from", expression(former)) }
    case .nullable(let flag): .code(flag ? ".nullable" : ".notNull")
    case .addCheck(let check): .call(".addCheck") { $0.add(expression(check)) }
    case .dropCheck(let name, let former):
      .call(".dropCheck") { arguments in
        arguments.add(.string(name))
        arguments.add("from", former.map { expression($0) })
      }
    case .validateCheck(let name): .call(".validateCheck") { $0.add(.string(name)) }
    }
  }

  private func expression(_ change: AlterCompositeType.Change) -> SwiftExpression {
    switch change {
    case .add(let attribute) where attribute.collation == nil:
      .call(".addAttribute") { arguments in
        arguments.add(.string(attribute.name))
        arguments.add(expression(attribute.type))
      }
    case .add(let attribute): .call(".add") { $0.add(expression(attribute)) }
    case .drop(let name, let former):
      .call(".drop") { arguments in
        arguments.add(.string(name))
        arguments.add("from", former.map { expression($0) })
      }
    case .type(let name, let new, let former):
      .call(".type") { arguments in
        arguments.add(.string(name))
        arguments.add(expression(new))
        arguments.add("from", expression(former))
      }
    case .rename(let name, let newName):
      .call(".rename") { arguments in
        arguments.add(.string(name))
        arguments.add("to", .string(newName))
      }
    }
  }
}
