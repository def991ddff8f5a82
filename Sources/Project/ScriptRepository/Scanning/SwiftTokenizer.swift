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
  private var offset = 0
  /// What came before, to tell a regular expression from a division.
  private var previous: Token?
  /// Once an interpolation was left open, none may span lines: else each of them would be searched to the end.
  private var interpolationsMaySpanLines = true

  init(_ text: [UInt8]) {
    self.text = text
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    if byte(at: offset) == UInt8(ascii: "#"), byte(at: offset + 1) == UInt8(ascii: "!") { offset = endOfLine(offset) }
  }

  /// The byte at an offset; zero behind the end.
  private func byte(at offset: Int) -> UInt8 { offset < text.count ? text[offset] : 0 }

  private func endOfLine(_ from: Int) -> Int {
    var index = from
    while index < text.count, !Self.isLineBreak(text[index]) { index += 1 }
    return index
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private mutating func record(_ kind: ScriptProblem.Kind, at offset: Int) {
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
  private mutating func endOfComment(_ start: Int) -> Int {
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

  // MARK: Strings

  /// What a position inside a string is inside of, innermost last.
  private enum Frame {
    case string(hashes: Int, multiLine: Bool)
    case interpolation(depth: Int)
  }

  /// Skips a string whose quotation mark stands at the offset, with everything that is interpolated.
  private mutating func readString(hashes: Int) {
    let start = offset
    var frames: [Frame] = []
    var index = open(at: offset, hashes: hashes, &frames)
    let isMultiLine = if case .string(_, true)? = frames.last { true } else { false }
    while let frame = frames.last {
      guard index < text.count else { break }
      switch frame {
      case .string(let hashes, let multiLine):
        let byte = text[index]
        if byte == UInt8(ascii: "\\"), hasHashes(hashes, at: index + 1) {
          index += 1 + hashes
          if self.byte(at: index) == UInt8(ascii: "(") {
            frames.append(.interpolation(depth: 1))
          } else if !multiLine, Self.isLineBreak(self.byte(at: index)) {
            continue
          }
          index += 1
        } else if byte == UInt8(ascii: "\""), let end = close(at: index, hashes: hashes, multiLine: multiLine) {
          frames.removeLast()
          index = end
        } else if !multiLine, Self.isLineBreak(byte) {
          return abandon(from: start, multiLine: isMultiLine)
        } else {
          index += 1
        }
      case .interpolation(let depth):
        switch text[index] {
        case UInt8(ascii: "("):
          frames[frames.count - 1] = .interpolation(depth: depth + 1)
          index += 1
        case UInt8(ascii: ")"):
          if depth == 1 { frames.removeLast() } else { frames[frames.count - 1] = .interpolation(depth: depth - 1) }
          index += 1
        case UInt8(ascii: "\""): index = open(at: index, hashes: 0, &frames)
        case UInt8(ascii: "#"):
          var quote = index
          while byte(at: quote) == UInt8(ascii: "#") { quote += 1 }
          index = byte(at: quote) == UInt8(ascii: "\"") ? open(at: quote, hashes: quote - index, &frames) : quote
        case UInt8(ascii: "/") where byte(at: index + 1) == UInt8(ascii: "*"): index = endOfComment(index)
        case 0x0A, 0x0D:
          if !isMultiLine, !interpolationsMaySpanLines { return abandon(from: start, multiLine: false) }
          index += 1
        default: index += 1
        }
      }
    }
    if frames.isEmpty { offset = index } else { abandon(from: start, multiLine: isMultiLine) }
  }

  private mutating func abandon(from start: Int, multiLine: Bool) {
    record(.unterminatedString, at: start)
    interpolationsMaySpanLines = false
    offset = multiLine ? text.count : endOfLine(start)
  }

  /// Enters the string whose quotation mark stands at an offset; returns where its content begins.
  private func open(at quote: Int, hashes: Int, _ frames: inout [Frame]) -> Int {
    let multiLine =
      byte(at: quote + 1) == UInt8(ascii: "\"") && byte(at: quote + 2) == UInt8(ascii: "\"")
      && !(hashes > 0 && closesOnItsLine(from: quote + 1, hashes: hashes))
    frames.append(.string(hashes: hashes, multiLine: multiLine))
    return quote + (multiLine ? 3 : 1)
  }

  /// Whether a raw string that looks like one of several lines is not: `#"""#` is one quotation mark.
  private func closesOnItsLine(from start: Int, hashes: Int) -> Bool {
    var index = start
    while index < text.count, !Self.isLineBreak(text[index]) {
      if text[index] == UInt8(ascii: "\""), hasHashes(hashes, at: index + 1) { return true }
      index += 1
    }
    return false
  }

  /// Behind the closing of a string, where the quotation mark at an offset closes it.
  private func close(at quote: Int, hashes: Int, multiLine: Bool) -> Int? {
    var index = quote + 1
    if multiLine {
      guard byte(at: index) == UInt8(ascii: "\""), byte(at: index + 1) == UInt8(ascii: "\"") else { return nil }
      index += 2
    }
    return hasHashes(hashes, at: index) ? index + hashes : nil
  }

  private func hasHashes(_ count: Int, at offset: Int) -> Bool {
    var index = 0
    while index < count {
      if byte(at: offset + index) != UInt8(ascii: "#") { return false }
      index += 1
    }
    return true
  }
}
