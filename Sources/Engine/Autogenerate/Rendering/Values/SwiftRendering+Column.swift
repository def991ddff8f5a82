import Revisions

extension SwiftRendering {
  /// `Column("email", .string(255)).notNull().unique()`; `more` are constraints of the table that stand on the column.
  func expression(_ column: Column, adding more: [TableConstraint] = []) -> SwiftExpression {
    var calls: [SwiftCall] = []
    var constraints = column.constraints
    if let position = more.firstIndex(where: \.isPrimaryKey) {
      constraints.insert(more[position], at: 0)
      constraints += more[..<position] + more[(position + 1)...]
    } else {
      constraints += more
    }
    if let call = constraints.first.flatMap({ primaryKey($0, on: column) }) {
      calls.append(call)
      constraints.removeFirst()
    } else if !column.isNullable, !constraints.contains(where: { primaryKey($0, on: column) != nil }) {
      calls.append(SwiftCall("notNull"))
    }
    if let identity = column.identity { calls.append(self.identity(identity)) }
    if let value = column.defaultValue { calls.append(defaultValue(value)) }
    if let generated = column.generated {
      calls.append(
        SwiftCall("generated") { arguments in
          arguments.add("as", expression(generated.expression))
          if !generated.isStored { arguments.add("stored", .flag(false)) }
        })
    }
    if let collation = column.collation { calls.append(SwiftCall("collate") { $0.add(expression(collation)) }) }
    if let storage = column.storage { calls.append(SwiftCall("storage") { $0.add(.code(".\(storage)")) }) }
    if let method = column.compression { calls.append(SwiftCall("compression") { $0.add(.string(method)) }) }
    if let target = column.statistics { calls.append(SwiftCall("statistics") { $0.add(.number(target)) }) }
    calls += constraints.map { call($0, on: column) }
    if let comment = column.comment { calls.append(SwiftCall("comment") { $0.add(.string(comment)) }) }
    if let name = column.renamedFrom { calls.append(SwiftCall("renamed") { $0.add("from", .string(name)) }) }
    let base = SwiftExpression.call("Column") { arguments in
      arguments.add(.string(column.name))
      arguments.add(expression(column.type))
    }
    return base.chained(calls)
  }

  /// `.literal("x")`, `.currentTimestamp`, `.expression("now()")`
  func expression(_ value: Column.DefaultValue) -> SwiftExpression {
    switch value {
    case .currentTimestamp: .code(".currentTimestamp")
    case .literal(let literal): .call(".literal") { $0.add(expression(literal)) }
    case .expression(let sql): .call(".expression") { $0.add(expression(sql)) }
    }
  }

  func expression(_ value: Column.DefaultValue?) -> SwiftExpression? { value.map { expression($0) } }

  /// `.init(always: true, start: 5)`
  func expression(_ identity: Column.Identity) -> SwiftExpression { .call(".init") { add(identity, to: &$0) } }

  func expression(_ identity: Column.Identity?) -> SwiftExpression? { identity.map { expression($0) } }

  private func defaultValue(_ value: Column.DefaultValue) -> SwiftCall {
    SwiftCall("default") { arguments in
      if case .literal(let literal) = value {
        arguments.add(expression(literal))
      } else {
        arguments.add(expression(value))
      }
    }
  }

  private func identity(_ identity: Column.Identity) -> SwiftCall {
    if identity == Column.Identity(neverReuses: true) { return SwiftCall("autoincrement") }
    let plain = Column.Identity(always: identity.isAlways, start: identity.start, increment: identity.increment)
    return SwiftCall("identity") { arguments in
      if identity == plain { add(identity, to: &arguments) } else { arguments.add(expression(identity)) }
    }
  }

  private func add(_ identity: Column.Identity, to arguments: inout SwiftArguments) {
    arguments.add("always", flag: identity.isAlways)
    arguments.add("start", identity.start.map { .number($0) })
    arguments.add("increment", identity.increment.map { .number($0) })
    arguments.add("minimum", identity.minimum.map { .number($0) })
    arguments.add("maximum", identity.maximum.map { .number($0) })
    arguments.add("cache", identity.cache.map { .number($0) })
    arguments.add("cycles", flag: identity.cycles)
    arguments.add("neverReuses", flag: identity.neverReuses)
    arguments.add("sequence", expression(identity.sequence))
  }

  // MARK: Constraints on a column

  /// Whether a constraint of a table can be said by a modifier of this column.
  static func fits(_ constraint: TableConstraint, on column: Column) -> Bool {
    switch constraint {
    case .primaryKey(let key):
      !column.isNullable && key == PrimaryKey(columns: [column.name], name: key.name)
    case .unique(let unique): unique == Unique(columns: [column.name], name: unique.name)
    case .check(let check): check.isValidated && check.isInherited
    case .foreignKey(let key):
      key.columns == [column.name] && key.referencedColumns.count == 1 && key.match == .simple && key.isValidated
        && key.onDeleteColumns.isEmpty
    case .exclusion: false
    }
  }

  private func primaryKey(_ constraint: TableConstraint, on column: Column) -> SwiftCall? {
    guard case .primaryKey(let key) = constraint, Self.fits(constraint, on: column) else { return nil }
    return SwiftCall("primaryKey") { $0.add("name", .string(key.name)) }
  }

  private func call(_ constraint: TableConstraint, on column: Column) -> SwiftCall {
    guard Self.fits(constraint, on: column) else {
      return SwiftCall("constraint") { $0.add(wrapped(constraint)) }
    }
    switch constraint {
    case .primaryKey(let key): return SwiftCall("primaryKey") { $0.add("name", .string(key.name)) }
    case .unique(let unique): return SwiftCall("unique") { $0.add("name", .string(unique.name)) }
    case .check(let check):
      return SwiftCall("check") { arguments in
        arguments.add(expression(check.expression))
        arguments.add("name", .string(check.name))
      }
    case .foreignKey(let key):
      return SwiftCall("references") { arguments in
        arguments.add(expression(key.referencedTable))
        arguments.add(each: key.referencedColumns.map { .string($0) })
        addEnding(of: key, to: &arguments)
      }
    case .exclusion: return SwiftCall("constraint") { $0.add(wrapped(constraint)) }
    }
  }
}

extension TableConstraint {
  var isPrimaryKey: Bool {
    if case .primaryKey = self { true } else { false }
  }
}
