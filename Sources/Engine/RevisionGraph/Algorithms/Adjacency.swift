/// The edges that leave each node, in two flat arrays: the neighbours of all nodes in a row, and where each node's
/// begin.
package struct Adjacency: Sendable {
  private let starts: [Int32]
  private let neighbours: [Int32]

  /// Takes the neighbours of each node; every node's are sorted, and repeated ones count once.
  package init(_ lists: some Sequence<[Int32]>) {
    var starts: [Int32] = [0]
    var neighbours: [Int32] = []
    for list in lists {
      if list.count > 1 {
        var previous: Int32?
        for neighbour in list.sorted() where neighbour != previous {
          neighbours.append(neighbour)
          previous = neighbour
        }
      } else {
        neighbours += list
      }
      starts.append(Int32(neighbours.count))
    }
    self.starts = starts
    self.neighbours = neighbours
  }

  private init(starts: [Int32], neighbours: [Int32]) {
    self.starts = starts
    self.neighbours = neighbours
  }

  package var nodeCount: Int { starts.count - 1 }

  /// A node's neighbours, lowest first.
  package subscript(node: Int) -> ArraySlice<Int32> { neighbours[Int(starts[node])..<Int(starts[node + 1])] }

  /// How many neighbours a node has.
  package func degree(_ node: Int) -> Int { Int(starts[node + 1] - starts[node]) }

  /// The same edges, each turned round.
  package var reversed: Adjacency {
    var places = [Int32](repeating: 0, count: starts.count)
    for neighbour in neighbours { places[Int(neighbour) + 1] += 1 }
    for node in 0..<nodeCount { places[node + 1] += places[node] }
    let reversedStarts = places
    var reversedNeighbours = [Int32](repeating: 0, count: neighbours.count)
    // Nodes are taken in order, so every list comes out sorted.
    for node in 0..<nodeCount {
      for neighbour in self[node] {
        reversedNeighbours[Int(places[Int(neighbour)])] = Int32(node)
        places[Int(neighbour)] += 1
      }
    }
    return Adjacency(starts: reversedStarts, neighbours: reversedNeighbours)
  }

  /// What can be reached from `starts` in any number of steps, `starts` included.
  package func reachable(from starts: some Sequence<Int>) -> NodeSet {
    var reached = NodeSet(capacity: nodeCount)
    var waiting: [Int] = []
    for start in starts where reached.insert(start) { waiting.append(start) }
    while let node = waiting.popLast() {
      for neighbour in self[node] where reached.insert(Int(neighbour)) { waiting.append(Int(neighbour)) }
    }
    return reached
  }
}
