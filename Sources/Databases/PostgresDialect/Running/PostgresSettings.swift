package import Dialects

/// The settings that a session runs revisions with.
package struct PostgresSettings: Hashable, Sendable {
  /// The schema for names without one; nil is the server's own choice.
  package var defaultSchema: String?
  /// How long a statement waits for a lock before it gives up, in milliseconds; 0 is forever, nil the server's own choice.
  package var lockTimeout: Int?
  /// How long a statement may take, in milliseconds; 0 is forever, nil the server's own choice.
  package var statementTimeout: Int?

  /// Names the settings.
  package init(defaultSchema: String? = nil, lockTimeout: Int? = nil, statementTimeout: Int? = nil) {
    self.defaultSchema = defaultSchema
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
  }

  /// The statements that set them, for the session or, with `local`, until the transaction ends.
  package func statements(local: Bool) throws(DialectError) -> [String] {
    let set = local ? "SET LOCAL" : "SET"
    var statements: [String] = []
    if let defaultSchema { statements.append("\(set) search_path = \(try PostgresQuoting.quoted(defaultSchema))") }
    if let lockTimeout { statements.append("\(set) lock_timeout = \(lockTimeout)") }
    if let statementTimeout { statements.append("\(set) statement_timeout = \(statementTimeout)") }
    return statements
  }
}
