/// The nodes of a graph with a number for each, so that the algorithms work on numbers.
///
/// Whoever makes the table chooses the order of the numbers; it is the tie-break wherever an algorithm has a choice.
package struct NodeTable<Node: Hashable & Sendable>: Sendable {
  /// The nodes; a node's number is its place here.
  package let nodes: [Node]
  private let indices: [Node: Int32]

  /// Numbers `nodes` in the order given; of equal nodes the first keeps its number, and the others are left out.
  package init(_ nodes: some Collection<Node>) {
    var kept: [Node] = []
    kept.reserveCapacity(nodes.count)
    var indices = [Node: Int32](minimumCapacity: nodes.count)
    for node in nodes {
      let index = Int32(kept.count)
      let stored = indices[node, default: index]
      if stored == index {
        indices[node] = index
        kept.append(node)
      }
    }
    self.nodes = kept
    self.indices = indices
  }

  package var count: Int { nodes.count }

  /// A node's number, or nil for what is not in the graph.
  package func index(of node: Node) -> Int? { indices[node].map(Int.init) }

  package subscript(index: Int) -> Node { nodes[index] }
}
