package import Revisions

/// What a step does to the rows of the version table, which has one row for each effective head.
///
/// The rows are changed in the order deletes, update, inserts. Each delete and the update must hit exactly one row:
/// anything else means that the database is not where the plan starts.
package struct HeadTransition: Hashable, Sendable {
  /// Rows to delete, sorted.
  package let deletes: [RevisionID]
  /// The row to change, and what to change it to.
  package let update: Update?
  /// Rows to insert, sorted.
  package let inserts: [RevisionID]

  /// A row that comes to name another revision.
  package struct Update: Hashable, Sendable {
    package let from: RevisionID
    package let to: RevisionID

    /// Makes the change of one row.
    package init(from: RevisionID, to: RevisionID) {
      self.from = from
      self.to = to
    }
  }

  /// The rows that go, sorted.
  package var removed: [RevisionID] { ((update.map { [$0.from] } ?? []) + deletes).sorted() }
  /// The rows that come, sorted.
  package var added: [RevisionID] { ((update.map { [$0.to] } ?? []) + inserts).sorted() }
  /// Nothing changes.
  package var isEmpty: Bool { update == nil && deletes.isEmpty && inserts.isEmpty }

  /// Makes the transition that takes some rows away and brings others. Where there are both, the first of each make the
  /// update.
  package init(removing removed: [RevisionID], adding added: [RevisionID]) {
    let (removed, added) = (removed.sorted(), added.sorted())
    if let from = removed.first, let to = added.first {
      update = Update(from: from, to: to)
      deletes = Array(removed.dropFirst())
      inserts = Array(added.dropFirst())
    } else {
      update = nil
      deletes = removed
      inserts = added
    }
  }
}
