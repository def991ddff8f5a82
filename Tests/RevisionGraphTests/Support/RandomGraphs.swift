import RandomTesting
import RevisionGraph
import Revisions

/// Graphs with branches, merges, dependencies and labels, for tests against something that knows better.
struct RandomGraph {
  /// The revisions, in no particular order.
  let revisions: [RevisionMetadata]

  /// Makes a graph of at most `limit` revisions.
  init(limit: Int, using random: inout SplitMix64) {
    let count = Int.random(in: 1...limit, using: &random)
    let names = Self.names(count, using: &random)
    // Now and then a forest, now and then one dense tangle.
    let rootOdds = Int.random(in: 2...12, using: &random)
    let mergeOdds = Int.random(in: 2...8, using: &random)
    let dependencyOdds = Int.random(in: 2...10, using: &random)
    let reach = Int.random(in: 1...max(1, count), using: &random)
    var revisions: [RevisionMetadata] = []
    var labelled: [RevisionID: String] = [:]
    for index in 0..<count {
      let earlier = Array(names[max(0, index - reach)..<index])
      var revision = RevisionMetadata(id: names[index])
      if !earlier.isEmpty, !random.once(in: rootOdds) {
        let parents = random.once(in: mergeOdds) ? Int.random(in: 2...3, using: &random) : 1
        revision.parents = Array(earlier.shuffled(using: &random).prefix(parents))
      }
      if index > 0, random.once(in: dependencyOdds) {
        let needed = names[..<index].shuffled(using: &random).prefix(random.once(in: 3) ? 2 : 1)
        revision.dependsOn = needed.map { id in
          random.once(in: 2) ? RevisionID(labelled[id] ?? id.rawValue) : id
        }
      }
      if random.once(in: 4) {
        revision.branchLabels = ["label\(index)"]
        labelled[names[index]] = "label\(index)"
      }
      revisions.append(revision)
    }
    self.revisions = revisions.shuffled(using: &random)
  }

  /// Ids of six characters, of which some begin alike.
  private static func names(_ count: Int, using random: inout SplitMix64) -> [RevisionID] {
    var names: Set<String> = []
    var ordered: [RevisionID] = []
    while ordered.count < count {
      let digits = Array("0123456789abcdef")
      var name =
        random.once(in: 4) ? (ordered.randomElement(using: &random).map { String($0.rawValue.prefix(4)) } ?? "") : ""
      while name.count < 6 { name.append(digits.randomElement(using: &random) ?? "0") }
      // Alembic takes a step of an id of digits alone for a number.
      if name.allSatisfy(\.isNumber) { continue }
      if names.insert(name).inserted { ordered.append(RevisionID(name)) }
    }
    return ordered
  }

  /// The rows of a database that has some of the revisions.
  func rows(_ graph: RevisionGraph, using random: inout SplitMix64) -> [RevisionID] {
    let odds = Int.random(in: 1...4, using: &random)
    let some = revisions.filter { _ in random.once(in: odds) }.map(\.id)
    return graph.effectiveHeads(of: random.once(in: 6) ? [] : some)
  }
}
