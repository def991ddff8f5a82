extension Digraph {
  /// A cycle, or nil where there is none: each node must come after the next one, and the last after the first.
  ///
  /// It begins with its lowest number, and is the same for the same graph.
  package func firstCycle() -> [Int]? {
    // A node on the path is being visited; one that was seen and is not on it leads to no cycle.
    var seen = NodeSet(capacity: nodeCount)
    var onPath = NodeSet(capacity: nodeCount)
    var path: [(node: Int, rest: ArraySlice<Int32>)] = []
    for start in 0..<nodeCount where seen.insert(start) {
      path.append((start, prerequisites[start]))
      onPath.insert(start)
      while let last = path.indices.last {
        guard let prerequisite = path[last].rest.popFirst() else {
          onPath.remove(path.removeLast().node)
          continue
        }
        let next = Int(prerequisite)
        if onPath.contains(next) {
          let cycle = path.map(\.node).drop { $0 != next }
          return Self.rotated(Array(cycle))
        }
        if seen.insert(next) {
          path.append((next, prerequisites[next]))
          onPath.insert(next)
        }
      }
    }
    return nil
  }

  private static func rotated(_ cycle: [Int]) -> [Int] {
    guard let lowest = cycle.indices.min(by: { cycle[$0] < cycle[$1] }) else { return cycle }
    return Array(cycle[lowest...] + cycle[..<lowest])
  }
}
