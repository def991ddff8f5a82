internal import ModelData
internal import Revisions
internal import ScriptRepository

/// A revision of the work tree or of a reference, and how the one stands to the other.
struct ComparedRevision {
  let id: RevisionID
  var status: Status
  /// The script that the work tree has.
  var script: RevisionScript?
  /// The revision as the reference has it.
  var theirs: GitRevision?
  /// The revision as it was when the branches parted; several texts where they were merged into each other.
  var bases: [GitRevision] = []
  /// The ids of the script's text in the work tree.
  var blobs: BlobIDs?
  /// Whether HEAD's commit has the script otherwise; nil where nobody can tell.
  var isDirty: Bool?
  /// The directions that do something else than the reference's.
  var editedDirections: [Direction] = []
  /// What it says of its place in the graph, where that is another.
  var relations: [Relation] = []
  /// The parents that other revisions have followed since.
  var overtaken: [OvertakenParent] = []
  /// The files by whose change alone it does something else, from the top of the tree.
  var changedSupport: [String] = []
  /// Why more cannot be told, or what else there is to say.
  var remark: String?

  /// How a revision stands to the reference.
  enum Status: String, CaseIterable {
    /// The text is the reference's.
    case same
    /// The reference has it, has changed it or has deleted it since the branches parted, and this branch has not done
    /// anything to it.
    case behind
    /// The reference does not have it.
    case new
    /// This branch gave it another text, which does the same.
    case cosmetic
    /// This branch made it do something else, or nobody can tell that it did not.
    case edited
    /// This branch put it elsewhere in the graph.
    case reparented
    /// This branch deleted it.
    case missing
    /// It is new, and follows what is no longer a head of the reference.
    case stale

    /// Whether the branch should not be merged like that.
    var isWrong: Bool {
      switch self {
      case .edited, .reparented, .missing, .stale: true
      case .same, .behind, .new, .cosmetic: false
      }
    }
  }

  /// What a revision says of others, before and after.
  struct Relation {
    /// The key, as a SQL script has it.
    let name: String
    let before: [String]
    let after: [String]
  }

  /// A parent that was a head when the revision was made, and no longer is.
  struct OvertakenParent {
    let parent: RevisionID
    /// The heads that the reference has behind it now.
    let heads: [RevisionID]
    /// Whether the work tree has all of those.
    let isHere: Bool
  }

  /// Takes over what the digests of both texts tell; nil where one of them cannot be had.
  mutating func compare(_ present: [OperationDigest]?, with others: [[OperationDigest]], failure: String?) {
    guard let present, let first = others.first else {
      remark = "whether it does the same cannot be told" + (failure.map { ": \($0)" } ?? "")
      return
    }
    if others.contains(present) {
      status = relations.isEmpty ? .cosmetic : .reparented
      return
    }
    for (direction, digest) in [(Direction.upgrade, \OperationDigest.upgrade), (.downgrade, \.downgrade)]
    where present.map({ $0[keyPath: digest] }) != first.map({ $0[keyPath: digest] }) {
      editedDirections.append(direction)
    }
  }
}

extension ComparedRevision.Relation {
  /// The difference in a line: `parents: a -> b`.
  var words: String {
    func words(_ list: [String]) -> String { list.isEmpty ? "(none)" : list.joined(separator: ", ") }
    return "\(name): \(words(before)) -> \(words(after))"
  }

  /// What is different between two descriptions of a revision, in whatever order they name others.
  static func changes(from before: RevisionMetadata, to after: RevisionMetadata) -> [Self] {
    let members: [(String, [String], [String])] = [
      ("parents", before.parents.map(\.rawValue), after.parents.map(\.rawValue)),
      ("depends_on", before.dependsOn.map(\.rawValue), after.dependsOn.map(\.rawValue)),
      ("branch_labels", before.branchLabels, after.branchLabels),
    ]
    return members.filter { Set($0.1) != Set($0.2) }.map { Self(name: $0.0, before: $0.1, after: $0.2) }
  }
}
