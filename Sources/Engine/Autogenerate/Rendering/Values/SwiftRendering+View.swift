import Revisions

extension SwiftRendering {
  /// `View("v", as: "SELECT 1")`
  func expression(_ view: View) -> SwiftExpression {
    .call("View") { arguments in
      add(view, to: &arguments)
      arguments.add("comment", .string(view.comment))
    }
  }

  /// `MaterializedView("v", as: "SELECT 1")`
  func expression(_ view: MaterializedView) -> SwiftExpression {
    .call("MaterializedView") { arguments in
      add(view, to: &arguments)
      arguments.add("accessMethod", .string(view.accessMethod))
      arguments.add("comment", .string(view.comment))
    }
  }

  /// What `View` and `CreateView` have in common.
  func add(_ view: View, to arguments: inout SwiftArguments) {
    arguments.add(expression(view.name))
    arguments.add("columns", .nonEmpty(view.columns))
    arguments.add("as", expression(view.query))
    guard view.options != View.Options() else { return }
    arguments.add(
      "options",
      .call(".init") { options in
        options.add("securityBarrier", flag: view.options.isSecurityBarrier)
        options.add("securityInvoker", flag: view.options.isSecurityInvoker)
        options.add("checkOption", view.options.checkOption.map { .code(".\($0)") })
      })
  }

  /// What `MaterializedView` and `CreateMaterializedView` have in common.
  func add(_ view: MaterializedView, to arguments: inout SwiftArguments) {
    arguments.add(expression(view.name))
    arguments.add("columns", .nonEmpty(view.columns))
    arguments.add("as", expression(view.query))
    if !view.isPopulated { arguments.add("withData", .flag(false)) }
    arguments.add("with", nonEmpty(view.storageParameters))
    arguments.add("tablespace", .string(view.tablespace))
  }
}
