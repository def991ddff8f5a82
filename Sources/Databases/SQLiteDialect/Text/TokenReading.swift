import Dialects

/// Something that reads the tokens of a statement one after the other.
protocol TokenReading {
  var bytes: [UInt8] { get }
  var tokens: [Token] { get }
  /// The token that is read next.
  var position: Int { get set }
  /// What is read, as an error has it.
  var subject: String { get }
}

extension TokenReading {
  func at(_ word: StaticString, _ offset: Int = 0) -> Bool {
    position + offset < tokens.count && tokens[position + offset].isWord(word, in: bytes)
  }

  func at(symbol: Unicode.Scalar) -> Bool {
    position < tokens.count && tokens[position].isSymbol(symbol, in: bytes)
  }

  mutating func skip(_ words: StaticString...) -> Bool {
    for (offset, word) in words.enumerated() where !at(word, offset) { return false }
    position += words.count
    return true
  }

  func failure() -> DialectError {
    let place = position < tokens.count ? "at '\(tokens[position].name(in: bytes))'" : "at its end"
    return DialectError("\(subject) cannot be made out \(place)")
  }

  mutating func takeName() throws(DialectError) -> String {
    guard position < tokens.count, [.word, .quoted, .string].contains(tokens[position].kind) else { throw failure() }
    position += 1
    return tokens[position - 1].name(in: bytes)
  }

  /// The last part of a name that may stand in a schema.
  mutating func takeQualifiedName() throws(DialectError) -> String {
    let name = try takeName()
    guard at(symbol: ".") else { return name }
    position += 1
    return try takeName()
  }

  /// The tokens between a parenthesis and the one that closes it; goes on behind that.
  mutating func takeParentheses() throws(DialectError) -> Range<Int> {
    guard at(symbol: "(") else { throw failure() }
    let start = position + 1
    var depth = 0
    while position < tokens.count {
      if at(symbol: "(") { depth += 1 }
      if at(symbol: ")") { depth -= 1 }
      position += 1
      if depth == 0 { return start..<(position - 1) }
    }
    throw failure()
  }

  /// The first name of each part of a list in parentheses.
  mutating func takeColumns() throws(DialectError) -> (names: [String], inside: Range<Int>) {
    let inside = try takeParentheses()
    return (tokens.parts(of: inside, in: bytes).map { tokens[$0.lowerBound].name(in: bytes) }, inside)
  }

  /// The text of some tokens, with what stands between them.
  func text(of range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return String(decoding: bytes[tokens[first].range.lowerBound..<tokens[last].range.upperBound], as: UTF8.self)
  }
}

extension [Token] {
  /// The parts of a list, which commas divide; none of them is empty.
  func parts(of list: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var depth = 0
    var start = list.lowerBound
    for position in list {
      if self[position].isSymbol("(", in: bytes) { depth += 1 }
      if self[position].isSymbol(")", in: bytes) { depth -= 1 }
      if depth == 0, self[position].isSymbol(",", in: bytes) {
        if start < position { parts.append(start..<position) }
        start = position + 1
      }
    }
    if start < list.upperBound { parts.append(start..<list.upperBound) }
    return parts
  }
}
