internal import Dialects
internal import Revisions

/// Where statements go: to a database, or into a script. Everything that a run does passes through here, so that the
/// two cannot differ.
protocol StatementSink: AnyObject {
  /// What the dialect looks things up in; nil where nothing in the plan asks for it.
  var catalog: (any DatabaseConnection)? { get }

  /// A statement of a revision.
  func perform(_ statement: Statement) async throws

  /// Swift in a revision.
  func perform(_ live: Live, of revision: RevisionID, _ direction: Direction) async throws

  /// A statement of the engine's own; `rows` is how many it must change, where that matters.
  func keepBooks(_ statement: String, rows: Int?) async throws
}
