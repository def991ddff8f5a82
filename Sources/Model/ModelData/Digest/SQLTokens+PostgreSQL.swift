extension SQLTokens {
  mutating func postgresToken(from start: Int, afterLineBreak: Bool) -> Token {
    let before = openString
    openString = nil
    let first = text[start]
    let next = byte(at: start + 1)
    switch first {
    case UInt8(ascii: "'"):
      // A string goes on behind a line's end, as it began.
      let continues = afterLineBreak ? before : nil
      var token = string(from: start, prefix: continues ?? 0)
      token.continuesString = continues != nil
      return token
    case UInt8(ascii: "\""): return quoted(from: start)
    case UInt8(ascii: "$"): return dollar(from: start)
    case UInt8(ascii: "e"), UInt8(ascii: "E"):
      guard next == UInt8(ascii: "'") else { break }
      position += 1
      return string(from: start, prefix: UInt8(ascii: "e"))
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "n"),
      UInt8(ascii: "N"):
      guard next == UInt8(ascii: "'") else { break }
      position += 1
      return string(from: start, prefix: 0)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      guard next == UInt8(ascii: "&") else { break }
      position += 2
      switch byte(at: position) {
      case UInt8(ascii: "'"): return string(from: start, prefix: 0)
      case UInt8(ascii: "\""): return quoted(from: start)
      default: position = start
      }
    default: break
    }
    if Self.isDigit(first) || first == UInt8(ascii: ".") && Self.isDigit(next) { return postgresNumber(from: start) }
    if Self.isNameStart(first) {
      skip(while: Self.isNamePart)
      return Token(range: start..<position, isWord: true)
    }
    if Self.isOperator(first) { return postgresOperator(from: start) }
    let isPair =
      first == UInt8(ascii: ":") && (next == UInt8(ascii: ":") || next == UInt8(ascii: "="))
      || first == UInt8(ascii: ".") && next == UInt8(ascii: ".")
    position += isPair ? 2 : 1
    return Token(range: start..<position)
  }

  private mutating func string(from start: Int, prefix: UInt8) -> Token {
    let token = quoted(from: start, escapes: prefix != 0)
    if !isUnterminated { openString = prefix }
    return token
  }

  /// A parameter, a string between dollar tags, or a dollar sign that is neither.
  private mutating func dollar(from start: Int) -> Token {
    position += 1
    if Self.isDigit(byte(at: position)) {
      skip(while: Self.isDigit)
      return Token(range: start..<position, isWord: true)
    }
    if Self.isNameStart(byte(at: position)) { skip { Self.isNamePart($0) && $0 != UInt8(ascii: "$") } }
    guard byte(at: position) == UInt8(ascii: "$") else {
      position = start + 1
      return Token(range: start..<position)
    }
    position += 1
    let tag = text[start..<position]
    while position < text.count {
      // No tag has a dollar sign within, so where this is not the tag, none begins before the next dollar sign.
      if text[position] == UInt8(ascii: "$"), text[position...].starts(with: tag) {
        position += tag.count
        return Token(range: start..<position)
      }
      position += 1
    }
    return abandon(from: start)
  }

  private mutating func postgresNumber(from start: Int) -> Token {
    skipDigits()
    // Two dots are an operator of their own.
    if byte(at: position) == UInt8(ascii: "."), byte(at: position + 1) != UInt8(ascii: ".") {
      position += 1
      skipDigits()
    }
    if byte(at: position) | 0x20 == UInt8(ascii: "e") {
      let sign = byte(at: position + 1)
      let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
      if Self.isDigit(byte(at: position + (isSigned ? 2 : 1))) {
        position += isSigned ? 2 : 1
        skipDigits()
      }
    }
    // What follows at once is no token of its own: 0x1F, or an error. A dollar sign is one.
    if Self.isNameStart(byte(at: position)) { skip(while: Self.isNamePart) }
    return Token(range: start..<position, isWord: true)
  }

  /// Passes over digits, which single underscores may part.
  private mutating func skipDigits() {
    while Self.isDigit(byte(at: position))
      || byte(at: position) == UInt8(ascii: "_") && Self.isDigit(byte(at: position + 1))
    {
      position += 1
    }
  }

  /// The longest operator, as the server's scanner finds it: up to a comment, and without a sign at its end unless the rest
  /// has a character that no operator of the standard has.
  private mutating func postgresOperator(from start: Int) -> Token {
    var end = start
    while end < text.count, Self.isOperator(text[end]) {
      let next = byte(at: end + 1)
      if text[end] == UInt8(ascii: "-") && next == UInt8(ascii: "-") { break }
      if text[end] == UInt8(ascii: "/") && next == UInt8(ascii: "*") { break }
      end += 1
    }
    func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }
    if !text[start..<end - 1].contains(where: Self.isOwnOperator) {
      while end > start + 1, isSign(text[end - 1]) { end -= 1 }
    }
    position = end
    return Token(range: start..<end)
  }

  private static func isOperator(_ byte: UInt8) -> Bool { isOwnOperator(byte) || "+-*/<>=".utf8.contains(byte) }

  private static func isOwnOperator(_ byte: UInt8) -> Bool { "~!@#%^&|`?".utf8.contains(byte) }
}
