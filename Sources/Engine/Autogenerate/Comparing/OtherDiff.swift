import Dialects
import Revisions

extension Comparison {
  /// Compares what has no value of its own, and is known by the statements that make and drop it.
  mutating func compareOthers() {
    let (added, dropped, kept) = pairs(from.others, to.others, by: ObjectKey.other)
    // Names of indexes and triggers are in no other text than those of what belongs to one, such as how closely the planner looks at it.
    let gone = changes.filter { $0.rank == .dropIndex || $0.rank == .dropTrigger }.flatMap(\.drops)
    let new = changes.filter { $0.rank == .createIndex || $0.rank == .createTrigger }.flatMap(\.creates)
    let (goneParts, newParts) = (gone.filter(\.isPartOfTable), new.filter(\.isPartOfTable))
    for object in added { create(object, on: newParts) }
    for object in dropped { drop(object, on: goneParts) }
    for (old, new) in kept where remade.contains(.other(old)) || !parts(goneParts, mentionedBy: old).isEmpty {
      drop(old, on: goneParts)
      create(new, on: newParts)
    }
    // The routines that operators and casts ask go with them, after all others: an expression may ask them by a cast that it has unsaid.
    let asked = changes.filter { $0.rank == .dropOperator }.reduce(into: Set<ObjectKey>()) { $0.formUnion($1.frees) }
    for position in changes.indices
    where changes[position].rank == .dropRoutine && !changes[position].drops.isDisjoint(with: asked) {
      changes[position].rank = .dropOperator
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

  private mutating func create(_ object: SQLObject, on parts: [ObjectKey]) {
    var change = Change(
      SQL(object.creation, reverse: object.removal), object.ranks.create,
      of: QualifiedName(object.address))
    change.creates = [.other(object)]
    let used = uses(of: object)
    change.doubtful = namesakes(of: object, among: used)
    change.uses = used.union(touchedColumns(readBy: object.creation)).union(self.parts(parts, mentionedBy: object))
    changes.append(change)
  }

  private mutating func drop(_ object: SQLObject, on parts: [ObjectKey]) {
    var change = Change(
      SQL(object.removal, reverse: object.creation), object.ranks.drop,
      of: QualifiedName(object.address))
    change.drops = [.other(object)]
    let used = uses(of: object)
    change.doubtful = namesakes(of: object, among: used)
    change.frees = used.union(touchedColumns(readBy: object.creation)).union(self.parts(parts, mentionedBy: object))
    changes.append(change)
  }

  private func uses(of object: SQLObject) -> Set<ObjectKey> {
    // A class stands in a family, and most are called alike: the family does not mean its class by that.
    mentioned(by: object.creation, except: .other(object)).filter {
      object.kind != "OPERATOR FAMILY" || $0.part != "OPERATOR CLASS"
    }
  }

  /// What is called like an object, or the schema that it is in: the statement that makes it need not mean that.
  private func namesakes(of object: SQLObject, among used: Set<ObjectKey>) -> Set<ObjectKey> {
    var own = Mentions()
    own.add(object.address)
    return used.filter { $0.kind != .other && own.contains($0.name) }
  }

  private func parts(_ parts: [ObjectKey], mentionedBy object: SQLObject) -> [ObjectKey] {
    if parts.isEmpty { return [] }
    var mentions = Mentions()
    mentions.add(object.creation)
    return parts.filter { mentions.contains(($0.kind == .trigger ? $0.part : $0.name).lowercased()) }
  }
}

extension ObjectKey {
  /// Whether it is an index or a trigger.
  fileprivate var isPartOfTable: Bool { kind == .relation || kind == .trigger }
}

extension SQLObject {
  /// Where it is made and dropped among other changes. What a table, an expression or an index may ask without a word of its own, as by
  /// the multirange of a type or the class that a type has by default, is there before all that might.
  fileprivate var ranks: (create: Change.Rank, drop: Change.Rank) {
    switch kind {
    case "TYPE": (.createType, .dropType)
    case "CAST", "OPERATOR", "OPERATOR FAMILY", "OPERATOR CLASS": (.createOperator, .dropOperator)
    default: (.other, .dropView)
    }
  }
}
