package import RevisionGraph
package import Revisions

extension RevisionGraph {
  /// Plans the way from this graph to where another one can go on: takes back what the other does not have, or has
  /// otherwise, with all that follows or needs it. What is left is applied in both alike, and makes the same version rows.
  ///
  /// - Parameters:
  ///   - isSame: Whether a revision does in the other graph what it does in this one; asked only of those that both have.
  ///   - rows: The version rows of the database.
  package func planRetreat(
    to other: RevisionGraph, from rows: [RevisionID], where isSame: (RevisionID) -> Bool
  ) throws(PlanError) -> MigrationPlan {
    let applied = try understood(rows)
    let order = requirements.order(to: applied.heads.compactMap(index(of:)))
    var kept: Set<RevisionID> = []
    for node in order {
      let id = id(node)
      guard let there = other.index(of: id), isSame(id) else { continue }
      let needed = Set(ids(requirements.prerequisites[node].lazy.map(Int.init)))
      let neededThere = Set(other.ids(other.requirements.prerequisites[there].lazy.map(Int.init)))
      guard kept.isSuperset(of: needed), kept.isSuperset(of: neededThere) else { continue }
      // Named otherwise, as where a dependency on what is implied anyway was added, it may still come after the same.
      if needed == neededThere || implied(by: id) == other.implied(by: id) { kept.insert(id) }
    }
    let keptNodes = NodeSet(kept.compactMap(index(of:)), capacity: count)
    return takingBack(applied.members.subtracting(keptNodes), applied, targets: effectiveHeads(of: kept))
  }

  private func implied(by id: RevisionID) -> Set<RevisionID> {
    Set(ancestors(of: [id], includingDependencies: true))
  }
}
