extension Digraph {
  /// The one order in which nodes are listed and run: `targets` and what must come before them, without `done`.
  ///
  /// Depth-first from each target in turn, lowest number first; a node follows as soon as all of its prerequisites have
  /// been listed, and these are visited lowest number first. The result depends on the graph and the targets alone.
  ///
  /// - Parameter done: Nodes to leave out with all of their ancestors, which the set must contain.
  package func order(to targets: some Sequence<Int>, without done: NodeSet? = nil) -> [Int] {
    var seen = done ?? NodeSet(capacity: nodeCount)
    var order: [Int] = []
    var path: [(node: Int, rest: ArraySlice<Int32>)] = []
    for target in targets.sorted() where seen.insert(target) {
      path.append((target, prerequisites[target]))
      while let last = path.indices.last {
        if let prerequisite = path[last].rest.popFirst() {
          let next = Int(prerequisite)
          if seen.insert(next) { path.append((next, prerequisites[next])) }
        } else {
          order.append(path.removeLast().node)
        }
      }
    }
    return order
  }
}
