import Revisions

extension SchemaGenerator {
  /// One change to what only PostgreSQL has.
  mutating func changePostgresOnce(_ schema: inout Schema) {
    switch number(0...19) {
    case 0, 1: changeEnum(in: &schema)
    case 2: changeDomain(in: &schema)
    case 3: changeCompositeType(in: &schema)
    case 4: changeSequence(in: &schema)
    case 5, 6: changeRoutine(in: &schema)
    case 7: changeView(in: &schema)
    case 8: addMaterializedView(to: &schema)
    case 9: changeTrigger(in: &schema)
    case 10: changePolicy(in: &schema)
    case 11: addComment(to: &schema)
    case 12: changePartitions(in: &schema)
    case 13: changeConstraint(in: &schema)
    case 14: changeIndex(in: &schema)
    case 15, 16: changeColumn(in: &schema)
    case 17: ownSequence(in: &schema)
    case 18: dropOwnObject(of: &schema)
    default: addExclusion(to: number(0...(schema.tables.count - 1)), of: &schema)
    }
  }

  private mutating func changeEnum(in schema: inout Schema) {
    guard !schema.enums.isEmpty else { return addEnum(to: &schema) }
    let position = number(0...(schema.enums.count - 1))
    var values = schema.enums[position].values
    switch number(0...4) {
    case 0, 1:
      let value = enumValue()
      if !values.contains(value) { values.insert(value, at: number(0...values.count)) }
    case 2 where values.count > 1: values.remove(at: number(0...(values.count - 1)))
    case 3: values.shuffle(using: &random)
    default: schema.enums[position].comment = once(in: 2) ? nil : "moods \(number(1...9))"
    }
    schema.enums[position].values = values
  }

  private mutating func changeDomain(in schema: inout Schema) {
    guard !schema.domains.isEmpty else { return addDomain(to: &schema) }
    let position = number(0...(schema.domains.count - 1))
    let isText = [.text, .string(9)].contains(schema.domains[position].type)
    switch number(0...4) {
    case 0: schema.domains[position].isNullable.toggle()
    case 1: schema.domains[position].defaultValue = once(in: 3) ? nil : isText ? .literal("b") : .literal(3)
    case 2: schema.domains[position].checks.append(domainCheck(isText: isText, schema.domains[position]))
    case 3 where !schema.domains[position].checks.isEmpty: schema.domains[position].checks.removeLast()
    default: schema.domains[position].comment = "another \(number(1...9))"
    }
  }

  private mutating func changeCompositeType(in schema: inout Schema) {
    guard !schema.compositeTypes.isEmpty else { return addCompositeType(to: &schema) }
    let position = number(0...(schema.compositeTypes.count - 1))
    let attributes = schema.compositeTypes[position].attributes
    if once(in: 2) {
      schema.compositeTypes[position].attributes.append(
        .attribute(name(besides: attributes.map(\.name)), pick([.integer, .text])))
    } else if attributes.count > 1 {
      schema.compositeTypes[position].attributes.remove(at: number(0...(attributes.count - 1)))
    }
  }

  private mutating func changeSequence(in schema: inout Schema) {
    guard !schema.sequences.isEmpty else { return addSequence(to: &schema) }
    let position = number(0...(schema.sequences.count - 1))
    switch number(0...5) {
    case 0: schema.sequences[position].increment = Int64(number(1...9))
    case 1: schema.sequences[position].start = Int64(number(1...99))
    case 2: schema.sequences[position].maximum = once(in: 2) ? nil : Int64(number(1_000...9_000))
    case 3: schema.sequences[position].cycles.toggle()
    case 4: schema.sequences[position].owner = nil
    default: schema.sequences[position].comment = once(in: 2) ? nil : "others \(number(1...9))"
    }
  }

  private mutating func changeRoutine(in schema: inout Schema) {
    guard !schema.routines.isEmpty else { return addRoutine(to: &schema) }
    let position = number(0...(schema.routines.count - 1))
    let routine = schema.routines[position]
    guard case .text(let body) = routine.body else { return }
    switch number(0...3) {
    case 0: schema.routines[position].comment = once(in: 2) ? nil : "does it \(number(1...9))"
    case 1 where routine.returns != "trigger":
      // Another name for the argument: it has to be dropped and made again.
      let (old, new) = routine.arguments.hasPrefix("x") ? ("x", "\"Y z\"") : ("\"Y z\"", "x")
      schema.routines[position].arguments = new + routine.arguments.dropFirst(old.count)
      schema.routines[position].body = .text(body.replacing(" \(old) ", with: " \(new) "))
    case 2: schema.routines[position].cost = Double(number(2...50))
    default:
      schema.routines[position].body = .text(
        String(body.map { $0.isNumber ? Character("\(number(1...9))") : $0 }))
    }
  }

