extension GitRepository {
  /// The last commits that two have in common: several where branches were merged into each other, none where no
  /// history in this clone connects the two.
  ///
  /// As git finds them: from both commits at once, the newest first, until all that is left is common to both. libgit2 has a
  /// function for it, which fails at the end of a shallow history.
  package func mergeBases(of one: GitObjectID, and other: GitObjectID) throws(GitError) -> [GitObjectID] {
    var search = MergeBaseSearch(self)
    try search.reach(one, .one)
    try search.reach(other, .other)
    var bases = try search.run()
    // Where clocks were wrong, one of them may have been found too early, and be part of another's history.
    for base in bases where bases.count > 1 {
      var walk = try GitWalk(self, from: bases.filter { $0 != base })
      while let step = try walk.next() {
        guard step.node.id == base else { continue }
        bases.removeAll { $0 == base }
        break
      }
    }
    return bases
  }
}

/// A search for what two commits have in common.
private struct MergeBaseSearch {
  /// From where a commit was reached.
  struct Marks: OptionSet {
    let rawValue: UInt8

    static let one = Marks(rawValue: 1)
    static let other = Marks(rawValue: 2)
    /// It lies behind what both have in common.
    static let common = Marks(rawValue: 4)
  }

  private let repository: GitRepository
  private var heap = NewestFirst()
  /// What stands in the heap.
  private var queued: Set<GitObjectID> = []
  /// How many of those are not known to lie behind a common commit.
  private var open = 0
  private var marks: [GitObjectID: Marks] = [:]

  init(_ repository: GitRepository) { self.repository = repository }

  /// Says that a commit was reached; one that is not there is passed over.
  mutating func reach(_ id: GitObjectID, _ new: Marks) throws(GitError) {
    let before = marks[id] ?? []
    let after = before.union(new)
    guard after != before else { return }
    let isQueued = queued.contains(id)
    if !isQueued {
      guard let node = try repository.node(id) else { return }
      heap.push(node)
      queued.insert(id)
    }
    marks[id] = after
    open += (after.contains(.common) ? 0 : 1) - (isQueued && !before.contains(.common) ? 1 : 0)
  }

  /// The common commits, the newest first, that lie behind no other.
  mutating func run() throws(GitError) -> [GitObjectID] {
    var found: [GitObjectID] = []
    while open > 0, let node = heap.pop() {
      queued.remove(node.id)
      var passed = marks[node.id] ?? []
      if !passed.contains(.common) { open -= 1 }
      if passed == [.one, .other] {
        if !found.contains(node.id) { found.append(node.id) }
        passed.insert(.common)
      }
      for parent in node.parents { try reach(parent, passed) }
    }
    return found.filter { marks[$0]?.contains(.common) != true }
  }
}
