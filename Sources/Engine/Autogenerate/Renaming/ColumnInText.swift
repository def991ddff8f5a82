import Revisions

/// Which names in a query, or in the statements of a trigger, are a column of one table.
///
/// A name says so by what stands before it, or by the tables that its statement reads. Where a statement reads two tables
/// that both have the column, a name without a table is taken for it.
struct ColumnInText {
  private let table: String
  private let isOwn: Bool
  private let bytes: [UInt8]
  private let tokens: [Token]
  /// Where names stand that are something else.
  private(set) var foreign: Set<Int> = []

  /// Looks at a text. `isOwn` says whether NEW and OLD are rows of the table.
  init(of table: QualifiedName, in text: String, isOwn: Bool) {
    self.table = table.name.asciiLowercased
    self.isOwn = isOwn
    bytes = Array(text.utf8)
    tokens = Token.all(in: bytes)
    var start = 0
    while start < tokens.count {
      let end = tokens[start...].firstIndex { $0.text == ";" } ?? tokens.count
      look(at: start..<end)
      start = end + 1
    }
  }

  private mutating func look(at statement: Range<Int>) {
    let (relations, inserted) = relations(in: statement)
    let isRead = relations.values.contains { $0.contains(table) }
    for position in statement where tokens[position].isName {
      let before = position > statement.lowerBound ? tokens[position - 1] : nil
      let behind = position + 1 < statement.upperBound ? tokens[position + 1].text : ""
      var isMeant = isRead && behind != "." && behind != "("
      if before?.text == ".", position - 2 >= statement.lowerBound {
        let owner = tokens[position - 2].text
        if owner == "new" || owner == "old" {
          isMeant = isOwn
        } else {
          isMeant = relations[owner].map { $0.contains(table) } ?? (isMeant && owner == table)
        }
      } else if let before, before.isWord, before.text == "as" {
        isMeant = false
      } else if let inserted, inserted.columns.contains(position) {
        isMeant = inserted.relation == table
      }
      if !isMeant { foreign.insert(tokens[position].range.lowerBound) }
    }
  }

  /// The relations that a statement reads or writes, by what they are called in it; and where it lists the columns of the one that
  /// it inserts into.
  private func relations(
    in statement: Range<Int>
  ) -> (names: [String: Set<String>], inserted: (relation: String, columns: Range<Int>)?) {
    var relations: [String: Set<String>] = [:]
    var inserted: (relation: String, columns: Range<Int>)?
    var position = statement.lowerBound
    func name(_ position: Int) -> String? {
      guard statement.contains(position), tokens[position].isName else { return nil }
      return tokens[position].isWord && Self.keywords.contains(tokens[position].text) ? nil : tokens[position].text
    }
    func word(_ position: Int) -> String? {
      statement.contains(position) && tokens[position].isWord ? tokens[position].text : nil
    }
    while position < statement.upperBound {
      let opener = word(position)
      position += 1
      guard let opener, ["from", "join", "into", "update"].contains(opener) else { continue }
      if word(position) == "or" { position += 2 }
      if word(position) == "only" { position += 1 }
      while var relation = name(position) {
        position += 1
        while position < statement.upperBound, tokens[position].text == ".", let part = name(position + 1) {
          relation = part
          position += 2
        }
        relations[relation, default: []].insert(relation)
        if word(position) == "as" { position += 1 }
        if let alias = name(position) {
          relations[alias, default: []].insert(relation)
          position += 1
        }
        if opener == "into", position < statement.upperBound, tokens[position].text == "(" {
          let end = tokens[position..<statement.upperBound].firstIndex { $0.text == ")" } ?? statement.upperBound
          inserted = (relation, position..<end)
        }
        guard opener == "from" || opener == "join", position < statement.upperBound, tokens[position].text == "," else {
          break
        }
        position += 1
      }
    }
    return (relations, inserted)
  }

  /// Words behind a relation that are no name for it.
  private static let keywords: Set<String> = [
    "cross", "default", "except", "full", "group", "having", "indexed", "inner", "intersect", "join", "lateral", "left",
    "limit", "natural", "not", "offset", "on", "order", "outer", "returning", "right", "select", "set", "union",
    "using",
    "values", "where", "window", "with",
  ]

  /// A name, or a sign between names.
  struct Token {
    /// Where it stands.
    var range: Range<Int>
    /// The name as the database has it, or the sign.
    var name: String
    /// The same in small letters.
    var text: String
    var isName: Bool
    var isQuoted: Bool

    var isWord: Bool { isName && !isQuoted }

    private init(_ range: Range<Int>, _ name: String, isName: Bool = true, isQuoted: Bool = false) {
      self.range = range
      self.name = name
      text = name.asciiLowercased
      self.isName = isName
      self.isQuoted = isQuoted
    }

    static func all(in bytes: [UInt8]) -> [Token] {
      var tokens: [Token] = []
      var position = 0
      while position < bytes.count {
        let start = position
        switch bytes[position] {
        case 0...0x20: position += 1
        case UInt8(ascii: "'"): position = NameInText.end(ofQuoted: position, in: bytes)
        case UInt8(ascii: "\""):
          position = NameInText.end(ofQuoted: position, in: bytes)
          let inner = bytes[(start + 1)..<max(start + 1, position - 1)]
          var name: [UInt8] = []
          var isDoubled = false
          for byte in inner {
            isDoubled = byte == UInt8(ascii: "\"") && !isDoubled
            if !isDoubled { name.append(byte) }
          }
          tokens.append(Token(start..<position, String(decoding: name, as: UTF8.self), isQuoted: true))
        case let byte where NameInText.isWord(byte):
          while position < bytes.count, NameInText.isWord(bytes[position]) { position += 1 }
          let name = String(decoding: bytes[start..<position], as: UTF8.self).asciiLowercased
          tokens.append(Token(start..<position, name))
        default:
          if let end = SQLComment.end(at: position, in: bytes) {
            position = end
            continue
          }
          position += 1
          let sign = String(decoding: bytes[start..<position], as: UTF8.self)
          tokens.append(Token(start..<position, sign, isName: false))
        }
      }
      return tokens
    }
  }
}

extension SQLFragment {
  /// The fragment with a column of a table renamed. `isOwn` says whether NEW and OLD are rows of the table.
  func renaming(_ old: String, of table: QualifiedName, to new: String, isOwn: Bool = false) -> SQLFragment {
    // A text in pieces is not read as one.
    guard segments.count == 1, case .raw(let text) = segments[0] else { return renaming(old, to: new, as: .column) }
    let foreign = ColumnInText(of: table, in: text, isOwn: isOwn).foreign
    return .raw(NameInText(old, in: text, as: .column).replaced(with: new) { !foreign.contains($0) })
  }
}
