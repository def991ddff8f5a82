internal import Revisions
internal import ScriptRepository

/// What is compared with a reference: the work tree, or a commit, of which nothing needs to be checked out.
struct ComparedSide {
  /// The scripts, by the paths that they have, or would have, in the work tree.
  let scripts: [RevisionScript]
  /// The ids of their texts, by those paths.
  let blobs: [String: BlobIDs]
  /// Whether HEAD's commit has them otherwise.
  let isDirty: [String: Bool]
  /// The files that all Swift scripts are compiled with, from the top of the tree.
  let supportFiles: [String: BlobIDs]
  /// What the scripts do. For those of a commit, they are put into the cache.
  let operations: () throws -> ScriptOperations
  /// The text of a script.
  let text: (RevisionScript) throws -> [UInt8]

  /// Takes the work tree, with what is not committed.
  init(workTreeOf session: Session, _ past: ScriptPast) async throws {
    let loaded = try session.scripts()
    let provenance = await loaded.operations.provenance()
    if let problem = provenance.problem { throw problem }
    scripts = loaded.listing.scripts
    (blobs, isDirty) = (provenance.blobs, provenance.isDirty)
    let ids = try await loaded.repository.blobIDs(ofFiles: loaded.listing.supportFiles.map(\.path), in: past.git)
    let places = ids.compactMap { path, ids in past.git.relativePath(of: path).map { ($0, ids) } }
    supportFiles = Dictionary(places) { first, _ in first }
    operations = { loaded.operations }
    text = { try $0.text() }
  }

  /// Takes a commit.
  init(of commit: GitObjectID, _ past: ScriptPast, in session: Session) throws {
    let found = try past.history.scripts(at: commit.description)
    scripts = try found.validated()
    let blobs = Dictionary(found.files.map { ($0.path, $0.blob) }) { first, _ in first }
    self.blobs = blobs.mapValues { BlobIDs(raw: $0, stored: $0) }
    isDirty = [:]
    supportFiles = try past.history.supportFiles(at: commit).mapValues { BlobIDs(raw: $0, stored: $0) }
    operations = { try session.operations(at: commit, past) }
    text = { script in try blobs[script.path].flatMap { try past.git.contents(ofBlob: $0) } ?? [] }
  }
}
