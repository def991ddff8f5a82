/// Walks from some commits to all that came before them, the newest first.
///
/// What a shallow clone does not have ends the walk there. Nothing is recursive: a history may be of any length.
struct GitWalk {
  /// A commit on the way.
  struct Step {
    let node: GitNode
    /// The place, in the list of where to start, from which the commit was reached; the first of several.
    let start: Int
    /// Whether the walk began here.
    let isStart: Bool
  }

  private let repository: GitRepository
  private let starts: Set<GitObjectID>
  private var heap = NewestFirst()
  private var reachedFrom: [GitObjectID: Int] = [:]

  /// Begins a walk; of commits that are not there, nothing is said.
  init(_ repository: GitRepository, from starts: [GitObjectID]) throws(GitError) {
    self.repository = repository
    self.starts = Set(starts)
    for (index, id) in starts.enumerated() { try push(id, from: index) }
  }

  /// The next commit; nil at the end.
  mutating func next() throws(GitError) -> Step? {
    guard let node = heap.pop() else { return nil }
    let start = reachedFrom[node.id] ?? 0
    for parent in node.parents { try push(parent, from: start) }
    return Step(node: node, start: start, isStart: starts.contains(node.id))
  }

  private mutating func push(_ id: GitObjectID, from start: Int) throws(GitError) {
    if let other = reachedFrom[id] {
      reachedFrom[id] = min(start, other)
      return
    }
    reachedFrom[id] = start
    if let node = try repository.node(id) { heap.push(node) }
  }
}

/// Commits, of which the newest comes out first.
struct NewestFirst {
  /// Each node is as new as the two that follow it at twice its place, or newer.
  private var heap: [GitNode] = []

  mutating func push(_ node: GitNode) {
    heap.append(node)
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2].time < heap[child].time {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> GitNode? {
    guard let last = heap.popLast() else { return nil }
    guard let newest = heap.first else { return last }
    heap[0] = last
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
      guard let child = children.max(by: { heap[$0].time < heap[$1].time }), heap[child].time > heap[parent].time else {
        return newest
      }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
