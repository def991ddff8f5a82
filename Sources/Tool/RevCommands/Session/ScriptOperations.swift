internal import MigrationExecution
internal import Revisions
internal import ScriptRepository

/// Hands the operations of scripts to the engine; what is not compiled yet is compiled.
struct ScriptOperations: OperationSource {
  let repository: ScriptRepository
  let listing: ScriptListing

  func operations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] {
    if revisions.isEmpty { return [:] }
    let wanted = Set(revisions)
    let loaded = try await repository.load(listing.scripts.filter { wanted.contains($0.id) }, from: listing)
    if !loaded.failures.isEmpty { throw ScriptFailures(failures: loaded.failures) }
    var operations: [RevisionID: RevisionOperations] = [:]
    operations.reserveCapacity(revisions.count)
    for id in revisions { operations[id] = try loaded.operations(of: id) }
    return operations
  }
}

/// The scripts whose operations cannot be had.
struct ScriptFailures: Error {
  let failures: [ScriptFailure]
}
