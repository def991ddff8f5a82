import CSQLite
package import Dialects
import Revisions
package import SQLiteDialect

/// Cuts a text where SQLite itself says that a statement ends.
///
/// The library is asked at the first semicolon of a statement, and from then on (inside a trigger) only behind
/// `; END`, since nothing else can end one: so each statement is read twice, however long it is.
package struct LibraryStatementCutter: StatementCutter {
  /// Makes a cutter.
  package init() {}

  package func cut(_ text: String) throws(DialectError) -> [CutStatement] {
    var bytes = Array(text.utf8)
    var result: [CutStatement] = []
    var counted = 0
    var lines = 0
    for piece in try Self.pieces(of: &bytes) {
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

  /// The pieces of a text in their order. The bytes are lent to SQLite, and are the same afterwards.
  static func pieces(of bytes: inout [UInt8]) throws(DialectError) -> [Piece] {
    if let position = bytes.firstIndex(of: 0) {
      throw failure("the text has a NUL character in it", at: position, of: bytes)
    }
    let count = bytes.count
    bytes += [0, 0]
    defer { bytes.removeLast(2) }

    var pieces: [Piece] = []
    var begin = 0
    var statement: Range<Int>?
    var awaitsEnd = false
    var endsBody = false
    var lastIsSemicolon = false
    var tokenizer = Tokenizer(start: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, end: count)

    while let token = tokenizer.next(in: bytes) {
      if let what = token.kind.unterminated {
        throw failure("the text ends inside \(what)", at: token.range.lowerBound, of: bytes)
      }
      guard token.isSymbol(";", in: bytes) else {
        if statement == nil { try refuseShellCommand(at: token.range.lowerBound, in: bytes, count: count) }
        endsBody = lastIsSemicolon && token.isWord("END", in: bytes)
        lastIsSemicolon = false
        statement = (statement?.lowerBound ?? token.range.lowerBound)..<token.range.upperBound
        continue
      }
      let end = token.range.upperBound
      guard let range = statement else {
        pieces.append(Piece(whole: begin..<end, statement: nil))
        begin = end
        continue
      }
      if !awaitsEnd || endsBody, isComplete(range.lowerBound, cutAt: end, in: &bytes) {
        pieces.append(Piece(whole: begin..<end, statement: range))
        (begin, statement, awaitsEnd, endsBody, lastIsSemicolon) = (end, nil, false, false, false)
      } else {
        (awaitsEnd, lastIsSemicolon) = (true, true)
        statement = range.lowerBound..<end
      }
    }
    if let range = statement, !isComplete(range.lowerBound, closedAt: range.upperBound, in: &bytes) {
      throw failure("the text ends inside a trigger: its END is missing", at: range.lowerBound, of: bytes)
    }
    if begin < count { pieces.append(Piece(whole: begin..<count, statement: statement)) }
    return pieces
  }

  /// Asks SQLite whether the bytes up to a position are a whole statement.
  private static func isComplete(_ start: Int, cutAt end: Int, in bytes: inout [UInt8]) -> Bool {
    let kept = bytes[end]
    bytes[end] = 0
    defer { bytes[end] = kept }
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return false }
      return sqlite3_complete((base + start).assumingMemoryBound(to: CChar.self)) == 1
    }
  }

  /// Asks the same of a statement whose semicolon was left out.
  private static func isComplete(_ start: Int, closedAt end: Int, in bytes: inout [UInt8]) -> Bool {
    let kept = bytes[end]
    bytes[end] = UInt8(ascii: ";")
    defer { bytes[end] = kept }
    return isComplete(start, cutAt: end + 1, in: &bytes)
  }

  /// Refuses the commands of the `sqlite3` shell and of `psql`, which no SQL statement begins like.
  private static func refuseShellCommand(at position: Int, in bytes: [UInt8], count: Int) throws(DialectError) {
    let mark = bytes[position]
    let next = position + 1 < count ? bytes[position + 1] : 0
    let isShells = mark == UInt8(ascii: ".") && (0x61...0x7A).contains(next | 0x20)
    guard isShells || mark == UInt8(ascii: "\\") else { return }
    let line = bytes[position..<count].prefix { $0 != 0x0A && $0 != 0x0D }
    throw failure(
      "'\(String(decoding: line, as: UTF8.self))' is a command of the \(isShells ? "sqlite3" : "psql") program, not SQL",
      hint: "write out the SQL that it stands for", at: position, of: bytes)
  }

  private static func failure(
    _ message: String, hint: String? = nil, at position: Int, of bytes: [UInt8]
  ) -> DialectError {
    let line = bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1
    return DialectError(message, hint: hint, location: SourceLocation(file: "", line: line))
  }
}

extension SQLiteDialect {
  /// The dialect, with statements cut by the library.
  package init(foreignKeys: Bool = false) {
    self.init(cutter: LibraryStatementCutter(), enforcesForeignKeys: foreignKeys)
  }
}
