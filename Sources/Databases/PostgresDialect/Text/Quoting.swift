import Dialects

/// Names as PostgreSQL's identifiers.
enum PostgresQuoting {
  /// The longest name that a server keeps, in bytes of UTF-8: it cuts a longer one and only gives a notice.
  static let longestName = 63

  /// A name in double quotes.
  ///
  /// Throws ``DialectError`` for a name that is empty, too long, or has a NUL in it.
  static func quoted(_ name: String) throws(DialectError) -> String {
    guard !name.isEmpty else { throw DialectError("a name is empty") }
    guard !name.utf8.contains(0) else {
      throw DialectError("the name '\(name.prefix { $0 != "\0" })…' has a NUL character in it")
    }
    let length = name.utf8.count
    guard length <= longestName else {
      throw DialectError(
        "the name '\(name)' is \(length) bytes long, and PostgreSQL keeps \(longestName)", hint: "choose a shorter one")
    }
    return enclosed(name, in: UInt8(ascii: "\""))
  }

  /// A text between two marks, with each such mark in it doubled. The mark is an ASCII character.
  static func enclosed(_ text: String, in mark: UInt8) -> String {
    let marks = text.utf8.count { $0 == mark }
    return String(unsafeUninitializedCapacity: text.utf8.count + marks + 2) { buffer in
      var count = 0
      func put(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
      }
      put(mark)
      for byte in text.utf8 {
        if byte == mark { put(mark) }
        put(byte)
      }
      put(mark)
      return count
    }
  }
}
