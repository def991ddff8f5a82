import Dialects
import Revisions

extension Comparison {
  /// A table that stays, once what changes of its parents has come down to it, and as it is wanted.
  struct KeptTable {
    let old: Table
    let new: Table
    /// Whether anything of it is to change.
    let differs: Bool
  }

  /// Compares tables, but for what of them stands on indexes of any; gives back those that stay.
  mutating func compareTables() throws(DialectError) -> [KeptTable] {
    let (added, dropped, kept) = pairs(from.tables, to.tables) { folded($0.name) }
    let late = ForeignKeyCycles(added, all: to.tables, folded: folded).late
    for table in added { create(table, without: late[folded(table.name)] ?? []) }
    let early = ForeignKeyCycles(dropped, all: from.tables, folded: folded).late
    for table in dropped { drop(table, without: early[folded(table.name)] ?? []) }
    // Columns first: what changes of them decides what becomes of the constraints, of other tables too.
    let followed = kept.map { pair in
      let (old, new) = following(pair.old, pair.new)
      return KeptTable(old: old, new: new, differs: old != new)
    }
    for table in followed where table.differs || !remade.isEmpty {
      try compareColumns(of: table.old, table.new)
    }
    for table in followed where table.differs || !changedColumns.isEmpty || !remade.isEmpty {
      let (old, new) = (table.old, table.new)
      compareConstraints(of: old, new, foreignKeys: false)
      compareParents(of: old, new)
      compareOptions(of: old, new)
      compareComment(old.comment, new.comment, on: .table(new.name), of: new.name, uses: [.relation(new.name)])
    }
    return followed
  }

  /// Compares what of tables stands on constraints and indexes, which are compared by then.
  mutating func compareWhatStandsOnIndexes(of kept: [KeptTable]) {
    let gone = Set(changes.flatMap(\.drops))
    let isAnyGone = !changedColumns.isEmpty || !remade.isEmpty || !droppedUniqueness.isEmpty
    for table in kept {
      if table.differs || isAnyGone { compareConstraints(of: table.old, table.new, foreignKeys: true) }
      if table.differs || !gone.isEmpty { compareIndexOptions(of: table.old, table.new, gone: gone) }
    }
  }

  private mutating func create(_ table: Table, without late: Set<ForeignKey>) {
    var bare = table.withoutFormerNames
    bare.constraints.removeAll { constraint in
      if case .foreignKey(let key) = constraint { late.contains(key) } else { false }
    }
    let followUps = Self.separated(&bare)
    // A partition has the columns that its table has by then.
    let isPartition = table.options.partition != nil
    var change = Change(CreateTable(bare), isPartition ? .createPartition : .createTable, of: table.name)
    change.creates = [.relation(table.name), .type(table.name), .uniqueness(folded(table.name))]
    change.creates.formUnion(bare.constraints.compactMap { indexKey(of: $0, on: table.name) })
    if let partition = table.options.partition { change.creates.insert(.bounds(of: partition.parent)) }
    change.uses = uses(of: bare)
    changes.append(change)
    if !followUps.isEmpty {
      var change = Change(AlterTable(table.name, changes: followUps), .createIndex, of: table.name)
      change.uses = indexes(named: followUps, of: table.name).union([.relation(table.name)])
      changes.append(change)
    }
    for key in late.sorted(by: { ($0.name ?? "") < ($1.name ?? "") }) {
      add(.foreignKey(key), to: table.name, isNew: true)
    }
  }

  private mutating func drop(_ table: Table, without early: Set<ForeignKey>) {
    for key in early.sorted(by: { ($0.name ?? "") < ($1.name ?? "") }) { drop(.foreignKey(key), of: table.name) }
    var bare = table
    bare.constraints.removeAll { constraint in
      if case .foreignKey(let key) = constraint { early.contains(key) } else { false }
    }
    let former = Self.separated(&bare)
    let isPartition = table.options.partition != nil
    var change = Change(DropTable(was: bare), isPartition ? .dropPartition : .dropTable, of: table.name)
    change.drops = [.relation(table.name), .type(table.name), .uniqueness(folded(table.name))]
    change.drops.formUnion(bare.constraints.compactMap { indexKey(of: $0, on: table.name) })
    if let partition = table.options.partition { change.drops.insert(.bounds(of: partition.parent)) }
    change.frees = uses(of: bare)
    change.hazards = [.losesData]
    changes.append(change)
    // So that the way back can say it again once the index is there.
    let undone = former.compactMap { part -> AlterTable.Change? in
      switch part {
      case .replicaIdentity(let identity, _): .replicaIdentity(.primaryKey, from: identity)
      case .clusteredIndex(let index, _): .clusteredIndex(nil, from: index)
      default: nil
      }
    }
    if !undone.isEmpty {
      var change = Change(AlterTable(table.name, changes: undone), .dropTrigger, of: table.name)
      change.frees = indexes(named: former, of: table.name).union([.relation(table.name)])
      changes.append(change)
    }
  }

