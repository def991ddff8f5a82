import Revisions

/// The tokens of SQL that a person wrote, without the white space and the comments between them.
///
/// It takes any text. Where a string, a name or a comment is never closed, all that is left is one token.
struct SQLTokens {
  /// Whose rules divide a text.
  enum Rules {
    case postgresql, sqlite

    /// The rules of a kind of database; nil for one that is not known here.
    init?(_ dialect: DialectName) {
      switch dialect {
      case .postgresql: self = .postgresql
      case .sqlite: self = .sqlite
      default: return nil
      }
    }
  }

  /// A token's place in the text.
  struct Token {
    var range: Range<Int>
    /// Whether it is a word or a number, which would be another one with letters put behind it.
    var isWord = false
    /// Whether it goes on with the string of the token before: PostgreSQL joins the two.
    var continuesString = false
  }

  let text: [UInt8]
  let rules: Rules
  var position: Int
  /// Whether the text ends inside of something.
  var isUnterminated = false
  /// The prefix of the string that was read last, where the next may go on with it: 0 has no escapes.
  var openString: UInt8?

  init(_ text: [UInt8], _ rules: Rules) {
    self.text = text
    self.rules = rules
    position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The byte at a place; zero behind the end.
  func byte(at place: Int) -> UInt8 { place < text.count ? text[place] : 0 }

  /// The next token; nil at the end.
  mutating func next() -> Token? {
    let lineBroke = skipBlanks()
    guard position < text.count, !isUnterminated else { return rest() }
    let start = position
    switch rules {
    case .postgresql: return postgresToken(from: start, afterLineBreak: lineBroke)
    case .sqlite: return sqliteToken(from: start)
    }
  }

  /// All that is left, where the text ends inside of something; nil where nothing is.
  mutating func rest() -> Token? {
    guard position < text.count else { return nil }
    defer { position = text.count }
    return Token(range: position..<text.count)
  }

  mutating func skip(while condition: (UInt8) -> Bool) {
    while position < text.count, condition(text[position]) { position += 1 }
  }

  /// Takes what is left for one token that begins at a place.
  mutating func abandon(from start: Int) -> Token {
    isUnterminated = true
    position = text.count
    return Token(range: start..<text.count)
  }

  /// Reads up to the quotation mark that closes what one at the present position opens; a doubled one stands for itself.
  mutating func quoted(from start: Int, escapes: Bool = false) -> Token {
    let quote = text[position]
    position += 1
    while position < text.count {
      if escapes, text[position] == UInt8(ascii: "\\") {
        position += 2
      } else if text[position] != quote {
        position += 1
      } else if byte(at: position + 1) == quote {
        position += 2
      } else {
        position += 1
        return Token(range: start..<position)
      }
    }
    return abandon(from: start)
  }

  // MARK: Blanks

  /// Passes over white space and comments; says whether a line ended in what PostgreSQL lets stand inside of a string.
  private mutating func skipBlanks() -> Bool {
    var lineBroke = false
    while position < text.count {
      let byte = text[position]
      let next = self.byte(at: position + 1)
      if isSpace(byte) {
        lineBroke = lineBroke || byte == 0x0A || byte == 0x0D
        position += 1
      } else if byte == UInt8(ascii: "-"), next == byte {
        let rules = rules
        skip { $0 != 0x0A && (rules == .sqlite || $0 != 0x0D) }
      } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        guard let end = endOfComment() else {
          isUnterminated = true
          return lineBroke
        }
        position = end
        openString = nil
      } else {
        return lineBroke
      }
    }
    return lineBroke
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte) && (byte != 0x0B || rules == .postgresql)
  }

  /// Behind the comment that begins at the present position, in which PostgreSQL knows others; nil where it has no end.
  private func endOfComment() -> Int? {
    var depth = 1
    var place = position + 2
    while place + 1 < text.count {
      switch (text[place], text[place + 1]) {
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        place += 2
        depth -= 1
        if depth == 0 { return place }
      case (UInt8(ascii: "/"), UInt8(ascii: "*")) where rules == .postgresql:
        place += 2
        depth += 1
      default: place += 1
      }
    }
    return nil
  }

  // MARK: SQLite

  private mutating func sqliteToken(from start: Int) -> Token {
    let first = text[start]
    let next = byte(at: start + 1)
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
      return quoted(from: start)
    case UInt8(ascii: "["):
      skip { $0 != UInt8(ascii: "]") }
      guard position < text.count else { return abandon(from: start) }
      position += 1
      return Token(range: start..<position)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      guard next == UInt8(ascii: "'") else { break }
      position += 2
      skip { $0 != UInt8(ascii: "'") }
      guard position < text.count else { return abandon(from: start) }
      position += 1
      return Token(range: start..<position)
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"):
      position += 1
      skip(while: Self.isNamePart)
      return Token(range: start..<position, isWord: true)
    default: break
    }
    if Self.isDigit(first) || first == UInt8(ascii: ".") && Self.isDigit(next) { return sqliteNumber(from: start) }
    skip(while: Self.isNamePart)
    if position > start { return Token(range: start..<position, isWord: true) }
    position += Self.isSQLitePair(first, next) ? 2 : 1
    if text[start..<position].elementsEqual("->".utf8), byte(at: position) == UInt8(ascii: ">") { position += 1 }
    return Token(range: start..<position)
  }

  private mutating func sqliteNumber(from start: Int) -> Token {
    // A sign belongs to the number behind the `e` of an exponent, but not behind the last digit of `0xe`.
    let isHexadecimal = byte(at: start + 1) | 0x20 == UInt8(ascii: "x")
    while position < text.count {
      let byte = text[position]
      let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      guard
        Self.isNamePart(byte) || byte == UInt8(ascii: ".")
          || isSign && position > start && !isHexadecimal && text[position - 1] | 0x20 == UInt8(ascii: "e")
      else { break }
      position += 1
    }
    return Token(range: start..<position, isWord: true)
  }

  private static func isSQLitePair(_ first: UInt8, _ second: UInt8) -> Bool {
    switch (Unicode.Scalar(first), Unicode.Scalar(second)) {
    case ("|", "|"), ("=", "="), ("!", "="), ("<", ">"), ("<", "="), ("<", "<"), (">", "="), (">", ">"), ("-", ">"):
      true
    default: false
    }
  }

  // MARK: Letters

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// A letter to both: every byte beyond ASCII is one.
  static func isNameStart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte | 0x20)
  }

  static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte) || byte == UInt8(ascii: "$")
  }
}
