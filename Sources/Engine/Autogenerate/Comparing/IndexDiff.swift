import Dialects
import Revisions

extension Comparison {
  mutating func compareIndexes() {
    var (added, dropped, kept) = pairs(formerIndexes(), to.indexes) { index in
      folded(QualifiedName(index.name, schema: index.table.schema))
    }
    // One that says the same under another name was renamed.
    if rules.renamesParts {
      var former = Dictionary(grouping: dropped.reversed(), by: \.unnamed)
      var renamed: Set<ObjectKey> = []
      added.removeAll { new in
        guard let old = former[new.unnamed]?.popLast() else { return false }
        renamed.insert(.index(old))
        kept.append((old, new))
        return true
      }
      dropped.removeAll { renamed.contains(.index($0)) }
    }
    let former = Set(from.tables.map { folded($0.name) })
    for index in added { create(index, isOnFormerTable: former.contains(folded(index.table))) }
    for index in dropped { drop(index) }
    // Those of partitioned tables first: what they take along is made again with them.
    for (old, new) in kept.filter({ $0.old.parent == nil }) + kept.filter({ $0.old.parent != nil }) {
      if let parent = old.parent, remade.contains(.relation(parent)) {
        create(new)
      } else if isMadeAgain(old) || invalidIndexes.contains(old.qualifiedName) {
        drop(old)
        create(new)
      } else if old.unnamed.described(nil) != new.unnamed.described(nil) {
        compareKept(old, new)
      } else {
        if rules.renamesParts, old.name != new.name { rename(old, new) }
        compareComment(
          old.comment, new.comment, on: .index(QualifiedName(new.name, schema: new.table.schema)), of: new.table,
          uses: [.index(new)])
      }
    }
  }

  /// The indexes that were there; one of a partitioned table is as it is wanted where it has its parts in all partitions, though under
  /// names that differ from those which PostgreSQL gives, as they do once a partition is renamed.
  private func formerIndexes() -> [Index] {
    guard from.indexes.contains(where: \.onlyTable) else { return from.indexes }
    let parts = Dictionary(grouping: from.indexes.filter { $0.parent != nil }) { $0.parent ?? "" }
    var wanted: [ObjectKey: Index] = [:]
    var isListed: Set<QualifiedName> = []
    for index in to.indexes {
      wanted[.index(index)] = index
      if let parent = index.parent { isListed.insert(parent) }
    }
    var partitions: [QualifiedName: Set<QualifiedName>] = [:]
    for table in from.tables {
      if let parent = table.options.partition?.parent { partitions[parent, default: []].insert(table.name) }
    }
    var whole: Set<QualifiedName> = []
    let indexes = from.indexes.map { index in
      let name = QualifiedName(index.name, schema: index.table.schema)
      guard index.onlyTable, !isListed.contains(name), let other = wanted[.index(index)], !other.onlyTable,
        (partitions[index.table] ?? []).isSubset(of: (parts[name] ?? []).map(\.table))
      else { return index }
      whole.insert(name)
      var copy = index
      copy.onlyTable = false
      return copy
    }
    return indexes.filter { index in !(index.parent.map(whole.contains) ?? false) }
  }

  private mutating func rename(_ old: Index, _ new: Index) {
    renamedObjects[.index(old.qualifiedName)] = .index(new.qualifiedName)
    var change = Change(Rename(.index(old.qualifiedName), to: new.name), .rename, of: new.table)
    // In the schema to which its table goes.
    change.uses = [.relation(new.table)]
    change.drops = [.index(old)]
    change.creates = [.index(new)]
    changes.append(change)
  }

  /// What it says is changed by making it again; how it is kept can be changed as it stands.
  private mutating func compareKept(_ old: Index, _ new: Index) {
    var same = old.unnamed.described(nil)
    // What belongs to a partitioned table keeps nothing itself, so that how it would cannot be changed.
    let isPartitioned = to.tables.contains { $0.name == new.table && $0.options.partitioning != nil }
    if !isPartitioned {
      same.storageParameters = new.storageParameters
      same.tablespace = new.tablespace
    }
    guard same == new.unnamed.described(nil) else {
      remade.insert(.index(old))
      drop(old)
      create(new)
      return
    }
    let object = DatabaseObject.index(QualifiedName(new.name, schema: new.table.schema))
    if !old.storageParameters.says(new.storageParameters) {
      changes.append(
        Change(
          SetStorageParameters(of: object, new.storageParameters, from: old.storageParameters), .createIndex,
          of: new.table))
    }
    if let move = rules.move(of: object, from: old.tablespace, to: new.tablespace) {
      changes.append(Change(move, .createIndex, of: new.table))
    }
    compareComment(old.comment, new.comment, on: object, of: new.table, uses: [.index(new)])
  }

  /// Whether an index goes with a column, a view or a routine that is dropped and made again.
  private func isMadeAgain(_ index: Index) -> Bool {
    let columns = columns(of: index.parts, index.include, index.predicate, on: index.table)
    return isMadeAgain(columns) || isRewritten(index.parts.map(\.expression) + [index.predicate], on: index.table)
      || remade.contains(.relation(index.table)) || !uses(of: index).isDisjoint(with: remade)
  }

  private mutating func create(_ index: Index, isOnFormerTable: Bool = true) {
    var change = Change(CreateIndex(index), .createIndex, of: index.table)
    change.creates = [.index(index)]
    if index.isUnique { change.creates.insert(.uniqueness(folded(index.table))) }
    change.uses = uses(of: index).union(columns(of: index.parts, index.include, index.predicate, on: index.table))
      .union([.relation(index.table)]).subtracting(change.creates)
    change.frees = [.attachment(of: index.table)]
    if isOnFormerTable {
      change.hazards = index.isUnique ? [.failsIfViolated, .scansTable] : [.scansTable]
    }
    changes.append(change)
  }

  private mutating func drop(_ index: Index) {
    var change = Change(DropIndex(was: index), .dropIndex, of: index.table)
    change.drops = [.index(index)]
    if index.isUnique { change.drops.insert(.uniqueness(folded(index.table))) }
    change.frees = uses(of: index).union(columns(of: index.parts, index.include, index.predicate, on: index.table))
      .union([.relation(index.table)]).subtracting(change.drops)
    change.uses = [.independence(of: index.table)]
    changes.append(change)
    if index.isUnique {
      noteDroppedUniqueness(
        of: index.parts.compactMap { if case .column(let column) = $0.key { column } else { nil } }, in: index.table)
    }
  }

  private func uses(of index: Index) -> Set<ObjectKey> {
    var mentions = Mentions()
    for part in index.parts { mentions.add(part) }
    mentions.add(index.predicate)
    var keys = names.keysOfExpression(mentions)
    if let parent = index.parent { keys.insert(.relation(parent)) }
    return keys
  }
}

extension Index.Part {
  /// What is indexed, where that is not a column.
  var expression: SQLFragment? { if case .expression(let expression) = key { expression } else { nil } }
}

extension Index {
  /// The index without its name.
  fileprivate var unnamed: Index {
    var copy = self
    copy.name = ""
    return copy
  }

  fileprivate func described(_ comment: String?) -> Index {
    var copy = self
    copy.comment = comment
    return copy
  }
}