  private mutating func compareOptions(of old: Table, _ new: Table) {
    let (former, wanted) = (old.options, new.options)
    guard former != wanted else { return }
    func alter(_ operation: some OperationValue) {
      var change = Change(operation, .alterTable, of: new.name)
      change.uses = [.relation(new.name)]
      changes.append(change)
    }
    if former.isStrict != wanted.isStrict {
      inexpressible.append("table \(new.name) \(wanted.isStrict ? "becomes" : "is no longer") STRICT")
    }
    if former.isWithoutRowID != wanted.isWithoutRowID {
      inexpressible.append("table \(new.name) \(wanted.isWithoutRowID ? "becomes" : "is no longer") WITHOUT ROWID")
    }
    if former.partitioning != wanted.partitioning {
      inexpressible.append("table \(new.name) is partitioned in another way: make a new table, and move the rows")
    }
    if former.partition != wanted.partition {
      if let partition = former.partition {
        let operation = DetachPartition(new.name, from: partition.parent, was: partition.bound)
        var change = parting(operation, of: new.name, from: [partition.parent])
        change.drops.insert(.bounds(of: partition.parent))
        change.creates.insert(.independence(of: new.name))
        changes.append(change)
      }
      if let partition = wanted.partition {
        let operation = AttachPartition(new.name, to: partition.parent, partition.bound)
        var change = joining(operation, of: new.name, to: [partition.parent])
        change.creates.insert(.bounds(of: partition.parent))
        change.uses.insert(.independence(of: new.name))
        change.drops.insert(.attachment(of: new.name))
        changes.append(change)
      }
    }
    var parts: [AlterTable.Change] = []
    if former.isUnlogged != wanted.isUnlogged { parts.append(.unlogged(wanted.isUnlogged)) }
    if former.accessMethod != wanted.accessMethod, let method = wanted.accessMethod ?? rules.accessMethod,
      let before = former.accessMethod ?? rules.accessMethod
    {
      parts.append(.accessMethod(method, from: before))
    }
    if !parts.isEmpty { alter(AlterTable(new.name, changes: parts)) }
    if !former.storageParameters.says(wanted.storageParameters) {
      alter(SetStorageParameters(of: .table(new.name), wanted.storageParameters, from: former.storageParameters))
    }
    if let move = rules.move(of: .table(new.name), from: former.tablespace, to: wanted.tablespace) {
      alter(move)
      changes[changes.count - 1].hazards = [.rewritesTable]
    }
    if former.hasRowSecurity != wanted.hasRowSecurity || former.forcesRowSecurity != wanted.forcesRowSecurity {
      alter(
        SetRowSecurity(
          on: new.name, enabled: former.hasRowSecurity == wanted.hasRowSecurity ? nil : wanted.hasRowSecurity,
          forced: former.forcesRowSecurity == wanted.forcesRowSecurity ? nil : wanted.forcesRowSecurity))
      if former.hasRowSecurity && !wanted.hasRowSecurity || former.forcesRowSecurity && !wanted.forcesRowSecurity {
        changes[changes.count - 1].hazards = [.exposesRows]
      }
    }
  }

  /// Compares the indexes by which a table is replicated and clustered: where one goes, it is named no longer before, so that the
  /// way back can name it again, and where it is made again it is named anew.
  private mutating func compareIndexOptions(of old: Table, _ new: Table, gone: Set<ObjectKey>) {
    func isGone(_ name: String) -> Bool { !indexKeys(name, of: new.name).isDisjoint(with: gone) }
    /// What is only called otherwise is named by itself.
    func current(_ name: String) -> String {
      let other =
        renamedObjects[.index(QualifiedName(name, schema: new.name.schema))]
        ?? renamedObjects[.constraint(name, on: new.name)]
      return other?.name ?? name
    }
    var (former, wanted) = (old.options.replicaIdentity, new.options.replicaIdentity)
    var before: [AlterTable.Change] = []
    var lost: Set<ObjectKey> = []
    var after: [AlterTable.Change] = []
    if case .index(let name) = former {
      if isGone(name) {
        before.append(.replicaIdentity(.primaryKey, from: former))
        lost.formUnion(indexKeys(name, of: new.name))
        former = .primaryKey
      } else {
        former = .index(current(name))
      }
    }
    if former != wanted { after.append(.replicaIdentity(wanted, from: former)) }
    var clustered = old.options.clusteredIndex
    if let name = clustered {
      if isGone(name) {
        before.append(.clusteredIndex(nil, from: name))
        lost.formUnion(indexKeys(name, of: new.name))
        clustered = nil
      } else {
        clustered = current(name)
      }
    }
    if clustered != new.options.clusteredIndex {
      after.append(.clusteredIndex(new.options.clusteredIndex, from: clustered))
    }
    if !before.isEmpty {
      var change = Change(AlterTable(new.name, changes: before), .dropTrigger, of: new.name)
      change.frees = lost.union([.relation(new.name)])
      changes.append(change)
    }
    if !after.isEmpty {
      var change = Change(AlterTable(new.name, changes: after), .createIndex, of: new.name)
      change.uses = indexes(named: after, of: new.name).union([.relation(new.name)])
      changes.append(change)
    }
  }

