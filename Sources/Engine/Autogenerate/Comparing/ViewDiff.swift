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
    let (added, dropped, kept) = pairs(old, new) { folded($0.name) }
    for view in added { create(view) }
    for view in dropped { drop(view) }

    // A view is made again where it differs, and with it each that reads it; so is each that reads a column that changes.
    var again: Set<ObjectKey> = remade
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (old, new) in kept where !again.contains(.relation(new.name)) {
        guard old.body != new.body || isPinned(old) || !uses(of: old).isDisjoint(with: again) else { continue }
        again.insert(.relation(new.name))
        isGrowing = true
      }
    }
    remade = again
    for (old, new) in kept {
      if again.contains(.relation(new.name)) {
        drop(old)
        create(new)
        if rules.keepsPrivileges { changes[changes.count - 1].hazards = [.losesPrivileges] }
      } else {
        compareComment(old.comment, new.comment, on: new.object, of: new.name, uses: [.relation(new.name)])
      }
    }
  }

  /// Whether a view reads a column that changes.
  private func isPinned(_ view: AnyView) -> Bool {
    rules.viewsPinColumns && !touchedColumns(readBy: view.query).isDisjoint(with: changedColumns)
  }

  private mutating func create(_ view: AnyView) {
    var change = Change(view.create, .createView, of: view.name)
    change.creates = [.relation(view.name)]
    change.uses = uses(of: view).union(touchedColumns(readBy: view.query))
    change.doubtful = QueryNames(view.query).doubtful(change.uses)
    changes.append(change)
  }

  private mutating func drop(_ view: AnyView) {
    var change = Change(view.drop, .dropView, of: view.name)
    change.drops = [.relation(view.name)]
    change.frees = uses(of: view).union(touchedColumns(readBy: view.query))
    change.doubtful = QueryNames(view.query).doubtful(change.frees)
    changes.append(change)
  }

  private func uses(of view: AnyView) -> Set<ObjectKey> {
    mentioned(by: view.query, except: .relation(view.name)).union(ObjectKey.namespace(of: view.name))
  }
}
