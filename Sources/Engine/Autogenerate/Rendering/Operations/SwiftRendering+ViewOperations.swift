import Revisions

extension SwiftRendering {
  func expression(_ operation: CreateView) -> SwiftExpression {
    .call("CreateView") { arguments in
      if operation.view.comment == nil {
        add(operation.view, to: &arguments)
      } else {
        arguments.add(expression(operation.view))
      }
      arguments.add("orReplace", flag: operation.orReplace)
      arguments.add("ifNotExists", flag: operation.ifNotExists)
      arguments.add("was", operation.former.map { expression($0) })
    }
  }

  func expression(_ operation: DropView) -> SwiftExpression {
    guard let former = operation.former, !operation.cascade else {
      return drop(
        "DropView", expression(operation.name), ifExists: operation.ifExists, cascade: operation.cascade)
    }
    guard former == View(former.name, columns: former.columns, as: former.query) else {
      return drop("DropView", was: expression(former), ifExists: operation.ifExists)
    }
    return .call("DropView") { arguments in
      arguments.add(expression(former.name))
      arguments.add("ifExists", flag: operation.ifExists)
      arguments.add("was", expression(former.query))
      arguments.add("columns", .nonEmpty(former.columns))
    }
  }

  func expression(_ operation: CreateMaterializedView) -> SwiftExpression {
    let view = operation.view
    return .call("CreateMaterializedView") { arguments in
      if view.comment == nil, view.accessMethod == nil {
        add(view, to: &arguments)
      } else {
        arguments.add(expression(view))
      }
      arguments.add("ifNotExists", flag: operation.ifNotExists)
    }
  }

  func expression(_ operation: DropMaterializedView) -> SwiftExpression {
    if let former = operation.former, !operation.cascade {
      return drop("DropMaterializedView", was: expression(former), ifExists: operation.ifExists)
    }
    return drop(
      "DropMaterializedView", expression(operation.name), ifExists: operation.ifExists, cascade: operation.cascade)
  }

  func expression(_ operation: RefreshMaterializedView) -> SwiftExpression {
    .call("RefreshMaterializedView") { arguments in
      arguments.add(expression(operation.name))
      arguments.add("concurrently", flag: operation.concurrently)
      if !operation.withData { arguments.add("withData", .flag(false)) }
    }
  }
}
