internal import Revisions

/// Looks up one expression in a graph.
struct SelectorResolver {
  /// A branch that an expression keeps to.
  struct Branch {
    let name: String
    let node: Int
    /// What the branch's revision follows, and what follows it.
    let lineage: NodeSet
  }

  /// Beginnings of ids that are shorter get a hint.
  static let shortPrefix = 4
  private static let candidateLimit = 10

  let graph: RevisionGraph
  let expression: SelectorExpression
  let current: AppliedRevisions?
  private var abbreviations: [ResolvedSelector.Abbreviation] = []

  init(_ graph: RevisionGraph, _ expression: SelectorExpression, current: AppliedRevisions?) {
    self.graph = graph
    self.expression = expression
    self.current = current
  }

  var selector: String { expression.text }

  mutating func resolve() throws(SelectorError) -> ResolvedSelector {
    let branch = try self.branch()
    let nodes: [Int]
    if let offset = expression.offset {
      let start = try startOfSteps(offset.direction, branch)
      let end = try walk(from: start, offset, branch, stoppingShort: false)
      nodes = end.map { [$0] } ?? []
    } else {
      nodes = try anchored(branch)
    }
    return ResolvedSelector(
      revisions: graph.ids(nodes), branch: branch.map { graph.id($0.node) }, abbreviations: abbreviations)
  }

  mutating func lastUndone() throws(SelectorError) -> Int? {
    guard let count = expression.offset?.count, count > 0 else { return nil }
    let branch = try self.branch()
    let start = try startOfSteps(.down, branch)
    let last: Int?
    do {
      last = try walk(from: start, .init(direction: .down, count: count - 1), branch, stoppingShort: false)
    } catch .tooFewSteps(let selector, _, let available) {
      throw .tooFewSteps(selector: selector, wanted: count, available: available)
    }
    guard let last else { throw .tooFewSteps(selector: selector, wanted: count, available: count - 1) }
    return last
  }

  /// The branch that is named, with its lineage.
  mutating func branch() throws(SelectorError) -> Branch? {
    guard let name = expression.branch else { return nil }
    guard let node = try lookUp(name, within: nil) else {
      throw .unknownBranch(name.text, selector: selector, nearest: graph.nearestNames(to: name.text))
    }
    let lineage = graph.lineage.ancestors(of: [node]).union(graph.lineage.descendants(of: [node]))
    return Branch(name: name.text, node: node, lineage: lineage)
  }

  /// What stands between the branch and the steps; several only for `heads` and `current`, and none for base.
  mutating func anchored(_ branch: Branch?) throws(SelectorError) -> [Int] {
    switch expression.anchor {
    case .name(let name):
      guard let node = try lookUp(name, within: branch) else {
        throw .unknownRevision(
          name.text, selector: selector, nearest: graph.nearestNames(to: name.text),
          isShort: !name.isQuoted && name.text.unicodeScalars.count < Self.shortPrefix)
      }
      if let branch, !branch.lineage.contains(node) {
        throw .notInBranch(graph.id(node), branch: branch.name, selector: selector)
      }
      return [node]
    case .head:
      let heads = graph.lineage.heads.filter { branch?.lineage.contains($0) ?? true }
      if heads.count > 1 { throw multipleHeads(heads) }
      return heads
    case .heads:
      if let branch { return graph.lineage.heads.filter { branch.lineage.contains($0) } }
      return graph.requirements.heads
    case .base: return []
    case .current, nil:
      guard let current else { throw .needsDatabase(selector: selector) }
      let heads = current.heads.compactMap(graph.index(of:))
      return heads.filter { branch?.lineage.contains($0) ?? true }
    }
  }

  /// The one revision that steps are counted from; nil stands for base.
  private mutating func startOfSteps(
    _ direction: SelectorExpression.Direction, _ branch: Branch?
  ) throws(SelectorError) -> Int? {
    switch expression.anchor {
    case .name, .head, .heads, .base:
      let nodes = try anchored(branch)
      if nodes.count > 1 { throw multipleHeads(nodes) }
      return nodes.first
    case .current, nil:
      guard let current else { throw .needsDatabase(selector: selector) }
      let nodes = currentNodes(current, direction, branch)
      if nodes.count > 1 { throw .multipleCurrentHeads(graph.ids(nodes), selector: selector) }
      if nodes.isEmpty, direction == .down, let branch {
        throw .branchNotApplied(branch.name, selector: selector)
      }
      return nodes.first
    }
  }

  /// Where the database is, as far as the branch is concerned.
  private func currentNodes(
    _ current: AppliedRevisions, _ direction: SelectorExpression.Direction, _ branch: Branch?
  ) -> [Int] {
    let heads = current.heads.compactMap(graph.index(of:))
    guard let branch else { return heads }
    let inBranch = heads.filter { branch.lineage.contains($0) }
    if !inBranch.isEmpty { return inBranch }
    // The branch has no row: what it has is implied by a row of another branch.
    switch direction {
    case .up:
      let applied = current.members.intersection(branch.lineage)
      return applied.members.filter { node in
        !graph.requirements.dependents[node].contains { applied.contains(Int($0)) }
      }
    case .down:
      return graph.lineage.heads(ofClosed: current.members).filter { branch.lineage.contains($0) }
    }
  }

  /// Finds a name: a whole id before a label, and a label before the beginning of an id. Only the last is
  /// narrowed by the branch. Nil where there is nothing of the name.
  private mutating func lookUp(
    _ name: SelectorExpression.Name, within branch: Branch?
  ) throws(SelectorError) -> Int? {
    if let node = graph.index(of: RevisionID(name.text)) { return node }
    if name.isQuoted { return nil }
    if let node = graph.labels[name.text] { return node }
    let all = graph.lineage.table.indices(withPrefix: name.text)
    let inBranch = branch.map { branch in all.filter { branch.lineage.contains($0) } } ?? Array(all)
    // Where the branch has none of them, the caller reports one that stands outside as such.
    let found = inBranch.isEmpty ? Array(all) : inBranch
    if found.count > 1 {
      throw .ambiguousPrefix(
        name.text, selector: selector, candidates: graph.ids(found.prefix(Self.candidateLimit)), count: found.count,
        isShort: name.text.unicodeScalars.count < Self.shortPrefix)
    }
    if let node = found.first {
      abbreviations.append(.init(text: name.text, revision: graph.id(node)))
    }
    return found.first
  }

  private func multipleHeads(_ heads: [Int]) -> SelectorError {
    let effective = graph.requirements.maximal(among: heads)
    return .multipleHeads(
      graph.ids(heads), effectiveHead: effective.count == 1 ? effective.first.map(graph.id) : nil, selector: selector)
  }
}
