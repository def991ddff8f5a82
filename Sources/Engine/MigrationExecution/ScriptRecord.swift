package import Revisions

/// What the journal keeps of the script that a revision was run from; nil is what nobody could tell.
package struct ScriptRecord: Hashable, Sendable {
  /// The id by which git knows, or would know, the script's text.
  package var blobID: String?
  /// The digest of its operations.
  package var digest: String?
  /// The commit that was checked out.
  package var commit: String?
  /// Whether that commit has the script otherwise than it was run, or not at all.
  package var isDirty: Bool?

  /// Makes a record.
  package init(blobID: String? = nil, digest: String? = nil, commit: String? = nil, isDirty: Bool? = nil) {
    self.blobID = blobID
    self.digest = digest
    self.commit = commit
    self.isDirty = isDirty
  }

  /// What a script of SQL says: it is run some day, and the same wherever and whenever it was written.
  var offline: ScriptRecord { ScriptRecord(blobID: blobID, digest: digest) }

  /// The journal's columns that have a value, with it.
  var columns: [(name: String, value: SQLValue)] {
    var columns: [(String, SQLValue)] = []
    if let blobID { columns.append(("blob_id", .text(blobID))) }
    if let digest { columns.append(("digest", .text(digest))) }
    if let commit { columns.append(("git_commit", .text(commit))) }
    if let isDirty { columns.append(("git_dirty", .boolean(isDirty))) }
    return columns
  }
}

extension OperationSource {
  /// Nothing is known of scripts that are no files.
  package func records(for revisions: [RevisionID], on dialect: DialectName) async -> [RevisionID: ScriptRecord] { [:] }
}
