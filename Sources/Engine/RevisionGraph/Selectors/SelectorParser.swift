internal import Revisions

extension SelectorExpression {
  /// Reads one expression; all of `text` has to be part of it.
  package init(parsing text: String) throws(SelectorSyntaxError) {
    var scanner = SelectorScanner(text)
    if scanner.isAtEnd { throw .empty }
    self = try scanner.expression()
    if scanner.next == ":" { throw .unexpectedRange(text: text) }
    try scanner.expectEnd()
  }
}

extension RangeExpression {
  /// Reads a range; all of `text` has to be part of it.
  package init(parsing text: String) throws(SelectorSyntaxError) {
    var scanner = SelectorScanner(text)
    if scanner.isAtEnd { throw .empty }
    let lower = scanner.next == ":" ? nil : try scanner.expression()
    if scanner.isAtEnd { throw .notARange(text: text) }
    try scanner.expectColon()
    let upper = scanner.isAtEnd ? nil : try scanner.expression()
    try scanner.expectEnd()
    self.init(lower: lower, upper: upper, text: text)
  }

  /// Whether `text` is meant as a range: it has a colon outside quotes.
  package static func isRange(_ text: String) -> Bool {
    var quote: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      } else if scalar == ":" {
        return true
      }
    }
    return false
  }
}

/// Reads expressions from a text, one scalar after the other.
struct SelectorScanner {
  private let text: String
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  var isAtEnd: Bool { position == scalars.count }
  var next: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

  /// Whether a scalar may be part of a name that is not quoted.
  static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "@", "-", "+", ":", "\"", "'", "/", "\\": false
    default: !scalar.properties.isWhitespace && !(scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value)
    }
  }

  mutating func expression() throws(SelectorSyntaxError) -> SelectorExpression {
    let start = position
    var branch: SelectorExpression.Name?
    var name = try self.name()
    if next == "@" {
      guard let written = name else { throw .missingName(text: text, offset: position) }
      branch = written
      position += 1
      name = try self.name()
    }
    let offset = try self.offset()
    if name == nil, offset == nil {
      guard let next else { throw .missingName(text: text, offset: position) }
      throw .unexpected(next, text: text, offset: position)
    }
    return SelectorExpression(
      branch: branch, anchor: name.map(Self.anchor), offset: offset,
      text: String(String.UnicodeScalarView(scalars[start..<position])))
  }

  func expectEnd() throws(SelectorSyntaxError) {
    if let next { throw .unexpected(next, text: text, offset: position) }
  }

  mutating func expectColon() throws(SelectorSyntaxError) {
    if next != ":" { return try expectEnd() }
    position += 1
  }

  private static func anchor(_ name: SelectorExpression.Name) -> SelectorExpression.Anchor {
    if name.isQuoted { return .name(name) }
    return switch name.text {
    case "head": .head
    case "heads": .heads
    case "base": .base
    case "current": .current
    default: .name(name)
    }
  }

  private mutating func name() throws(SelectorSyntaxError) -> SelectorExpression.Name? {
    if let quote = next, quote == "\"" || quote == "'" { return try quotedName(quote) }
    let start = position
    while let next, Self.isNameScalar(next) { position += 1 }
    if position == start { return nil }
    return .init(text: String(String.UnicodeScalarView(scalars[start..<position])), isQuoted: false)
  }

  private mutating func quotedName(_ quote: Unicode.Scalar) throws(SelectorSyntaxError) -> SelectorExpression.Name {
    let start = position
    var name = String.UnicodeScalarView()
    position += 1
    while let scalar = next {
      position += 1
      if scalar == quote {
        if next != quote { return .init(text: String(name), isQuoted: true) }
        position += 1
      }
      name.append(scalar)
    }
    throw .unterminatedQuote(text: text, offset: start)
  }

  private mutating func offset() throws(SelectorSyntaxError) -> SelectorExpression.Offset? {
    let start = position
    guard let sign = next, sign == "+" || sign == "-" else { return nil }
    position += 1
    let digits = scalars[position...].prefix { "0"..."9" ~= $0 }
    position += digits.count
    guard let count = Int(String(String.UnicodeScalarView(digits))) else {
      throw .invalidOffset(text: text, offset: start)
    }
    return .init(direction: sign == "+" ? .up : .down, count: count)
  }
}
