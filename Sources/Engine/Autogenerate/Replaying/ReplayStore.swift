import Revisions

/// Putting values in and taking them out, so that what belongs together is found again.
extension SchemaReplay {
  mutating func put(_ table: Table) {
    let key = folded(table.name)
    if let former = tables[key] { forgetReferences(of: former, key) }
    for other in references(of: table) { referrers[other, default: []].insert(key) }
    tables[key] = table
  }

  mutating func put(_ index: Index) {
    let key = folded(index.qualifiedName)
    indexes[key] = index
    belongings[folded(index.table), default: []].insert(.relation(key))
  }

  mutating func put(_ sequence: DatabaseSequence) {
    let key = folded(sequence.name)
    if let former = sequences[key]?.owner { belongings[folded(former.table)]?.remove(.relation(key)) }
    sequences[key] = sequence
    if let owner = sequence.owner { belongings[folded(owner.table), default: []].insert(.relation(key)) }
  }

  mutating func put(_ trigger: Trigger) {
    let key = triggerKey(trigger.name, folded(trigger.table))
    triggers[key] = trigger
    belongings[folded(trigger.table), default: []].insert(key)
    if let other = trigger.constraint?.referencedTable { belongings[folded(other), default: []].insert(key) }
  }

  mutating func put(_ policy: Policy) {
    let key = policyKey(policy.name, folded(policy.table))
    policies[key] = policy
    belongings[folded(policy.table), default: []].insert(key)
  }

  @discardableResult
  mutating func remove(index key: QualifiedName) -> Index? {
    guard let index = indexes.removeValue(forKey: key) else { return nil }
    belongings[folded(index.table)]?.remove(.relation(key))
    return index
  }

  @discardableResult
  mutating func remove(sequence key: QualifiedName) -> DatabaseSequence? {
    guard let sequence = sequences.removeValue(forKey: key) else { return nil }
    if let owner = sequence.owner { belongings[folded(owner.table)]?.remove(.relation(key)) }
    forgetGrants(on: .sequence(sequence.name))
    return sequence
  }

  @discardableResult
  mutating func remove(trigger key: ObjectKey) -> Trigger? {
    guard let trigger = triggers.removeValue(forKey: key) else { return nil }
    belongings[folded(trigger.table)]?.remove(key)
    if let other = trigger.constraint?.referencedTable { belongings[folded(other)]?.remove(key) }
    return trigger
  }

  @discardableResult
  mutating func remove(policy key: ObjectKey) -> Policy? {
    guard let policy = policies.removeValue(forKey: key) else { return nil }
    belongings[folded(policy.table)]?.remove(key)
    return policy
  }

  /// Takes out a table alone, without what belongs to it.
  @discardableResult
  mutating func take(table key: QualifiedName) -> Table? {
    guard let table = tables.removeValue(forKey: key) else { return nil }
    forgetReferences(of: table, key)
    return table
  }

  /// Takes out what belongs to a table or view, and what was said of it.
  mutating func removeBelongings(of key: QualifiedName, named name: QualifiedName) {
    for belonging in belongings[key] ?? [] {
      switch belonging.kind {
      case .trigger: remove(trigger: belonging)
      case .policy: remove(policy: belonging)
      default:
        let name = QualifiedName(belonging.name, schema: belonging.schema)
        if remove(index: name) == nil { remove(sequence: name) }
      }
    }
    belongings[key] = nil
    forgetGrants(on: .table(name))
  }

  mutating func forgetGrants(on target: PrivilegeTarget) { grants[target] = nil }

  func triggerKey(_ name: String, _ table: QualifiedName) -> ObjectKey { ObjectKey(.trigger, table, folded(name)) }

  func policyKey(_ name: String, _ table: QualifiedName) -> ObjectKey { ObjectKey(.policy, table, folded(name)) }

  /// The indexes of a table or view.
  func ownIndexes(of key: QualifiedName) -> [Index] {
    (belongings[key] ?? []).compactMap { indexes[QualifiedName($0.name, schema: $0.schema)] }
  }

  /// The triggers of a table or view.
  func ownTriggers(of key: QualifiedName) -> [Trigger] {
    (belongings[key] ?? []).compactMap { triggers[$0] }.filter { folded($0.table) == key }
  }

  private mutating func forgetReferences(of table: Table, _ key: QualifiedName) {
    for other in references(of: table) { referrers[other]?.remove(key) }
  }

  /// The tables that a table names.
  func references(of table: Table) -> Set<QualifiedName> {
    var names = Set(table.foreignKeys.map { folded($0.referencedTable) })
    names.formUnion(table.options.inherits.map(folded))
    if let parent = table.options.partition?.parent { names.insert(folded(parent)) }
    return names
  }

  /// Brings a table into canonical form, and puts it in its place.
  ///
  /// What a dialect has to know for that is handed to it: the tables that it names, and its own indexes, of which a
  /// constraint may be made.
  mutating func settle(_ table: Table) throws(ReplayError.Problem) {
    let name = folded(table.name)
    var part = Schema()
    part.tables = [table] + references(of: table).filter { $0 != name }.compactMap { tables[$0] }
    let own = ownIndexes(of: name)
    part.indexes = own
    let settled = try canonical(part)
    for table in settled.tables where folded(table.name) == name { put(table) }
    if settled.indexes.count < own.count {
      let left = Set(settled.indexes.map { folded($0.qualifiedName) })
      for index in own where !left.contains(folded(index.qualifiedName)) { remove(index: folded(index.qualifiedName)) }
    }
    // Those of serial columns.
    for sequence in settled.sequences { put(sequence) }
  }

  /// The table of that name; throws where there is none.
  mutating func table(_ name: QualifiedName) throws(ReplayError.Problem) -> Table {
    guard let table = tables[key(name)] else { throw .missing(.table(name)) }
    return table
  }

  /// Changes a table, and brings what came of it into canonical form.
  mutating func change(
    _ name: QualifiedName, _ change: (inout Table) throws(ReplayError.Problem) -> Void
  ) throws(ReplayError.Problem) {
    var table = try table(name)
    try change(&table)
    try settle(table)
  }
}
