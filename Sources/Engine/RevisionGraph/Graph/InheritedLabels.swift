package import Revisions

/// The branch labels of every revision: its own and those that it has from others.
///
/// A label belongs to the revision that declares it and to all that follow it. It also goes back along the branch that
/// its revision stands on, up to the nearest branch point or merge, which is left out; from a revision that is one
/// itself it goes nowhere. Dependencies neither pass labels on nor make branch points.
package struct InheritedLabels: Sendable {
  private let table: NodeTable<RevisionID>
  private let sets: [[String]]
  private let setOfNode: [Int: Int]

  /// The labels of a revision, sorted; none for an id that is not in the graph.
  package subscript(id: RevisionID) -> [String] {
    table.index(of: id).flatMap { setOfNode[$0] }.map { sets[$0] } ?? []
  }

  init(_ graph: RevisionGraph) {
    table = graph.lineage.table
    // Revisions in a row have the same labels, so each different set is kept once.
    var pool = LabelSetPool()
    var setOfNode: [Int: Int] = [:]
    if !graph.labels.isEmpty {
      let own = Dictionary(grouping: graph.labels.keys, by: { graph.labels[$0] ?? 0 })
      for node in graph.lineage.order(to: graph.lineage.heads) {
        var set = 0
        for parent in graph.lineage.prerequisites[node] { set = pool.union(set, setOfNode[Int(parent)] ?? 0) }
        if let labels = own[node] { set = pool.union(set, pool.set(of: labels.sorted())) }
        if set != 0 { setOfNode[node] = set }
      }
      for (node, labels) in own.sorted(by: { $0.key < $1.key }) {
        let set = pool.set(of: labels.sorted())
        var node = node
        while graph.lineage.dependents.degree(node) <= 1, graph.lineage.prerequisites.degree(node) <= 1 {
          setOfNode[node] = pool.union(setOfNode[node] ?? 0, set)
          guard let parent = graph.lineage.prerequisites[node].first else { break }
          node = Int(parent)
        }
      }
    }
    sets = pool.sets
    self.setOfNode = setOfNode
  }
}

/// Sets of labels, each kept once; number 0 is the empty one.
private struct LabelSetPool {
  private(set) var sets: [[String]] = [[]]
  private var numbers: [[String]: Int] = [[]: 0]
  private var unions: [Pair: Int] = [:]

  private struct Pair: Hashable {
    let left: Int
    let right: Int
  }

  mutating func set(of labels: [String]) -> Int {
    if let known = numbers[labels] { return known }
    sets.append(labels)
    numbers[labels] = sets.count - 1
    return sets.count - 1
  }

  mutating func union(_ left: Int, _ right: Int) -> Int {
    if left == right || right == 0 { return left }
    if left == 0 { return right }
    let pair = Pair(left: min(left, right), right: max(left, right))
    if let known = unions[pair] { return known }
    let number = set(of: Set(sets[left]).union(sets[right]).sorted())
    unions[pair] = number
    return number
  }
}

extension RevisionGraph {
  /// Works out the labels of all revisions, for a listing.
  package func inheritedLabels() -> InheritedLabels { InheritedLabels(self) }
}
