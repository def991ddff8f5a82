import Dialects
import Revisions

/// Cuts a script into statements as the server would.
enum StatementCutter {
  /// The statements of a text in their order.
  ///
  /// Throws ``DialectError`` where the text ends inside one, and for what only psql can carry out; its location's line
  /// is counted from the text's first, 1.
  static func cut(_ text: String) throws(DialectError) -> [CutStatement] {
    let bytes = Array(text.utf8)
    var result: [CutStatement] = []
    var counted = 0
    var lines = 0
    for piece in try pieces(of: bytes) {
      guard let range = piece.statement else { continue }
      lines += bytes[counted..<range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      counted = range.lowerBound
      result.append(CutStatement(text: String(decoding: bytes[range], as: UTF8.self), lineOffset: lines))
    }
    return result
  }

  /// A stretch of a text: at most one statement, with what stands around it. The pieces of a text are all of it.
  struct Piece: Hashable {
    var whole: Range<Int>
    /// From the first token of the statement to its last, without the semicolon; nil where there is none.
    var statement: Range<Int>?
  }

  /// The pieces of a text in their order.
  static func pieces(of bytes: [UInt8]) throws(DialectError) -> [Piece] {
    if let position = bytes.firstIndex(of: 0) {
      throw failure("the text has a NUL character in it", at: position, of: bytes)
    }
    var pieces: [Piece] = []
    var begin = 0
    var statement: Range<Int>?
    var nesting = Nesting()
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var scanner = Scanner(start: bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0, end: bytes.count)

    while let token = scanner.next(in: bytes) {
      if let what = token.kind.unterminated {
        throw failure("the text ends inside \(what)", at: token.range.lowerBound, of: bytes)
      }
      if token.kind == .metaCommand {
        if statement == nil, nesting.isOutermost, ClientSide.isOnlyForPsql(token.range, in: bytes) {
          scanner.skipLine(in: bytes)
          continue
        }
        let refusal = ClientSide.refusal(ofMetaCommand: String(decoding: bytes[token.range], as: UTF8.self))
        throw failure(refusal.message, hint: refusal.hint, at: token.range.lowerBound, of: bytes)
      }
      if nesting.isOutermost, token.isSymbol(";", in: bytes) {
        try refuseClientSide(statement, in: bytes)
        pieces.append(Piece(whole: begin..<token.range.upperBound, statement: statement))
        (begin, statement, nesting) = (token.range.upperBound, nil, Nesting())
      } else {
        nesting.add(token, in: bytes)
        statement = (statement?.lowerBound ?? token.range.lowerBound)..<token.range.upperBound
      }
    }
    if let (what, position) = nesting.open {
      throw failure("the text ends inside \(what)", at: position, of: bytes)
    }
    try refuseClientSide(statement, in: bytes)
    if begin < bytes.count { pieces.append(Piece(whole: begin..<bytes.count, statement: statement)) }
    return pieces
  }

  private static func refuseClientSide(_ statement: Range<Int>?, in bytes: [UInt8]) throws(DialectError) {
    guard let statement, let refusal = ClientSide.refusal(of: statement, in: bytes) else { return }
    throw failure(refusal.message, hint: refusal.hint, at: statement.lowerBound, of: bytes)
  }

  private static func failure(
    _ message: String, hint: String? = nil, at position: Int, of bytes: [UInt8]
  ) -> DialectError {
    let line = bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1
    return DialectError(message, hint: hint, location: SourceLocation(file: "", line: line))
  }
}

/// What is open in a statement, so that a semicolon does not end it: parentheses, and `BEGIN ATOMIC … END`.
private struct Nesting {
  /// How much of `CREATE [OR REPLACE] FUNCTION` has been read.
  private enum Header { case none, create, createOr, createOrReplace, routine, other }

  private var header = Header.none
  private var parentheses = 0
  private var firstParenthesis = 0
  private var bodies = 0
  private var firstBody = 0
  private var begin: Int?
  /// Whether the token before could have an `END` behind it that ends a body: each statement in one ends in a
  /// semicolon, so any other `END` is that of a CASE, or a label.
  private var mayEndBody = false

  var isOutermost: Bool { parentheses == 0 && bodies == 0 }

  /// What the text would end inside, and where that began.
  var open: (String, Int)? {
    if bodies > 0 { return ("the body of a routine: its END is missing", firstBody) }
    return parentheses > 0 ? ("parentheses", firstParenthesis) : nil
  }

  mutating func add(_ token: Token, in bytes: [UInt8]) {
    if token.isSymbol("(", in: bytes) {
      if parentheses == 0 { firstParenthesis = token.range.lowerBound }
      parentheses += 1
    } else if token.isSymbol(")", in: bytes) {
      // One too many is the server's to complain about.
      parentheses = max(0, parentheses - 1)
    }
    if header == .routine {
      if parentheses == 0 { addToRoutine(token, in: bytes) }
    } else if header != .other {
      header = advanced(by: token, in: bytes)
    }
  }

  private mutating func addToRoutine(_ token: Token, in bytes: [UInt8]) {
    let mayEnd = mayEndBody
    let begin = begin
    mayEndBody = token.isSymbol(";", in: bytes)
    self.begin = token.isWord("BEGIN", in: bytes) ? token.range.lowerBound : nil
    if let begin, token.isWord("ATOMIC", in: bytes) {
      if bodies == 0 { firstBody = begin }
      bodies += 1
      mayEndBody = true
    } else if mayEnd, bodies > 0, token.isWord("END", in: bytes) {
      bodies -= 1
    }
  }

  private func advanced(by token: Token, in bytes: [UInt8]) -> Header {
    switch header {
    case .none where token.isWord("CREATE", in: bytes): .create
    case .create where token.isWord("OR", in: bytes): .createOr
    case .createOr where token.isWord("REPLACE", in: bytes): .createOrReplace
    case .create, .createOrReplace:
      token.isWord("FUNCTION", in: bytes) || token.isWord("PROCEDURE", in: bytes) ? .routine : .other
    default: .other
    }
  }
}
