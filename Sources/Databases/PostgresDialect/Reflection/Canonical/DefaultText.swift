import Revisions

/// Defaults as values, wherever the server's text is that of a plain literal: making the literal again gives the same text.
enum DefaultText {
  /// A default's text as the server writes it, or a person, for a column of that type.
  static func value(of text: String, for type: DataType) -> Column.DefaultValue {
    let canonical = ExpressionText.canonical(text)
    guard let pieces = ExpressionText.pieces(of: canonical), let first = pieces.first else {
      return .expression(.raw(canonical))
    }
    if pieces.count == 1 {
      switch first.kind {
      case .number: return number(canonical) ?? .expression(.raw(canonical))
      case .name where canonical == "true" || canonical == "false": return .literal(.boolean(canonical == "true"))
      case .keyword where canonical == "NULL": return .literal(.null)
      case .string:
        return stringValue(first.text).map { self.value(.text($0), for: type) } ?? .expression(.raw(canonical))
      default: return .expression(.raw(canonical))
      }
    }
    if pieces.count == 2, first.kind == .symbols, first.text == "-", pieces[1].kind == .number {
      return number(canonical) ?? .expression(.raw(canonical))
    }
    guard pieces.count > 2, pieces[1].isMark("::"),
      let cast = TypeText.parsed(ExpressionText.joined(pieces[2...]))
    else { return .expression(.raw(canonical)) }
    let isOfType = cast == TypeText.ofLiteral(type)
    if first.kind == .keyword, first.text == "NULL", isOfType { return .literal(.null) }
    guard first.kind == .string, let string = stringValue(first.text) else { return .expression(.raw(canonical)) }
    if let number = signedNumber(string, as: cast) { return number }
    return isOfType ? value(.text(string), for: type) : .expression(.raw(canonical))
  }

  /// Whether two defaults are the same text. After a change from one type of text to the other the server keeps the cast to the
  /// former.
  static func isSame(_ value: Column.DefaultValue?, _ other: Column.DefaultValue?) -> Bool {
    value == other || value.map(withoutCast) == other.map(withoutCast)
  }

  private static func withoutCast(_ value: Column.DefaultValue) -> Column.DefaultValue {
    guard case .expression(let fragment) = value, case .raw(let text)? = fragment.segments.first,
      let pieces = ExpressionText.pieces(of: text), pieces.count > 2, pieces[0].kind == .string,
      pieces[1].isMark("::"), let string = stringValue(pieces[0].text)
    else { return value }
    switch ExpressionText.joined(pieces[2...]) {
    case "text", "character varying": break
    // What is padded with blanks loses them.
    case "bpchar" where string.utf8.last != UInt8(ascii: " "): break
    default: return value
    }
    return .literal(.text(string))
  }

  /// A literal in its one form for a column of that type; nil where it comes to no default.
  static func canonical(_ value: SQLValue, for type: DataType) -> Column.DefaultValue? {
    if case .null = value { return TypeText.isLimited(type) ? .literal(.null) : nil }
    return self.value(value, for: type)
  }

  private static func value(_ value: SQLValue, for type: DataType) -> Column.DefaultValue {
    switch (value, type) {
    case (.integer(let number), .boolean) where number == 0 || number == 1: return .literal(.boolean(number == 1))
    case (.text(let text), .boolean):
      switch text.lowercased() {
      case "t", "true", "y", "yes", "on", "1": return .literal(.boolean(true))
      case "f", "false", "n", "no", "off", "0": return .literal(.boolean(false))
      default: return .literal(value)
      }
    case (.text(let text), .integer):
      return Int32(text).map { .literal(.integer(Int64($0))) } ?? .literal(value)
    case (.text(let text), .bigInteger):
      // Smaller ones the server writes as texts, to tell them from integers.
      guard let number = Int64(text), Int32(exactly: number) == nil else { return .literal(value) }
      return .literal(.integer(number))
    case (.text(let text), .numeric) where text.contains("."): return number(text) ?? .literal(value)
    case (.text(let text), .binary): return blob(text).map { .literal(.blob($0)) } ?? .literal(value)
    case (.double(let number), _) where !number.isFinite:
      return .literal(.text(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"))
    default: return .literal(value)
    }
  }

  /// A negative number is written as a text with the type that the number has by itself.
  private static func signedNumber(_ text: String, as type: DataType) -> Column.DefaultValue? {
    switch type {
    case .integer where text.hasPrefix("-"): Int32(text).map { .literal(.integer(Int64($0))) }
    case .bigInteger: Int64(text).flatMap { Int32(exactly: $0) == nil ? .literal(.integer($0)) : nil }
    case .numeric where text.hasPrefix("-") && text.contains("."): number(text)
    default: nil
    }
  }

  /// A number whose digits a literal keeps.
  private static func number(_ text: String) -> Column.DefaultValue? {
    if let number = Int64(text), String(number) == text { return .literal(.integer(number)) }
    // The numbers that are written out have no zero with a sign.
    if let number = Double(text), number.isFinite, "\(number)" == text {
      return .literal(.double(number == 0 ? 0 : number))
    }
    return nil
  }

  private static func stringValue(_ text: String) -> String? { StringText.value(of: Array(text.utf8)) }

  private static func blob(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count >= 2, digits.count.isMultiple(of: 2), digits[0] == UInt8(ascii: "\\"),
      digits[1] == UInt8(ascii: "x")
    else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 2, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
