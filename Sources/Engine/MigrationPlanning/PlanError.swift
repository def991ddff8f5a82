package import RevisionGraph
package import Revisions

/// Why there is no plan; `selector` is the expression as it was written.
package enum PlanError: Error, Hashable, Sendable {
  /// The version rows cannot be understood.
  case versionRows(VersionRowError)
  /// An expression does not stand for revisions.
  case selector(SelectorError)
  /// `-N` alone, which goes down, as the target of an upgrade.
  case downwardUpgrade(selector: String)
  /// `+N` alone, which goes up, as the target of a downgrade.
  case upwardDowngrade(selector: String)
  /// A downgrade goes to one place; the expression stands for several.
  case severalTargets([RevisionID], selector: String)
  /// A downgrade goes to a revision that is applied; the database is at `heads`.
  case targetNotApplied(RevisionID, heads: [RevisionID], selector: String)
  /// One revision to stamp implies another, which therefore cannot have a row of its own.
  case stampImplied(RevisionID, by: RevisionID)
}
