/// A token of SQL text, as the server's own scanner divides it.
struct Token: Hashable, Sendable {
  var kind: Kind
  /// The token's place in the text, in bytes.
  var range: Range<Int>

  enum Kind: Hashable, Sendable {
    /// A keyword or a bare name: the server tells them apart by where they stand.
    case word
    /// A name in double quotes, `U&"…"` too.
    case quotedName
    /// Text in single quotes or between dollar tags, with its prefix and its continuation on later lines.
    case string
    case number
    /// A parameter, such as `$1`.
    case parameter
    /// One byte of an operator or of punctuation; no operator ends a statement, so none is put together.
    case symbol
    /// A backslash with the word behind it, which only psql understands.
    case metaCommand
    /// A string, name or comment that the text ends in.
    case unterminatedString, unterminatedName, unterminatedComment

    /// What the text ends in; nil for a token that is whole.
    var unterminated: String? {
      switch self {
      case .unterminatedString: "a string"
      case .unterminatedName: "a quoted name"
      case .unterminatedComment: "a comment"
      default: nil
      }
    }
  }

  /// Whether this is a word that is written so, in any case. The word is given in upper case.
  func isWord(_ word: StaticString, in bytes: [UInt8]) -> Bool {
    guard kind == .word, range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      for (offset, letter) in letters.enumerated() {
        let byte = bytes[range.lowerBound + offset]
        guard ((0x61...0x7A).contains(byte) ? byte & 0xDF : byte) == letter else { return false }
      }
      return true
    }
  }

  /// Whether this is that symbol.
  func isSymbol(_ symbol: Unicode.Scalar, in bytes: [UInt8]) -> Bool {
    kind == .symbol && bytes[range.lowerBound] == UInt8(ascii: symbol)
  }
}

/// Divides SQL text into tokens, passing over white space and comments. Strings are read as with
/// `standard_conforming_strings` on.
struct Scanner {
  private var position: Int
  private let end: Int

  /// Begins at a place in a text and stops at another.
  init(start: Int, end: Int) {
    position = start
    self.end = end
  }

  /// The next token; nil at the end.
  mutating func next(in bytes: [UInt8]) -> Token? {
    while position < end {
      let start = position
      let byte = bytes[start]
      let next = start + 1 < end ? bytes[start + 1] : 0
      switch byte {
      case _ where Self.isSpace(byte):
        position += 1
      // An operator stops before a comment, so `--` and `/*` begin one wherever they stand.
      case UInt8(ascii: "-") where next == UInt8(ascii: "-"):
        skip(in: bytes) { !Self.isLineEnd($0) }
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        guard skipComment(in: bytes) else { return Token(kind: .unterminatedComment, range: start..<end) }
      case UInt8(ascii: "'"):
        return string(from: start, escapes: false, in: bytes)
      case UInt8(ascii: "\""):
        return quotedName(from: start, in: bytes)
      case UInt8(ascii: "$"):
        return dollar(in: bytes)
      case UInt8(ascii: "\\"):
        return metaCommand(in: bytes)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        skip(in: bytes, while: Self.isDigit)
        // What follows the digits at once is no token of its own: an exponent, 0x1F, 1_000, or an error.
        if position < end, Self.isNameStart(bytes[position]) { skip(in: bytes, while: Self.isNamePart) }
        return Token(kind: .number, range: start..<position)
      case let first where Self.isNameStart(first):
        return wordOrPrefixed(in: bytes)
      default:
        position += 1
        return Token(kind: .symbol, range: start..<position)
      }
    }
    return nil
  }

  /// Goes to the end of the line.
  mutating func skipLine(in bytes: [UInt8]) { skip(in: bytes) { !Self.isLineEnd($0) } }

  private mutating func skip(in bytes: [UInt8], while condition: (UInt8) -> Bool) {
    while position < end, condition(bytes[position]) { position += 1 }
  }

  /// Comments nest. False where the text ends first.
  private mutating func skipComment(in bytes: [UInt8]) -> Bool {
    position += 2
    var depth = 1
    while position + 1 < end {
      switch (bytes[position], bytes[position + 1]) {
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        position += 2
        depth -= 1
        if depth == 0 { return true }
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        position += 2
        depth += 1
      default: position += 1
      }
    }
    position = end
    return false
  }

