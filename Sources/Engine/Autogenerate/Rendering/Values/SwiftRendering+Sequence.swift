import Revisions

extension SwiftRendering {
  /// `DatabaseSequence("s", start: 100)`
  func expression(_ sequence: DatabaseSequence) -> SwiftExpression {
    .call("DatabaseSequence") { arguments in
      add(sequence, to: &arguments)
      arguments.add("comment", .string(sequence.comment))
    }
  }

  /// What `DatabaseSequence` and `CreateSequence` have in common.
  func add(_ sequence: DatabaseSequence, to arguments: inout SwiftArguments) {
    arguments.add(expression(sequence.name))
    if let type = sequence.type { arguments.add(expression(type)) }
    arguments.add("start", sequence.start.map { .number($0) })
    arguments.add("increment", sequence.increment.map { .number($0) })
    arguments.add("minimum", sequence.minimum.map { .number($0) })
    arguments.add("maximum", sequence.maximum.map { .number($0) })
    arguments.add("cache", sequence.cache.map { .number($0) })
    arguments.add("cycles", flag: sequence.cycles)
    arguments.add("ownedBy", sequence.owner.map { expression($0) })
  }

  /// `.column("users", "id")`
  func expression(_ owner: DatabaseSequence.Owner) -> SwiftExpression {
    .call(".column") { arguments in
      arguments.add(expression(owner.table))
      arguments.add(.string(owner.column))
    }
  }
}
