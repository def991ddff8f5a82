import Dialects
import Revisions

extension Comparison {
  /// A view and a materialized view, as far as they are alike.
  private struct AnyView {
    var name: QualifiedName
    var query: SQLFragment
    var comment: String?
    /// The view without its comment.
    var body: Body
    var create: Revisions.Operation
    var drop: Revisions.Operation

    enum Body: Equatable {
      case view(View)
      case materialized(MaterializedView)
    }

    init(_ view: View) {
      (name, query, comment) = (view.name, view.query, view.comment)
      var bare = view
      bare.comment = nil
      body = .view(bare)
      create = CreateView(view).operation
      drop = DropView(was: view).operation
    }

    init(_ view: MaterializedView) {
      (name, query, comment) = (view.name, view.query, view.comment)
      var bare = view
      bare.comment = nil
      body = .materialized(bare)
      create = CreateMaterializedView(view).operation
      drop = DropMaterializedView(was: view).operation
    }

    /// The view with another query.
    func saying(_ query: SQLFragment) -> AnyView {
      switch body {
      case .view(var view):
        (view.query, view.comment) = (query, comment)
        return AnyView(view)
      case .materialized(var view):
        (view.query, view.comment) = (query, comment)
        return AnyView(view)
      }
    }

    var object: DatabaseObject {
      switch body {
      case .view: .view(name)
      case .materialized: .materializedView(name)
      }
    }

    var isMaterialized: Bool { if case .materialized = body { true } else { false } }
  }

  mutating func compareViews() {
    let old = from.views.map(AnyView.init) + from.materializedViews.map(AnyView.init)
    let new = to.views.map(AnyView.init) + to.materializedViews.map(AnyView.init)
    var (added, dropped, kept) = pairs(old, new) { folded($0.name) }
    // Those that a rename alone changes stay as they are.
    var following: [QualifiedName: AnyView] = [:]
    for position in kept.indices {
      let view = kept[position].old
      guard let query = followedQueries[view.name], view.saying(query).body == kept[position].new.body else { continue }
      following[view.name] = view
      kept[position].old = view.saying(query)
    }
    for view in added { create(view) }
    for view in dropped { drop(view) }

    // A view is made again where it differs, and with it each that reads it; so is each that reads a column that changes.
    var spread = Spread(from: remade)
    for (old, new) in kept {
      let differs =
        old.body != new.body || isPinned(old, besides: following[old.name] == nil ? [] : renamedColumns)
      spread.add(.relation(new.name), using: uses(of: old), isAgain: differs)
    }
    addOthers(to: &spread)
    let routines = addRoutines(to: &spread)
    let again = spread.again
    remade = again
    for (old, new) in routines where spread.reached.contains(.routine(new)) && !isMadeAgain(new) { makeAgain(old, new) }
    for (old, new) in kept {
      if old.body != new.body { rewritten.insert(.relation(new.name)) }
      if again.contains(.relation(new.name)) {
        // Before anything is renamed it still says what it did.
        drop(following[old.name] ?? old)
        create(new)
        if losesPrivileges(.relation(new.name)) { changes[changes.count - 1].hazards = [.losesPrivileges] }
      } else {
        compareComment(old.comment, new.comment, on: new.object, of: new.name, uses: [.relation(new.name)])
      }
    }
  }

  /// Whether a view keeps something from changing, or reads a column that is dropped and made again.
  private func isPinned(_ view: AnyView, besides renamed: Set<ObjectKey>) -> Bool {
    isMadeAgain(touchedColumns(readBy: view.query).subtracting(renamed)) || isPinned(view.query, besides: renamed)
  }

  private mutating func create(_ view: AnyView) {
    var change = Change(view.create, .createView, of: view.name)
    change.creates = [.relation(view.name)]
    change.uses = uses(of: view).union(touchedColumns(readBy: view.query)).union(droppedKeys(readBy: view.query))
    change.doubtful = QueryNames(view.query).doubtful(change.uses)
    changes.append(change)
  }

  private mutating func drop(_ view: AnyView) {
    var change = Change(view.drop, .dropView, of: view.name)
    change.drops = [.relation(view.name)]
    change.frees = uses(of: view).union(touchedColumns(readBy: view.query)).union(droppedKeys(readBy: view.query))
    change.doubtful = QueryNames(view.query).doubtful(change.frees)
    changes.append(change)
  }

  private func uses(of view: AnyView) -> Set<ObjectKey> {
    mentioned(by: view.query, except: .relation(view.name)).union(ObjectKey.namespace(of: view.name))
  }
}
