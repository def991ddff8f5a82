internal import ModelData
internal import RevisionGraph
internal import Revisions
internal import ScriptRepository

/// The work tree, or a commit, compared with what a reference has.
struct BranchComparison {
  /// The reference as it was named.
  let reference: String
  /// The commit that is looked at, or that the work tree has changes to; nil where nothing is committed yet.
  let head: GitObjectID?
  /// What is looked at.
  let side: ComparedSide
  /// Whether the reference is what `rev rebase` would take by itself.
  let isOtherBranch: Bool
  /// The commit that the reference stands at.
  let commit: GitObjectID
  /// Where the branches parted; the reference itself where nothing in this clone tells.
  let bases: [GitObjectID]
  /// Whether the history that this clone has connects the two.
  let isConnected: Bool
  let past: ScriptPast
  /// The files that every Swift script is compiled with and that this branch has changed, from the top of the tree.
  var changedSupport: [String] = []
  /// Why nobody can tell whether that changes what revisions do.
  var supportRemark: String?
  /// The reference's revisions in the order of its graph, and then those that are new.
  var revisions: [ComparedRevision] = []
}

extension Session {
  /// Compares the scripts of the work tree, or of a commit, with a reference's. What the reference did since the branches
  /// parted is told apart from what this branch did.
  ///
  /// A script is compiled only where its text is another than the reference's, and that is this branch's doing.
  func comparison(with reference: String, at commit: String?) async throws -> BranchComparison {
    let past = try requiredPast("where '\(reference)' could be looked up")
    let theirs = try past.history.scripts(at: reference)
    let listed = try theirs.validated()
    let named = try commit.map(past.git.commitID)
    let head = try named ?? past.git.head()
    let side: ComparedSide
    if let named {
      side = try ComparedSide(of: named, past, in: self)
    } else {
      side = try await ComparedSide(workTreeOf: self, past)
    }
    let bases = try head.map { head in try past.git.mergeBases(of: head, and: theirs.commit) } ?? []
    var comparison = BranchComparison(
      reference: reference, head: head, side: side, isOtherBranch: try past.history.otherBranch() == reference,
      commit: theirs.commit, bases: bases.isEmpty ? [theirs.commit] : bases,
      isConnected: !bases.isEmpty, past: past)

    let theirRevisions = try past.history.revisions(at: theirs.commit)
    let baseRevisions = try comparison.bases.map { try past.history.revisions(at: $0) }
    let here = Dictionary(side.scripts.map { ($0.id, $0) }) { first, _ in first }
    func compared(_ id: RevisionID) -> ComparedRevision {
      var revision = ComparedRevision(id: id, status: .new, script: here[id], theirs: theirRevisions[id])
      revision.bases = baseRevisions.compactMap { $0[id] }
      revision.blobs = here[id].flatMap { side.blobs[$0.path] }
      revision.isDirty = here[id].flatMap { side.isDirty[$0.path] }
      revision.classify(reference)
      return revision
    }
    let theirGraph = try? RevisionGraph(listed.map(\.metadata))
    let theirIDs = listed.map(\.id)
    comparison.revisions = (theirGraph?.ordered(theirIDs) ?? theirIDs).map(compared)
    // Where a script is gone from the middle, what is left is no graph.
    let ourGraph = try? RevisionGraph(side.scripts.map(\.metadata))
    let ourIDs = side.scripts.map(\.id)
    comparison.revisions += (ourGraph?.ordered(ourIDs) ?? ourIDs).filter { theirRevisions[$0] == nil }.map(compared)
    comparison.changedSupport = try changedSupport(in: comparison)
    try await compareOperations(in: &comparison)
    if let theirGraph {
      let search = OvertakenParents(comparison: comparison, theirs: theirGraph, ours: ourGraph, here: here)
      try search.mark(&comparison.revisions)
    }
    return comparison
  }

