import Revisions

/// The names that PostgreSQL gives to what has none.
enum ChosenName {
  static func primaryKey(of table: String) -> String { name(table, nil, "pkey") }

  static func unique(of table: String, _ columns: [String], number: Int = 0) -> String {
    name(table, additions(columns), "key", number: number)
  }

  static func exclusion(of table: String, _ parts: [Index.Part], number: Int = 0) -> String {
    name(table, additions(columns(parts)), "excl", number: number)
  }

  static func foreignKey(of table: String, _ columns: [String], number: Int = 0) -> String {
    name(table, joined(columns), "fkey", number: number)
  }

  static func sequence(of table: String, _ column: String, number: Int = 0) -> String {
    name(table, column, "seq", number: number)
  }

  /// What an index of a partition is called that follows from its parent's.
  static func index(of index: Index, number: Int = 0) -> String {
    name(index.table.name, additions(columns(index.parts) + index.include), "idx", number: number)
  }

  /// The columns of an index by the names that they have in it.
  private static func columns(_ parts: [Index.Part]) -> [String] {
    parts.map { part in
      switch part.key {
      case .column(let name): return name
      case .expression(let fragment):
        // A call has its function's name in the index, all else is `expr`.
        let text = SQLText(fragment.plainText ?? "")
        guard text.tokens.count > 2, let first = text.tokens.first, let name = text.name(first) else { return "expr" }
        let open = text.isSymbol(".", at: 1) ? 3 : 1
        guard text.isSymbol("(", at: open), text.end(ofGroupAt: open) == text.tokens.count else { return "expr" }
        return open == 3 ? text.name(text.tokens[2]) ?? "expr" : name
      }
    }
  }

  /// The columns in a name: joined, with numbers behind those that come again, and cut.
  private static func additions(_ columns: [String]) -> String {
    var seen: [String] = []
    for column in columns {
      var name = column
      var number = 1
      while seen.contains(name) {
        let suffix = String(number)
        name = cut(column, to: PostgresQuoting.longestName - suffix.utf8.count) + suffix
        number += 1
      }
      seen.append(name)
    }
    return joined(seen)
  }

  private static func joined(_ columns: [String]) -> String {
    var text: [UInt8] = []
    for name in columns {
      if !text.isEmpty { text.append(UInt8(ascii: "_")) }
      text += Array(name.utf8)
      // The server stops where the names fill its longest one.
      if text.count >= PostgresQuoting.longestName + 1 { break }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A name of parts, the longer of the first two cut until all of it fits. A number makes it another one.
  static func name(_ first: String, _ second: String?, _ label: String, number: Int = 0) -> String {
    let label = number == 0 ? label : label + String(number)
    var overhead = label.utf8.count + 1
    if second != nil { overhead += 1 }
    let available = PostgresQuoting.longestName - overhead
    var firstLength = first.utf8.count
    var secondLength = second?.utf8.count ?? 0
    if firstLength + secondLength <= available {
      return second.map { "\(first)_\($0)_\(label)" } ?? "\(first)_\(label)"
    }
    while firstLength + secondLength > available {
      if firstLength > secondLength { firstLength -= 1 } else { secondLength -= 1 }
    }
    var parts = [cut(first, to: firstLength)]
    if let second { parts.append(cut(second, to: secondLength)) }
    return (parts + [label]).joined(separator: "_")
  }

  /// The beginning of a text that has no more bytes, and no part of a character.
  private static func cut(_ text: String, to length: Int) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count > length else { return text }
    var end = max(0, length)
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}

extension ChosenName {
  /// The first of several names, by number, that is not taken; from then on it is.
  static func free(_ taken: inout Set<String>, _ name: (Int) -> String) -> String {
    var number = 0
    while !taken.insert(name(number)).inserted { number += 1 }
    return name(number)
  }
}
