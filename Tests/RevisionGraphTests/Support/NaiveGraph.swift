import Revisions

/// What a graph of a few revisions means, written down as plainly as can be: sets, and every question asked of all revisions.
struct NaiveGraph {
  /// Some of the revisions, a bit each.
  struct Members: OptionSet, Hashable {
    let rawValue: Int
    static func only(_ node: Int) -> Members { Members(rawValue: 1 << node) }
  }

  /// The revisions, sorted.
  let ids: [RevisionID]
  let parents: [Members]
  /// Parents and dependencies.
  let needs: [Members]
  /// Each revision with all that it follows.
  let followed: [Members]
  /// Each revision with all that it implies.
  let implied: [Members]

  /// Takes revisions whose dependencies are whole ids.
  init(_ revisions: [RevisionMetadata]) {
    let revisions = revisions.sorted { $0.id < $1.id }
    let ids = revisions.map(\.id)
    func members(_ some: [RevisionID]) -> Members {
      Members(some.compactMap(ids.firstIndex).map(Members.only))
    }
    self.ids = ids
    parents = revisions.map { members($0.parents) }
    needs = revisions.map { members($0.parents + $0.dependsOn) }
    followed = Self.closures(parents)
    implied = Self.closures(needs)
  }

  private static func closures(_ edges: [Members]) -> [Members] {
    edges.indices.map { start in
      var all = Members.only(start)
      for _ in edges { for node in edges.indices where all.contains(.only(node)) { all.formUnion(edges[node]) } }
      return all
    }
  }

  var nodes: Range<Int> { ids.indices }
  var all: Members { Members(rawValue: (1 << ids.count) - 1) }

  func ids(_ members: Members) -> [RevisionID] { nodes.filter { members.contains(.only($0)) }.map { ids[$0] } }

  func members(where isMember: (Int) -> Bool) -> Members { Members(nodes.filter(isMember).map(Members.only)) }

  /// The members that stand for all of a set that is closed: its version rows.
  func heads(_ state: Members) -> Members {
    members { node in
      state.contains(.only(node))
        && !nodes.contains { $0 != node && state.contains(.only($0)) && implied[$0].contains(.only(node)) }
    }
  }

  /// Every set of revisions that a database can have: with each revision all that it implies.
  var states: [Members] {
    (0...all.rawValue).map(Members.init).filter { state in
      nodes.allSatisfy { !state.contains(.only($0)) || state.isSuperset(of: implied[$0]) }
    }
  }

  func children(_ node: Int) -> Members { members { parents[$0].contains(.only(node)) } }

  /// What follows, is followed by, or is the revision; dependencies make no lineage.
  func lineage(_ node: Int) -> Members { members { followed[$0].contains(.only(node)) }.union(followed[node]) }

  /// What a downgrade to a revision takes back, or to base where there is none.
  func doomed(_ target: Int?, branch: Int?, applied: Members) -> Members {
    var roots = target.map(children) ?? members { parents[$0].isEmpty }
    if let branch, roots.rawValue.nonzeroBitCount > 1 { roots.formIntersection(lineage(branch)) }
    return applied.intersection(members { !implied[$0].isDisjoint(with: roots) })
  }
}
