package import Revisions

/// What a database has, as its version rows tell it: the rows, and all that they imply.
package struct AppliedRevisions: Hashable, Sendable {
  /// The rows as they stand, sorted.
  package let rows: [RevisionID]
  /// The rows that no other row implies, sorted.
  package let heads: [RevisionID]
  /// Every revision that is applied, by number.
  package let members: NodeSet

  /// Rows that another row implies, sorted. Nothing is in doubt where there are some: they come about when a dependency
  /// is added to a revision that is applied already, or by Alembic's `stamp`.
  package var redundantRows: [RevisionID] {
    rows.count == heads.count ? [] : Set(rows).subtracting(heads).sorted()
  }
}

/// Why version rows cannot be understood.
package enum VersionRowError: Error, Hashable, Sendable {
  /// No revision has these ids.
  case unknown([RevisionID])
  /// These ids stand in more than one row.
  case repeated([RevisionID])
}

extension RevisionGraph {
  /// What a database with these version rows has; none at all is an empty database.
  package func applied(versionRows: [RevisionID]) throws(VersionRowError) -> AppliedRevisions {
    let unknown = Set(versionRows.filter { index(of: $0) == nil })
    if !unknown.isEmpty { throw .unknown(unknown.sorted()) }
    let indices = versionRows.compactMap(index(of:)).sorted()
    let repeated = zip(indices, indices.dropFirst()).filter { $0 == $1 }.map(\.0)
    if !repeated.isEmpty { throw .repeated(ids(Set(repeated).sorted())) }
    return AppliedRevisions(
      rows: ids(indices), heads: ids(requirements.maximal(among: indices)),
      members: requirements.ancestors(of: indices))
  }
}
