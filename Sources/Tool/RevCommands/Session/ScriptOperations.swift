internal import MigrationExecution
internal import Revisions
internal import ScriptRepository
internal import Synchronization

/// Hands the operations of scripts to the engine; what is not compiled yet is compiled, and what was loaded is kept.
final class ScriptOperations: OperationSource {
  private let repository: ScriptRepository
  private let listing: ScriptListing
  /// Is told before a script's own code runs, and with nil when it is over.
  private let willEvaluate: @Sendable (RevisionID?) -> Void
  private let known = Mutex<[RevisionID: RevisionOperations]>([:])

  init(
    _ repository: ScriptRepository, _ listing: ScriptListing, willEvaluate: @escaping @Sendable (RevisionID?) -> Void
  ) {
    self.willEvaluate = willEvaluate
    self.repository = repository
    self.listing = listing
  }

  func operations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] {
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
}

/// The scripts whose operations cannot be had.
struct ScriptFailures: Error {
  let failures: [ScriptFailure]
}
