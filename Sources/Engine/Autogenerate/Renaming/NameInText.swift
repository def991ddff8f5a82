/// Where a name stands in SQL, outside strings and comments.
struct NameInText {
  private let bytes: [UInt8]
  private let name: [UInt8]
  /// The name as it stands between quotes.
  private let doubled: [UInt8]

  init(_ name: String, in text: String) {
    bytes = Array(text.utf8)
    self.name = Array(name.utf8)
    doubled = name.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
  }

  /// The text with another name in its place, in quotes where the name is no plain word.
  func replaced(with new: String) -> String {
    var result: [UInt8] = []
    var position = 0
    let quoted = Array(
      #""\#(new.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))""#.utf8)
    let isKeyword = Self.keywords.contains(String(decoding: name, as: UTF8.self).uppercased())
    let plain = Self.isPlain(new) ? Array(new.utf8) : quoted
    while position < bytes.count {
      let start = position
      switch bytes[position] {
      case UInt8(ascii: "'"):
        position = end(ofQuoted: position)
        result += bytes[start..<position]
      case UInt8(ascii: "\""):
        position = end(ofQuoted: position)
        let inner = bytes[(start + 1)..<max(start + 1, position - 1)]
        result += inner.elementsEqual(doubled) ? quoted : Array(bytes[start..<position])
      case UInt8(ascii: "-"), UInt8(ascii: "/"):
        position = SQLComment.end(at: position, in: bytes) ?? position + 1
        result += bytes[start..<position]
      case let byte where Self.isWord(byte):
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        let word = bytes[start..<position]
        let isMeant = !isKeyword && (word.elementsEqual(name) || word.map(Self.lowered).elementsEqual(name))
        result += isMeant ? plain : Array(word)
      default:
        result.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func end(ofQuoted start: Int) -> Int {
    var position = start + 1
    while position < bytes.count {
      position += 1
      guard bytes[position - 1] == bytes[start] else { continue }
      // A doubled quote stands for one.
      guard position < bytes.count, bytes[position] == bytes[start] else { return position }
      position += 1
    }
    return bytes.count
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return name.utf8.allSatisfy { isWord($0) && $0 < 0x80 && lowered($0) == $0 }
      && !keywords.contains(name.uppercased())
  }

  /// Words that are names in no database unless they are quoted.
  private static let keywords: Set<String> = [
    "ALL", "AND", "AS", "CASE", "CHECK", "COLLATE", "CONSTRAINT", "CREATE", "DEFAULT", "DEFERRABLE", "DISTINCT", "ELSE",
    "END", "FOREIGN", "FROM", "GROUP", "HAVING", "IN", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "LIMIT", "NOT",
    "NOTNULL", "NULL", "ON", "OR", "ORDER", "PRIMARY", "REFERENCES", "SELECT", "TABLE", "THEN", "TO", "UNION", "UNIQUE",
    "USING", "WHEN", "WHERE",
  ]
}

/// A comment in SQL.
enum SQLComment {
  /// Where the comment that starts at a place ends; nil where none does.
  static func end(at start: Int, in bytes: [UInt8]) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    switch (bytes[start], bytes[start + 1]) {
    case (UInt8(ascii: "-"), UInt8(ascii: "-")):
      return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    case (UInt8(ascii: "/"), UInt8(ascii: "*")):
      var position = start + 2
      while position + 1 < bytes.count {
        if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") { return position + 2 }
        position += 1
      }
      return bytes.count
    default: return nil
    }
  }
}