  private mutating func changeTrigger(in schema: inout Schema) {
    guard !schema.triggers.isEmpty else { return addPostgresTrigger(to: &schema) }
    let position = number(0...(schema.triggers.count - 1))
    let isOfView = schema.triggers[position].timing == .insteadOf
    switch number(0...4) {
    case 0 where !isOfView: schema.triggers[position].state = pick(Trigger.State.allCases)
    case 1 where !isOfView && schema.triggers[position].condition == nil:
      schema.triggers[position].events = [.delete, .insert]
    case 2:
      if case .function(let name, _) = schema.triggers[position].action {
        schema.triggers[position].action = .function(name, arguments: ["\(number(1...9))"])
      }
    case 3 where schema.triggers[position].constraint == nil && !isOfView:
      schema.triggers[position].timing = schema.triggers[position].timing == .before ? .after : .before
    default: schema.triggers[position].comment = "acts \(number(1...9))"
    }
  }

  private mutating func changePolicy(in schema: inout Schema) {
    guard !schema.policies.isEmpty, !once(in: 4) else { return addPolicy(to: &schema) }
    let position = number(0...(schema.policies.count - 1))
    guard let index = schema.tables.firstIndex(where: { $0.name == schema.policies[position].table }) else { return }
    switch number(0...3) {
    case 0: schema.policies[position].using = condition(on: pick(schema.tables[index].columns), in: schema)
    case 1: schema.policies[position].command = schema.policies[position].command == .all ? .update : .all
    case 2: schema.tables[index].options.hasRowSecurity.toggle()
    default: schema.policies[position].isPermissive.toggle()
    }
  }

  private mutating func changePartitions(in schema: inout Schema) {
    guard let position = schema.tables.firstIndex(where: { $0.options.partitioning != nil }) else {
      return addPartitionedTable(to: &schema)
    }
    if once(in: 2), let index = schema.tables.firstIndex(where: { $0.options.partition != nil }) {
      schema.tables.remove(at: index)
    } else {
      addPartition(of: position, to: &schema)
    }
  }

  /// Gives a constraint another name, another moment, or other words.
  private mutating func changeConstraint(in schema: inout Schema) {
    let positions = schema.tables.indices.filter { !schema.tables[$0].constraints.isEmpty }
    guard let position = positions.randomElement(using: &random) else { return }
    let table = schema.tables[position]
    let index = number(0...(table.constraints.count - 1))
    let name = objectName(in: schema)
    switch table.constraints[index] {
    case .primaryKey(var key):
      key.name = name
      schema.tables[position].constraints[index] = .primaryKey(key)
    case .unique(var unique):
      if once(in: 2) { unique.name = name } else { unique.nullsAreDistinct.toggle() }
      schema.tables[position].constraints[index] = .unique(unique)
    case .check(var check):
      switch number(0...2) {
      case 0: check.name = name
      case 1: check.isValidated.toggle()
      default: check.expression = condition(on: pick(table.columns), in: schema)
      }
      schema.tables[position].constraints[index] = .check(check)
    case .foreignKey(var key):
      switch number(0...3) {
      case 0: key.name = name
      case 1: key.isValidated = table.options.partitioning != nil || !key.isValidated
      case 2: key.deferrable = pick([.no, .initiallyImmediate, .initiallyDeferred])
      default: key.onDelete = pick(ForeignKey.Action.allCases)
      }
      schema.tables[position].constraints[index] = .foreignKey(key)
    case .exclusion(var exclusion):
      exclusion.name = name
      schema.tables[position].constraints[index] = .exclusion(exclusion)
    }
  }

