/// Cuts Swift text into tokens: enough of the language to know what is code and what is a string or a comment.
///
/// It takes any bytes. What is never closed is recorded in ``defect`` and skipped to the end of its line (or of the
/// file), so that a slip in the body of a revision does not hide the metadata above it.
struct SwiftTokenizer {
  /// A piece of the text.
  struct Token {
    enum Kind: Equatable {
      case word, number, string, directive, end
      case punctuation(UInt8)
    }

    var kind: Kind
    var start: Int
    var end: Int
    /// Whether a line break stands between this token and the one before.
    var startsLine: Bool
  }

  /// Something that is never closed.
  struct Defect {
    let offset: Int
    let kind: ScriptProblem.Kind
  }

  let text: [UInt8]
  private(set) var defect: Defect?
  var offset = 0
  /// What came before, to tell a regular expression from a division.
  private var previous: Token?
  /// Once an interpolation was left open, none may span lines: else each of them would be searched to the end.
  var interpolationsMaySpanLines = true

  init(_ text: [UInt8]) {
    self.text = text
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    if byte(at: offset) == UInt8(ascii: "#"), byte(at: offset + 1) == UInt8(ascii: "!") { offset = endOfLine(offset) }
  }

  /// The byte at an offset; zero behind the end.
  func byte(at offset: Int) -> UInt8 { offset < text.count ? text[offset] : 0 }

  func endOfLine(_ from: Int) -> Int {
    var index = from
    while index < text.count, !Self.isLineBreak(text[index]) { index += 1 }
    return index
  }

  static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  mutating func record(_ kind: ScriptProblem.Kind, at offset: Int) {
    if defect == nil { defect = Defect(offset: offset, kind: kind) }
  }

  /// The next token; `.end` from the end on.
  mutating func next() -> Token {
    let startsLine = skipBlanks()
    let start = offset
    guard start < text.count else { return Token(kind: .end, start: start, end: start, startsLine: true) }
    let kind = read()
    let token = Token(kind: kind, start: start, end: offset, startsLine: startsLine)
    previous = token
    return token
  }

  /// The text of a token.
  func string(_ token: Token) -> String { String(decoding: text[token.start..<token.end], as: UTF8.self) }

  /// Whether a `/` here would divide what stands before it.
  private var previousEndsOperand: Bool {
    guard let previous else { return false }
    switch previous.kind {
    case .word: return !Self.wordsBeforeExpressions.contains(string(previous))
    case .number, .string: return true
    case .punctuation(let byte): return byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
    case .directive, .end: return false
    }
  }

  private static let wordsBeforeExpressions: Set<String> = [
    "return", "in", "case", "where", "if", "while", "try", "await", "throw", "let", "var", "is", "as",
  ]

  // MARK: Blanks

  /// Skips white space and comments; says whether a line broke.
  private mutating func skipBlanks() -> Bool {
    var brokeLine = offset == 0
    while offset < text.count {
      switch text[offset] {
      case 0x0A, 0x0D:
        brokeLine = true
        offset += 1
      case 0x20, 0x09, 0x0B, 0x0C, 0x00: offset += 1
      case UInt8(ascii: "/") where byte(at: offset + 1) == UInt8(ascii: "/"): offset = endOfLine(offset)
      case UInt8(ascii: "/") where byte(at: offset + 1) == UInt8(ascii: "*"):
        let start = offset
        offset = endOfComment(offset)
        if text[start..<offset].contains(where: Self.isLineBreak) { brokeLine = true }
      default: return brokeLine
      }
    }
    return brokeLine
  }

  /// Behind the end of a comment that may hold others.
  mutating func endOfComment(_ start: Int) -> Int {
    var depth = 0
    var index = start
    while index + 1 < text.count {
      switch (text[index], text[index + 1]) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        index += 2
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        index += 2
        if depth == 0 { return index }
      default: index += 1
      }
    }
    record(.unterminatedComment, at: start)
    return text.count
  }

  // MARK: Tokens

  private mutating func read() -> Token.Kind {
    let first = text[offset]
    switch first {
    case UInt8(ascii: "\""):
      readString(hashes: 0)
      return .string
    case UInt8(ascii: "#"): return readHash()
    case UInt8(ascii: "`"):
      var index = offset + 1
      while index < text.count, text[index] != UInt8(ascii: "`"), !Self.isLineBreak(text[index]) { index += 1 }
      offset = byte(at: index) == UInt8(ascii: "`") ? index + 1 : index
      return .word
    case UInt8(ascii: "/"):
      guard let end = endOfRegularExpression(offset) else {
        offset += 1
        return .punctuation(first)
      }
      offset = end
      return .string
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      skipWord()
      return .number
    case _ where Self.isWordByte(first):
      skipWord()
      return .word
    default:
      offset += 1
      return .punctuation(first)
    }
  }

  private mutating func skipWord() {
    while offset < text.count, Self.isWordByte(text[offset]) { offset += 1 }
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  /// `#"raw"#`, `#/regex/#`, `#if` and its like, or a macro.
  private mutating func readHash() -> Token.Kind {
    var index = offset
    while byte(at: index) == UInt8(ascii: "#") { index += 1 }
    let hashes = index - offset
    switch byte(at: index) {
    case UInt8(ascii: "\""):
      offset = index
      readString(hashes: hashes)
      return .string
    case UInt8(ascii: "/"):
      let closing = [UInt8(ascii: "/")] + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
      // One that opens at the end of its line spans lines, as a multi-line string does.
      let limit = Self.isLineBreak(byte(at: index + 1)) ? text.count : endOfLine(index)
      offset = find(closing, from: index + 1, to: limit) ?? limit
      return .string
    default:
      offset += hashes
      skipWord()
      return .directive
    }
  }

  /// Behind the first occurrence of a few bytes.
  private func find(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    var index = start
    while index + bytes.count <= end {
      if text[index] == bytes[0], text[index..<index + bytes.count].elementsEqual(bytes) { return index + bytes.count }
      index += 1
    }
    return nil
  }

  /// Behind a `/regex/`, where one can stand here and is closed on its line; nil where this is an operator.
  private func endOfRegularExpression(_ start: Int) -> Int? {
    let second = byte(at: start + 1)
    guard second != 0x20, second != 0x09, second != UInt8(ascii: "="), !previousEndsOperand else { return nil }
    var index = start + 1
    while index < text.count {
      switch text[index] {
      case 0x0A, 0x0D: return nil
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "/"): return index + 1
      default: index += 1
      }
    }
    return nil
  }
}
