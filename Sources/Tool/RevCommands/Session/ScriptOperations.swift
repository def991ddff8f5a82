internal import MigrationExecution
internal import ModelData
internal import Revisions
internal import ScriptRepository
internal import Synchronization

/// Hands the operations of scripts to the engine; what is not compiled yet is compiled, and what was loaded is kept.
final class ScriptOperations: OperationSource {
  private let repository: ScriptRepository
  private let listing: ScriptListing
  /// Is told before a script's own code runs, and with nil when it is over.
  private let willEvaluate: @Sendable (RevisionID?) -> Void
  /// Is told why git cannot say where scripts come from.
  private let gitFailed: @Sendable (GitError) -> Void
  private let known = Mutex<[RevisionID: RevisionOperations]>([:])
  private let knownProvenance = Mutex<ScriptProvenance?>(nil)
  private let problemIsSaid = Mutex(false)
  /// Whether the journal is given what scripts say.
  private let keepsTexts: Bool
  /// What stands in for scripts that are gone.
  private let journal = Mutex<[RevisionID: JournalScript]>([:])
  private let journalIsTrusted = Mutex(false)

  init(
    _ repository: ScriptRepository, _ listing: ScriptListing, keepsTexts: Bool,
    willEvaluate: @escaping @Sendable (RevisionID?) -> Void,
    gitFailed: @escaping @Sendable (GitError) -> Void
  ) {
    self.keepsTexts = keepsTexts
    self.willEvaluate = willEvaluate
    self.gitFailed = gitFailed
    self.repository = repository
    self.listing = listing
  }

  /// Takes what a journal keeps in the place of scripts that are gone.
  func standIn(_ scripts: [RevisionID: JournalScript]) { journal.withLock { $0 = scripts } }

  /// Takes what has been found out about one of them.
  func standIn(_ script: JournalScript) { journal.withLock { $0[script.kept.metadata.id] = script } }

  /// What stands in for a revision's script that is gone.
  func journalScript(_ id: RevisionID) -> JournalScript? { journal.withLock { $0[id] } }

  /// Whether anything stands in for a script that is gone.
  var hasJournalScripts: Bool { journal.withLock { !$0.isEmpty } }

  /// From now on what a journal keeps is handed out even where nothing proves it.
  func trustJournal() { journalIsTrusted.withLock { $0 = true } }

  func remark(on revision: RevisionID) -> String? { journalScript(revision) == nil ? nil : Session.fromJournal }

  /// Operations to be run, in whatever form. This is the one place that keeps what only a journal says, and nothing proves,
  /// from being run: it throws ``JournalDoubts``.
  func operations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] {
    if !journalIsTrusted.withLock({ $0 }) {
      let doubts = revisions.compactMap { id in journalScript(id).flatMap { $0.doubt == nil ? nil : (id, $0) } }
      if !doubts.isEmpty { throw JournalDoubts(doubts) }
    }
    return try await operationsToShow(for: revisions)
  }

  /// Operations that are looked at, and not run.
  func operationsToShow(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] {
    let standIns = journal.withLock { $0 }
    if standIns.isEmpty { return try await scriptOperations(for: revisions) }
    let operations = try await scriptOperations(for: revisions.filter { standIns[$0] == nil })
    return operations.merging(standIns.mapValues(\.operations)) { present, _ in present }
  }

  /// The operations of scripts that are there.
  private func scriptOperations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] {
    let before = known.withLock { $0 }
    let wanted = Set(revisions.filter { before[$0] == nil })
    if wanted.isEmpty { return before }
    let loaded = try await repository.load(listing.scripts.filter { wanted.contains($0.id) }, from: listing)
    if !loaded.failures.isEmpty { throw ScriptFailures(failures: loaded.failures) }
    var operations = before
    operations.reserveCapacity(before.count + wanted.count)
    let compiled = Set(listing.scripts.lazy.filter { $0.format == .swift }.map(\.id))
    defer { willEvaluate(nil) }
    for id in wanted {
      if compiled.contains(id) { willEvaluate(id) }
      operations[id] = try loaded.operations(of: id)
    }
    let all = operations
    known.withLock { $0 = all }
    return all
  }

  func records(for revisions: [RevisionID], on dialect: DialectName) async -> [RevisionID: ScriptRecord] {
    let wanted = Set(revisions)
    let operations = await loadable(wanted).filter { wanted.contains($0.key) }
    let digests = repository.digests(of: operations, from: listing, on: dialect)
    let texts = keepsTexts ? repository.keptTexts(of: operations, from: listing) : [:]
    let provenance = await provenance()
    if let problem = provenance.problem, !problemIsSaid.withLock({ $0 }) {
      problemIsSaid.withLock { $0 = true }
      gitFailed(problem)
    }
    var records: [RevisionID: ScriptRecord] = [:]
    for script in listing.scripts where wanted.contains(script.id) {
      let isDirty = provenance.isDirty[script.path]
      records[script.id] = ScriptRecord(
        blobID: provenance.blobs[script.path]?.preferred.description, digest: digests[script.id]?.description,
        commit: isDirty == nil ? nil : provenance.commit?.description, isDirty: isDirty, operations: texts[script.id])
    }
    for id in wanted {
      if let script = journalScript(id) {
        records[id] = ScriptRecord(blobID: script.blob?.description, digest: script.digest)
      }
    }
    return records
  }

  /// The operations of those revisions that can be had: a stamp runs none, and needs no script that compiles.
  private func loadable(_ revisions: Set<RevisionID>) async -> [RevisionID: RevisionOperations] {
    let scripts = listing.scripts.filter { revisions.contains($0.id) }
    if let all = try? await scriptOperations(for: scripts.map(\.id)) { return all }
    for script in scripts where script.format == .sql { _ = try? await scriptOperations(for: [script.id]) }
    return known.withLock { $0 }
  }

  /// The digests of scripts as they stand, and what kept any of them from being had.
  func digests(
    of revisions: [RevisionID], on dialect: DialectName
  ) async -> (digests: [RevisionID: OperationDigest], failure: (any Error)?) {
    var failure: (any Error)?
    do {
      _ = try await scriptOperations(for: revisions)
    } catch {
      failure = error
      // One that cannot be compiled says nothing of the others.
      for id in revisions { _ = try? await scriptOperations(for: [id]) }
    }
    let wanted = Set(revisions)
    let operations = known.withLock { $0 }.filter { wanted.contains($0.key) }
    return (repository.digests(of: operations, from: listing, on: dialect), failure)
  }

  /// What git tells of the project's scripts, asked once.
  func provenance() async -> ScriptProvenance {
    if let found = knownProvenance.withLock({ $0 }) { return found }
    let found = await repository.provenance(of: listing.scripts.map(\.path))
    knownProvenance.withLock { $0 = found }
    return found
  }
}

/// The scripts whose operations cannot be had.
struct ScriptFailures: Error {
  let failures: [ScriptFailure]
}
