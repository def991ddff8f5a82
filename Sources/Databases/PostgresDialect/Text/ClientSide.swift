/// What stands in scripts for psql, and no server understands.
enum ClientSide {
  struct Refusal: Hashable {
    var message: String
    var hint: String
  }

  static func refusal(ofMetaCommand command: String) -> Refusal {
    let hint =
      switch command {
      case "\\restrict", "\\unrestrict": "pg_dump writes it on a line of its own between statements: leave it out here"
      case "\\c", "\\connect": "which database a script runs on is given by its URL: leave the line out"
      case "\\copy", "\\.": rowsHint
      case "\\;", "\\:": "leave the backslash out"
      default: "write out the SQL that it stands for"
      }
    return Refusal(message: "'\(command)' is a command of psql, not SQL", hint: hint)
  }

  /// Whether a command is one of those that `pg_dump` frames each dump with, so that `psql` takes no others in it: they say nothing
  /// to the server. They have a line for themselves.
  static func isOnlyForPsql(_ command: Range<Int>, in bytes: [UInt8]) -> Bool {
    let word = bytes[command]
    return (word.elementsEqual("\\restrict".utf8) || word.elementsEqual("\\unrestrict".utf8))
      && bytes[..<command.lowerBound].last.map { $0 == UInt8(ascii: "\n") } ?? true
  }

  /// Why a statement cannot be sent as it stands; nil where it can.
  static func refusal(of statement: Range<Int>, in bytes: [UInt8]) -> Refusal? {
    var reader = StatementReader(bytes, in: statement)
    if reader.accept("COPY") { return copyRefusal(&reader) }
    if reader.accept("SET") { return stringsRefusal(&reader) }
    if reader.accept("DISCARD", "ALL") {
      return Refusal(
        message: "'DISCARD ALL' would give up the lock that keeps other runs away",
        hint: "RESET ALL brings the settings back")
    }
    return nil
  }

  private static let rowsHint =
    "use InsertRows, dump with pg_dump --inserts, or COPY from and to a file of the server"

  private static func copyRefusal(_ reader: inout StatementReader) -> Refusal? {
    while let token = reader.token, !reader.isAt("FROM"), !reader.isAt("TO") {
      if token.isSymbol("(", in: reader.bytes) { reader.skipParentheses() } else { reader.advance() }
    }
    reader.advance()
    guard reader.isAt("STDIN") || reader.isAt("STDOUT"), let end = reader.token?.range.upperBound else { return nil }
    let words = String(decoding: reader.bytes[reader.start..<end], as: UTF8.self)
    let shown = words.split { $0.isNewline }.joined(separator: " ")
    return Refusal(message: "'\(shown)' moves rows through psql", hint: rowsHint)
  }

  /// With it off, backslashes in strings would mean something else from there on.
  private static func stringsRefusal(_ reader: inout StatementReader) -> Refusal? {
    if !reader.accept("LOCAL") { reader.accept("SESSION") }
    guard reader.name() == "standard_conforming_strings", reader.acceptSymbol("=") || reader.accept("TO"),
      reader.isAtFalse
    else { return nil }
    return Refusal(
      message: "standard_conforming_strings cannot be turned off", hint: "write strings with backslash escapes as E'…'")
  }
}
