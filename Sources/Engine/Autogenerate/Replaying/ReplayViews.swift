import Revisions

extension SchemaReplay {
  mutating func create(_ operation: CreateView) throws(ReplayError.Problem) {
    let key = key(operation.view.name)
    var view = operation.view
    view.name = resolved(view.name)
    if let former = views[key], operation.orReplace {
      // Only what it reads is replaced.
      view.comment = view.comment ?? former.comment
    } else if isRelation(key) {
      if operation.ifNotExists { return }
      throw .alreadyThere(.view(operation.view.name))
    }
    try settle(view)
  }

  mutating func drop(_ operation: DropView) throws(ReplayError.Problem) {
    let key = key(operation.name)
    guard let view = views[key] else {
      if operation.ifExists { return }
      throw .missing(.view(operation.name))
    }
    remove(view: key)
    if operation.cascade { dropViews(reading: [view.name]) }
  }

  mutating func create(_ operation: CreateMaterializedView) throws(ReplayError.Problem) {
    var view = operation.view
    if isRelation(key(view.name)) {
      if operation.ifNotExists { return }
      throw .alreadyThere(.materializedView(view.name))
    }
    view.name = resolved(view.name)
    try settle(view)
  }

  mutating func drop(_ operation: DropMaterializedView) throws(ReplayError.Problem) {
    let key = key(operation.name)
    guard let view = materializedViews[key] else {
      if operation.ifExists { return }
      throw .missing(.materializedView(operation.name))
    }
    remove(view: key)
    if operation.cascade { dropViews(reading: [view.name]) }
  }

  mutating func refresh(_ operation: RefreshMaterializedView) throws(ReplayError.Problem) {
    let key = key(operation.name)
    guard materializedViews[key] != nil else { throw .missing(.materializedView(operation.name)) }
    materializedViews[key]?.isPopulated = operation.withData
  }

  /// Drops the views that read one of some tables or views, and those that read them.
  mutating func dropViews(reading names: [QualifiedName], _ column: String? = nil) {
    var left = names
    var column = column
    while let name = left.popLast() {
      func reads(_ query: SQLFragment) -> Bool {
        query.names(name.name) && (column.map { query.names($0) } ?? true)
      }
      let gone =
        views.values.filter { reads($0.query) }.map(\.name)
        + materializedViews.values.filter { reads($0.query) }.map(\.name)
      for view in gone { remove(view: folded(view)) }
      left += gone
      column = nil
    }
  }

  /// Takes out a view, with its triggers or indexes.
  mutating func remove(view key: QualifiedName) {
    guard let name = views.removeValue(forKey: key)?.name ?? materializedViews.removeValue(forKey: key)?.name else {
      return
    }
    removeBelongings(of: key, named: name)
    forgetGrants(on: .view(name))
    forgetGrants(on: .materializedView(name))
  }

  mutating func settle(_ view: View) throws(ReplayError.Problem) {
    var part = Schema()
    part.views = [view]
    for view in try canonical(part).views { views[folded(view.name)] = view }
  }

  mutating func settle(_ view: MaterializedView) throws(ReplayError.Problem) {
    var part = Schema()
    part.materializedViews = [view]
    for view in try canonical(part).materializedViews { materializedViews[folded(view.name)] = view }
  }
}
