import CLibPQ
import Revisions

/// What the server or libpq said, as an error with all its facts.
enum ServerError {
  /// An error that came as a result on a connection.
  static func error(of result: StatementResult, statement: String?, on handle: ConnectionHandle) -> DatabaseError {
    guard let code = result.field(.code), let message = result.field(.message) else {
      return handle.isLost
        ? lost(result.clientMessage, statement: statement) : refused(result.clientMessage, statement: statement)
    }
    if code == "42601", result.field(.sourceFunction) == "exec_parse_message" {
      return DatabaseError(
        kind: .statement, message: "there is more than one statement in it", code: code, statement: statement)
    }
    let severity = result.field(.severity) ?? ""
    let position = result.field(.position).flatMap { Int($0) }
    let detail = [result.field(.detail), result.field(.context)].compactMap { $0 }
    let kind = kind(of: code, severity: severity, message: message, wasCancelled: handle.isCancelled)
    return DatabaseError(
      kind: kind, message: message, code: code, detail: detail.isEmpty ? nil : detail.joined(separator: "\n"),
      hint: result.field(.hint) ?? (kind == .readOnly ? handle.whyReadOnly : nil), statement: statement,
      offset: position.flatMap { position in statement.flatMap { offset(ofCharacter: position, in: $0) } })
  }

  /// What the engine does about an SQLSTATE. `wasCancelled` tells whether this connection asked the server to stop.
  private static func kind(
    of code: String, severity: String, message: String, wasCancelled: Bool
  ) -> DatabaseError.Kind {
    switch code {
    case "57014":
      // statement_timeout ends a statement under the same code. A cancellation from elsewhere shows only in its words.
      wasCancelled || message.hasSuffix("due to user request") ? .interrupted : .statement
    case _ where severity == "FATAL" || severity == "PANIC": .connectionLost
    case "55P03", "40P01", "40001": .busy
    case "23505", "42P04", "42P06", "42P07", "42701", "42710", "42723": .alreadyExists
    case "25006": .readOnly
    case "53100": .full
    case "XX001", "XX002": .corrupt
    default: .statement
    }
  }

  /// The connection broke.
  static func lost(_ message: String, statement: String?) -> DatabaseError {
    DatabaseError(
      kind: .connectionLost, message: firstLine(message) ?? "the connection to the server was lost", code: "08006",
      statement: statement)
  }

  /// libpq itself would not send it.
  static func refused(_ message: String, statement: String?) -> DatabaseError {
    DatabaseError(
      kind: .statement, message: firstLine(message) ?? "the statement could not be sent", code: "HY000",
      statement: statement)
  }

  /// libpq's second line says what its first probably means.
  private static func firstLine(_ message: String) -> String? {
    message.split(separator: "\n").first.map(String.init)
  }

  /// The statement wants to be fed with data, or to hand some out, which nobody here does.
  static func copy(statement: String?) -> DatabaseError {
    DatabaseError(
      kind: .statement, message: "COPY to or from the client is not supported here", code: "0A000",
      hint: "write INSERT statements, or COPY from a file or a program of the server", statement: statement)
  }

  /// A NUL would cut the text short.
  static func hasNUL(statement: String?) -> DatabaseError {
    DatabaseError(
      kind: .statement, message: "there is a NUL character in it, which PostgreSQL cannot take", code: "22021",
      statement: statement)
  }

  /// The byte, from 0, of a character that the server counts from 1.
  static func offset(ofCharacter position: Int, in statement: String) -> Int? {
    let scalars = statement.unicodeScalars
    guard position > 0,
      let index = scalars.index(scalars.startIndex, offsetBy: position - 1, limitedBy: scalars.endIndex)
    else { return nil }
    return statement.utf8.distance(from: statement.startIndex, to: index)
  }
}
