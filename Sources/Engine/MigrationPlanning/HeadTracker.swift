internal import RevisionGraph
internal import Revisions

/// The version rows, and what one step after the other does to them, at a cost that depends on the step alone.
struct HeadTracker {
  private let graph: RevisionGraph
  private var heads: NodeSet
  /// Of each applied revision, how many that are applied follow it or depend on it.
  private var appliedDependents: [Int32]
  /// Rows that another row implies: the first step takes them out of the table.
  private var redundant: Set<RevisionID>

  init(_ graph: RevisionGraph, _ applied: AppliedRevisions) {
    self.graph = graph
    heads = NodeSet(applied.heads.compactMap(graph.index(of:)), capacity: graph.count)
    appliedDependents = Array(repeating: 0, count: graph.count)
    for node in applied.members.members {
      for prerequisite in graph.requirements.prerequisites[node] { appliedDependents[Int(prerequisite)] += 1 }
    }
    redundant = Set(applied.redundantRows)
  }

  /// The rows as they stand now, sorted.
  var rows: [RevisionID] { graph.ids(heads.members) }

  /// Applies a revision whose parents and dependencies are applied: it takes the place of those of them that have a
  /// row.
  mutating func apply(_ node: Int) -> HeadTransition {
    var removed: [Int] = []
    for prerequisite in graph.requirements.prerequisites[node] {
      appliedDependents[Int(prerequisite)] += 1
      if heads.remove(Int(prerequisite)) { removed.append(Int(prerequisite)) }
    }
    heads.insert(node)
    return transition(removing: removed, adding: [node])
  }

  /// Takes back a revision that has a row: those of its parents and dependencies get one that nothing else implies.
  mutating func takeBack(_ node: Int) -> HeadTransition {
    var added: [Int] = []
    heads.remove(node)
    for prerequisite in graph.requirements.prerequisites[node] {
      appliedDependents[Int(prerequisite)] -= 1
      if appliedDependents[Int(prerequisite)] == 0 {
        heads.insert(Int(prerequisite))
        added.append(Int(prerequisite))
      }
    }
    return transition(removing: [node], adding: added)
  }

  private mutating func transition(removing removed: [Int], adding added: [Int]) -> HeadTransition {
    var (removed, added) = (graph.ids(removed), graph.ids(added))
    if !redundant.isEmpty {
      removed += redundant.subtracting(added)
      added.removeAll(where: redundant.contains)
      redundant = []
    }
    return HeadTransition(removing: removed, adding: added)
  }
}
