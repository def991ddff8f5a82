internal import Dialects
internal import Revisions

/// Writes statements into a script, and keeps a scratch copy of the schema up with them where the dialect looks things up.
final class OfflineSink: StatementSink {
  private let framing: any OfflineFraming
  private let versionTable: QualifiedName
  private let scratch: (any MigrationConnection)?
  private let reachesBeyondScratch: (String) -> Bool
  private let write: (String) throws -> Void
  /// What is written at the moment.
  var mode = Mode.script

  /// How much of what a run does is written.
  enum Mode {
    /// Everything: the script can be run.
    case script
    /// Only what the revisions themselves do, for reading.
    case preview
    /// Nothing: the path up to the start is replayed on the scratch copy.
    case replay
  }

  init(
    dialect: any Dialect, versionTable: QualifiedName, scratch: (any MigrationConnection)?,
    write: @escaping (String) throws -> Void
  ) {
    framing = dialect.offlineFraming
    reachesBeyondScratch = dialect.reachesBeyondDatabase
    self.versionTable = versionTable
    self.scratch = scratch
    self.write = write
  }

  var catalog: (any DatabaseConnection)? { scratch }

  func perform(_ statement: Statement) async throws {
    switch statement.kind {
    case .command:
      if mode != .replay { try write(statement: statement.text) }
      try await follow(statement)
    case .check(let failure):
      for text in try framing.check(statement.text, failure: failure) { try keepBooks(text) }
    }
  }

  func performOutside(
    _ statement: Statement, recovery: Recovery?, isResumed: Bool, expecting heads: [RevisionID]
  ) async throws {
    guard mode == .script, statement.kind == .command else { return try await perform(statement) }
    let framed = try framing.outside(
      statement.text, recovery: recovery, expecting: heads, in: versionTable)
    for text in framed { try write(statement: text) }
    try await follow(statement)
  }

  /// Keeps the scratch copy up. What it shares with others is not touched.
  private func follow(_ statement: Statement) async throws {
    guard let scratch, !reachesBeyondScratch(statement.text) else { return }
    try await scratch.run(statement.text)
  }

  func restoringSettings() throws -> [String] { try framing.restoringSettings() }

  func perform(_ live: Live, of revision: RevisionID, _ direction: Direction) async throws {
    // The writer refuses what has no SQL before it writes anything, unless it only shows a plan.
    switch live.offline {
    case .comment(let comment): try emit(comment: comment)
    case .refuse, .sql: try emit(comment: "Swift: \(live.label)")
    }
  }

  func keepBooks(_ statement: String, rows: Int?) async throws { try keepBooks(statement) }

  /// Writes a statement that is the engine's own.
  func keepBooks(_ statement: String) throws {
    guard mode == .script else { return }
    try write(statement)
    try write(";\n")
  }

  /// Writes a statement and what ends it, which a comment at its end must not swallow.
  private func write(statement: String) throws {
    try write(statement)
    try write(Self.mayEndInComment(statement) ? "\n;\n" : ";\n")
  }

  /// Whether two dashes stand in the last line. A script has thousands of statements: bytes will do.
  private static func mayEndInComment(_ statement: String) -> Bool {
    var next: UInt8 = 0
    for byte in statement.utf8.reversed() {
      if byte == UInt8(ascii: "\n") { return false }
      if byte == UInt8(ascii: "-"), next == byte { return true }
      next = byte
    }
    return false
  }

  /// Writes a comment, after an empty line where it heads something.
  func emit(comment: String, asHeading: Bool = false) throws {
    if mode == .replay { return }
    if asHeading { try write("\n") }
    if comment.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return try write("-- " + comment + "\n") }
    for line in comment.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      try write("-- \(line)\n")
    }
  }
}
