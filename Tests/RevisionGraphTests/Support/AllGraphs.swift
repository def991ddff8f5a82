import RandomTesting
import Revisions

/// Every graph of a few revisions.
enum AllGraphs {
  /// Every graph of `count` revisions whose edges go from a later to an earlier one, as numbers in base `kinds.count`.
  ///
  /// Each pair of revisions has one of `kinds`; which revision has which id changes from graph to graph, so that the
  /// order of ids and the order of edges have nothing to do with each other.
  static func graph(_ number: Int, of count: Int, kinds: [Edge]) -> [RevisionMetadata] {
    var random = SplitMix64(seed: UInt64(number))
    let ids = ["a", "b", "c", "d", "e"].prefix(count).shuffled(using: &random).map { RevisionID($0) }
    var rest = number
    return ids.indices.map { index in
      var revision = RevisionMetadata(id: ids[index])
      for earlier in 0..<index {
        let edge = kinds[rest % kinds.count]
        rest /= kinds.count
        if edge.isParent { revision.parents.append(ids[earlier]) }
        if edge.isDependency { revision.dependsOn.append(ids[earlier]) }
      }
      return revision
    }
  }

  /// How many graphs of `count` revisions there are.
  static func number(of count: Int, kinds: [Edge]) -> Int {
    (0..<(count * (count - 1) / 2)).reduce(1) { total, _ in total * kinds.count }
  }

  /// How one revision may need an earlier one.
  struct Edge {
    let isParent: Bool
    let isDependency: Bool
    static let none = Edge(isParent: false, isDependency: false)
    static let parent = Edge(isParent: true, isDependency: false)
    static let dependency = Edge(isParent: false, isDependency: true)
    static let both = Edge(isParent: true, isDependency: true)
  }
}
