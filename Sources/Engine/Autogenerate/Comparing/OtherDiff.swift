import Dialects
import Revisions

extension Comparison {
  /// Compares what has no value of its own, and is known by the statements that make and drop it.
  mutating func compareOthers() {
    let (added, dropped, kept) = pairs(from.others, to.others, by: ObjectKey.other)
    // Names of indexes are in no other text than those of what belongs to one, such as how closely the planner looks at it.
    let goneIndexes = changes.filter { $0.rank == .dropIndex }.flatMap(\.drops).filter { $0.kind == .relation }
    let newIndexes = changes.filter { $0.rank == .createIndex }.flatMap(\.creates).filter { $0.kind == .relation }
    for object in added { create(object, on: newIndexes) }
    for object in dropped { drop(object, on: goneIndexes) }
    for (old, new) in kept
    where remade.contains(.other(old)) || !indexes(goneIndexes, mentionedBy: old).isEmpty {
      drop(old, on: goneIndexes)
      create(new, on: newIndexes)
    }
  }

  /// Adds what has to be made again because it differs, or because of what is: a rule with its view, an aggregate with its function,
  /// and a rule that reads a column which changes.
  func addOthers(to spread: inout Spread) {
    for (old, new) in pairs(from.others, to.others, by: ObjectKey.other).kept {
      let differs =
        old.creation != new.creation
        || rules.viewsPinColumns && !touchedColumns(readBy: old.creation).isDisjoint(with: changedColumns)
      spread.add(.other(old), using: uses(of: old), isAgain: differs)
    }
  }

  private mutating func create(_ object: SQLObject, on indexes: [ObjectKey]) {
    var change = Change(SQL(object.creation, reverse: object.removal), .other, of: QualifiedName(object.address))
    change.creates = [.other(object)]
    change.uses = uses(of: object).union(touchedColumns(readBy: object.creation))
      .union(self.indexes(indexes, mentionedBy: object))
    changes.append(change)
  }

  private mutating func drop(_ object: SQLObject, on indexes: [ObjectKey]) {
    var change = Change(SQL(object.removal, reverse: object.creation), .dropView, of: QualifiedName(object.address))
    change.drops = [.other(object)]
    change.frees = uses(of: object).union(touchedColumns(readBy: object.creation))
      .union(self.indexes(indexes, mentionedBy: object))
    changes.append(change)
  }

  private func uses(of object: SQLObject) -> Set<ObjectKey> {
    mentioned(by: object.creation, except: .other(object))
  }

  private func indexes(_ indexes: [ObjectKey], mentionedBy object: SQLObject) -> [ObjectKey] {
    if indexes.isEmpty { return [] }
    var mentions = Mentions()
    mentions.add(object.creation)
    return indexes.filter { mentions.contains($0.name.lowercased()) }
  }
}
