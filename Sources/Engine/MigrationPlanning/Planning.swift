package import RevisionGraph
package import Revisions

extension RevisionGraph {
  /// Plans an upgrade: all that the targets imply and the database has not, parents and dependencies first.
  ///
  /// Targets that are applied already need no steps, and neither does `base`. Several targets are all reached.
  ///
  /// - Parameter rows: The version rows of the database; none for an empty one.
  package func planUpgrade(
    to selectors: [SelectorExpression], from rows: [RevisionID]
  ) throws(PlanError) -> MigrationPlan {
    let applied = try understood(rows)
    var targets: Set<RevisionID> = []
    for selector in selectors {
      if selector.anchor == nil, selector.offset?.direction == .down {
        throw .downwardUpgrade(selector: selector.text)
      }
      try targets.formUnion(resolved(selector, applied).revisions)
    }

    var tracker = HeadTracker(self, applied)
    let nodes = requirements.order(to: targets.compactMap(index(of:)), without: applied.members)
    let steps = nodes.map { step(.upgrade, $0, tracker.apply($0)) }
    return MigrationPlan(
      from: applied.rows, to: steps.isEmpty ? applied.rows : tracker.rows, targets: targets.sorted(), steps: steps)
  }

  /// Plans a downgrade: what follows the target or depends on what does, as far as it is applied, the last one first.
  ///
  /// All children of the target are taken back; with a branch, only those in its lineage. Going to `base` takes back
  /// every base; with a branch, only its own. `-N` takes back the N-th revision counted down from the single head (or
  /// the one in the branch) and what follows or needs it. What a revision that is taken back alone implied by its
  /// dependencies stays, and gets rows of its own.
  ///
  /// - Parameter rows: The version rows of the database; none for an empty one.
  package func planDowngrade(
    to selector: SelectorExpression, from rows: [RevisionID]
  ) throws(PlanError) -> MigrationPlan {
    let applied = try understood(rows)
    let (targets, roots) = try downgradeRoots(selector, applied)

    let doomed = requirements.descendants(of: roots).intersection(applied.members)
    return takingBack(doomed, applied, targets: targets)
  }

  /// Takes revisions back, among which is all that is applied and follows or needs one of them; the last one first.
  func takingBack(_ doomed: NodeSet, _ applied: AppliedRevisions, targets: [RevisionID]) -> MigrationPlan {
    var tracker = HeadTracker(self, applied)
    let heads = applied.heads.compactMap(index(of:))
    let nodes = doomed.isEmpty ? [] : requirements.order(to: heads).filter(doomed.contains).reversed()
    let steps = nodes.map { step(.downgrade, $0, tracker.takeBack($0)) }
    return MigrationPlan(
      from: applied.rows, to: steps.isEmpty ? applied.rows : tracker.rows, targets: targets, steps: steps)
  }

  /// Where a downgrade ends, and the revisions that have to go, with all that follows or needs them, to get there.
  private func downgradeRoots(
    _ selector: SelectorExpression, _ applied: AppliedRevisions
  ) throws(PlanError) -> (targets: [RevisionID], roots: [Int]) {
    if selector.anchor == nil, let offset = selector.offset {
      if offset.direction == .up { throw .upwardDowngrade(selector: selector.text) }
      let last: RevisionID?
      do { last = try lastUndone(by: selector, current: applied) } catch { throw .selector(error) }
      guard let root = last.flatMap(index(of:)) else { return (applied.heads, []) }
      return (ids(lineage.prerequisites[root].lazy.map(Int.init)), [root])
    }

    let resolved = try resolved(selector, applied)
    if resolved.revisions.count > 1 { throw .severalTargets(resolved.revisions, selector: selector.text) }
    var roots: [Int]
    if let target = resolved.revisions.first.flatMap(index(of:)) {
      if !applied.members.contains(target) {
        throw .targetNotApplied(id(target), heads: applied.heads, selector: selector.text)
      }
      roots = lineage.dependents[target].map(Int.init)
    } else {
      roots = lineage.bases
    }
    if let branch = resolved.branch.flatMap(index(of:)), roots.count > 1 {
      let related = lineage.ancestors(of: [branch]).union(lineage.descendants(of: [branch]))
      roots.removeAll { !related.contains($0) }
    }
    return (resolved.revisions, roots)
  }

  private func step(_ direction: Direction, _ node: Int, _ transition: HeadTransition) -> PlanStep {
    PlanStep(
      direction: direction, revision: id(node), parents: ids(lineage.prerequisites[node].lazy.map(Int.init)),
      transition: transition)
  }

  func understood(_ rows: [RevisionID]) throws(PlanError) -> AppliedRevisions {
    do { return try applied(versionRows: rows) } catch { throw .versionRows(error) }
  }

  func resolved(
    _ selector: SelectorExpression, _ applied: AppliedRevisions?
  ) throws(PlanError) -> ResolvedSelector {
    do { return try resolve(selector, current: applied) } catch { throw .selector(error) }
  }
}
