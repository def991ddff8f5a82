/// A directed graph in which every node names what must come before it.
///
/// Nothing here recurses: a chain of a hundred thousand nodes must not exhaust the stack.
package struct Digraph<Node: Hashable & Sendable>: Sendable {
  /// The nodes and their numbers.
  package let table: NodeTable<Node>
  /// From a node to what must come before it.
  package let prerequisites: Adjacency
  /// From a node to what must come after it.
  package let dependents: Adjacency

  /// Makes a graph over `table`; the list at each place holds the numbers of that node's prerequisites.
  package init(_ table: NodeTable<Node>, prerequisites lists: some Sequence<[Int32]>) {
    self.table = table
    prerequisites = Adjacency(lists)
    dependents = prerequisites.reversed
  }

  package var nodeCount: Int { table.count }

  /// The nodes given and all that must come before them.
  package func ancestors(of nodes: some Sequence<Int>) -> NodeSet { prerequisites.reachable(from: nodes) }

  /// The nodes given and all that must come after them.
  package func descendants(of nodes: some Sequence<Int>) -> NodeSet { dependents.reachable(from: nodes) }

  /// The nodes that nothing comes after.
  package var heads: [Int] { (0..<nodeCount).filter { dependents.degree($0) == 0 } }

  /// The nodes that nothing must come before.
  package var bases: [Int] { (0..<nodeCount).filter { prerequisites.degree($0) == 0 } }

  /// The members of `nodes` that no other member, directly or through anything else, comes after.
  package func maximal(among nodes: some Collection<Int>) -> [Int] {
    if nodes.count < 2 { return Array(nodes) }
    let below = ancestors(of: nodes.lazy.flatMap { prerequisites[$0] }.map(Int.init))
    return nodes.filter { !below.contains($0) }
  }

  /// The members of `nodes`, a set that holds all ancestors of its members, that no other member comes after.
  package func heads(ofClosed nodes: NodeSet) -> [Int] {
    nodes.members.filter { node in !dependents[node].contains { nodes.contains(Int($0)) } }
  }
}
