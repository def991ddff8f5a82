internal import Dialects
internal import MigrationExecution
internal import ModelData
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

extension Session {
  /// Compares the scripts with what a database has applied of them, in the order of the graph.
  ///
  /// A script is compiled only where its text is another than it was; with `compilingSupport` those of Swift, too, that are
  /// compiled with files which they share, where it is not remembered what they do with these as they are now.
  func verify(_ database: Database, compilingSupport: Bool = false) async throws -> [VerifiedRevision] {
    let (store, connection, dialect) = (database.store, database.connection, database.dialect)
    let rows = try await store.heads(on: connection, dialect: dialect)
    let journal = try await store.appliedScripts(on: connection, dialect: dialect)
    let scripts = try scripts()
    let script = Dictionary(scripts.listing.scripts.map { ($0.id, $0) }) { first, _ in first }
    let provenance = await scripts.operations.provenance()
    var revisions = appliedRevisions(rows, journal, script).map { id in
      var revision = VerifiedRevision(id: id, status: .missing, applied: journal[id], script: script[id])
      guard let path = revision.script?.path else {
        if let entry = journal[id], entry.origin == .accept, entry.script.blobID == nil {
          revision.status = .gone
          if rows.contains(id) { revision.remark = "a version row still says that the database stands there" }
        }
        return revision
      }
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
    try await compareOperations(of: &revisions, rows, in: database, compilingSupport: compilingSupport)
    return revisions
  }

  /// Finds out what scripts do whose texts are others, or that are compiled with what may be.
  private func compareOperations(
    of revisions: inout [VerifiedRevision], _ rows: [RevisionID], in database: Database, compilingSupport: Bool
  ) async throws {
    let (dialect, scripts) = (database.dialect.name, try scripts())
    let differing = revisions.indices.filter { revisions[$0].status == .edited }
    var sharing: [Int] = []
    if !scripts.listing.supportFiles.isEmpty {
      sharing = revisions.indices.filter { index in
        let revision = revisions[index]
        return revision.status == .same && revision.script?.format == .swift && revision.applied?.script.digest != nil
      }
    }
    let gone = revisions.indices.filter { revisions[$0].script == nil }
    if differing.isEmpty && sharing.isEmpty && gone.isEmpty { return }
    var digests = scripts.repository.rememberedDigests(
      of: sharing.compactMap { revisions[$0].script }, from: scripts.listing, on: dialect)
    let unknown = compilingSupport ? sharing.filter { digests[revisions[$0].id] == nil } : []
    let (found, failure) = await scripts.operations.digests(
      of: (differing + unknown).map { revisions[$0].id }, on: dialect)
    CrashNotice.clear()
    digests.merge(found) { _, found in found }
    let said = failure.map { report(of: $0).message.split(separator: "\n").first.map(String.init) ?? "" }
    let kept = try await database.store.keptOperations(
      of: (differing + gone).map { revisions[$0].id }, on: database.connection, dialect: database.dialect)
    func place(_ id: RevisionID) -> RevisionMetadata? {
      kept[id].flatMap { try? KeptRevision($0.script.operations ?? "").metadata }
    }
    for index in differing {
      let id = revisions[index].id
      // Another row's place is that of another text.
      if kept[id]?.sequence == revisions[index].applied?.sequence, let place = place(id) {
        revisions[index].compare(withPlaceOf: place)
      }
      revisions[index].compare(with: digests[id], failure: said)
    }
    let named = Set(
      rows
        + (scripts.listing.scripts.map(\.metadata) + gone.compactMap { place(revisions[$0].id) })
        .flatMap { $0.parents + $0.dependsOn })
    // What nothing names is in no graph, whatever is kept of it.
    for index in gone where named.contains(revisions[index].id) {
      revisions[index].keptParents = place(revisions[index].id)?.parents
    }
    for index in sharing {
      if let digest = digests[revisions[index].id] {
        revisions[index].compareSupport(with: digest)
      } else if unknown.contains(index) {
        revisions[index].remark = "whether it does the same with the files that it is compiled with cannot be told"
      }
    }
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
    for id in journal.keys where scripts[id] == nil { applied.insert(id) }
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
