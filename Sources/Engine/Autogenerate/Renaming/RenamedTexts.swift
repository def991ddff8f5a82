import Revisions

extension Schema {
  /// Changes a name in the expressions that belong to some tables, and in views that mention one of them: that of a table, or of
  /// a column of one.
  mutating func changeTexts(
    from old: String, to new: String, as meaning: NameInText.Meaning, column table: QualifiedName? = nil,
    inAnyQuery: Bool,
    of isMeant: (QualifiedName) -> Bool
  ) {
    func changed(_ fragment: SQLFragment) -> SQLFragment { fragment.renaming(old, to: new, as: meaning) }
    func changed(_ query: SQLFragment, isOwn: Bool) -> SQLFragment {
      table.map { query.renaming(old, of: $0, to: new, isOwn: isOwn) } ?? changed(query)
    }
    let meant = tables.map(\.name).filter(isMeant)
    func readsMeant(_ query: SQLFragment) -> Bool {
      var mentions = Mentions()
      mentions.add(query)
      return mentions.contains(old)
        && (inAnyQuery || meant.isEmpty || meant.contains { mentions.contains($0.name) || $0.name == new })
    }
    for position in tables.indices where isMeant(tables[position].name) {
      for column in tables[position].columns.indices {
        if let generated = tables[position].columns[column].generated {
          tables[position].columns[column].generated?.expression = changed(generated.expression)
        }
      }
      tables[position].constraints = tables[position].constraints.map { constraint in
        switch constraint {
        case .check(var check):
          check.expression = changed(check.expression)
          return .check(check)
        case .exclusion(var exclusion):
          exclusion.predicate = exclusion.predicate.map(changed)
          exclusion.elements = exclusion.elements.map { element in
            var element = element
            if case .expression(let expression) = element.part.key {
              element.part.key = .expression(changed(expression))
            }
            return element
          }
          return .exclusion(exclusion)
        case .primaryKey, .unique, .foreignKey: return constraint
        }
      }
    }
    for position in indexes.indices where isMeant(indexes[position].table) {
      indexes[position].predicate = indexes[position].predicate.map(changed)
      indexes[position].parts = indexes[position].parts.map { part in
        var part = part
        if case .expression(let expression) = part.key { part.key = .expression(changed(expression)) }
        return part
      }
    }
    for position in policies.indices where inAnyQuery || isMeant(policies[position].table) {
      policies[position].using = policies[position].using.map(changed)
      policies[position].check = policies[position].check.map(changed)
    }
    for position in triggers.indices {
      if inAnyQuery || isMeant(triggers[position].table) {
        triggers[position].condition = triggers[position].condition.map(changed)
      }
      // Those of other tables may write to this one.
      if case .statements(let body) = triggers[position].action,
        isMeant(triggers[position].table) || readsMeant(body)
      {
        triggers[position].action = .statements(changed(body, isOwn: isMeant(triggers[position].table)))
      }
    }
    for position in views.indices where readsMeant(views[position].query) {
      views[position].query = changed(views[position].query, isOwn: false)
    }
    for position in materializedViews.indices where readsMeant(materializedViews[position].query) {
      materializedViews[position].query = changed(materializedViews[position].query, isOwn: false)
    }
  }
}

extension Schema {
  /// Changes objects that are known by their SQL, and what is said of them where their addresses change.
  mutating func changeOthers(_ change: (inout SQLObject) -> Void) {
    for position in others.indices {
      let former = others[position]
      change(&others[position])
      let (old, new) = (former.address, others[position].address)
      guard old != new else { continue }
      for comment in comments.indices where comments[comment].object == .other(former.kind, .raw(old)) {
        comments[comment].object = .other(former.kind, .raw(new))
      }
    }
  }
}

extension SQLObject {
  /// Changes a name in the statements, and in the address where the object is a part of what is called so.
  mutating func changeTexts(from old: String, to new: String, as meaning: NameInText.Meaning, isPart: Bool) {
    if isPart { address = NameInText(old, in: address, as: meaning).replaced(with: new) }
    creation = creation.renaming(old, to: new, as: meaning)
    removal = removal.renaming(old, to: new, as: meaning)
  }
}

extension SQLFragment {
  /// The fragment with a name changed wherever it stands as a word of its own, quoted or not.
  func renaming(_ old: String, to new: String, as meaning: NameInText.Meaning = .anything) -> SQLFragment {
    SQLFragment(
      segments: segments.map { segment in
        switch segment {
        case .raw(let text): .raw(NameInText(old, in: text, as: meaning).replaced(with: new))
        case .identifier(let parts): .identifier(Self.renamed(parts, old, to: new, as: meaning))
        case .value: segment
        }
      })
  }

  private static func renamed(
    _ parts: [String], _ old: String, to new: String, as meaning: NameInText.Meaning
  ) -> [String] {
    if case .moved(let from, let to) = meaning, parts == (from.map { [$0] } ?? []) + [old] {
      return (to.map { [$0] } ?? []) + [new]
    }
    return parts.map { $0 == old ? new : $0 }
  }
}
