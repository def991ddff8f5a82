/// From an identifier as it is written to the name that the server knows.
enum IdentifierText {
  /// The name that a bare word stands for: its ASCII letters in lower case.
  static func folded(_ word: some Collection<UInt8>) -> String {
    cut(word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
  }

  /// The name between double quotes, of which two stand for one.
  static func unquoted(_ text: some Collection<UInt8>) -> String { cut(inner(text)) }

  /// The name of a `U&"…"`, whose escape character stands before the hexadecimal digits of a code point: four, or a plus
  /// and six. An escape that the server would refuse stays as it is written.
  static func unescaped(_ text: some Collection<UInt8>, escape: UInt8) -> String {
    let written = inner(text.dropFirst(2))
    var units: [UInt16] = []
    var position = 0
    var plain: [UInt8] = []
    func flush() {
      units += String(decoding: plain, as: UTF8.self).utf16
      plain = []
    }
    while position < written.count {
      let rest = written[position...]
      position += 1
      guard rest.first == escape else {
        plain.append(written[position - 1])
        continue
      }
      let after = rest.dropFirst()
      let isLong = after.first == UInt8(ascii: "+")
      let digits = after.dropFirst(isLong ? 1 : 0).prefix(isLong ? 6 : 4)
      if after.first == escape {
        plain.append(escape)
        position += 1
      } else if digits.count == (isLong ? 6 : 4),
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
        value > 0, value <= 0x10FFFF
      {
        flush()
        // Halves of a surrogate pair are written one after the other.
        if let unit = UInt16(exactly: value) {
          units.append(unit)
        } else if let scalar = Unicode.Scalar(value) {
          units += String(Character(scalar)).utf16
        }
        position = digits.endIndex
      } else {
        plain.append(escape)
      }
    }
    flush()
    return cut(Array(String(decoding: units, as: UTF16.self).utf8))
  }

  private static func inner(_ text: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isSecond = false
    for byte in text.dropFirst().prefix(max(0, text.count - 2)) {
      if byte == UInt8(ascii: "\""), !isSecond {
        isSecond = true
        continue
      }
      isSecond = false
      result.append(byte)
    }
    return result
  }

  /// A name as the server keeps it: no more than its longest, and no part of a character.
  private static func cut(_ bytes: [UInt8]) -> String {
    guard bytes.count > PostgresQuoting.longestName else { return String(decoding: bytes, as: UTF8.self) }
    var end = PostgresQuoting.longestName
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
