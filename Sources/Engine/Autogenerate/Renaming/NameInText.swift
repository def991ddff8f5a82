/// Where a name stands in SQL, outside strings and comments.
struct NameInText {
  /// What is called by the name: something else may be called alike.
  enum Meaning: Equatable {
    /// Whatever is called so.
    case anything
    /// A column: not a function that is called, a type that is named, or what a result is called.
    case column
    /// A table or view that goes from one schema to another; nil is the default one.
    case moved(from: String?, to: String?)
  }

  private let bytes: [UInt8]
  private let name: [UInt8]
  private let meaning: Meaning
  /// The name as it stands between quotes.
  private let doubled: [UInt8]
  private let isKeyword: Bool
  private let isOwnType: Bool

  init(_ name: String, in text: String, as meaning: Meaning = .anything) {
    bytes = Array(text.utf8)
    self.name = Array(name.utf8)
    self.meaning = meaning
    doubled = name.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
    isKeyword = Self.keywords.contains(name.uppercased())
    isOwnType = OwnTypes.names.contains(name)
  }

  /// The text with another name in its place, in quotes where the name is no plain word; `isWanted` is asked where it starts.
  func replaced(with new: String, where isWanted: (Int) -> Bool = { _ in true }) -> String {
    var result: [UInt8] = []
    var position = 0
    var before = Before()
    func place(_ written: [UInt8], instead isMeant: Bool, of token: Range<Int>) {
      let start = result.count
      if isMeant, isWanted(token.lowerBound), let qualifier = qualifier(of: token, after: before) {
        if qualifier.isGiven { result.removeSubrange(before.start...) }
        result += qualifier.new.map { Array(Self.written($0).utf8) + [UInt8(ascii: ".")] } ?? []
        result += written
      } else {
        result += bytes[token]
      }
      before.add(token, at: min(start, result.count))
    }
    while position < bytes.count {
      let start = position
      switch bytes[position] {
      case UInt8(ascii: "'"):
        position = Self.end(ofQuoted: position, in: bytes)
        before.add(start..<position, at: result.count)
        result += bytes[start..<position]
      case UInt8(ascii: "\""):
        position = Self.end(ofQuoted: position, in: bytes)
        let inner = bytes[(start + 1)..<max(start + 1, position - 1)]
        place(Array(Self.quoted(new).utf8), instead: inner.elementsEqual(doubled), of: start..<position)
      case UInt8(ascii: "-"), UInt8(ascii: "/"):
        let comment = SQLComment.end(at: position, in: bytes)
        position = comment ?? position + 1
        if comment == nil { before.add(start..<position, at: result.count) }
        result += bytes[start..<position]
      case let byte where Self.isWord(byte):
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        let word = bytes[start..<position]
        let isMeant = !isKeyword && (word.elementsEqual(name) || word.map(Self.lowered).elementsEqual(name))
        place(Array(Self.written(new).utf8), instead: isMeant, of: start..<position)
      case let byte:
        position += 1
        if !byte.isBlank { before.add(start..<position, at: result.count) }
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The two tokens before the present one, and where the first of them begins in the result.
  private struct Before {
    private(set) var tokens: (first: Range<Int>, last: Range<Int>) = (0..<0, 0..<0)
    private(set) var start = 0
    private var lastStart = 0

    mutating func add(_ token: Range<Int>, at place: Int) {
      tokens = (tokens.last, token)
      (start, lastStart) = (lastStart, place)
    }
  }

  /// The schema that the name gets in front of it, and whether one stands there; nil where something else is meant.
  private func qualifier(of token: Range<Int>, after before: Before) -> (isGiven: Bool, new: String?)? {
    let (first, last) = (bytes[before.tokens.first], bytes[before.tokens.last])
    let next = bytes[token.upperBound...].first { !$0.isBlank }
    let colon = CollectionOfOne(UInt8(ascii: ":"))
    let isType = first.elementsEqual(colon) && last.elementsEqual(colon)
    if isType, bytes[token.lowerBound] != UInt8(ascii: "\""), isOwnType { return nil }
    switch meaning {
    case .anything: return (false, nil)
    case .column:
      let isCalled = next == UInt8(ascii: "(") || next == UInt8(ascii: "'")
      let isResult = last.map(Self.lowered).elementsEqual("as".utf8)
      let isField = last.elementsEqual("(".utf8) && first.map(Self.lowered).elementsEqual("extract".utf8)
      return isCalled || isType || isResult || isField ? nil : (false, nil)
    case .moved(let old, let new):
      if last.elementsEqual(".".utf8) {
        guard let old else { return nil }
        let isOld = first.elementsEqual(old.utf8) || first.elementsEqual(Self.quoted(old).utf8)
        return isOld ? (true, new) : nil
      }
      // A column of it is called by the table's name alone.
      if next == UInt8(ascii: ".") { return (false, nil) }
      return old == nil ? (false, new) : nil
    }
  }

  /// Where what starts with a quote ends.
  static func end(ofQuoted start: Int, in bytes: [UInt8]) -> Int {
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

  static func isWord(_ byte: UInt8) -> Bool {
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

  /// A name as SQL has it: in quotes where it is no plain word.
  static func written(_ name: String) -> String { isPlain(name) ? name : quoted(name) }

  private static func quoted(_ name: String) -> String {
    #""\#(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))""#
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