  /// Takes from a table what can be said only once its indexes are there.
  private static func separated(_ table: inout Table) -> [AlterTable.Change] {
    let own = Set(table.constraints.compactMap(\.name))
    var parts: [AlterTable.Change] = []
    if case .index(let name) = table.options.replicaIdentity, !own.contains(name) {
      parts.append(.replicaIdentity(table.options.replicaIdentity))
      table.options.replicaIdentity = .primaryKey
    }
    if let name = table.options.clusteredIndex, !own.contains(name) {
      parts.append(.clusteredIndex(name))
      table.options.clusteredIndex = nil
    }
    return parts
  }

  private func indexes(named parts: [AlterTable.Change], of table: QualifiedName) -> Set<ObjectKey> {
    var keys: Set<ObjectKey> = []
    for part in parts {
      switch part {
      case .replicaIdentity(.index(let name), _), .clusteredIndex(let name?, _):
        keys.formUnion(indexKeys(name, of: table))
      default: continue
      }
    }
    return keys
  }

  /// What an index of a table may be there as: by itself, or with its constraint.
  private func indexKeys(_ name: String, of table: QualifiedName) -> Set<ObjectKey> {
    [.relation(QualifiedName(name, schema: table.schema)), .constraint(table, name)]
  }

  /// What has to be there before a table.
  private func uses(of table: Table) -> Set<ObjectKey> {
    var mentions = Mentions()
    for column in table.columns { mentions.add(column) }
    for part in table.options.partitioning?.parts ?? [] {
      if case .expression(let expression) = part.key { mentions.add(expression) }
      if let name = part.operatorClass?.name { mentions.add(name) }
      mentions.add(part.collation)
    }
    var keys = names.keysOfExpression(mentions).union(ObjectKey.namespace(of: table.name))
    for constraint in table.constraints { keys.formUnion(uses(of: constraint, on: table.name)) }
    if let parent = table.options.partition?.parent {
      keys.insert(.relation(parent))
      for column in table.columns { keys.insert(.column(parent, column.name)) }
    }
    for parent in table.options.inherits {
      keys.insert(.relation(parent))
      for column in lineage.wantedColumns(of: [parent]) { keys.insert(.column(parent, column.name)) }
    }
    // The checks of a parent go by the same names here.
    for name in table.constraints.filter(\.isInheritedCheck).compactMap(\.name) {
      for parent in table.parents { keys.insert(.constraint(parent, name)) }
    }
    // A view's row is a type too.
    for column in table.columns {
      if let name = column.type.rowType { keys.insert(.relation(name)) }
    }
    keys.subtract([.relation(table.name), .type(table.name), .uniqueness(folded(table.name))])
    return keys
  }
}

extension ComparisonRules {
  /// What brings something to another tablespace; nil where it is there, or there is no choice.
  func move(of object: DatabaseObject, from former: String?, to wanted: String?) -> SetTablespace? {
    guard former != wanted, let place = wanted ?? tablespace, let before = former ?? tablespace else { return nil }
    return SetTablespace(of: object, to: place, from: before)
  }
}

extension StorageParameters {
  /// Whether another list says the same, in whatever order.
  func says(_ other: StorageParameters) -> Bool { Set(list) == Set(other.list) }
}

extension DataType {
  /// The name of the relation whose rows the values may be.
  fileprivate var rowType: QualifiedName? {
    switch self {
    case .named(let name): name
    case .array(let element): element.rowType
    default: nil
    }
  }
}

extension Mentions {
  /// What a column mentions: its type, and the expressions that it is told.
  mutating func add(_ column: Column) {
    add(column.type)
    add(column.defaultValue)
    add(column.generated?.expression)
    add(column.collation)
  }
}
