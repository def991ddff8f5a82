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
    return name.enclosed(in: UInt8(ascii: "\""))
  }

  /// Whether two names are one to SQLite, which compares them by their ASCII letters alone.
  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8) { folded($0) == folded($1) }
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
