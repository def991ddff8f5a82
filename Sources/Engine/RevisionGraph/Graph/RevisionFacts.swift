package import Revisions

/// What a revision is within its graph.
package struct RevisionFacts: Hashable, Sendable {
  /// The revision as its script declares it.
  package let metadata: RevisionMetadata
  /// The revisions that it follows, sorted.
  package let parents: [RevisionID]
  /// The revisions that it depends on, resolved to ids and sorted.
  package let dependencies: [RevisionID]
  /// The revisions that follow it, sorted.
  package let children: [RevisionID]
  /// The revisions that depend on it, sorted; a child that does so too is among them.
  package let dependents: [RevisionID]

  package var id: RevisionID { metadata.id }
  /// No revision follows it; others may still depend on it.
  package var isHead: Bool { children.isEmpty }
  /// No revision follows it or depends on it.
  package var isEffectiveHead: Bool { children.isEmpty && dependents.isEmpty }
  /// It follows no revision; it may still depend on some.
  package var isBase: Bool { parents.isEmpty }
  /// Several revisions follow it.
  package var isBranchPoint: Bool { children.count > 1 }
  /// It follows several revisions.
  package var isMerge: Bool { parents.count > 1 }
}

extension RevisionGraph {
  /// All that is known of a revision, or nil for an id that is not in the graph.
  package func facts(of id: RevisionID) -> RevisionFacts? {
    guard let index = index(of: id) else { return nil }
    let dependents = requirements.dependents[index].filter { dependencies[Int($0)]?.contains(Int32(index)) ?? false }
    return RevisionFacts(
      metadata: revisions[index],
      parents: ids(lineage.prerequisites[index].lazy.map(Int.init)),
      dependencies: ids((dependencies[index] ?? []).lazy.map(Int.init)),
      children: ids(lineage.dependents[index].lazy.map(Int.init)),
      dependents: ids(dependents.lazy.map(Int.init)))
  }

  /// The revisions that none follows, sorted. A head may still be a dependency; see ``effectiveHeads``.
  package var heads: [RevisionID] { ids(lineage.heads) }

  /// The revisions that none follows or depends on, sorted: the version table's rows when everything is applied.
  package var effectiveHeads: [RevisionID] { ids(requirements.heads) }

  /// The revisions that follow none, sorted.
  package var bases: [RevisionID] { ids(lineage.bases) }

  /// The revisions that several follow, sorted.
  package var branchPoints: [RevisionID] {
    ids(revisions.indices.lazy.filter { lineage.dependents.degree($0) > 1 })
  }

  /// The branch labels and the revisions that declare them.
  package var branchLabels: [String: RevisionID] { labels.mapValues { id($0) } }

  /// Whether no revision follows this one; false for an id that is not in the graph.
  package func isHead(_ id: RevisionID) -> Bool { index(of: id).map { lineage.dependents.degree($0) == 0 } ?? false }

  /// The revisions given and all that they follow, through dependencies too where `includingDependencies` is true,
  /// sorted. Ids that are not in the graph are passed over.
  package func ancestors(of ids: [RevisionID], includingDependencies: Bool) -> [RevisionID] {
    let graph = includingDependencies ? requirements : lineage
    return self.ids(graph.ancestors(of: ids.compactMap(index(of:))).members)
  }

  /// The revisions given and all that follow them, through dependencies too where `includingDependencies` is true,
  /// sorted. Ids that are not in the graph are passed over.
  package func descendants(of ids: [RevisionID], includingDependencies: Bool) -> [RevisionID] {
    let graph = includingDependencies ? requirements : lineage
    return self.ids(graph.descendants(of: ids.compactMap(index(of:))).members)
  }

  /// Those of `ids` that no other of them implies, through parents or dependencies, sorted and each once.
  /// Ids that are not in the graph are passed over.
  package func effectiveHeads(of ids: some Sequence<RevisionID>) -> [RevisionID] {
    self.ids(requirements.maximal(among: Set(ids.compactMap(index(of:))).sorted()))
  }
}
