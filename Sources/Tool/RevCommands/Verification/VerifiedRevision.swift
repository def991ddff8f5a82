internal import Dialects
internal import MigrationExecution
internal import ModelData
internal import RevisionGraph
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
  /// Why more cannot be told.
  var remark: String?

  /// How a script stands to what was applied.
  enum Status: String, CaseIterable {
    /// The text is the same.
    case same
    /// The text is another, and does the same.
    case cosmetic
    /// It does something else, or nobody can tell that it does not.
    case edited
    /// There is no script.
    case missing
    /// The journal says nothing of what was applied.
    case unknown
  }

  /// Whether the database has something that the scripts no longer say.
  var isEdited: Bool { status == .edited || status == .missing }

  /// The id of the text that was applied.
  var appliedBlob: GitObjectID? { applied?.script.blobID.flatMap { GitObjectID($0) } }
}

extension Session {
  /// Compares the scripts with what a database has applied of them, in the order of the graph.
  ///
  /// A script is compiled only where its text is another than it was.
  func verify(_ database: Database) async throws -> [VerifiedRevision] {
    let (store, connection, dialect) = (database.store, database.connection, database.dialect)
    let rows = try await store.heads(on: connection, dialect: dialect)
    let journal = try await store.appliedScripts(on: connection, dialect: dialect)
    let scripts = try scripts()
    let script = Dictionary(scripts.listing.scripts.map { ($0.id, $0) }) { first, _ in first }
    let provenance = await scripts.operations.provenance()
    var revisions = appliedRevisions(rows, journal, script).map { id in
      var revision = VerifiedRevision(id: id, status: .missing, applied: journal[id], script: script[id])
      guard let path = revision.script?.path else { return revision }
      revision.blobs = provenance.blobs[path]
      revision.isDirty = provenance.isDirty[path]
      if revision.applied?.script.blobID == nil && revision.applied?.script.digest == nil {
        revision.status = .unknown
      } else if let blob = revision.appliedBlob, revision.blobs?.contains(blob) == true {
        revision.status = .same
      } else {
        revision.status = .edited
      }
      return revision
    }
    let differing = revisions.indices.filter { revisions[$0].status == .edited }
    if differing.isEmpty { return revisions }
    let (digests, failure) = await scripts.operations.digests(
      of: differing.map { revisions[$0].id }, on: dialect.name)
    CrashNotice.clear()
    for index in differing {
      revisions[index].compare(
        with: digests[revisions[index].id],
        failure: failure.map { report(of: $0).message.split(separator: "\n").first.map(String.init) ?? "" })
    }
    return revisions
  }

  /// The revisions that a database has, in the order of the graph: what its rows imply, and what the journal has as
  /// applied and no script declares any more.
  private func appliedRevisions(
    _ rows: [RevisionID], _ journal: [RevisionID: AppliedScript], _ scripts: [RevisionID: RevisionScript]
  ) -> [RevisionID] {
    // Where a script is gone from the middle, what is left is no graph.
    let graph = try? graph()
    var applied: Set<RevisionID> = []
    func addImplied(by ids: [RevisionID]) {
      var pending = ids
      while let id = pending.popLast() {
        guard applied.insert(id).inserted else { continue }
        if let facts = graph?.facts(of: id) {
          pending += facts.parents + facts.dependencies
        } else {
          pending += scripts[id]?.metadata.parents ?? []
        }
      }
    }
    addImplied(by: rows)
    // What a script implied that is gone, the journal has to tell.
    if applied.contains(where: { scripts[$0] == nil }) {
      addImplied(by: journal.keys.filter { scripts[$0] != nil })
    }
    for (id, entry) in journal where scripts[id] == nil {
      // Somebody may have said that it is rightly gone.
      let isAccepted = entry.origin == .accept && entry.script.blobID == nil
      if isAccepted { applied.remove(id) } else { applied.insert(id) }
    }
    func sequence(_ id: RevisionID) -> Int64 { journal[id]?.sequence ?? 0 }
    func byTime(_ ids: some Sequence<RevisionID>) -> [RevisionID] {
      ids.sorted { (sequence($0), $0) < (sequence($1), $1) }
    }
    guard let graph else { return byTime(applied) }
    var missing = byTime(applied.filter { graph.index(of: $0) == nil })[...]
    var ordered: [RevisionID] = []
    for id in graph.ordered(applied) {
      // What is gone was applied before what came after it.
      while let next = missing.first, sequence(next) > 0, sequence(next) < sequence(id) {
        ordered.append(next)
        missing.removeFirst()
      }
      ordered.append(id)
    }
    return ordered + missing
  }
}

extension VerifiedRevision {
  /// Tells a cosmetic edit from another by what the script does now.
  fileprivate mutating func compare(with present: OperationDigest?, failure: String?) {
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
    if editedDirections.isEmpty { status = appliedBlob == nil ? .same : .cosmetic }
  }
}
