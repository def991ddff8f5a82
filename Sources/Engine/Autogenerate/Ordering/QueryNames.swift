import Revisions

/// Which words of a query stand where a table, or a function, is named.
struct QueryNames {
  private var relations: Set<String> = []
  private var calls: Set<String> = []
  /// Where in the query the reading has come, at each depth of parentheses.
  private var places: [Place] = [.elsewhere]

  private enum Place {
    /// Where tables are named.
    case list
    /// A condition among them: a comma, or what joins another one, leads back to the list.
    case condition
    case elsewhere
  }

  init(_ query: SQLFragment) {
    for segment in query.segments {
      switch segment {
      case .raw(let text): add(text)
      case .identifier(let parts): if let name = parts.last { relations.insert(name.lowercased()) }
      case .value: continue
      }
    }
  }

  /// Those of some objects that a word may name which stands where nothing of their kind is named.
  func doubtful(_ keys: Set<ObjectKey>) -> Set<ObjectKey> {
    keys.filter { key in
      switch key.kind {
      case .relation: !relations.contains(key.name.lowercased())
      case .routine: !calls.contains(key.name.lowercased())
      default: false
      }
    }
  }

  private mutating func add(_ text: String) {
    let bytes = Array(text.utf8)
    var position = 0
    /// The word in front, where nothing stands between.
    var before = ""
    while position < bytes.count {
      let start = position
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position = NameInText.end(ofQuoted: position, in: bytes)
        let inner = String(decoding: bytes[(start + 1)..<max(start + 1, position - 1)], as: UTF8.self)
        // A doubled quote stands for one.
        let name = inner.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
        note(name.lowercased(), bytes, position)
        before = name
      case UInt8(ascii: "'"):
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "'") { position += 1 }
        // A name may stand in a string: `nextval('ids')`.
        var inside = Mentions()
        inside.add(String(decoding: bytes[(start + 1)..<position], as: UTF8.self))
        relations.formUnion(inside.words)
        position += 1
      case UInt8(ascii: "-"), UInt8(ascii: "/"):
        position = SQLComment.end(at: position, in: bytes) ?? position + 1
      case let byte where byte.isPartOfWord:
        position = Words.end(at: position, in: bytes)
        let word = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        // `a IS DISTINCT FROM b` reads no table.
        let isCompared = before == "distinct" && word == "from"
        if let place = Self.place(behind: word) {
          if !isCompared { here = place }
        } else {
          note(word, bytes, position)
        }
        before = word
      case let byte:
        position += 1
        take(byte, behind: before)
        if !byte.isBlank { before = "" }
      }
    }
  }

  private var here: Place {
    get { places.last ?? .elsewhere }
    set { places[places.count - 1] = newValue }
  }

  /// What a sign does: parentheses in a list hold tables, unless a function, or what stands for a table, has them behind its name.
  private mutating func take(_ sign: UInt8, behind word: String) {
    switch sign {
    case UInt8(ascii: "("):
      places.append(
        here == .list && (word.isEmpty || word == "only" || Self.opening.contains(word)) ? .list : .elsewhere)
    case UInt8(ascii: ")"): if places.count > 1 { places.removeLast() }
    case UInt8(ascii: ","): if here == .condition { here = .list }
    case UInt8(ascii: ";"): places = [.elsewhere]
    default: break
    }
  }

  /// Where a keyword leads; nil where a word is none of those that do.
  private static func place(behind word: String) -> Place? {
    if opening.contains(word) { return .list }
    if word == "on" || word == "using" { return .condition }
    return closing.contains(word) ? .elsewhere : nil
  }

  private mutating func note(_ word: String, _ bytes: [UInt8], _ end: Int) {
    let next = end < bytes.count ? bytes[end] : 0
    if next == UInt8(ascii: "(") { calls.insert(word) }
    // `users.email` is of a table, or of what stands for one.
    if here == .list || next == UInt8(ascii: ".") { relations.insert(word) }
  }

  private static let opening: Set<String> = ["from", "join", "into", "update", "table"]
  private static let closing: Set<String> = [
    "select", "where", "group", "order", "having", "limit", "offset", "fetch", "union", "intersect", "except",
    "window", "set", "values", "returning", "for",
  ]
}
