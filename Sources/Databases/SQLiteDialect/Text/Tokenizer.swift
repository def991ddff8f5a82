/// A token of SQL text, as SQLite divides it.
package struct Token: Hashable, Sendable {
  package var kind: Kind
  /// The token's place in the text, in bytes.
  package var range: Range<Int>

  package enum Kind: Hashable, Sendable {
    /// A keyword or a bare name: SQLite tells them apart by where they stand.
    case word
    /// A name in double quotes, in backticks or in brackets.
    case quoted
    /// Text in single quotes.
    case string
    /// Bytes, such as `x'0aff'`.
    case blob
    case number
    /// A parameter, such as `?1` or `:name`.
    case variable
    /// An operator or a mark of punctuation.
    case symbol
    /// A string, name or comment that the text ends in.
    case unterminatedString, unterminatedName, unterminatedComment

    /// Whether it names something; a keyword does not look different.
    var isName: Bool { self == .word || self == .quoted }

    /// What the text ends in; nil for a token that is whole.
    package var unterminated: String? {
      switch self {
      case .unterminatedString: "a string"
      case .unterminatedName: "a quoted name"
      case .unterminatedComment: "a comment"
      default: nil
      }
    }
  }

  /// Whether this is a word that is written so, in any case. The word is given in upper case.
  package func isWord(_ word: StaticString, in bytes: [UInt8]) -> Bool {
    guard kind == .word, range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      for (offset, letter) in letters.enumerated() {
        let byte = bytes[range.lowerBound + offset]
        guard ((0x61...0x7A).contains(byte) ? byte & 0xDF : byte) == letter else { return false }
      }
      return true
    }
  }

  /// Whether this is a symbol of one character.
  package func isSymbol(_ symbol: Unicode.Scalar, in bytes: [UInt8]) -> Bool {
    kind == .symbol && range.count == 1 && bytes[range.lowerBound] == UInt8(ascii: symbol)
  }

  /// The name that a word, a quoted name or a string stands for.
  package func name(in bytes: [UInt8]) -> String {
    guard kind == .quoted || kind == .string else { return String(decoding: bytes[range], as: UTF8.self) }
    let close = bytes[range.upperBound - 1]
    var inner: [UInt8] = []
    var position = range.lowerBound + 1
    while position < range.upperBound - 1 {
      inner.append(bytes[position])
      // A doubled quote stands for one; brackets know no doubling.
      position += bytes[position] == close && close != UInt8(ascii: "]") ? 2 : 1
    }
    return String(decoding: inner, as: UTF8.self)
  }
}

extension [Token] {
  /// Whether a name stands at a place that is not a function's.
  func isName(_ name: String, at position: Int, in bytes: [UInt8]) -> Bool {
    let token = self[position]
    guard token.kind.isName, SQLiteQuoting.same(token.name(in: bytes), name) else { return false }
    // `SELECT` is a column called select only in quotes.
    if token.kind == .word, Keywords.neverNames.contains(name.uppercased()) { return false }
    return position + 1 == count || !self[position + 1].isSymbol("(", in: bytes)
  }
}

