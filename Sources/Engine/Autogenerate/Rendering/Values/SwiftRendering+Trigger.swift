import Revisions

extension SwiftRendering {
  /// `Trigger("g", on: "t", .before, [.insert], execute: "note")`
  func expression(_ trigger: Trigger) -> SwiftExpression {
    .call("Trigger") { arguments in
      add(trigger, to: &arguments)
      if trigger.state != .enabled { arguments.add("state", expression(trigger.state)) }
      arguments.add("comment", .string(trigger.comment))
    }
  }

  /// What `Trigger` and `CreateTrigger` have in common.
  func add(_ trigger: Trigger, to arguments: inout SwiftArguments) {
    arguments.add(.string(trigger.name))
    arguments.add("on", expression(trigger.table))
    arguments.add(.code(".\(trigger.timing)"))
    arguments.add(.array(trigger.events.map { expression($0) }))
    switch trigger.action {
    case .statements(let body):
      arguments.add("when", expression(trigger.condition))
      arguments.add("body", expression(body))
    case .function(let function, let texts):
      if trigger.level != .row { arguments.add("forEach", .code(".\(trigger.level)")) }
      arguments.add("when", expression(trigger.condition))
      arguments.add("execute", expression(function))
      arguments.add("arguments", .nonEmpty(texts))
      arguments.add("referencingOld", .string(trigger.oldTable))
      arguments.add("referencingNew", .string(trigger.newTable))
      arguments.add("constraint", trigger.constraint.map { expression($0) })
    }
  }

  func expression(_ state: Trigger.State) -> SwiftExpression { .code(".\(state)") }

  private func expression(_ event: Trigger.Event) -> SwiftExpression {
    switch event {
    case .insert: .code(".insert")
    case .delete: .code(".delete")
    case .update(of: []): .code(".update")
    case .update(let columns): .call(".update") { $0.add("of", .strings(columns)) }
    case .truncate: .code(".truncate")
    }
  }

  private func expression(_ constraint: Trigger.Constraint) -> SwiftExpression {
    .call(".init") { arguments in
      if constraint.deferrable != .no { arguments.add(expression(constraint.deferrable)) }
      arguments.add("from", expression(constraint.referencedTable))
    }
  }
}
