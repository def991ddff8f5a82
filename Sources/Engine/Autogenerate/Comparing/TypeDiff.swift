import Dialects
import Revisions

extension Comparison {
  mutating func compareTypes() {
    noteOtherKinds()
    compareEnums()
    compareDomains()
    compareCompositeTypes()
  }

  /// Notes types that become another kind of type under their name: what names them is made again, but a column of one could not stay.
  private mutating func noteOtherKinds() {
    let former = from.kindsOfTypes
    for (name, kind) in to.kindsOfTypes {
      guard let old = former[name], old != kind else { continue }
      replacedTypes.insert(name)
      remade.insert(.type(name))
      for column in keptColumns({ $0.isMade(of: name) }) {
        inexpressible.append("\(old) \(name) becomes a \(kind), and \(column) is of it: make a type of another name")
      }
    }
  }

  private mutating func compareEnums() {
    let (added, dropped, kept) = pairs(from.enums, to.enums) { folded($0.name) }
    for (old, new) in kept where Self.isReplaced(old, by: new) {
      let holders = types(madeOf: new.name) + keys(among: uses(of: new.name, among: [new.name]))
      if holders.isEmpty {
        replacedTypes.insert(new.name)
        // Whatever names it is of the former one.
        remade.insert(.type(new.name))
      }
      for name in holders {
        inexpressible.append(
          "enum \(new.name) loses values or changes their order, and \(name) is made of it: make a new type")
      }
    }
    for type in added { add(CreateEnum(type), type.name) }
    for type in dropped { drop(DropEnum(was: type), type.name) }
    for (old, new) in kept {
      compareValues(of: new, from: old)
      compareComment(old.comment, new.comment, on: .type(new.name), of: new.name, uses: [.type(new.name)])
    }
  }

  /// Values can be added anywhere, and nothing else: for the rest the type is made anew.
  private static func isReplaced(_ old: EnumType, by new: EnumType) -> Bool {
    new.values.filter(Set(old.values).contains) != old.values
  }

  private mutating func compareValues(of new: EnumType, from old: EnumType) {
    guard old.values != new.values else { return }
    let former = Set(old.values)
    if Self.isReplaced(old, by: new) {
      guard replacedTypes.contains(new.name) else { return }
      let columns = uses(of: new.name, among: replacedTypes)
      var change = Change(
        ReplaceEnum(new.name, new.values, from: old.values, columns: columns), .alterColumn, of: new.name)
      // What hangs on the columns comes away before, and is put back after, as where any column gets another type.
      let keys = Set(columns.map { ObjectKey.column($0.table, $0.column) })
      change.uses = Set(columns.map { .relation($0.table) })
      change.drops = keys.union([.type(new.name)])
      change.creates = change.drops
      replacedColumns.formUnion(keys)
      for key in keys { noteChange(of: key) }
      incomparableColumns.formUnion(keys)
      let isNarrower = !Set(new.values).isSuperset(of: former)
      change.hazards = [.rewritesTable] + (isNarrower ? [.failsWithRemovedValues] : [])
      changes.append(change)
      return
    }
    var previous: String?
    var behind = old.values.first
    for value in new.values {
      if former.contains(value) {
        behind = old.values.drop { $0 != value }.dropFirst().first
      } else {
        let position: AddEnumValue.Position? =
          if let previous { behind == nil ? nil : .after(previous) } else { behind.map { .before($0) } }
        var change = Change(AddEnumValue(new.name, value, at: position), .addValue, of: new.name)
        // One follows the other, as each may name the one before.
        change.uses = [.type(new.name)]
        if let previous { change.uses.insert(ObjectKey(.type, new.name, previous)) }
        change.creates = [ObjectKey(.type, new.name, value)]
        changes.append(change)
      }
      previous = value
    }
  }

  /// The columns that are of a type when it is replaced.
  ///
  /// Those that go, or get a type that stays, do so before. Of two types that are both replaced one has to be first, so that a
  /// column which goes from one to the other does it after.
  private func uses(of type: QualifiedName, among replacedTypes: Set<QualifiedName>) -> [ReplaceEnum.Use] {
    var wanted: [ObjectKey: Column] = [:]
    for table in to.tables {
      for column in table.columns where replacedTypes.contains(where: { column.type.isMade(of: $0) }) {
        wanted[.column(folded(table.name), folded(column.name))] = column
      }
    }
    var uses: [ReplaceEnum.Use] = []
    for table in from.tables {
      for column in table.columns {
        guard column.type.isMade(of: type), let new = wanted[.column(folded(table.name), folded(column.name))],
          column.generated == nil, new.generated == nil
        else { continue }
        // A default that changes is dropped before and set after, by operations of its own.
        let value = column.type == new.type && column.defaultValue == new.defaultValue ? column.defaultValue : nil
        let isArray = if case .array = column.type { true } else { false }
        uses.append(.column(table.name, column.name, default: value, array: isArray))
      }
    }
    return uses
  }

