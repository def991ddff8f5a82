import Revisions

/// What a graph of a few revisions means, written down as plainly as can be: sets, and every question asked of all
/// revisions.
struct NaiveGraph {
  /// Some of the revisions, a bit each. (A `Set` says the same and takes ten times as long, at half a million plans.)
  struct Members: Hashable {
    var bits = 0
    func contains(_ node: Int) -> Bool { bits & (1 << node) != 0 }
    func with(_ node: Int) -> Members { Members(bits: bits | (1 << node)) }
    func without(_ node: Int) -> Members { Members(bits: bits & ~(1 << node)) }
    func union(_ other: Members) -> Members { Members(bits: bits | other.bits) }
    func intersection(_ other: Members) -> Members { Members(bits: bits & other.bits) }
    func subtracting(_ other: Members) -> Members { Members(bits: bits & ~other.bits) }
    func isSubset(of other: Members) -> Bool { bits & ~other.bits == 0 }
    func isDisjoint(with other: Members) -> Bool { bits & other.bits == 0 }
    var count: Int { bits.nonzeroBitCount }
  }

  /// The revisions, sorted.
  let ids: [RevisionID]
  let parents: [Members]
  /// Parents and dependencies.
  let needs: [Members]
  let children: [Members]
  /// Each revision with all that it implies.
  let implied: [Members]
  /// Each revision with what it follows and what follows it; dependencies make no lineage.
  let lineage: [Members]
  /// Every set of revisions that a database can have: with each revision all that it implies.
  let states: [Members]

  private let idsOfMembers: [[RevisionID]]
  private let headsOfMembers: [Members]

  /// Takes revisions whose dependencies are whole ids.
  init(_ revisions: [RevisionMetadata]) {
    let revisions = revisions.sorted { $0.id < $1.id }
    let ids = revisions.map(\.id)
    let nodes = ids.indices
    func members(where isMember: (Int) -> Bool) -> Members {
      var members = Members()
      for node in nodes where isMember(node) { members = members.with(node) }
      return members
    }
    func closures(_ edges: [Members]) -> [Members] {
      nodes.map { start in
        var all = Members().with(start)
        for _ in nodes { for node in nodes where all.contains(node) { all = all.union(edges[node]) } }
        return all
      }
    }
    let parents = revisions.map { revision in members { revision.parents.contains(ids[$0]) } }
    let needs = revisions.map { revision in
      members { revision.parents.contains(ids[$0]) || revision.dependsOn.contains(ids[$0]) }
    }
    let implied = closures(needs)
    let followed = closures(parents)
    let subsets = (0..<(1 << ids.count)).map { Members(bits: $0) }

    self.ids = ids
    self.parents = parents
    self.needs = needs
    self.implied = implied
    children = nodes.map { node in members { parents[$0].contains(node) } }
    lineage = nodes.map { node in members { followed[$0].contains(node) }.union(followed[node]) }
    states = subsets.filter { state in nodes.allSatisfy { !state.contains($0) || implied[$0].isSubset(of: state) } }
    idsOfMembers = subsets.map { subset in nodes.filter { subset.contains($0) }.map { ids[$0] } }
    headsOfMembers = subsets.map { subset in
      members { node in
        subset.contains(node) && !nodes.contains { $0 != node && subset.contains($0) && implied[$0].contains(node) }
      }
    }
  }

  var nodes: Range<Int> { ids.indices }
  var all: Members { Members(bits: (1 << ids.count) - 1) }

  func ids(_ members: Members) -> [RevisionID] { idsOfMembers[members.bits] }

  /// The members that no other member implies: the version rows, where these are applied.
  func heads(_ members: Members) -> Members { headsOfMembers[members.bits] }

  func members(where isMember: (Int) -> Bool) -> Members {
    nodes.reduce(Members()) { isMember($1) ? $0.with($1) : $0 }
  }

  /// What a downgrade to a revision takes back, or to base where there is none.
  func doomed(_ target: Int?, branch: Int?, applied: Members) -> Members {
    var roots = target.map { children[$0] } ?? members { parents[$0].count == 0 }
    if let branch, roots.count > 1 { roots = roots.intersection(lineage[branch]) }
    return applied.intersection(members { !implied[$0].isDisjoint(with: roots) })
  }
}