  /// Tells a cosmetic edit from another by what the scripts do.
  private func compareOperations(in comparison: inout BranchComparison) async throws {
    let usesSupport = !comparison.changedSupport.isEmpty
    let edited = comparison.revisions.indices.filter { index in
      let revision = comparison.revisions[index]
      return revision.status == .edited || usesSupport && revision.status == .same && revision.script?.format == .swift
    }
    guard !edited.isEmpty else { return }
    let past = comparison.past
    let present = await digests(of: edited.map { comparison.revisions[$0].id }, by: try comparison.side.operations())
    var others: [RevisionID: [[OperationDigest]]] = [:]
    var failure: (any Error)?
    // What the reference has counts first: a base is looked at only where that is another text.
    for commit in [comparison.commit] + comparison.bases {
      let wanted = edited.map { comparison.revisions[$0] }.filter { revision in
        if commit == comparison.commit { return true }
        let isOther = usesSupport || revision.bases.contains { $0.blob != revision.theirs?.blob }
        return isOther && present.digests[revision.id].map { others[revision.id]?.contains($0) != true } ?? false
      }
      if wanted.isEmpty { continue }
      let found = await digests(of: wanted.map(\.id), by: try operations(at: commit, past))
      for (id, digests) in found.digests { others[id, default: []].append(digests) }
      failure = failure ?? found.failure
    }
    CrashNotice.clear()
    let said = (present.failure ?? failure).flatMap { report(of: $0).message.split(separator: "\n").first }
    for index in edited {
      let id = comparison.revisions[index].id
      let (mine, theirs) = (present.digests[id], others[id] ?? [])
      guard comparison.revisions[index].status == .same else {
        comparison.revisions[index].compare(mine, with: theirs, failure: said.map(String.init))
        continue
      }
      if let mine, !theirs.isEmpty {
        guard !theirs.contains(mine) else { continue }
        comparison.revisions[index].status = .edited
        comparison.revisions[index].changedSupport = comparison.changedSupport
        comparison.revisions[index].compare(mine, with: theirs, failure: nil)
      } else {
        comparison.supportRemark = said.map(String.init) ?? ""
      }
    }
  }

  /// The operations of a commit's scripts.
  func operations(at commit: GitObjectID, _ past: ScriptPast) throws -> ScriptOperations {
    let scripts = try past.history.checkedOut(at: commit.description)
    let places = scripts.listing.scripts.map { ($0.id, scripts.pathInTree(of: $0.path) + commit.asPlace) }
    return ScriptOperations(
      scripts.repository, scripts.listing, keepsTexts: false,
      willEvaluate: crashNotice(naming: Dictionary(places) { first, _ in first }), gitFailed: { _ in })
  }

  /// The files that all Swift scripts share and that this branch has changed: that, too, may change what they do.
  private func changedSupport(in comparison: BranchComparison) throws -> [String] {
    let history = comparison.past.history
    let here = comparison.side.supportFiles
    let others = try ([comparison.commit] + comparison.bases).map { try history.supportFiles(at: $0) }
    return Set(here.keys).union(others.flatMap(\.keys)).sorted().filter { path in
      !others.contains { files in
        guard let ids = here[path] else { return files[path] == nil }
        return files[path].map(ids.contains) ?? false
      }
    }
  }

  /// The digests of scripts for each kind of database: no database says which of them counts.
  private func digests(
    of ids: [RevisionID], by operations: ScriptOperations
  ) async -> (digests: [RevisionID: [OperationDigest]], failure: (any Error)?) {
    var all: [RevisionID: [OperationDigest]] = [:]
    var failure: (any Error)?
    let dialects: [DialectName] = [.postgresql, .sqlite]
    for dialect in dialects {
      let found = await operations.digests(of: ids, on: dialect)
      for (id, digest) in found.digests { all[id, default: []].append(digest) }
      failure = failure ?? found.failure
    }
    return (all.filter { $0.value.count == dialects.count }, failure)
  }
}

extension ComparedRevision {
  /// Says what the texts alone tell.
  fileprivate mutating func classify(_ reference: String) {
    guard let theirs else {
      if !bases.isEmpty {
        status = .behind
        remark = "\(reference) has deleted it"
      }
      return
    }
    guard let script, let blobs else {
      status = bases.isEmpty ? .behind : .missing
      return
    }
    if blobs.contains(theirs.blob) {
      status = .same
    } else if bases.contains(where: { blobs.contains($0.blob) }) {
      status = .behind
      remark = "\(reference) has changed it"
    } else {
      status = .edited
      let changes = Relation.changes(from: theirs.metadata, to: script.metadata)
      // What is as it was when the branches parted, the reference has changed.
      relations = changes.filter { change in
        bases.allSatisfy { base in
          Relation.changes(from: base.metadata, to: script.metadata).contains { $0.name == change.name }
        }
      }
    }
  }
}
