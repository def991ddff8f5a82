import Revisions

extension SwiftRendering {
  /// `Unique("a", "b", name: "u").deferrable(.initiallyDeferred)`
  func expression(_ constraint: TableConstraint) -> SwiftExpression {
    switch constraint {
    case .primaryKey(let key): expression(key)
    case .unique(let unique): expression(unique)
    case .check(let check): expression(check)
    case .foreignKey(let key): expression(key)
    case .exclusion(let exclusion): expression(exclusion)
    }
  }

  /// The constraint where any kind of one is expected: `.unique(Unique("a", "b"))`.
  func wrapped(_ constraint: TableConstraint) -> SwiftExpression {
    let name =
      switch constraint {
      case .primaryKey: ".primaryKey"
      case .unique: ".unique"
      case .check: ".check"
      case .foreignKey: ".foreignKey"
      case .exclusion: ".exclusion"
      }
    return .call(name) { $0.add(expression(constraint)) }
  }

  func expression(_ check: Check) -> SwiftExpression {
    var calls: [SwiftCall] = []
    if !check.isValidated { calls.append(SwiftCall("notValid")) }
    if !check.isInherited { calls.append(SwiftCall("noInherit")) }
    return SwiftExpression.call("Check") { arguments in
      arguments.add(expression(check.expression))
      arguments.add("name", .string(check.name))
    }.chained(calls)
  }

  /// `.initiallyDeferred`
  func expression(_ deferrable: Deferrable) -> SwiftExpression { .code(".\(deferrable)") }

  /// What comes behind the columns that a foreign key references.
  func addEnding(of key: ForeignKey, to arguments: inout SwiftArguments) {
    arguments.add("name", .string(key.name))
    if key.onDelete != .noAction { arguments.add("onDelete", .code(".\(key.onDelete)")) }
    if key.onUpdate != .noAction { arguments.add("onUpdate", .code(".\(key.onUpdate)")) }
    if key.match != .simple { arguments.add("match", .code(".\(key.match)")) }
    if key.deferrable != .no { arguments.add("deferrable", expression(key.deferrable)) }
  }

  private func expression(_ key: PrimaryKey) -> SwiftExpression {
    let calls = self.deferrable(key.deferrable) + index(key.index)
    return SwiftExpression.call("PrimaryKey") { arguments in
      arguments.add(each: key.columns.map { .string($0) })
      arguments.add("name", .string(key.name))
    }.chained(calls)
  }

  private func expression(_ unique: Unique) -> SwiftExpression {
    var calls = self.deferrable(unique.deferrable)
    if !unique.nullsAreDistinct { calls.append(SwiftCall("nullsNotDistinct")) }
    return SwiftExpression.call("Unique") { arguments in
      arguments.add(each: unique.columns.map { .string($0) })
      arguments.add("name", .string(unique.name))
    }.chained(calls + index(unique.index))
  }

  private func expression(_ key: ForeignKey) -> SwiftExpression {
    var calls: [SwiftCall] = []
    if !key.onDeleteColumns.isEmpty {
      calls.append(SwiftCall("settingOnDelete") { $0.add(each: key.onDeleteColumns.map { .string($0) }) })
    }
    if !key.isValidated { calls.append(SwiftCall("notValid")) }
    return SwiftExpression.call("ForeignKey") { arguments in
      arguments.add("columns", .strings(key.columns))
      arguments.add("references", expression(key.referencedTable))
      if !key.referencedColumns.isEmpty { arguments.add(.strings(key.referencedColumns)) }
      addEnding(of: key, to: &arguments)
    }.chained(calls)
  }

  private func expression(_ exclusion: Exclusion) -> SwiftExpression {
    SwiftExpression.call("Exclusion") { arguments in
      arguments.add(each: exclusion.elements.map { expression($0) })
      if exclusion.method != .gist { arguments.add("using", expression(exclusion.method)) }
      arguments.add("where", expression(exclusion.predicate))
      arguments.add("name", .string(exclusion.name))
    }.chained(deferrable(exclusion.deferrable) + index(exclusion.index))
  }

  private func expression(_ element: Exclusion.Element) -> SwiftExpression {
    let isPlain = element.part == Index.Part(element.part.key)
    switch element.part.key {
    case .column(let column) where isPlain:
      return .call(".column") { arguments in
        arguments.add(.string(column))
        arguments.add("with", .string(element.comparison))
      }
    case .expression(let sql) where isPlain:
      return .call(".expression") { arguments in
        arguments.add(expression(sql))
        arguments.add("with", .string(element.comparison))
      }
    case .column, .expression:
      return .call(".init") { arguments in
        arguments.add(expression(element.part))
        arguments.add("with", .string(element.comparison))
      }
    }
  }

  private func deferrable(_ deferrable: Deferrable) -> [SwiftCall] {
    deferrable == .no ? [] : [SwiftCall("deferrable") { $0.add(expression(deferrable)) }]
  }

  /// What is said of the index behind a constraint.
  private func index(_ index: ConstraintIndex) -> [SwiftCall] {
    var calls: [SwiftCall] = []
    if !index.include.isEmpty {
      calls.append(SwiftCall("include") { $0.add(each: index.include.map { .string($0) }) })
    }
    if let name = index.existing { calls.append(SwiftCall("usingIndex") { $0.add(.string(name)) }) }
    if !index.storageParameters.isEmpty || index.tablespace != nil {
      calls.append(
        SwiftCall("with") { arguments in
          arguments.add(expression(index.storageParameters))
          arguments.add("tablespace", .string(index.tablespace))
        })
    }
    return calls
  }
}
