import Revisions

/// The names that a text mentions: every word of it, those in strings too, since a name may stand in one, and every sign, which may be
/// an operator's.
///
/// It is too much rather than too little: that costs no more than an order that was not needed.
struct Mentions {
  private(set) var words: Set<String> = []

  mutating func add(_ fragment: SQLFragment?) {
    for segment in fragment?.segments ?? [] {
      switch segment {
      case .raw(let text): add(text)
      case .identifier(let parts): for part in parts { words.insert(part.lowercased()) }
      case .value(let value): if let text = value.text { add(text) }
      }
    }
  }

  mutating func add(_ text: String) {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let start = position
      position = Words.end(at: start, in: bytes)
      if position == start { position = Words.end(ofSignAt: start, in: bytes) }
      if position > start {
        words.insert(String(decoding: bytes[start..<position], as: UTF8.self).asciiLowercased)
      } else {
        position += 1
      }
    }
  }

  mutating func add(_ value: Column.DefaultValue?) {
    switch value {
    case .expression(let expression)?: add(expression)
    case .literal?, nil: break
    }
  }

  mutating func add(_ part: Index.Part) {
    if case .expression(let expression) = part.key { add(expression) }
    if let name = part.operatorClass?.name.name { add(name) }
    add(part.collation)
  }

  mutating func add(_ collation: QualifiedName?) {
    if let collation { add(collation.name) }
  }

  mutating func add(_ type: DataType) {
    switch type {
    case .named(let name): add(name.name)
    case .raw(let text): add(text)
    case .array(let element), .range(let element), .multirange(let element): add(element)
    default: break
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }

  func contains(_ name: String) -> Bool {
    if words.contains(name) { return true }
    // Most names are one word, and are there as they stand or not at all.
    if name.utf8.allSatisfy(Self.isPlain) { return false }
    // A name of several words is found by all of them.
    var own = Mentions()
    own.add(name)
    return !own.words.isEmpty && own.words.isSubset(of: words)
  }
}
