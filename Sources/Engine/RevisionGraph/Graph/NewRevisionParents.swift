package import Revisions

/// Why a new revision cannot be placed where it was asked for.
package enum PlacementError: Error, Hashable, Sendable {
  case selector(SelectorError)
  /// Other revisions follow these already, so that the new one would make a branch: that has to be asked for.
  case notHeads([RevisionID])
  /// One parent of a merge follows another one already: there is nothing to merge.
  case alreadyMerged(RevisionID, into: RevisionID)
}

extension RevisionGraph {
  /// The parents of a revision that is made at `places`, sorted: none for `base`, several for a merge.
  ///
  /// - Parameter splicing: Whether a place may be a revision that others follow already.
  package func parents(
    forNewRevisionAt places: [SelectorExpression], splicing: Bool, current: AppliedRevisions? = nil
  ) throws(PlacementError) -> [RevisionID] {
    let parents: [RevisionID]
    do {
      parents = try resolve(places, current: current)
    } catch {
      throw .selector(error)
    }
    let notHeads = parents.filter { !isHead($0) }
    if !splicing, !notHeads.isEmpty { throw .notHeads(notHeads) }
    for parent in parents {
      for other in descendants(of: [parent], includingDependencies: false) where other != parent {
        if parents.contains(other) { throw .alreadyMerged(parent, into: other) }
      }
    }
    return parents
  }
}
