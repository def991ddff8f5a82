/// A line of a SQL script.
struct SQLLine {
  /// From 1.
  let number: Int
  /// What stands on the line, without its line break.
  let text: ArraySlice<UInt8>
}

/// A line that begins a section of a SQL script: `-- upgrade` or `-- downgrade`.
///
/// It stands at the very beginning of its line, in any case of letters. Behind the word may follow `transaction=off`
/// (or `on`), and behind `downgrade` also `irreversible: why`. `-- upgrade the users` is a comment.
struct SQLSectionMarker: Equatable {
  enum Section: String {
    case upgrade, downgrade
  }

  enum Option: Equatable {
    case none
    case outsideTransaction
    case irreversible(String)
    /// Something that was meant to be an option, and is none.
    case unknown(String)
  }

  let section: Section
  let option: Option

  /// Reads a line; nil where it begins no section.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) else { return nil }
    let comment = line.dropFirst(2).drop { $0 == 0x20 || $0 == 0x09 }
    let word = comment.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
    guard let section = Section(rawValue: String(decoding: word.map { $0 | 0x20 }, as: UTF8.self)) else { return nil }
    self.section = section
    let text = String(decoding: comment[word.endIndex...], as: UTF8.self)
    let rest = text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    guard !rest.isEmpty else {
      option = .none
      return
    }
    let name = rest.lowercased()
    let reason = name.hasPrefix("irreversible") ? rest.dropFirst("irreversible".count) : nil
    if name == "transaction=off" {
      option = .outsideTransaction
    } else if name == "transaction=on" {
      option = .none
    } else if section == .downgrade, let reason, reason.hasPrefix(":"),
      reason.contains(where: { $0 != ":" && $0 != " " })
    {
      option = .irreversible(String(reason.dropFirst().drop { $0 == " " }))
    } else if name.contains("=") || reason != nil || !name.utf8.contains(where: SwiftTokenizer.isWordByte) {
      option = .unknown(rest)
    } else if text.first == " " || text.first == "\t" {
      return nil
    } else {
      // `-- upgrade_users`, `-- downgrade:`: a word of its own, or a mark that was mistyped.
      guard text.first == ":" else { return nil }
      option = .unknown(rest)
    }
  }
}

/// The lines of a text, one after the other.
struct SQLLines: Sequence, IteratorProtocol {
  private let text: [UInt8]
  private var offset: Int
  private var number = 0

  init(_ text: [UInt8]) {
    self.text = text
    offset = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func next() -> SQLLine? {
    guard offset < text.count else { return nil }
    var end = offset
    while end < text.count, text[end] != 0x0A { end += 1 }
    let start = offset
    offset = end + 1
    number += 1
    if end > start, text[end - 1] == 0x0D { end -= 1 }
    return SQLLine(number: number, text: text[start..<end])
  }

  /// Where the next line begins.
  var nextOffset: Int { Swift.min(offset, text.count) }
}
