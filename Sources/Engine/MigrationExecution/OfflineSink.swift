internal import Dialects
internal import Revisions

/// Writes statements into a script, and keeps a scratch copy of the schema up with them where the dialect looks things up.
final class OfflineSink: StatementSink {
  private let framing: any OfflineFraming
  private let scratch: (any MigrationConnection)?
  private let write: (String) throws -> Void
  /// Set while the path up to the script's start is replayed: nothing is written then.
  var isReplaying = false

  init(framing: any OfflineFraming, scratch: (any MigrationConnection)?, write: @escaping (String) throws -> Void) {
    self.framing = framing
    self.scratch = scratch
    self.write = write
  }

  var catalog: (any DatabaseConnection)? { scratch }

  func perform(_ statement: Statement) async throws {
    switch statement.kind {
    case .command:
      try emit(statement.text)
      try await scratch?.run(statement.text)
    case .check(let failure):
      for text in framing.check(statement.text, failure: failure) { try emit(text) }
    }
  }

  func perform(_ live: Live, of revision: RevisionID, _ direction: Direction) async throws {
    // The sink is never handed one that has to be refused: the writer looks for those before it writes anything.
    if case .comment(let comment) = live.offline {
      for line in comment.split(separator: "\n", omittingEmptySubsequences: false) { try emit(line: "-- \(line)") }
    }
  }

  func keepBooks(_ statement: String, rows: Int?) async throws { try emit(statement) }

  /// Writes a statement.
  func emit(_ statement: String) throws {
    if !isReplaying { try write(statement + ";\n") }
  }

  /// Writes a line as it is.
  func emit(line: String) throws {
    if !isReplaying { try write(line + "\n") }
  }
}