  /// A word, or the string or name that begins with one: `E'…'`, `B'…'`, `X'…'`, `N'…'`, `U&'…'`, `U&"…"`.
  private mutating func wordOrPrefixed(in bytes: [UInt8]) -> Token {
    let start = position
    let next = start + 1 < end ? bytes[start + 1] : 0
    let quote = start + 2 < end ? bytes[start + 2] : 0
    switch bytes[start] | 0x20 {
    case UInt8(ascii: "e") where next == UInt8(ascii: "'"):
      position += 1
      return string(from: start, escapes: true, in: bytes)
    case UInt8(ascii: "b"), UInt8(ascii: "x"), UInt8(ascii: "n"):
      guard next == UInt8(ascii: "'") else { break }
      position += 1
      return string(from: start, escapes: false, in: bytes)
    case UInt8(ascii: "u") where next == UInt8(ascii: "&") && quote == UInt8(ascii: "'"):
      position += 2
      return string(from: start, escapes: false, in: bytes)
    case UInt8(ascii: "u") where next == UInt8(ascii: "&") && quote == UInt8(ascii: "\""):
      position += 2
      return quotedName(from: start, in: bytes)
    default: break
    }
    skip(in: bytes, while: Self.isNamePart)
    return Token(kind: .word, range: start..<position)
  }

  /// A string whose quote is at the present position.
  private mutating func string(from start: Int, escapes: Bool, in bytes: [UInt8]) -> Token {
    position += 1
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\\") where escapes:
        position += 2
      case UInt8(ascii: "'"):
        position += 1
        if position < end, bytes[position] == UInt8(ascii: "'") {
          position += 1
        } else if let continuation = continuation(in: bytes) {
          position = continuation
        } else {
          return Token(kind: .string, range: start..<position)
        }
      default: position += 1
      }
    }
    position = end
    return Token(kind: .unterminatedString, range: start..<end)
  }

  /// Where a string goes on whose quote has just closed: behind the next quote, if nothing but white space and line
  /// comments with a line end among them comes before it.
  private func continuation(in bytes: [UInt8]) -> Int? {
    var ahead = position
    var hasLineEnd = false
    while ahead < end {
      let byte = bytes[ahead]
      if Self.isSpace(byte) {
        hasLineEnd = hasLineEnd || Self.isLineEnd(byte)
        ahead += 1
      } else if byte == UInt8(ascii: "-"), ahead + 1 < end, bytes[ahead + 1] == byte {
        while ahead < end, !Self.isLineEnd(bytes[ahead]) { ahead += 1 }
      } else {
        return hasLineEnd && byte == UInt8(ascii: "'") ? ahead + 1 : nil
      }
    }
    return nil
  }

  /// A name whose quote is at the present position.
  private mutating func quotedName(from start: Int, in bytes: [UInt8]) -> Token {
    position += 1
    while position < end {
      guard bytes[position] == UInt8(ascii: "\"") else {
        position += 1
        continue
      }
      position += 1
      guard position < end, bytes[position] == UInt8(ascii: "\"") else {
        return Token(kind: .quotedName, range: start..<position)
      }
      position += 1
    }
    return Token(kind: .unterminatedName, range: start..<end)
  }

  /// A parameter, a string between dollar tags, or a dollar sign that is neither.
  private mutating func dollar(in bytes: [UInt8]) -> Token {
    let start = position
    position += 1
    let first = position < end ? bytes[position] : 0
    if Self.isDigit(first) {
      skip(in: bytes, while: Self.isDigit)
      return Token(kind: .parameter, range: start..<position)
    }
    if Self.isNameStart(first) { skip(in: bytes) { Self.isNamePart($0) && $0 != UInt8(ascii: "$") } }
    guard position < end, bytes[position] == UInt8(ascii: "$") else {
      position = start + 1
      return Token(kind: .symbol, range: start..<position)
    }
    position += 1
    let tag = start..<position
    while position < end {
      guard bytes[position] == UInt8(ascii: "$") else {
        position += 1
        continue
      }
      // No tag has a dollar sign within, so where this is not the tag, none begins before the next dollar sign.
      if position + tag.count <= end, bytes[position..<position + tag.count] == bytes[tag] {
        position += tag.count
        return Token(kind: .string, range: start..<position)
      }
      position += 1
    }
    return Token(kind: .unterminatedString, range: start..<end)
  }

  private mutating func metaCommand(in bytes: [UInt8]) -> Token {
    let start = position
    position += 1
    let first = position < end ? bytes[position] : 0
    if first == UInt8(ascii: ";") || first == UInt8(ascii: ":") || first == UInt8(ascii: "\\") {
      position += 1
    } else {
      skip(in: bytes) { !Self.isSpace($0) && $0 != UInt8(ascii: "\\") }
    }
    return Token(kind: .metaCommand, range: start..<position)
  }

  /// White space to the server, from version 16 on the vertical tab too.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// A letter to the server: every byte beyond ASCII is one.
  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte | 0x20)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte) || byte == UInt8(ascii: "$")
  }
}
