import Dialects
import Revisions

extension Renames {
  /// What stands under a name that something else takes, and goes: it has to be gone before.
  ///
  /// With it goes what would be in its way, and is made again afterwards where it is wanted. Nil where no name is taken so.
  func makingRoom(in schema: Schema) -> Schema? {
    let (old, new) = (Set(tables.map(\.from)), Set(tables.map(\.to)))
    var gone = new.subtracting(old).intersection(schema.tables.map(\.name))
    guard !gone.isEmpty else { return nil }
    let unwanted = gone
    var result = schema
    result.tables.removeAll { unwanted.contains($0.name) }
    for position in result.tables.indices {
      result.tables[position].constraints.removeAll { constraint in
        if case .foreignKey(let key) = constraint { unwanted.contains(key.referencedTable) } else { false }
      }
    }
    // Views that read it, and those that read them.
    var isGrowing = true
    while isGrowing {
      let views = result.views.filter { $0.query.mentions(gone) }.map(\.name)
      let kept = result.materializedViews.filter { $0.query.mentions(gone) }.map(\.name)
      result.views.removeAll { views.contains($0.name) }
      result.materializedViews.removeAll { kept.contains($0.name) }
      isGrowing = !views.isEmpty || !kept.isEmpty
      gone.formUnion(views + kept)
    }
    result.indexes.removeAll { gone.contains($0.table) }
    result.sequences.removeAll { $0.owner.map { gone.contains($0.table) } ?? false }
    result.triggers.removeAll { trigger in
      if case .statements(let body) = trigger.action, body.mentions(gone) { return true }
      return gone.contains(trigger.table) || trigger.constraint?.referencedTable.map(gone.contains) == true
    }
    result.policies.removeAll {
      gone.contains($0.table) || $0.using?.mentions(gone) == true || $0.check?.mentions(gone) == true
    }
    result.others.removeAll { object in
      object.relation.map { gone.contains($0) || object.creation.mentions(gone) } ?? false
    }
    let others = Set(result.others.map(ObjectKey.other))
    result.grants.removeAll { grant in
      if case .object(.table(let name)) = grant.target { gone.contains(name) } else { false }
    }
    result.comments.removeAll { comment in
      switch comment.object {
      case .constraint(_, let table), .column(let table, _): gone.contains(table)
      case .other(let kind, let address):
        !others.contains(ObjectKey(.other, QualifiedName(address.plainText ?? ""), kind))
      default: false
      }
    }
    return result
  }
}

extension SQLFragment {
  /// Whether one of some names stands in it.
  fileprivate func mentions(_ names: Set<QualifiedName>) -> Bool {
    var mentions = Mentions()
    mentions.add(self)
    return names.contains { mentions.contains($0.name) }
  }
}
