import Dialects
import Revisions

extension CanonicalForm {
  /// A default as a literal where it is one; nil for NULL, which is what a row gets without.
  func defaultValue(_ value: Column.DefaultValue) throws(DialectError) -> Column.DefaultValue? {
    switch value {
    case .literal(.null): return nil
    case .literal(let literal) where !SQLiteLiteral.isComputed(literal): return value
    case .literal(let literal): return expressionDefault(try SQLiteLiteral.text(of: literal))
    case .expression(let expression): return expressionDefault(try dialect.rendered(expression))
    }
  }

  private func expressionDefault(_ text: String) -> Column.DefaultValue? {
    let layout = TextLayout(text, .expression(columns: [:]), readsLegacyStrings: readsLegacyStrings)
    let range = layout.unwrapped(layout.tokens.startIndex..<layout.tokens.endIndex)
    if readsLegacyStrings, range.count == 1, layout.tokens[range.lowerBound].kind == .quoted {
      return .literal(.text(layout.tokens[range.lowerBound].name(in: layout.bytes)))
    }
    guard let value = SQLValue(literal: range, of: layout) else { return .expression(.raw(layout.text(of: range))) }
    return value.isNull ? nil : .literal(value)
  }
}

extension SQLValue {
  /// The value that tokens spell; nil where they are no literal that would be written in a way that means the same.
  init?(literal range: Range<Int>, of layout: TextLayout) {
    guard let last = range.last, let first = range.first else { return nil }
    let token = layout.tokens[last]
    let text = String(decoding: layout.bytes[token.range], as: UTF8.self)
    switch (range.count, token.kind) {
    case (1, .string): self = .text(token.name(in: layout.bytes))
    case (1, .blob):
      guard let bytes = Self.bytes(of: text) else { return nil }
      self = .blob(bytes)
    case (1, .word):
      switch text.uppercased() {
      case "NULL": self = .null
      case "TRUE": self = .boolean(true)
      case "FALSE": self = .boolean(false)
      default: return nil
      }
    case (1, .number): self.init(number: text)
    case (2, .number) where layout.tokens[first].isSymbol("-", in: layout.bytes): self.init(number: "-" + text)
    case (2, .number) where layout.tokens[first].isSymbol("+", in: layout.bytes): self.init(number: text)
    default: return nil
    }
  }

  private init?(number text: String) {
    if let integer = Int64(text) {
      self = .integer(integer)
      return
    }
    // A hexadecimal number is an integer to SQLite, and one of too many digits is read by it in its own way.
    guard !text.contains(where: { $0 == "x" || $0 == "X" }), let number = Double(text),
      !SQLiteLiteral.isComputed(.double(number))
    else { return nil }
    self = .double(number)
  }

  private static func bytes(of literal: String) -> [UInt8]? {
    let digits = literal.utf8.dropFirst(2).dropLast().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2), digits.count == literal.utf8.count - 3 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
