package import Revisions

/// Revisions that an expression stands for in a graph. Only ``RevisionGraph/resolve(_:current:)`` makes one.
package struct ResolvedSelector: Hashable, Sendable {
  /// The revisions, sorted; none stands for base.
  package let revisions: [RevisionID]
  /// The revision that names the branch to stay in, where one was given.
  package let branch: RevisionID?
  /// The names that were not written out.
  package let abbreviations: [Abbreviation]

  /// The beginning of an id, and the id.
  package struct Abbreviation: Hashable, Sendable {
    package let text: String
    package let revision: RevisionID
    /// It has fewer than four characters: the next revision may well make it ambiguous.
    package var isShort: Bool { text.unicodeScalars.count < SelectorResolver.shortPrefix }
  }
}

extension RevisionGraph {
  /// Looks up what an expression stands for.
  ///
  /// - `head` is the one revision that none follows (with a branch: in its lineage); `heads` is every one of them,
  ///   and without a branch those are left out that another one implies through its dependencies. In a graph without
  ///   revisions both are base.
  /// - `branch@…` keeps to the revisions that the branch's revision follows or that follow it. Steps up take the
  ///   child, and steps down from a merge the parent, that is in the branch.
  /// - `current`, `+N` and `-N` count from the database's heads, of which one may be in question. `label@+N` starts
  ///   from the last revision in the branch's lineage that is applied, and so from the branch point where the branch
  ///   itself has none.
  ///
  /// - Parameter current: Where the database is; nil if none was asked.
  package func resolve(
    _ expression: SelectorExpression, current: AppliedRevisions? = nil
  ) throws(SelectorError) -> ResolvedSelector {
    var resolver = SelectorResolver(self, expression, current: current)
    return try resolver.resolve()
  }

  /// Looks up several expressions; the revisions come sorted and each once. Base adds none.
  package func resolve(
    _ expressions: [SelectorExpression], current: AppliedRevisions? = nil
  ) throws(SelectorError) -> [RevisionID] {
    var revisions: Set<RevisionID> = []
    for expression in expressions { try revisions.formUnion(resolve(expression, current: current).revisions) }
    return revisions.sorted()
  }

  /// The last revision that `-N` or `branch@-N` would take back, counted from the one head that is applied: the walk
  /// passes each revision's only parent, or the one in the branch. Nil where `N` is 0.
  ///
  /// It differs from stepping down `N` times in what it asks of the last step: to take back a merge, nobody needs to
  /// know which of its parents is meant.
  package func lastUndone(
    by expression: SelectorExpression, current: AppliedRevisions
  ) throws(SelectorError) -> RevisionID? {
    var resolver = SelectorResolver(self, expression, current: current)
    return try resolver.lastUndone().map(id)
  }
}
