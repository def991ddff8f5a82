import Dialects
import Revisions

/// Values as SQL text that means the same wherever an expression may stand, whatever stands beside it.
enum PostgresLiteral {
  static func text(of value: SQLValue) throws(DialectError) -> String {
    switch value {
    case .null: return "NULL"
    case .boolean(let flag): return flag ? "TRUE" : "FALSE"
    case .integer(let number): return text(of: number)
    case .double(let number): return text(of: number)
    case .text(let text): return try self.text(of: text)
    case .blob(let bytes): return text(of: bytes)
    }
  }

  /// A negative number in parentheses, as the server itself writes one: `1 -(-5)` would otherwise begin a comment, and
  /// `-5::text` negate a text.
  private static func text(of number: Int64) -> String {
    // Its digits without the sign are no bigint, so that it would become a numeric.
    if number == .min { return "'\(number)'::bigint" }
    return number < 0 ? "(\(number))" : String(number)
  }

  /// A finite number as its shortest decimal, which every type of numbers reads to the nearest value it has; as a float8
  /// it would lose digits on its way into a numeric. Zero with a sign, and what is not finite, only a float8 has.
  private static func text(of number: Double) -> String {
    if number.isNaN { return "'NaN'::float8" }
    if number.isInfinite { return number < 0 ? "'-Infinity'::float8" : "'Infinity'::float8" }
    if number == 0 { return number.sign == .minus ? "'-0'::float8" : "0.0" }
    return number < 0 ? "(\(number))" : "\(number)"
  }

  /// Text in quotes, without a type: it takes that of the place where it stands.
  static func text(of text: String) throws(DialectError) -> String {
    guard !text.utf8.contains(0) else {
      throw DialectError(
        "a text with a NUL character in it has no literal in PostgreSQL",
        hint: "give it as a blob, or take the character out")
    }
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text.enclosed(in: UInt8(ascii: "'")) }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "'") { escaped.append(byte) }
      escaped.append(byte)
    }
    return escapeString(String(decoding: escaped, as: UTF8.self))
  }

  private static func text(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var hexadecimal: [UInt8] = []
    hexadecimal.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      hexadecimal.append(digits[Int(byte >> 4)])
      hexadecimal.append(digits[Int(byte & 15)])
    }
    return escapeString("\\\\x" + String(decoding: hexadecimal, as: UTF8.self)) + "::bytea"
  }

  /// A string that reads the same with `standard_conforming_strings` on or off. The space keeps its E from becoming
  /// part of a word before it.
  private static func escapeString(_ escaped: String) -> String { " E'" + escaped + "'" }
}
