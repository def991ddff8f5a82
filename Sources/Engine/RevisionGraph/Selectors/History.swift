package import Revisions

extension RevisionGraph {
  /// The revisions given, in the order in which a plan would take them: parents and dependencies first.
  /// Ids that are not in the graph are passed over.
  package func ordered(_ ids: some Sequence<RevisionID>) -> [RevisionID] {
    let wanted = NodeSet(ids.compactMap(index(of:)), capacity: count)
    return self.ids(requirements.order(to: requirements.heads).filter(wanted.contains))
  }

  /// The revisions of a range, newest first: the reverse of a plan's order.
  ///
  /// From the older end, which is included, to the newer one: what the newer end implies and the older one does not,
  /// and of it what follows the older end. An open or `base` older end takes in all that the newer end implies; an
  /// open newer end is `heads`. With a branch at the older end, as in `branch@base:`, only those newer ends count
  /// that are in the branch's lineage.
  ///
  /// `-N` alone as the older end counts from the newer end, and `+N` alone as the newer end from the older one; if
  /// both are so, both count from where the database is. Steps beyond base or the last revision end there.
  package func history(
    _ range: RangeExpression, current: AppliedRevisions? = nil
  ) throws(SelectorError) -> [RevisionID] {
    let lower = range.lower ?? .base
    let upper = range.upper ?? .heads
    let lowerCounts = lower.countsFromOtherEnd(.down)
    let upperCounts = upper.countsFromOtherEnd(.up)

    var pairs: [(lower: Int?, upper: Int)] = []
    if lowerCounts && !upperCounts {
      var resolver = SelectorResolver(self, lower, current: current)
      let branch = try resolver.branch()
      for node in try nodes(upper, current: current) where branch?.lineage.contains(node) ?? true {
        pairs.append((try resolver.walk(from: node, lower.steps, branch, stoppingShort: true), node))
      }
    } else if upperCounts && !lowerCounts {
      var resolver = SelectorResolver(self, upper, current: current)
      let branch = try resolver.branch()
      let starts = try nodes(lower, current: current)
      if starts.count > 1 { throw .multipleCurrentHeads(ids(starts), selector: upper.text) }
      let end = try resolver.walk(from: starts.first, upper.steps, branch, stoppingShort: true)
      if let end { pairs.append((starts.first, end)) }
    } else {
      return try between(lower, upper, current: current)
    }

    var members = NodeSet(capacity: count)
    for pair in pairs { members = members.union(span(pair.lower.map { [$0] } ?? [], [pair.upper])) }
    return newestFirst(members, to: pairs.map(\.upper))
  }

  private func between(
    _ lower: SelectorExpression, _ upper: SelectorExpression, current: AppliedRevisions?
  ) throws(SelectorError) -> [RevisionID] {
    let lowers = try nodes(lower, current: current)
    var uppers = try nodes(upper, current: current)
    var resolver = SelectorResolver(self, lower, current: current)
    if let branch = try resolver.branch() { uppers.removeAll { !branch.lineage.contains($0) } }
    let implied = requirements.ancestors(of: uppers)
    if let outside = lowers.first(where: { !implied.contains($0) }) {
      throw .notAncestor(id(outside), of: ids(uppers), selector: lower.text + ":" + upper.text)
    }
    return newestFirst(span(lowers, uppers), to: uppers)
  }

  private func nodes(
    _ expression: SelectorExpression, current: AppliedRevisions?
  ) throws(SelectorError) -> [Int] {
    try resolve(expression, current: current).revisions.compactMap(index(of:))
  }

  private func span(_ lowers: [Int], _ uppers: [Int]) -> NodeSet {
    let implied = requirements.ancestors(of: uppers)
    if lowers.isEmpty { return implied }
    return implied.subtracting(requirements.ancestors(of: lowers))
      .intersection(lineage.descendants(of: lowers))
      .union(NodeSet(lowers, capacity: count))
  }

  private func newestFirst(_ members: NodeSet, to uppers: [Int]) -> [RevisionID] {
    ids(requirements.order(to: uppers).filter(members.contains).reversed())
  }
}

extension SelectorExpression {
  /// Whether this is an offset alone, or with a branch, in the direction given.
  fileprivate func countsFromOtherEnd(_ direction: Direction) -> Bool {
    anchor == nil && offset?.direction == direction
  }

  fileprivate var steps: Offset { offset ?? Offset(direction: .down, count: 0) }
}
