/// All that is said of a revision but its operations: what a graph is built from.
///
/// These are literals in a script, so that they can be read from its text without compiling it.
public struct RevisionMetadata: Hashable, Sendable {
  /// The revision's own id.
  public var id: RevisionID
  /// The revisions that this one follows; none for a base, several for a merge.
  public var parents: [RevisionID]
  /// Revisions of other branches that must be applied before this one.
  public var dependsOn: [RevisionID]
  /// Names for the branch that begins here.
  public var branchLabels: [String]
  /// What the revision does, in a line.
  public var message: String
  /// When the script was made, as ISO 8601; empty in a merge that derives from its parents alone.
  public var created: String

  /// Makes the metadata of a revision; what is left out is empty.
  public init(
    id: RevisionID, parents: [RevisionID] = [], dependsOn: [RevisionID] = [], branchLabels: [String] = [],
    message: String = "", created: String = ""
  ) {
    self.id = id
    self.parents = parents
    self.dependsOn = dependsOn
    self.branchLabels = branchLabels
    self.message = message
    self.created = created
  }
}