  private mutating func compareDomains() {
    let (added, dropped, kept) = pairs(from.domains, to.domains) { folded($0.name) }
    for domain in added { add(CreateDomain(domain), domain.name, mentions: Self.mentions(of: domain)) }
    for domain in dropped { drop(DropDomain(was: domain), domain.name, mentions: Self.mentions(of: domain)) }
    for (old, new) in kept {
      compareComment(old.comment, new.comment, on: .domain(new.name), of: new.name, uses: [.type(new.name)])
      guard old.type == new.type, old.collation == new.collation else {
        inexpressible.append(
          "domain \(new.name) is made of another type; a domain's type cannot be changed: make a new domain")
        continue
      }
      var parts: [AlterDomain.Change] = []
      // What the values that are there have to keep to.
      var rules: [AlterDomain.Change] = []
      let (addedChecks, droppedChecks, keptChecks) = pairs(old.checks, new.checks) {
        $0.name ?? $0.expression.plainText
      }
      for check in droppedChecks { parts.append(.dropCheck(check.name ?? "", from: check)) }
      for (former, check) in keptChecks where former.expression != check.expression {
        rules += [.dropCheck(former.name ?? "", from: former), .addCheck(check)]
      }
      for (former, check) in keptChecks
      where former.expression == check.expression && former.isValidated != check.isValidated {
        if check.isValidated {
          rules.append(.validateCheck(check.name ?? ""))
        } else {
          parts += [.dropCheck(former.name ?? "", from: former), .addCheck(check)]
        }
      }
      if !dialect.isSame(old.defaultValue, new.defaultValue) {
        parts.append(
          new.defaultValue.map { .setDefault($0, from: old.defaultValue) } ?? .dropDefault(from: old.defaultValue))
      }
      if old.isNullable != new.isNullable {
        if new.isNullable { parts.append(.nullable) } else { rules.append(.notNull) }
      }
      for check in addedChecks { rules.append(.addCheck(check)) }
      let holders = rules.isEmpty ? [] : columns(enclosing: new.name)
      for name in holders {
        inexpressible.append(
          "domain \(new.name) gets another rule, which it cannot while \(name) is made of it: drop that before")
      }
      if !holders.isEmpty { rules = [] }
      parts += rules
      guard !parts.isEmpty else { continue }
      var change = Change(AlterDomain(new.name, changes: parts), .createType, of: new.name)
      change.uses = names.keys(Self.mentions(of: new), except: .type(new.name)).union([.type(new.name)])
      change.frees = names.keys(Self.mentions(of: old), except: .type(new.name))
      if !rules.isEmpty { change.hazards = [.failsIfViolated, .scansTable] }
      changes.append(change)
    }
  }

  private mutating func compareCompositeTypes() {
    func mentions(of type: CompositeType) -> Mentions {
      var mentions = Mentions()
      for attribute in type.attributes {
        mentions.add(attribute.type)
        mentions.add(attribute.collation)
      }
      return mentions
    }
    let (added, dropped, kept) = pairs(from.compositeTypes, to.compositeTypes) { folded($0.name) }
    for type in added { add(CreateCompositeType(type), type.name, mentions: mentions(of: type)) }
    for type in dropped { drop(DropCompositeType(was: type), type.name, mentions: mentions(of: type)) }
    for (old, new) in kept {
      compareComment(old.comment, new.comment, on: .type(new.name), of: new.name, uses: [.type(new.name)])
      var parts: [AlterCompositeType.Change] = []
      let (added, dropped, both) = pairs(old.attributes, new.attributes) { folded($0.name) }
      for attribute in dropped { parts.append(.drop(attribute.name, from: attribute)) }
      let changed = both.filter { $0.old != $0.new }
      let holders = changed.contains { $0.old.collation == $0.new.collation } ? columns(holding: new.name) : []
      for name in holders {
        inexpressible.append(
          "type \(new.name) gets an attribute of another type, which it cannot while \(name) is made of it: drop that before"
        )
      }
      for (former, attribute) in changed {
        if former.collation == attribute.collation {
          guard holders.isEmpty else { continue }
          parts.append(.type(attribute.name, attribute.type, from: former.type))
        } else {
          parts += [.drop(former.name, from: former), .add(attribute)]
        }
      }
      for attribute in added { parts.append(.add(attribute)) }
      guard !parts.isEmpty else { continue }
      var change = Change(AlterCompositeType(new.name, changes: parts), .createType, of: new.name)
      change.uses = names.keys(mentions(of: new), except: .type(new.name)).union([.type(new.name)])
      change.frees = names.keys(mentions(of: old), except: .type(new.name))
      if !dropped.isEmpty { change.hazards = [.losesData] }
      changes.append(change)
    }
  }

  private static func mentions(of domain: Domain) -> Mentions {
    var mentions = Mentions()
    mentions.add(domain.type)
    mentions.add(domain.defaultValue)
    mentions.add(domain.collation)
    for check in domain.checks { mentions.add(check.expression) }
    return mentions
  }

  private mutating func add(_ operation: some OperationValue, _ name: QualifiedName, mentions: Mentions = Mentions()) {
    make(
      operation, .createType, of: name, as: .type(name),
      uses: names.keys(mentions, except: .type(name)).union(ObjectKey.namespace(of: name)))
  }

  private mutating func drop(_ operation: some OperationValue, _ name: QualifiedName, mentions: Mentions = Mentions()) {
    remove(
      operation, .dropType, of: name, as: .type(name),
      frees: names.keys(mentions, except: .type(name)).union(ObjectKey.namespace(of: name)))
  }
}

extension Schema {
  /// What kind of type stands under each name; a table, or a view, is the type of its rows.
  fileprivate var kindsOfTypes: [QualifiedName: String] {
    var kinds: [QualifiedName: String] = [:]
    for name in tables.map(\.name) + views.map(\.name) + materializedViews.map(\.name) { kinds[name] = "table" }
    for type in enums { kinds[type.name] = "enum" }
    for type in domains { kinds[type.name] = "domain" }
    for type in compositeTypes { kinds[type.name] = "composite type" }
    return kinds
  }
}
