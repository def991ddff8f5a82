import Revisions

/// Which words of a query stand where a table, or a function, is named.
struct QueryNames {
  private var relations: Set<String> = []
  private var calls: Set<String> = []

  init(_ query: SQLFragment) {
    var isInFrom = false
    for segment in query.segments {
      switch segment {
      case .raw(let text): add(text, &isInFrom)
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

  private mutating func add(_ text: String, _ isInFrom: inout Bool) {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let start = position
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") { position += 1 }
        note(String(decoding: bytes[(start + 1)..<position], as: UTF8.self).lowercased(), bytes, position + 1, isInFrom)
        position += 1
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
      case let byte where Self.isWord(byte):
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        if Self.opening.contains(word) {
          isInFrom = true
        } else if Self.closing.contains(word) {
          isInFrom = false
        } else {
          note(word, bytes, position, isInFrom)
        }
      default: position += 1
      }
    }
  }

  private mutating func note(_ word: String, _ bytes: [UInt8], _ end: Int, _ isInFrom: Bool) {
    let next = end < bytes.count ? bytes[end] : 0
    if next == UInt8(ascii: "(") { calls.insert(word) }
    // `users.email` is of a table, or of what stands for one.
    if isInFrom || next == UInt8(ascii: ".") { relations.insert(word) }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private static let opening: Set<String> = ["from", "join", "into", "update", "table"]
  private static let closing: Set<String> = [
    "select", "where", "on", "using", "group", "order", "having", "limit", "offset", "fetch", "union", "intersect",
    "except",
    "window", "set", "values", "returning", "for",
  ]
}
