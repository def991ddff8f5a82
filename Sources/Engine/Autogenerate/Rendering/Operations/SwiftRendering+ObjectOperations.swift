import Revisions

extension SwiftRendering {
  func expression(_ operation: CreateSchema) -> SwiftExpression {
    .call("CreateSchema") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("owner", expression(operation.owner))
      arguments.add("ifNotExists", flag: operation.ifNotExists)
    }
  }

  func expression(_ operation: DropSchema) -> SwiftExpression {
    .call("DropSchema") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("owner", expression(operation.owner))
      arguments.add("ifExists", flag: operation.ifExists)
      arguments.add("cascade", flag: operation.cascade)
    }
  }

  func expression(_ operation: CreateExtension) -> SwiftExpression {
    .call("CreateExtension") { arguments in
      if operation.extension.comment == nil {
        add(operation.extension, to: &arguments)
      } else {
        arguments.add(expression(operation.extension))
      }
      arguments.add("ifNotExists", flag: operation.ifNotExists)
      arguments.add("cascade", flag: operation.cascade)
    }
  }

  func expression(_ operation: DropExtension) -> SwiftExpression {
    if let former = operation.former, !operation.cascade {
      return drop("DropExtension", was: expression(former), ifExists: operation.ifExists)
    }
    return drop("DropExtension", .string(operation.name), ifExists: operation.ifExists, cascade: operation.cascade)
  }

  func expression(_ operation: UpdateExtension) -> SwiftExpression {
    .call("UpdateExtension") { arguments in
      arguments.add(.string(operation.name))
      arguments.add("to", .string(operation.version))
      arguments.add("from", .string(operation.former))
    }
  }

  func expression(_ operation: Comment) -> SwiftExpression {
    .call("Comment") { arguments in
      arguments.add("on", expression(operation.object))
      arguments.add(.string(operation.text) ?? .null)
      arguments.add("from", .string(operation.former))
    }
  }

  func expression(_ operation: Rename) -> SwiftExpression {
    .call("Rename") { arguments in
      arguments.add(expression(operation.object))
      arguments.add("to", .string(operation.newName))
    }
  }

  func expression(_ operation: SetSchema) -> SwiftExpression {
    // `from` says where an object stands that is named without its schema.
    let unmoved = operation.object.inDefaultSchema
    let isMovedBack = operation.former.flatMap { unmoved.moved(to: $0) } == operation.object
    return .call("SetSchema") { arguments in
      arguments.add("of", expression(isMovedBack ? unmoved : operation.object))
      arguments.add("to", .string(operation.schema))
      if isMovedBack || operation.former != operation.object.schema {
        arguments.add("from", .string(operation.former))
      }
    }
  }

  func expression(_ operation: SetOwner) -> SwiftExpression {
    .call("SetOwner") { arguments in
      arguments.add("of", expression(operation.object))
      arguments.add("to", expression(operation.owner))
      arguments.add("from", expression(operation.former))
    }
  }

  func expression(_ operation: SetTablespace) -> SwiftExpression {
    .call("SetTablespace") { arguments in
      arguments.add("of", expression(operation.object))
      arguments.add("to", .string(operation.tablespace))
      arguments.add("from", .string(operation.former))
    }
  }

  func expression(_ operation: SetStorageParameters) -> SwiftExpression {
    .call("SetStorageParameters") { arguments in
      arguments.add("of", expression(operation.object))
      arguments.add(expression(operation.parameters))
      // What was the database's own need not be listed.
      arguments.add("from", operation.former.map { expression(StorageParameters($0.list.filter { $0.value != nil })) })
    }
  }
}

extension DatabaseObject {
  /// The object named without its schema, where it is one that can be moved.
  fileprivate var inDefaultSchema: DatabaseObject {
    func bare(_ name: QualifiedName) -> QualifiedName { QualifiedName(name.name) }
    return switch self {
    case .table(let name): .table(bare(name))
    case .view(let name): .view(bare(name))
    case .materializedView(let name): .materializedView(bare(name))
    case .sequence(let name): .sequence(bare(name))
    case .type(let name): .type(bare(name))
    case .domain(let name): .domain(bare(name))
    case .function(let name, let types): .function(bare(name), types)
    case .procedure(let name, let types): .procedure(bare(name), types)
    case .column, .constraint, .domainConstraint, .index, .schema, .trigger, .policy, .extension, .database, .other:
      self
    }
  }
}
