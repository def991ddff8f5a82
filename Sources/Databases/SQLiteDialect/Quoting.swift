package import Dialects

/// Names as SQLite's identifiers.
package enum SQLiteQuoting {
  /// A name in double quotes.
  ///
  /// Throws ``DialectError`` for a name that is empty or has a NUL in it, at which SQLite would cut it.
  package static func quoted(_ name: String) throws(DialectError) -> String {
    guard !name.isEmpty else { throw DialectError("a name is empty") }
    guard !name.utf8.contains(0) else {
      throw DialectError("the name '\(name.prefix { $0 != "\0" })…' has a NUL character in it")
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

  /// Whether two names are one to SQLite, which compares them by their ASCII letters alone.
  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8) { folded($0) == folded($1) }
  }

  /// Whether two lists have the same names in the same order.
  static func same(_ left: [String], _ right: [String]) -> Bool { left.elementsEqual(right, by: same) }

  /// A byte of a name as SQLite compares it: an ASCII letter in lower case.
  fileprivate static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

/// A name as SQLite compares it. Strings will not do: they are equal where two names only look alike.
struct FoldedName: Hashable, ExpressibleByStringLiteral {
  let bytes: [UInt8]

  init(_ name: String) {
    var name = name
    bytes = name.withUTF8 { letters in
      [UInt8](unsafeUninitializedCapacity: letters.count) { buffer, count in
        for (position, letter) in letters.enumerated() { buffer[position] = SQLiteQuoting.folded(letter) }
        count = letters.count
      }
    }
  }

  init(stringLiteral name: String) { self.init(name) }

  func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
}
