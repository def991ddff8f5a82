internal import MigrationExecution
internal import ModelData
internal import Revisions
internal import ScriptRepository

/// A revision that is applied, and how its script stands to what was.
struct VerifiedRevision {
  let id: RevisionID
  var status: Status
  /// What the journal says of it.
  var applied: AppliedScript?
  /// The script that is there now.
  var script: RevisionScript?
  /// The ids of the script's text.
  var blobs: BlobIDs?
  /// Whether HEAD's commit has the script otherwise; nil where nobody can tell.
  var isDirty: Bool?
  /// What the script does now, where that had to be found out.
  var digest: OperationDigest?
  /// The directions that do something else than they did; none where that is not known.
  var editedDirections: [Direction] = []
  /// What it says of its place in the graph, where the journal knows that it was another.
  var relations: [ComparedRevision.Relation] = []
  /// Whether what it is compiled with makes it do something else, its own text being the same.
  var isEditedBySupport = false
  /// What it followed when it was applied, as the journal has it, where its script is gone; nil where that was not kept, or
  /// where nothing leads to it any more.
  var keptParents: [RevisionID]?
  /// Why more cannot be told.
  var remark: String?

  /// How a script stands to what was applied.
  enum Status: String, CaseIterable {
    /// The text is the same.
    case same
    /// The text is another, and does the same.
    case cosmetic
    /// It does something else or stands elsewhere in the graph, or nobody can tell that it does not.
    case edited
    /// There is no script.
    case missing
    /// There is no script, and somebody has accepted that.
    case gone
    /// The journal says nothing of what was applied.
    case unknown
  }

  /// Whether the database has something that the scripts no longer say.
  var isEdited: Bool { status == .edited || status == .missing }

  /// The id of the text that was applied.
  var appliedBlob: GitObjectID? { applied?.script.blobID.flatMap { GitObjectID($0) } }
}

extension VerifiedRevision {
  /// Takes over where in the graph the journal has what was applied.
  mutating func compare(withPlaceOf kept: RevisionMetadata) {
    guard let script else { return }
    // A label is another name, and moves nothing.
    relations = ComparedRevision.Relation.changes(from: kept, to: script.metadata).filter { $0.name != "branch_labels" }
  }

  /// Tells a cosmetic edit from another by what the script does now.
  mutating func compare(with present: OperationDigest?, failure: String?) {
    digest = present
    guard let before = applied?.script.digest.flatMap({ OperationDigest($0) }) else {
      remark = "the journal does not say what it did"
      return
    }
    guard let present else {
      remark = "whether it does the same cannot be told" + (failure.map { ": \($0)" } ?? "")
      return
    }
    if before.upgrade != present.upgrade { editedDirections.append(.upgrade) }
    if before.downgrade != present.downgrade { editedDirections.append(.downgrade) }
    if editedDirections.isEmpty, relations.isEmpty { status = appliedBlob == nil ? .same : .cosmetic }
  }

  /// Takes over what a script does whose text is the same, and that is compiled with files which may not be.
  mutating func compareSupport(with present: OperationDigest) {
    guard let before = applied?.script.digest.flatMap({ OperationDigest($0) }), before != present else { return }
    status = .edited
    isEditedBySupport = true
    compare(with: present, failure: nil)
  }
}
