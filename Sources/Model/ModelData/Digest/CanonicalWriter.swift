import Revisions

/// Writes values as bytes that depend on nothing but what they say: keys are sorted, and what is neutral is left out, so
/// that a property that is added later, with such a value, changes nothing that was written before.
///
/// NULL, false, an empty list and an object of nothing but these are neutral, unless they are what a case of an enumeration
/// is, or what a property has that may also have nothing. What ``Operations`` and SQL say is written by rules of their own.
final class CanonicalWriter {
  private(set) var bytes: [UInt8] = []
  /// Whether Swift was among what was written that says nothing of its content.
  private(set) var hasUnknownSwift = false
  private let rules: SQLTokens.Rules?

  private var frames: [Frame] = []
  private var entries: [Entry] = []
  private var scratch: [UInt8] = []

  /// A list or an object that is being written.
  private struct Frame {
    /// Where its bytes begin, and where its entries do among those of all objects.
    let start: Int
    let firstEntry: Int
    let isList: Bool
    /// The key under which it stands in the object around it, where that does not close it by itself.
    var key: String?
    var count = 0
  }

  private struct Entry {
    let key: String
    let range: Range<Int>
  }

  init(rules: SQLTokens.Rules?) { self.rules = rules }

  // MARK: Values

  /// Writes a value. Throws what its own encoding throws.
  func write<Value: Encodable>(_ value: Value) throws {
    // The compiler knows most of these types, and drops what does not apply.
    if Value.self == String.self, let text = value as? String { return write(text: text) }
    if Value.self == Bool.self, let flag = value as? Bool { return bytes.append(UInt8(ascii: flag ? "t" : "f")) }
    if Value.self == SQLFragment.self, let sql = value as? SQLFragment { return try write(sql: sql) }
    if Value.self == Operations.self, let operations = value as? Operations { return try write(operations) }
    if Value.self == Live.self, let live = value as? Live, live.fingerprint == nil { hasUnknownSwift = true }
    let depth = frames.count
    let start = bytes.count
    try value.encode(to: CanonicalEncoder(writer: self))
    close(to: depth)
    if bytes.count == start { bytes += "{}".utf8 }
  }

  func writeNull() { bytes.append(UInt8(ascii: "n")) }

  func write(text: String) {
    var text = text
    text.withUTF8 { utf8 in
      bytes.append(UInt8(ascii: "s"))
      write(count: utf8.count)
      bytes.append(contentsOf: utf8)
    }
  }

  func write(number: some BinaryInteger) {
    bytes.append(UInt8(ascii: "i"))
    bytes += String(number).utf8
    bytes.append(UInt8(ascii: ";"))
  }

  /// A number is its bits: how it is spelled differs between machines and releases.
  func write(number: Double) {
    bytes.append(UInt8(ascii: "d"))
    bytes += String(number.bitPattern, radix: 16).utf8
    bytes.append(UInt8(ascii: ";"))
  }

  private func write(count: Int) {
    if count > 9 { bytes += String(count).utf8 } else { bytes.append(UInt8(ascii: "0") + UInt8(count)) }
    bytes.append(UInt8(ascii: ":"))
  }

  /// Whether leaving out what was written from a place on says the same.
  func isNeutral(from start: Int) -> Bool {
    switch bytes.count - start {
    case 1: bytes[start] == UInt8(ascii: "n") || bytes[start] == UInt8(ascii: "f")
    case 2: bytes[start] == UInt8(ascii: "[") || bytes[start] == UInt8(ascii: "{")
    default: false
    }
  }

  // MARK: Objects and lists

  /// Begins an object or a list; returns its depth.
  func begin(isList: Bool, key: String? = nil) -> Int {
    frames.append(Frame(start: bytes.count, firstEntry: entries.count, isList: isList, key: key))
    if isList { bytes.append(UInt8(ascii: "[")) }
    return frames.count
  }

  /// Writes what stands under a key in the object of a depth, and leaves it out where it is neutral and need not be kept.
  func add<Value: Encodable>(_ value: Value, for key: String, isKept: Bool, depth: Int) throws {
    close(to: depth)
    let start = bytes.count
    try write(value)
    if !isKept, isNeutral(from: start) {
      bytes.removeLast(bytes.count - start)
    } else {
      entries.append(Entry(key: key, range: start..<bytes.count))
    }
  }