/// Divides SQL text into tokens, passing over white space and comments.
package struct Tokenizer {
  private var position: Int
  private let end: Int

  /// Begins at a place in a text and stops at another.
  package init(start: Int, end: Int) {
    position = start
    self.end = end
  }

  /// All tokens of a text.
  package static func tokens(of bytes: [UInt8]) -> [Token] {
    var tokenizer = Tokenizer(start: 0, end: bytes.count)
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 4 + 1)
    while let token = tokenizer.next(in: bytes) { tokens.append(token) }
    return tokens
  }

  /// A text from its first token to its last, or to the last that is no semicolon.
  static func trimmed(_ text: String, droppingSemicolons: Bool = false) -> String {
    let bytes = Array(text.utf8)
    let tokens = tokens(of: bytes)
    let last = tokens.last { !droppingSemicolons || !$0.isSymbol(";", in: bytes) }
    guard let first = tokens.first, let last else { return "" }
    return String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
  }

  /// The next token; nil at the end.
  package mutating func next(in bytes: [UInt8]) -> Token? {
    while position < end {
      let start = position
      let byte = bytes[start]
      let next = start + 1 < end ? bytes[start + 1] : 0
      switch byte {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x20:
        position += 1
      case UInt8(ascii: "-") where next == UInt8(ascii: "-"):
        skip(in: bytes) { $0 != 0x0A }
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        guard skipComment(in: bytes) else { return Token(kind: .unterminatedComment, range: start..<end) }
      case UInt8(ascii: "'"):
        return quoted(.string, else: .unterminatedString, by: byte, in: bytes)
      case UInt8(ascii: "x") where next == UInt8(ascii: "'"), UInt8(ascii: "X") where next == UInt8(ascii: "'"):
        position += 2
        skip(in: bytes) { $0 != UInt8(ascii: "'") }
        guard position < end else { return Token(kind: .unterminatedString, range: start..<end) }
        position += 1
        return Token(kind: .blob, range: start..<position)
      case UInt8(ascii: "\""), UInt8(ascii: "`"):
        return quoted(.quoted, else: .unterminatedName, by: byte, in: bytes)
      case UInt8(ascii: "["):
        skip(in: bytes) { $0 != UInt8(ascii: "]") }
        guard position < end else { return Token(kind: .unterminatedName, range: start..<end) }
        position += 1
        return Token(kind: .quoted, range: start..<position)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        return number(in: bytes)
      case UInt8(ascii: ".") where (0x30...0x39).contains(next):
        return number(in: bytes)
      case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"):
        position += 1
        skip(in: bytes, while: Self.isNamePart)
        return Token(kind: .variable, range: start..<position)
      case let first where Self.isNamePart(first):
        skip(in: bytes, while: Self.isNamePart)
        return Token(kind: .word, range: start..<position)
      default:
        position += Self.isPair(byte, next) ? 2 : 1
        // `->>`
        if byte == UInt8(ascii: "-"), position == start + 2, position < end, bytes[position] == UInt8(ascii: ">") {
          position += 1
        }
        return Token(kind: .symbol, range: start..<position)
      }
    }
    return nil
  }

  private mutating func skip(in bytes: [UInt8], while condition: (UInt8) -> Bool) {
    while position < end, condition(bytes[position]) { position += 1 }
  }

  private mutating func skipComment(in bytes: [UInt8]) -> Bool {
    position += 2
    while position + 1 < end {
      if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
        position += 2
        return true
      }
      position += 1
    }
    position = end
    return false
  }

  private mutating func quoted(
    _ kind: Token.Kind, else unterminated: Token.Kind, by quote: UInt8, in bytes: [UInt8]
  ) -> Token {
    let start = position
    position += 1
    while position < end {
      guard bytes[position] == quote else {
        position += 1
        continue
      }
      position += 1
      guard position < end, bytes[position] == quote else { return Token(kind: kind, range: start..<position) }
      position += 1
    }
    return Token(kind: unterminated, range: start..<end)
  }

  private mutating func number(in bytes: [UInt8]) -> Token {
    let start = position
    while position < end {
      let byte = bytes[position]
      let before = bytes[position - (position > start ? 1 : 0)] | 0x20
      let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      // A sign belongs to the number behind the `e` of an exponent, but not behind the last digit of `0xe`.
      let isHexadecimal = position > start + 1 && bytes[start + 1] | 0x20 == UInt8(ascii: "x")
      guard
        Self.isNamePart(byte) || byte == UInt8(ascii: ".")
          || (isSign && position > start && before == UInt8(ascii: "e") && !isHexadecimal)
      else { break }
      position += 1
    }
    return Token(kind: .number, range: start..<position)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private static func isPair(_ first: UInt8, _ second: UInt8) -> Bool {
    switch (first, second) {
    case (UInt8(ascii: "|"), UInt8(ascii: "|")), (UInt8(ascii: "="), UInt8(ascii: "=")),
      (UInt8(ascii: "!"), UInt8(ascii: "=")), (UInt8(ascii: "<"), UInt8(ascii: ">")),
      (UInt8(ascii: "<"), UInt8(ascii: "=")), (UInt8(ascii: "<"), UInt8(ascii: "<")),
      (UInt8(ascii: ">"), UInt8(ascii: "=")), (UInt8(ascii: ">"), UInt8(ascii: ">")),
      (UInt8(ascii: "-"), UInt8(ascii: ">")):
      true
    default: false
    }
  }
}