  private mutating func changeIndex(in schema: inout Schema) {
    guard !schema.indexes.isEmpty else { return addIndex(to: &schema) }
    let position = number(0...(schema.indexes.count - 1))
    switch number(0...3) {
    case 0: schema.indexes[position].name = objectName(in: schema)
    case 1: schema.indexes[position].comment = once(in: 2) ? nil : "an index \(number(1...9))"
    case 2: schema.indexes[position].storageParameters = ["fillfactor": .init(integerLiteral: number(50...99))]
    default: schema.indexes[position].predicate = nil
    }
  }

  /// Changes of a column what only PostgreSQL has, or its type to one of another kind.
  private mutating func changeColumn(in schema: inout Schema) {
    let position = number(0...(schema.tables.count - 1))
    let table = schema.tables[position]
    guard table.options.partition == nil, !table.columns.isEmpty else { return }
    let index = number(0...(table.columns.count - 1))
    let column = table.columns[index]
    guard !(table.options.partitioning != nil && index == 0) else { return }
    switch number(0...6) {
    case 0: schema.tables[position].columns[index].comment = once(in: 3) ? nil : "is \(number(1...9))"
    case 1
    where column.identity == nil && column.type.isInteger && column.generated == nil && column.type != .smallInteger:
      schema.tables[position].columns[index].defaultValue = nil
      schema.tables[position].columns[index].isNullable = false
      schema.tables[position].columns[index].identity = identity()
    case 2 where column.identity != nil:
      schema.tables[position].columns[index].identity = once(in: 2) ? nil : identity()
    case 3 where column.generated != nil:
      if once(in: 2) {
        schema.tables[position].columns[index].generated = nil
      } else if let source = table.columns.first(where: { $0.generated == nil && $0.type == column.type }),
        let (_, rule) = computation(of: source)
      {
        schema.tables[position].columns[index].generated?.expression = rule
      }
    case 4 where column.type.isTextual && column.generated == nil && !table.keyColumns.contains(column.name):
      schema.tables[position].columns[index].collation = column.collation == nil ? "C" : nil
    case 5, 6: retype(index, of: position, in: &schema)
    case _ where table.options.partitioning == nil:
      schema.tables[position].columns[index].statistics = number(100...900)
    default: break
    }
  }

  /// Gives a column a type of another kind; what was said of it before is taken away.
  private mutating func retype(_ index: Int, of position: Int, in schema: inout Schema) {
    let column = schema.tables[position].columns[index]
    guard column.generated == nil, column.identity == nil, column.type != .named("serial") else { return }
    var type: DataType
    switch column.type {
    case .smallInteger, .integer, .bigInteger: type = pick([.text, .numeric, .double, .boolean])
    case .text, .varchar: type = once(in: 2) ? .binary : ownType(in: schema) ?? .char(length: 5)
    case .boolean: type = pick([.text, .integer])
    case .named: type = .text
    default: type = .text
    }
    if case .array = type { type = .text }
    // What names it is found as if it were gone.
    let name = column.name
    schema.tables[position].columns[index].name = "gone"
    schema.prune()
    guard let position = schema.tables.firstIndex(where: { $0.columns.contains { $0.name == "gone" } }),
      let index = schema.tables[position].columns.firstIndex(where: { $0.name == "gone" })
    else { return }
    schema.tables[position].columns[index].name = name
    schema.tables[position].columns[index].type = type
    schema.tables[position].columns[index].collation = nil
    schema.tables[position].columns[index].constraints = []
    schema.tables[position].columns[index].defaultValue = ownDefault(for: type, in: schema)
  }

  private mutating func dropOwnObject(of schema: inout Schema) {
    switch number(0...8) {
    case 0 where !schema.enums.isEmpty: schema.enums.removeLast()
    case 1 where !schema.domains.isEmpty: schema.domains.removeLast()
    case 2 where !schema.compositeTypes.isEmpty: schema.compositeTypes.removeLast()
    case 3 where !schema.sequences.isEmpty: schema.sequences.removeLast()
    case 4 where !schema.routines.isEmpty: schema.routines.removeFirst()
    case 5 where !schema.materializedViews.isEmpty: schema.materializedViews.removeLast()
    case 6 where !schema.policies.isEmpty: schema.policies.removeLast()
    case 7 where !schema.comments.isEmpty: schema.comments.removeLast()
    case 8 where !schema.namespaces.isEmpty && once(in: 3): schema.namespaces.removeLast()
    default: break
    }
  }
}
