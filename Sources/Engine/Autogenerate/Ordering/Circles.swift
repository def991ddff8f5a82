/// Which of numbered things lead back to each other: those of one circle share a number.
///
/// Source: Tarjan, "Depth-first search and linear graph algorithms", 1972; without recursion.
struct Circles {
  private(set) var number: [Int]

  /// Looks at what each thing leads to.
  init(_ edges: [[Int]]) {
    number = Array(repeating: -1, count: edges.count)
    var index = Array(repeating: -1, count: edges.count)
    var low = index
    var stack: [Int] = []
    var path: [(node: Int, next: Int)] = []
    var time = 0
    var count = 0
    for start in edges.indices where index[start] < 0 {
      path.append((start, 0))
      while let (node, next) = path.last {
        if next == 0 {
          index[node] = time
          low[node] = time
          time += 1
          stack.append(node)
        }
        if next < edges[node].count {
          path[path.count - 1].next += 1
          let other = edges[node][next]
          if index[other] < 0 {
            path.append((other, 0))
          } else if number[other] < 0 {
            low[node] = min(low[node], index[other])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
        guard low[node] == index[node] else { continue }
        while let member = stack.popLast() {
          number[member] = count
          if member == node { break }
        }
        count += 1
      }
    }
  }
}
