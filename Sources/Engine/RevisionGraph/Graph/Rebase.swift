package import Revisions

/// A revision that follows others than it did.
package struct Reparenting: Hashable, Sendable {
  package let id: RevisionID
  /// What it follows as its script has it.
  package let before: [RevisionID]
  /// What it is to follow.
  package let after: [RevisionID]
}

/// Why revisions cannot be moved.
package enum RebaseError: Error, Hashable, Sendable {
  /// Several heads follow what the revisions begin at: one of them has to be named.
  case severalHeads([RevisionID])
  /// The revision that they are to follow is one of them, or follows one.
  case targetMoves(RevisionID)
  /// None of them follows a revision that stays where it is.
  case noPlace([RevisionID])
  /// A revision follows one that stays and that the target does not imply: it cannot lose that.
  case followsAnother(RevisionID, target: RevisionID)
  /// Something that stays depends on what would move behind it.
  case cycle([RevisionID])
}

extension RevisionGraph {
  /// What has to be said of parents so that revisions follow a head, instead of a merge that joins them with it.
  ///
  /// Of each revision that follows one that stays, the parents that the target implies give place to the target; where
  /// another parent comes to follow the target, they are left out. All else moves along with them.
  ///
  /// - Parameters:
  ///   - own: The revisions to move. What follows one of them is taken to be among them.
  ///   - target: The revision that they are to follow; nil for the one head of the others that follows where they begin.
  /// - Returns: What changes, in the order of the graph; nothing where all follow the target already.
  package func rebase(_ own: some Sequence<RevisionID>, onto target: RevisionID?) throws(RebaseError) -> [Reparenting] {
    let moving = lineage.descendants(of: own.compactMap(index(of:)))
    func staying(_ node: Int) -> [Int] {
      lineage.prerequisites[node].lazy.map(Int.init).filter { !moving.contains($0) }
    }
    let roots = moving.members.filter { !staying($0).isEmpty }
    guard !roots.isEmpty else { throw .noPlace(ids(moving.members)) }

    var named = target.flatMap(index(of:))
    if named == nil { named = try head(above: roots.flatMap(staying), besides: moving) }
    guard let place = named else { return [] }
    guard !moving.contains(place) else { throw .targetMoves(id(place)) }
    let implied = lineage.ancestors(of: [place])
    // What moves because something before it does.
    let rooted = lineage.descendants(of: roots.filter { staying($0).contains(where: implied.contains) })
    var changes: [RevisionID: Reparenting] = [:]
    for node in roots {
      let parents = revisions[node].parents
      if !rooted.contains(node), !lineage.ancestors(of: staying(node)).intersection(implied).isEmpty {
        throw .followsAnother(id(node), target: id(place))
      }
      let followsMoved = lineage.prerequisites[node].contains { rooted.contains(Int($0)) }
      var after: [RevisionID] = []
      for parent in parents {
        guard let number = index(of: parent) else { continue }
        if !implied.contains(number) {
          after.append(parent)
        } else if !followsMoved, !after.contains(id(place)) {
          after.append(id(place))
        }
      }
      if Set(after) != Set(parents) { changes[id(node)] = Reparenting(id: id(node), before: parents, after: after) }
    }
    try check(changes)
    return ordered(changes.keys).compactMap { changes[$0] }
  }

  /// The one head of what does not move that follows where it begins.
  private func head(above places: [Int], besides moving: NodeSet) throws(RebaseError) -> Int? {
    let heads = lineage.descendants(of: places).members.filter { node in
      !moving.contains(node) && lineage.dependents[node].allSatisfy { moving.contains(Int($0)) }
    }
    guard heads.count == 1 else { throw .severalHeads(ids(heads)) }
    return heads[0]
  }

  /// Dependencies may lead from what stays to what moves, and back.
  private func check(_ changes: [RevisionID: Reparenting]) throws(RebaseError) {
    let moved = revisions.map { revision in
      var revision = revision
      if let change = changes[revision.id] { revision.parents = change.after }
      return revision
    }
    do {
      _ = try RevisionGraph(moved)
    } catch {
      throw .cycle(ordered(changes.keys))
    }
  }
}
