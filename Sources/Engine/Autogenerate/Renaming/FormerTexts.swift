import Dialects
import Revisions

/// What is dropped is dropped before anything gets another name, as it was: so the way back makes it again, in its own text, once
/// all has its former name. Where a name stands in a text is found by its words, which is enough to see what stays as it is, but
/// not to say what was there.
extension Comparison {
  mutating func dropAsItWas(_ former: Schema, _ renames: Renames) {
    let originals = Originals(former, renames)
    var dropped: Set<ObjectKey> = []
    for position in changes.indices {
      guard let operation = originals.drop(changes[position]) else {
        // One that reads a renamed column through another view has no other text; SQLite does not rename what it cannot follow there.
        if rules.rebuildsTables, changes[position].rank == .dropView { changes[position].precedesRenames = true }
        continue
      }
      changes[position].operation = operation
      changes[position].precedesRenames = true
      dropped.formUnion(changes[position].drops)
    }
    // What is said of it goes before it.
    for position in changes.indices where changes[position].rank == .dropComment {
      guard case .comment(var comment) = changes[position].operation,
        let key = changes[position].frees.first(where: { $0.kind == .other && dropped.contains($0) }),
        let object = originals.others[key]
      else { continue }
      comment.object = .other(object.kind, .raw(object.address))
      changes[position].operation = comment.operation
    }
  }
}

extension Schema {
  /// The policies, by their new names, of which other texts have the new names.
  func reworded(in renamed: Schema, by renames: Renames) -> Set<ObjectKey> {
    guard !renames.isEmpty else { return [] }
    let originals = Originals(self, renames)
    return Set(
      renamed.policies.filter { policy in
        guard let original = originals.policies[.policy(policy)] else { return false }
        return original.using != policy.using || original.check != policy.check
      }.map(ObjectKey.policy))
  }
}

/// What is known by its text, by the names that it has once all is renamed.
private struct Originals {
  private(set) var triggers: [ObjectKey: Trigger] = [:]
  private(set) var policies: [ObjectKey: Policy] = [:]
  private(set) var views: [QualifiedName: View] = [:]
  private(set) var materializedViews: [QualifiedName: MaterializedView] = [:]
  private(set) var others: [ObjectKey: SQLObject] = [:]

  init(_ former: Schema, _ renames: Renames) {
    let newNames = renames.newNames
    for trigger in former.triggers {
      triggers[ObjectKey(.trigger, newNames[trigger.table] ?? trigger.table, trigger.name)] = trigger
    }
    for policy in former.policies {
      policies[ObjectKey(.policy, newNames[policy.table] ?? policy.table, policy.name)] = policy
    }
    for view in former.views { views[view.name] = view }
    for view in former.materializedViews { materializedViews[view.name] = view }
    for object in former.others { others[.other(renames.applied(to: object))] = object }
  }

  /// The operation that drops the object as it was; nil where that is no other one.
  func drop(_ change: Change) -> Revisions.Operation? {
    switch change.operation {
    case .dropTrigger(let drop):
      guard let key = change.drops.first, let original = triggers[key], drop.former != original else { return nil }
      return DropTrigger(was: original).operation
    case .dropPolicy(let drop):
      guard let key = change.drops.first, let original = policies[key], drop.former != original else { return nil }
      return DropPolicy(was: original).operation
    case .dropView(let drop):
      guard let original = views[drop.name], drop.former != original else { return nil }
      return DropView(was: original).operation
    case .dropMaterializedView(let drop):
      guard let original = materializedViews[drop.name], drop.former != original else { return nil }
      return DropMaterializedView(was: original).operation
    case .sql(let sql):
      guard let key = change.drops.first, let original = others[key],
        sql.text != original.removal || sql.reverse != original.creation
      else { return nil }
      return SQL(original.removal, reverse: original.creation).operation
    default: return nil
    }
  }
}
