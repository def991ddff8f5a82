package import RevisionGraph
package import Revisions

extension RevisionGraph {
  /// Plans a stamp: the rows of the lineages that are named give way to the revisions that are named; other rows stay.
  ///
  /// A row gives way if it implies a revision to stamp or is implied by one, through dependencies too, and every
  /// revision is judged against the rows as they are before the stamp. `base` takes all rows away, and `branch@base`
  /// those in the branch's lineage.
  ///
  /// - Parameters:
  ///   - rows: The version rows of the database. A row that another row implies goes as well.
  ///   - purge: Whether to empty the table first. Then rows that no revision has do not matter, but `current` and
  ///     offsets that count from the database need rows that can be understood.
  package func planStamp(
    to selectors: [SelectorExpression], from rows: [RevisionID], purge: Bool = false
  ) throws(PlanError) -> StampPlan {
    let known = purge ? try? understood(rows) : try understood(rows)
    let before: AppliedRevisions
    if let known {
      before = known
    } else {
      // Of rows that cannot be understood as they are, those that name a revision still tell what is implied.
      before = try understood(Set(rows.filter { index(of: $0) != nil }).sorted())
    }
    let named = try destinations(selectors, known)

    var kept: [Int] = []
    if !purge {
      let gone = replaced(by: named, before)
      kept = before.heads.compactMap(index(of:)).filter { !gone.contains($0) }
    }
    let after = (kept + named.revisions).sorted()
    let members = requirements.ancestors(of: after)
    let newlyImplied = requirements.order(to: after, without: before.members)
    let noLongerImplied = requirements.order(to: before.heads.compactMap(index(of:)), without: members).reversed()

    let (from, to) = (purge ? rows.sorted() : before.rows, ids(after))
    return StampPlan(
      from: from, to: to, purgesTable: purge,
      transition: purge
        ? HeadTransition(removing: [], adding: to)
        : HeadTransition(
          removing: Set(from).subtracting(to).sorted(), adding: Set(to).subtracting(from).sorted()),
      newlyImplied: ids(newlyImplied), noLongerImplied: ids(noLongerImplied),
      applied: Set(ids(members.members)))
  }

  /// What is to be stamped: revisions, and branches of which nothing is to be left.
  private struct Destinations {
    var revisions: [Int] = []
    var emptiedBranches: [Int] = []
    var emptiesAll = false
  }

  private func destinations(
    _ selectors: [SelectorExpression], _ applied: AppliedRevisions?
  ) throws(PlanError) -> Destinations {
    var named = Destinations()
    var revisions: Set<Int> = []
    for selector in selectors {
      let resolved = try resolved(selector, applied)
      if resolved.revisions.isEmpty, selector.anchor == .current, selector.offset == nil { continue }
      if resolved.revisions.isEmpty {
        if let branch = resolved.branch.flatMap(index(of:)) {
          named.emptiedBranches.append(branch)
        } else {
          named.emptiesAll = true
        }
      }
      // One expression may stand for heads that imply each other by dependencies; nobody asked for rows of both.
      revisions.formUnion(requirements.maximal(among: resolved.revisions.compactMap(index(of:))))
    }
    named.revisions = revisions.sorted()
    let outermost = requirements.maximal(among: named.revisions)
    if outermost.count < named.revisions.count {
      for implied in revisions.subtracting(outermost).sorted() {
        let descendants = requirements.descendants(of: [implied])
        if let implying = outermost.first(where: descendants.contains) {
          throw .stampImplied(id(implied), by: id(implying))
        }
      }
    }
    return named
  }

  /// The revisions whose rows give way.
  private func replaced(by named: Destinations, _ before: AppliedRevisions) -> NodeSet {
    if named.emptiesAll { return before.members }
    let places = named.revisions + named.emptiedBranches
    return requirements.ancestors(of: places).union(requirements.descendants(of: places))
  }
}
