package import Revisions

/// Where the operations of revisions come from: compiled scripts, SQL files, or values in a test.
package protocol OperationSource: Sendable {
  /// The operations of the revisions asked for. Throws where one of them cannot be had, before anything has run.
  func operations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations]

  /// What the journal is to keep of the scripts of revisions that run on a kind of database.
  ///
  /// What cannot be found out is missing: no run fails for it.
  func records(for revisions: [RevisionID], on dialect: DialectName) async -> [RevisionID: ScriptRecord]

  /// What a script of SQL says of a revision besides its name; nil for nothing.
  func remark(on revision: RevisionID) -> String?
}
