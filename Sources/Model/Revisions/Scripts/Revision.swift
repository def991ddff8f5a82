/// A revision of a database, as a script declares it.
///
/// ```swift
/// struct AddEmail_3f2a9c1b7e4d: Revision {
///   static let id: RevisionID = "3f2a9c1b7e4d"
///   static let parents: [RevisionID] = ["1c8e7d6a5b4c"]
///   static let message = "add email"
///
///   var upgrade: Operations {
///     AddColumn("users", Column("email", .text))
///   }
///   var downgrade: Operations { .reversed }
/// }
/// ```
///
/// The static members are literals: `rev` reads them from the text, without compiling it.
public protocol Revision: Sendable {
  /// The revision's own id.
  static var id: RevisionID { get }
  /// The revisions that this one follows; none for a base, several for a merge.
  static var parents: [RevisionID] { get }
  /// Revisions of other branches that must be applied before this one.
  static var dependsOn: [RevisionID] { get }
  /// Names for the branch that begins here.
  static var branchLabels: [String] { get }
  /// What the revision does, in a line.
  static var message: String { get }
  /// When the script was made, as ISO 8601.
  static var created: String { get }

  /// Makes the revision; a script has nothing to set up.
  init()

  /// What brings a database from the parents to this revision.
  @OperationsBuilder var upgrade: Operations { get }
  /// What takes it back; `.reversed` and `.irreversible("why")` are bodies of their own.
  @OperationsBuilder var downgrade: Operations { get }
}

extension Revision {
  public static var dependsOn: [RevisionID] { [] }
  public static var branchLabels: [String] { [] }
  public static var message: String { "" }
  public static var created: String { "" }

  /// The static members as one value.
  public static var metadata: RevisionMetadata {
    RevisionMetadata(
      id: id, parents: parents, dependsOn: dependsOn, branchLabels: branchLabels, message: message, created: created)
  }
}
