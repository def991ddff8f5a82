internal import Dialects
internal import Revisions

/// Where statements go: to a database, or into a script. Everything that a run does passes through here, so that the
/// two cannot differ.
protocol StatementSink: AnyObject {
  /// What the dialect looks things up in; nil where nothing in the plan asks for it.
  var catalog: (any DatabaseConnection)? { get }

  /// A statement of a revision.
  func perform(_ statement: Statement) async throws

  /// A statement of a revision that runs outside a transaction while the version table holds these rows.
  ///
  /// Where an earlier run was cut off in it, `isResumed` is true, and `recovery` tells what became of it.
  func performOutside(
    _ statement: Statement, recovery: Recovery?, isResumed: Bool, expecting heads: [RevisionID]
  ) async throws

  /// What takes back the settings that a revision changed.
  func restoringSettings() throws -> [String]

  /// Swift in a revision.
  func perform(_ live: Live, of revision: RevisionID, _ direction: Direction) async throws

  /// A statement of the engine's own; `rows` is how many it must change, where that matters.
  func keepBooks(_ statement: String, rows: Int?) async throws
}
