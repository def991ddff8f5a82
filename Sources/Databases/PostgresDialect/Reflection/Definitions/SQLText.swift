import Dialects
import Revisions

/// SQL as the server writes it, in pieces.
struct SQLText {
  let bytes: [UInt8]
  let tokens: [Token]
  var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    var scanner = Scanner(start: 0, end: bytes.count)
    var tokens: [Token] = []
    while let token = scanner.next(in: bytes) { tokens.append(token) }
    self.tokens = tokens
  }

  var current: Token? { position < tokens.count ? tokens[position] : nil }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func text(_ token: Token) -> String { text(token.range) }

  /// The text from one token up to, and without, another.
  func text(from start: Int, to end: Int) -> String {
    guard start < end, end <= tokens.count else { return "" }
    return text(tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound)
  }

  func isWord(_ word: StaticString, at place: Int? = nil) -> Bool {
    let place = place ?? position
    return tokens.indices.contains(place) && tokens[place].isWord(word, in: bytes)
  }

  func isSymbol(_ symbol: Unicode.Scalar, at place: Int? = nil) -> Bool {
    let place = place ?? position
    return tokens.indices.contains(place) && tokens[place].isSymbol(symbol, in: bytes)
  }

  mutating func take(_ word: StaticString) -> Bool {
    guard isWord(word) else { return false }
    position += 1
    return true
  }

  mutating func take(symbol: Unicode.Scalar) -> Bool {
    guard isSymbol(symbol) else { return false }
    position += 1
    return true
  }

  /// The place behind the parenthesis or bracket that closes the one at a place.
  func end(ofGroupAt start: Int) -> Int {
    var depth = 0
    var place = start
    while place < tokens.count {
      if isSymbol("(", at: place) || isSymbol("[", at: place) { depth += 1 }
      if isSymbol(")", at: place) || isSymbol("]", at: place) { depth -= 1 }
      place += 1
      if depth == 0 { return place }
    }
    return place
  }

  /// A name as it is written: quoted, or folded to lower case.
  func name(_ token: Token) -> String? {
    switch token.kind {
    case .word: IdentifierText.folded(bytes[token.range])
    case .quotedName: IdentifierText.unquoted(bytes[token.range])
    default: nil
    }
  }

  /// A name of one or two parts at the present position.
  mutating func takeName() -> QualifiedName? {
    guard let token = current, let first = name(token) else { return nil }
    position += 1
    guard isSymbol("."), position + 1 < tokens.count, let second = name(tokens[position + 1]) else {
      return QualifiedName(first)
    }
    position += 2
    return QualifiedName(second, schema: first)
  }

  /// The ranges of tokens between commas, of the group whose parenthesis is at a place.
  func parts(ofGroupAt start: Int) -> [Range<Int>] {
    let end = end(ofGroupAt: start) - 1
    var parts: [Range<Int>] = []
    var first = start + 1
    var place = first
    while place < end {
      if isSymbol("(", at: place) || isSymbol("[", at: place) {
        place = self.end(ofGroupAt: place)
      } else if isSymbol(",", at: place) {
        parts.append(first..<place)
        place += 1
        first = place
      } else {
        place += 1
      }
    }
    if first < end { parts.append(first..<end) }
    return parts
  }

  /// The value of a string in single quotes; nil for any other token.
  func string(_ token: Token) -> String? {
    guard token.kind == .string else { return nil }
    return StringText.value(of: bytes[token.range])
  }

  static func name(_ name: String) -> String {
    let isPlain =
      name.utf8.enumerated().allSatisfy { offset, byte in
        byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte) || (offset > 0 && (0x30...0x39).contains(byte))
      } && !name.isEmpty && !Keywords.quoted.contains(name)
    return isPlain ? name : name.enclosed(in: UInt8(ascii: "\""))
  }

  static func name(_ name: QualifiedName) -> String {
    (name.schema.map { self.name($0) + "." } ?? "") + self.name(name.name)
  }

  /// Names with commas between them; those without quotes are kept as they are written.
  static func names(in text: String) -> [String] {
    let text = SQLText(text)
    var names: [String] = []
    var start = 0
    for place in 0...text.tokens.count where place == text.tokens.count || text.isSymbol(",", at: place) {
      if place == start + 1, text.tokens[start].kind == .quotedName {
        names.append(IdentifierText.unquoted(text.bytes[text.tokens[start].range]))
      } else {
        names.append(text.text(from: start, to: place))
      }
      start = place + 1
    }
    return names
  }
}

/// The value of a string literal.
enum StringText {
  /// The value of a string in single quotes, with or without an E; nil for one of another kind.
  static func value(of literal: some Collection<UInt8>) -> String? {
    var bytes = Array(literal)
    let escapes = bytes.first == UInt8(ascii: "E") || bytes.first == UInt8(ascii: "e")
    if escapes { bytes.removeFirst() }
    guard bytes.count >= 2, bytes.first == UInt8(ascii: "'"), bytes.last == UInt8(ascii: "'") else { return nil }
    var value: [UInt8] = []
    var position = 1
    while position < bytes.count - 1 {
      switch bytes[position] {
      case UInt8(ascii: "'"):
        // A quote that is not doubled ends a piece of a string that goes on in another line.
        guard bytes[position + 1] == UInt8(ascii: "'") else { return nil }
        value.append(UInt8(ascii: "'"))
        position += 2
      case UInt8(ascii: "\\") where escapes:
        let next = bytes[position + 1]
        guard next == UInt8(ascii: "\\") || next == UInt8(ascii: "'") else { return nil }
        value.append(next)
        position += 2
      case let byte:
        value.append(byte)
        position += 1
      }
    }
    return String(decoding: value, as: UTF8.self)
  }
}
