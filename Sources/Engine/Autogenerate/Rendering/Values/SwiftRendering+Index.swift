import Revisions

extension SwiftRendering {
  /// `Index("ix_users_email", on: "users", "email", unique: true)`
  func expression(_ index: Index) -> SwiftExpression {
    .call("Index") { arguments in
      add(index, to: &arguments)
      arguments.add("onlyTable", flag: index.onlyTable)
      arguments.add("attachedTo", expression(index.parent))
      arguments.add("comment", .string(index.comment))
    }
  }

  /// What `Index` and `CreateIndex` have in common.
  func add(_ index: Index, to arguments: inout SwiftArguments) {
    arguments.add(.string(index.name))
    arguments.add("on", expression(index.table))
    arguments.add(each: index.parts.map { expression($0) })
    arguments.add("unique", flag: index.isUnique)
    if index.method != .btree { arguments.add("using", expression(index.method)) }
    arguments.add("include", .nonEmpty(index.include))
    arguments.add("nullsNotDistinct", flag: !index.nullsAreDistinct)
    arguments.add("where", expression(index.predicate))
    arguments.add("with", nonEmpty(index.storageParameters))
    arguments.add("tablespace", .string(index.tablespace))
  }

  /// `"email"`, `.descending("at")`, `.expression("lower(email)")`
  func expression(_ part: Index.Part) -> SwiftExpression {
    switch part.key {
    case .column(let column) where part == Index.Part(part.key): .string(column)
    case .column(let column) where part == .descending(column, nulls: part.nulls):
      .call(".descending") { arguments in
        arguments.add(.string(column))
        arguments.add("nulls", part.nulls.map { .code(".\($0)") })
      }
    case .column(let column):
      .call(".column") { arguments in
        arguments.add(.string(column))
        addRest(of: part, to: &arguments)
      }
    case .expression(let sql):
      .call(".expression") { arguments in
        arguments.add(expression(sql))
        addRest(of: part, to: &arguments)
      }
    }
  }

  /// `.column("a")`, `.expression("lower(a)")`
  func expression(_ key: Index.Part.Key) -> SwiftExpression {
    switch key {
    case .column(let column): .call(".column") { $0.add(.string(column)) }
    case .expression(let sql): .call(".expression") { $0.add(expression(sql)) }
    }
  }

  func expression(_ method: IndexMethod) -> SwiftExpression {
    let known: [IndexMethod] = [.btree, .hash, .gin, .gist, .spgist, .brin]
    return known.contains(method) ? .code(".\(method.rawValue)") : .string(method.rawValue)
  }

  private func addRest(of part: Index.Part, to arguments: inout SwiftArguments) {
    arguments.add("collate", expression(part.collation))
    arguments.add("operatorClass", part.operatorClass.map { expression($0) })
    if part.direction == .descending { arguments.add("direction", .code(".descending")) }
    arguments.add("nulls", part.nulls.map { .code(".\($0)") })
  }

  private func expression(_ operatorClass: OperatorClass) -> SwiftExpression {
    if operatorClass.name.schema == nil, operatorClass.parameters.isEmpty { return .string(operatorClass.name.name) }
    return .call(".init") { arguments in
      arguments.add(expression(operatorClass.name))
      if !operatorClass.parameters.isEmpty { arguments.add(expression(operatorClass.parameters)) }
    }
  }
}
