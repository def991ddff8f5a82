import CLibPQ
import Revisions

/// Why no connection came about.
struct ConnectFailure: Error {
  var cause: DatabaseError
  /// Whether it may work a little later: the server is starting, or its name or socket is not there yet.
  var mayPass: Bool

  /// A refusal that will not change.
  init(_ message: String) {
    cause = DatabaseError(kind: .unreachable, message: message, code: "08001")
    mayPass = false
  }

  /// The end that was asked for.
  static var stopped: ConnectFailure {
    var failure = ConnectFailure("stopped before a connection was made")
    failure.cause.kind = .interrupted
    failure.cause.code = "57014"
    return failure
  }

  /// What libpq and the server say of a failed attempt. The server's part is expected in libpq's verbose form, which is
  /// the only one that has the SQLSTATE: `FATAL:  28P01: password authentication failed`.
  init(libpqMessage message: String, needsPassword: Bool, timedOutAfter timeout: Int?) {
    var codes: [String] = []
    var lines: [String] = []
    var detail: String?
    var hint: String?
    for line in message.split(separator: "\n") {
      if line.hasPrefix("LOCATION:") { continue }
      if line.hasPrefix("DETAIL:") {
        detail = Self.rest(of: line)
      } else if line.hasPrefix("HINT:") {
        hint = Self.rest(of: line)
      } else if line.hasPrefix("\t") {
        hint = String(line.dropFirst())
      } else {
        let (text, code) = Self.withoutCode(line)
        lines.append(text)
        if let code { codes.append(code) }
      }
    }
    if let timeout { lines.append("there was no answer within \(timeout) s") }
    if needsPassword {
      hint = "give the password in PGPASSWORD, in a file ~/.pgpass, or in the URL"
    }
    let words = lines.joined(separator: "; ")
    cause = DatabaseError(
      kind: .unreachable, message: words.isEmpty ? "no connection could be made" : words, code: codes.last ?? "08001",
      detail: detail, hint: hint)
    mayPass = timeout != nil || Self.mayPass(codes: codes, words: words)
  }

  private static func mayPass(codes: [String], words: String) -> Bool {
    // Whoever has been turned away for who he is need not wait.
    if codes.contains(where: { $0.hasPrefix("28") || $0 == "3D000" }) { return false }
    if codes.contains(where: { passingCodes.contains($0) }) { return true }
    return passingWords.contains { words.contains($0) }
  }

  /// Starting or stopping, too many clients, cannot reach the server (a pooler's).
  private static let passingCodes: Set = ["57P03", "57P01", "57P02", "53300", "08001", "08004", "08006"]

  /// libpq's own words, and the system's, which stay English: this program never sets a locale.
  private static let passingWords = [
    "Connection refused", "No such file or directory", "could not translate host name", "Connection timed out",
    "Connection reset by peer", "No route to host", "Network is unreachable", "Host is down",
    "server closed the connection unexpectedly", "session is read-only", "server is in hot standby mode",
    "server is not in hot standby mode",
    // PgBouncer's, under SQLSTATE 08P01.
    "server login", "cannot connect to server",
  ]

  private static func rest(of line: Substring) -> String {
    String(line.drop { $0 != ":" }.dropFirst().drop { $0 == " " })
  }

  /// A line without the severity and the code in it, and the code.
  private static func withoutCode(_ line: Substring) -> (text: String, code: String?) {
    let bytes = Array(line.utf8)
    let (colon, space) = (UInt8(ascii: ":"), UInt8(ascii: " "))
    guard bytes.count >= 10 else { return (String(line), nil) }
    for start in 0...(bytes.count - 10) {
      let code = bytes[(start + 3)..<(start + 8)]
      guard bytes[start] == colon, bytes[start + 1] == space, bytes[start + 2] == space, bytes[start + 8] == colon,
        bytes[start + 9] == space, code.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
      else { continue }
      // The severity stands behind the last colon and space before it, or begins the line.
      var severity = start
      while severity > 0, !(severity > 1 && bytes[severity - 1] == space && bytes[severity - 2] == colon) {
        severity -= 1
      }
      let text = String(decoding: bytes[..<severity] + bytes[(start + 10)...], as: UTF8.self)
      return (text, String(decoding: code, as: UTF8.self))
    }
    return (String(line), nil)
  }
}
