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
    var text = "\""
    for character in name.unicodeScalars {
      if character == "\"" { text.unicodeScalars.append(character) }
      text.unicodeScalars.append(character)
    }
    return text + "\""
  }

  /// Whether two names are one to SQLite, which compares them by their ASCII letters alone.
  static func same(_ left: String, _ right: String) -> Bool { folded(left) == folded(right) }

  /// A name as SQLite compares it: its ASCII letters in lower case.
  static func folded(_ name: String) -> String {
    String(decoding: name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
