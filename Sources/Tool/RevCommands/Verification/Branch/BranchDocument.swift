internal import Revisions
internal import ScriptRepository

/// How a revision stands to a reference, as other programs read it.
struct BranchDocument: Encodable {
  let id: String
  let status: String
  /// The script in the work tree, as an absolute path.
  let path: String?
  let blob: String?
  let dirty: Bool?
  /// The reference as it was named, and the commit that it stands at.
  let reference: String
  let referenceCommit: String
  /// The script in the reference, from the top of its tree.
  let referencePath: String?
  let referenceBlob: String?
  /// The directions that do something else.
  let edited: [String]?
  /// What is said of other revisions, by its name.
  let changes: [String: Change]?
  /// The files by whose change alone it does something else.
  let changedSupport: [String]?
  let staleParents: [StaleParent]?
  /// The commands that mend it, one after the other.
  let commands: [String]?
  let remark: String?
  let diff: String?
  let changedBy: VerificationDocument.Commit?
  let removedBy: VerificationDocument.Commit?

  /// What was said, and what is said now.
  struct Change: Encodable {
    let before: [String]
    let after: [String]

    /// The changes by the names of what is said; nil where there are none.
    static func named(_ relations: [ComparedRevision.Relation]) -> [String: Change]? {
      let changes = relations.map { ($0.name, Change(before: $0.before, after: $0.after)) }
      return changes.isEmpty ? nil : Dictionary(changes) { first, _ in first }
    }
  }

  /// A parent that is no longer a head of the reference, and the heads behind it.
  struct StaleParent: Encodable {
    let parent: String
    let heads: [String]
  }

  enum CodingKeys: String, CodingKey {
    case id, status, path, blob, dirty, reference, edited, changes, commands, remark, diff
    case referenceCommit = "reference_commit"
    case referencePath = "reference_path"
    case referenceBlob = "reference_blob"
    case changedSupport = "changed_support"
    case staleParents = "stale_parents"
    case changedBy = "changed_by"
    case removedBy = "removed_by"
  }

  init(_ revision: ComparedRevision, in comparison: BranchComparison, _ past: BranchFinding.Past) {
    id = revision.id.rawValue
    status = revision.status.rawValue
    path = revision.script?.path
    blob = revision.blobs?.preferred.description
    dirty = revision.isDirty
    reference = comparison.reference
    referenceCommit = comparison.commit.description
    referencePath = revision.theirs?.path
    referenceBlob = revision.theirs?.blob.description
    edited = revision.editedDirections.isEmpty ? nil : revision.editedDirections.map(\.rawValue)
    changes = Change.named(revision.relations)
    changedSupport = revision.changedSupport.isEmpty ? nil : revision.changedSupport
    let overtaken = revision.overtaken.map { parent in
      StaleParent(parent: parent.parent.rawValue, heads: parent.heads.map(\.rawValue))
    }
    staleParents = overtaken.isEmpty ? nil : overtaken
    let remedies = BranchFinding.commands(for: revision, in: comparison)
    commands = remedies.isEmpty ? nil : remedies
    remark = revision.remark
    diff = past.diff.map { BranchFinding.text(of: $0, revision, in: comparison, colors: false) }
    changedBy = past.change.map { VerificationDocument.Commit($0) }
    removedBy = past.removal.map { VerificationDocument.Commit($0) }
  }
}
