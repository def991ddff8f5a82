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
  /// What the script says, in a form that is kept where the revision comes to be applied: without the script it can still
  /// be taken back.
  package var operations: String?

  /// Makes a record.
  package init(
    blobID: String? = nil, digest: String? = nil, commit: String? = nil, isDirty: Bool? = nil,
    operations: String? = nil
  ) {
    self.blobID = blobID
    self.digest = digest
    self.commit = commit
    self.isDirty = isDirty
    self.operations = operations
  }

  /// What a script of SQL says: it is run some day, and the same wherever and whenever it was written.
  var offline: ScriptRecord {
    ScriptRecord(blobID: blobID, digest: digest, operations: operations)
  }

  /// The journal's columns that have a value, with it.
  var columns: [(name: String, value: SQLValue)] {
    var columns: [(String, SQLValue)] = []
    if let blobID { columns.append(("blob_id", .text(blobID))) }
    if let digest { columns.append(("digest", .text(digest))) }
    if let commit { columns.append(("git_commit", .text(commit))) }
    if let isDirty { columns.append(("git_dirty", .boolean(isDirty))) }
    if let operations { columns.append((Journal.operations, .text(operations))) }
    return columns
  }
}

extension OperationSource {
  /// Nothing is known of scripts that are no files.
  package func records(for revisions: [RevisionID], on dialect: DialectName) async -> [RevisionID: ScriptRecord] { [:] }

  /// There is nothing to say.
  package func remark(on revision: RevisionID) -> String? { nil }
}