  /// Writes the next value of the list of a depth.
  func append<Value: Encodable>(_ value: Value, depth: Int) throws {
    close(to: depth)
    frames[depth - 1].count += 1
    try write(value)
  }

  func appendNull(depth: Int) {
    close(to: depth)
    frames[depth - 1].count += 1
    writeNull()
  }

  /// How many values the list of a depth has.
  func count(depth: Int) -> Int { frames[depth - 1].count }

  /// Ends what was begun deeper than a depth.
  func close(to depth: Int) {
    while frames.count > depth, let frame = frames.popLast() {
      if frame.isList { bytes.append(UInt8(ascii: "]")) } else { closeObject(frame) }
      if let key = frame.key { entries.append(Entry(key: key, range: frame.start..<bytes.count)) }
    }
  }

  /// Puts an object's entries in the order of their keys.
  private func closeObject(_ frame: Frame) {
    entries[frame.firstEntry...].sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(UInt8(ascii: "{"))
    swap(&bytes, &scratch)
    for index in frame.firstEntry..<entries.count {
      var key = entries[index].key
      key.withUTF8 { utf8 in
        write(count: utf8.count)
        bytes.append(contentsOf: utf8)
      }
      bytes.append(contentsOf: scratch[entries[index].range])
    }
    bytes.append(UInt8(ascii: "}"))
    swap(&bytes, &scratch)
    bytes.replaceSubrange(frame.start..., with: scratch)
    entries.removeLast(entries.count - frame.firstEntry)
  }

  // MARK: Operations and SQL

  private func write(_ operations: Operations) throws {
    switch operations.content {
    case .reversed: bytes.append(UInt8(ascii: "R"))
    // Why there is no way back changes nothing of what is run.
    case .irreversible: bytes.append(UInt8(ascii: "I"))
    case .steps(let steps):
      bytes.append(UInt8(ascii: "["))
      for step in steps where !isNothing(step) { try write(step) }
      bytes.append(UInt8(ascii: "]"))
    }
  }

  /// Whether an operation is SQL that has nothing but comments in it.
  private func isNothing(_ operation: Operation) -> Bool {
    guard let rules, case .sql(let sql) = operation, sql.reverse == nil, let text = sql.text.plainText else {
      return false
    }
    var tokens = SQLTokens(Array(text.utf8), rules)
    return tokens.next() == nil
  }

  /// SQL is its tokens; where nobody knows how they are divided, its text.
  private func write(sql: SQLFragment) throws {
    bytes.append(UInt8(ascii: "q"))
    var raw: [UInt8] = []
    var isOpen = false
    for segment in sql.segments {
      switch segment {
      case .raw(let text): raw += text.utf8
      case .identifier(let parts):
        write(tokensOf: &raw, isOpen: &isOpen, isLast: false)
        bytes.append(UInt8(ascii: "."))
        try write(parts)
      case .value(let value):
        write(tokensOf: &raw, isOpen: &isOpen, isLast: false)
        bytes.append(UInt8(ascii: "="))
        try write(value)
      }
    }
    write(tokensOf: &raw, isOpen: &isOpen, isLast: true)
    bytes.append(UInt8(ascii: ";"))
  }

  /// Writes the tokens of a text, which is used up. `isOpen` is whether a text before it ended inside of something.
  private func write(tokensOf text: inout [UInt8], isOpen: inout Bool, isLast: Bool) {
    defer { text.removeAll() }
    guard let rules, !isOpen else { return write(token: text[...]) }
    var tokens = SQLTokens(text, rules)
    var end: Int?
    while let token = tokens.next() {
      if token.continuesString { bytes.append(UInt8(ascii: "+")) }
      write(token: text[token.range])
      end = token.isWord ? token.range.upperBound : nil
    }
    isOpen = tokens.isUnterminated
    // A value that stands at a word may make another one of it, as `E` does of a string.
    if !isLast, end == text.count { bytes.append(UInt8(ascii: "&")) }
  }

  private func write(token: ArraySlice<UInt8>) {
    guard !token.isEmpty else { return }
    write(count: token.count)
    bytes += token
  }
}
