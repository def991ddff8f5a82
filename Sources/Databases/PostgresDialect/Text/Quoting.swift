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
    return name.enclosed(in: UInt8(ascii: "\""))
  }
}
