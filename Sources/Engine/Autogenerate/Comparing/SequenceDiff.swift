import Revisions

extension Comparison {
  /// A sequence comes before the table whose default asks it, and belongs to a column of that table only afterwards.
  mutating func compareSequences() {
    let (added, dropped, kept) = pairs(from.sequences, to.sequences) { folded($0.name) }
    for sequence in added {
      var bare = sequence
      bare.owner = nil
      make(
        CreateSequence(bare), .createSequence, of: sequence.name, as: .relation(sequence.name),
        uses: Set(ObjectKey.namespace(of: sequence.name)))
      compareOwner(of: sequence.name, nil, sequence.owner)
    }
    for sequence in dropped {
      var bare = sequence
      bare.owner = nil
      if let owner = sequence.owner {
        compareOwner(of: sequence.name, owner, nil)
        // Something else may get its name.
        changes[changes.count - 1].uses = []
      }
      remove(
        DropSequence(was: bare), .dropSequence, of: sequence.name, as: .relation(sequence.name),
        frees: Set(ObjectKey.namespace(of: sequence.name)))
      if losesPosition(sequence) { changes[changes.count - 1].hazards = [.losesData] }
    }
    for (old, new) in kept {
      compareOwner(of: new.name, old.owner, new.owner)
      compareComment(old.comment, new.comment, on: .sequence(new.name), of: new.name, uses: [.relation(new.name)])
      let parts = Self.changes(from: old, to: new)
      guard !parts.isEmpty else { continue }
      var change = Change(AlterSequence(new.name, changes: parts), .alterTable, of: new.name)
      change.uses = [.relation(new.name)]
      changes.append(change)
    }
  }

  /// Lets sequences stay whose columns are dropped and made again: they would go with them.
  mutating func keepOwnedSequences() {
    for (old, new) in pairs(from.sequences, to.sequences, by: { folded($0.name) }).kept {
      guard let owner = new.owner, old.owner == owner, isMadeAgain([.column(owner.table, owner.column)]) else {
        continue
      }
      compareOwner(of: new.name, owner, nil)
      compareOwner(of: new.name, nil, owner)
    }
  }

  private mutating func compareOwner(
    of sequence: QualifiedName, _ old: DatabaseSequence.Owner?, _ new: DatabaseSequence.Owner?
  ) {
    guard old != new else { return }
    // It leaves a column that goes before that goes, whatever the other one waits for.
    if let former = old, new != nil, !isThere(former) {
      compareOwner(of: sequence, old, nil)
      compareOwner(of: sequence, nil, new)
      return
    }
    var change = Change(
      AlterSequence(sequence, .ownedBy(new, from: old)), new == nil ? .dropConstraint : .addConstraint,
      of: (new ?? old)?.table ?? sequence)
    change.uses = [.relation(sequence)]
    // One that gets an owner stays: if its name is given up, then by what had it before.
    if new == nil { change.frees = [.relation(sequence)] }
    if let new { change.uses.formUnion([.relation(new.table), .column(new.table, new.column)]) }
    if let old { change.frees.formUnion([.relation(old.table), .column(old.table, old.column)]) }
    changes.append(change)
  }

  /// Whether nobody knows any more at which number a sequence stood that goes.
  ///
  /// With its column it goes without saying, and where something else gives the column its numbers that goes on from there.
  private func losesPosition(_ sequence: DatabaseSequence) -> Bool {
    guard let owner = sequence.owner else { return true }
    let table = to.tables.first { folded($0.name) == folded(owner.table) }
    guard let column = table?.columns.first(where: { folded($0.name) == folded(owner.column) }) else { return false }
    return column.identity == nil && !to.sequences.contains { $0.owner == owner }
  }

  private func isThere(_ owner: DatabaseSequence.Owner) -> Bool {
    let table = to.tables.first { folded($0.name) == folded(owner.table) }
    return table?.columns.contains { folded($0.name) == folded(owner.column) } ?? false
  }

  private static func changes(from old: DatabaseSequence, to new: DatabaseSequence) -> [AlterSequence.Change] {
    var parts: [AlterSequence.Change] = []
    let type: (old: DataType, new: DataType) = (old.type ?? .bigInteger, new.type ?? .bigInteger)
    if type.old != type.new { parts.append(.type(type.new, from: type.old)) }
    let increment: (old: Int64, new: Int64) = (old.increment ?? 1, new.increment ?? 1)
    if increment.old != increment.new { parts.append(.increment(increment.new, from: increment.old)) }
    func limit(_ value: Int64?) -> AlterSequence.Limit { value.map { .at($0) } ?? .ofType }
    if old.minimum != new.minimum { parts.append(.minimum(limit(new.minimum), from: limit(old.minimum))) }
    if old.maximum != new.maximum { parts.append(.maximum(limit(new.maximum), from: limit(old.maximum))) }
    let start: (old: Int64, new: Int64) = (old.firstNumber, new.firstNumber)
    if start.old != start.new { parts.append(.start(start.new, from: start.old)) }
    let cache: (old: Int64, new: Int64) = (old.cache ?? 1, new.cache ?? 1)
    if cache.old != cache.new { parts.append(.cache(cache.new, from: cache.old)) }
    if old.cycles != new.cycles { parts.append(.cycles(new.cycles)) }
    return parts
  }
}

extension DatabaseSequence {
  /// The first number.
  var firstNumber: Int64 { start ?? usualStart }

  /// The first number where none is said: the end from which it counts.
  var usualStart: Int64 { (increment ?? 1) < 0 ? maximum ?? -1 : minimum ?? 1 }
}
