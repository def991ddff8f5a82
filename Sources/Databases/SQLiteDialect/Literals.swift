import Dialects
import Revisions

/// Values as SQL text.
enum SQLiteLiteral {
  static func text(of value: SQLValue) throws(DialectError) -> String {
    switch value {
    case .null: return "NULL"
    case .boolean(let flag): return flag ? "TRUE" : "FALSE"
    case .integer(let number): return String(number)
    case .double(let number): return try text(of: number)
    case .text(let text): return try self.text(of: text)
    case .blob(let bytes):
      let digits = Array("0123456789ABCDEF".utf8)
      let hexadecimal = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
      return "X'" + String(decoding: hexadecimal, as: UTF8.self) + "'"
    }
  }

  static func text(of text: String) throws(DialectError) -> String {
    guard !text.utf8.contains(0) else {
      throw DialectError(
        "a text with a NUL character in it has no literal in SQLite",
        hint: "give it as a blob, or take the character out")
    }
    return quoted(text)
  }

  /// A text in single quotes, whatever is in it.
  static func quoted(_ text: String) -> String { text.enclosed(in: UInt8(ascii: "'")) }

  /// Whether the text of a value is an expression in parentheses rather than a literal.
  static func isComputed(_ value: SQLValue) -> Bool {
    if case .double(let number) = value { number.isFinite && hasManyDigits(number) } else { false }
  }

  /// Whether a number has more significant digits than SQLite reads without fault.
  private static func hasManyDigits(_ number: Double) -> Bool {
    let digits = "\(number)".prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
    return digits.reversed().drop { $0 == "0" }.count > 15
  }

  /// A number as the decimal that stands for it, up to the fifteen digits that SQLite itself writes. One of more
  /// digits SQLite would read a little wrong, so it is computed from whole numbers, which is exact.
  private static func text(of number: Double) throws(DialectError) -> String {
    guard !number.isNaN else {
      throw DialectError("SQLite has no literal for a number that is not one (NaN)", hint: "use NULL")
    }
    guard number.isFinite else { return number < 0 ? "-9e999" : "9e999" }
    guard hasManyDigits(number) else { return "\(number)" }

    var significand = number.significandBitPattern
    var exponent = -1074
    if number.isNormal {
      significand |= 1 << 52
      exponent = Int(number.exponent) - 52
    }
    let spare = min(significand.trailingZeroBitCount, exponent < 0 ? -exponent : 0)
    significand >>= UInt64(spare)
    exponent += spare
    var text = "(\(number < 0 ? "-" : "")1.0 * \(significand)"
    let mark = exponent < 0 ? " / " : " * "
    var steps = abs(exponent)
    while steps > 0 {
      text += mark + String(UInt64(1) << UInt64(min(steps, 62)))
      steps -= min(steps, 62)
    }
    return text + ")"
  }
}
