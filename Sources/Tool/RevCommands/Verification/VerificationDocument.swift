internal import MigrationExecution
internal import ModelData
internal import Revisions
internal import ScriptRepository

/// An applied revision as other programs read what was found out about it.
struct VerificationDocument: Encodable {
  let id: String
  let status: String
  let path: String?
  /// `upgrade`, `stamp` or `accept`: what the journal's row is of.
  let origin: String?
  let appliedAt: String?
  let appliedBy: String?
  let reason: String?
  let appliedBlob: String?
  let appliedDigest: String?
  let appliedCommit: String?
  let appliedDirty: Bool?
  let blob: String?
  let digest: String?
  /// Whether HEAD's commit has the script otherwise than it stands.
  let dirty: Bool?
  /// The directions that do something else than they did.
  let edited: [String]?
  /// Where in the graph it stood and stands, by the name of what is said, where that is another place.
  let changes: [String: BranchDocument.Change]?
  /// The commands of which each alone brings back what was applied.
  let commands: [String]?
  let remark: String?
  var diff: String?
  var changedBy: Commit?
  var lastSeen: Sighting?

  /// A commit as other programs read it.
  struct Commit: Encodable {
    let commit: String
    let author: String
    let email: String
    let date: String
    let summary: String

    init(_ commit: GitCommit) {
      self.commit = commit.id.description
      author = commit.author
      email = commit.email
      date = commit.writtenAt
      summary = commit.summary
    }
  }

  /// Where git last had a script.
  struct Sighting: Encodable {
    let branch: String?
    let path: String
    let blob: String
    let commit: Commit
    let removedBy: Commit?

    enum CodingKeys: String, CodingKey {
      case branch, path, blob, commit
      case removedBy = "removed_by"
    }

    init(_ sighting: GitSighting) {
      branch = sighting.branch
      path = sighting.path
      blob = sighting.blob.description
      commit = Commit(sighting.commit)
      removedBy = sighting.removedBy.map(Commit.init)
    }
  }

  enum CodingKeys: String, CodingKey {
    case id, status, path, origin, reason, blob, digest, dirty, edited, changes, commands, remark, diff
    case appliedAt = "applied_at"
    case appliedBy = "applied_by"
    case appliedBlob = "applied_blob"
    case appliedDigest = "applied_digest"
    case appliedCommit = "applied_commit"
    case appliedDirty = "applied_dirty"
    case changedBy = "changed_by"
    case lastSeen = "last_seen"
  }

  init(_ revision: VerifiedRevision, _ past: ScriptPast.Finding) {
    id = revision.id.rawValue
    status = revision.status.rawValue
    path = revision.script?.path
    origin = revision.applied?.origin.rawValue
    appliedAt = revision.applied?.time
    appliedBy = revision.applied?.author
    reason = revision.applied?.reason
    appliedBlob = revision.applied?.script.blobID
    appliedDigest = revision.applied?.script.digest
    appliedCommit = revision.applied?.script.commit
    appliedDirty = revision.applied?.script.isDirty
    blob = revision.blobs?.preferred.description
    digest = revision.digest?.description
    dirty = revision.isDirty
    edited = revision.editedDirections.isEmpty ? nil : revision.editedDirections.map(\.rawValue)
    changes = BranchDocument.Change.named(revision.relations)
    commands = past.remedy.map { [$0] }
    remark = revision.remark
    diff = past.diff.map { DiffText(diff: $0, path: revision.script?.path ?? "", colors: false).text }
    changedBy = past.change.map { Commit($0) }
    lastSeen = past.sighting.map(Sighting.init)
  }
}
