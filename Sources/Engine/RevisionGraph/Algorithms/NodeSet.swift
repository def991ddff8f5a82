/// A set of a graph's nodes, by index: one bit a node, so that a hundred thousand take 12 KB.
package struct NodeSet: Hashable, Sendable {
  private var words: [UInt64]

  /// Makes an empty set for a graph of `capacity` nodes.
  package init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

  /// Makes a set of `members` for a graph of `capacity` nodes.
  package init(_ members: some Sequence<Int>, capacity: Int) {
    self.init(capacity: capacity)
    for member in members { insert(member) }
  }

  /// Whether the node is in the set.
  package func contains(_ node: Int) -> Bool { words[node >> 6] & (1 << UInt64(node & 63)) != 0 }

  /// Adds a node; returns whether it is new.
  @discardableResult
  package mutating func insert(_ node: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(node & 63)
    if words[node >> 6] & bit != 0 { return false }
    words[node >> 6] |= bit
    return true
  }

  /// Takes a node out; returns whether it was there.
  @discardableResult
  package mutating func remove(_ node: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(node & 63)
    if words[node >> 6] & bit == 0 { return false }
    words[node >> 6] &= ~bit
    return true
  }

  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The members, lowest index first.
  package var members: [Int] {
    var members: [Int] = []
    for (position, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        members.append(position << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return members
  }

  /// What either of two sets of one graph has.
  package func union(_ other: NodeSet) -> NodeSet { combined(with: other, |) }

  /// What both of two sets of one graph have.
  package func intersection(_ other: NodeSet) -> NodeSet { combined(with: other, &) }

  /// What this set has and `other`, of the same graph, has not.
  package func subtracting(_ other: NodeSet) -> NodeSet { combined(with: other) { $0 & ~$1 } }

  private func combined(with other: NodeSet, _ operation: (UInt64, UInt64) -> UInt64) -> NodeSet {
    var result = self
    for position in words.indices { result.words[position] = operation(words[position], other.words[position]) }
    return result
  }
}
