import Dialects
import PostgresDialect
import Revisions

/// The settings that revisions run with, as statements.
struct SessionSettings {
  private let own: [String]
  private let ownLocal: [String]
  private let conformingStrings: Bool

  /// `conformingStrings` tells whether the session has `standard_conforming_strings` on already.
  init(_ settings: PostgresSettings, conformingStrings: Bool) throws(DatabaseError) {
    self.conformingStrings = conformingStrings
    do {
      own = try settings.statements(local: false)
      ownLocal = try settings.statements(local: true)
    } catch {
      throw DatabaseError(kind: .statement, message: error.message, code: "22023", hint: error.hint)
    }
  }

  /// The statements, for the session or, with `local`, for one transaction.
  func statements(_ surroundings: PostgresConnection.Surroundings, local: Bool) -> [String] {
    let set = local ? "SET LOCAL" : "SET"
    var statements = local ? ownLocal : own
    if !conformingStrings { statements.insert("\(set) standard_conforming_strings = on", at: 0) }
    // A statement would otherwise outlive a client that was killed.
    if surroundings.checksConnection { statements.append("\(set) client_connection_check_interval = \(checkInterval)") }
    return statements
  }

  /// In milliseconds.
  private let checkInterval = 100

  /// A statement that fails where the server cannot check its connections, and otherwise leaves no trace.
  static let tryingConnectionCheck = "SELECT pg_catalog.set_config('client_connection_check_interval', '100', true)"

  /// What takes back everything that a revision may have set, to how the connection began.
  static let resetting = ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"]
}
