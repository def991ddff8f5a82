internal import MigrationExecution
internal import Revisions
internal import ScriptRepository

/// Hands the operations of scripts to the engine.
struct ScriptOperations: OperationSource {
  let repository: ScriptRepository
  let listing: ScriptListing

  func operations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] {
    if revisions.isEmpty { return [:] }
    return try await repository.operations(for: revisions, in: listing)
  }
}
