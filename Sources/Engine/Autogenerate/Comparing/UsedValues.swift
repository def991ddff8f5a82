import Revisions

extension Comparison {
  /// A value of an enumeration cannot be used in the transaction that adds it: where anything here does, it is added before.
  mutating func takeOutUsedValues() {
    var added: [(position: Int, operation: AddEnumValue)] = []
    for (position, change) in changes.enumerated() {
      if case .addEnumValue(let operation) = change.operation { added.append((position, operation)) }
    }
    guard !added.isEmpty else { return }
    var said = SaidValues()
    for change in changes where change.rank != .addValue { said.add(change.operation.value) }
    // Those of one type stay together, as each may stand behind another.
    let used = Set(added.filter { said.contains($0.operation.value) }.map(\.operation.type))
    for (position, operation) in added where used.contains(operation.type) {
      changes[position].operation = OutsideTransaction(body: Operations([operation.operation])).operation
    }
  }
}

/// The values and the texts in SQL of which operations consist.
private struct SaidValues {
  private var values: Set<String> = []
  /// The words that stand in quotes, whatever these are, and in arrays and rows.
  private var words: Set<String> = []
  private var texts: [String] = []

  /// Adds what a value of the model consists of, whatever it is: so that nothing is forgotten that operations may come to hold.
  mutating func add(_ part: Any) {
    switch part {
    case let value as SQLValue:
      guard let text = value.text else { return }
      values.insert(text)
      // The text of an array, or of a row, has values inside.
      if text.hasPrefix("{") || text.hasPrefix("(") { add(text: "'\(text)'") }
    case let fragment as SQLFragment:
      for segment in fragment.segments {
        switch segment {
        case .raw(let text): add(text: text)
        case .value(let value): add(value)
        case .identifier: continue
        }
      }
    case let text as String: add(text: text)
    default: for child in Mirror(reflecting: part).children { add(child.value) }
    }
  }

  /// Adds a text, with all its words from the first quote on: which of them stand inside depends on what it is written in.
  private mutating func add(text: String) {
    guard let start = text.utf8.firstIndex(where: Self.isQuote) else { return }
    texts.append(text)
    for word in text.utf8[start...].split(whereSeparator: { !$0.isPartOfWord || Self.isQuote($0) }) {
      words.insert(String(Substring(word)))
    }
  }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "$") }

  /// Whether a value may be among them.
  func contains(_ value: String) -> Bool {
    if values.contains(value) { return true }
    if value.utf8.allSatisfy({ $0.isPartOfWord && !Self.isQuote($0) }) { return words.contains(value) }
    let inner = value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    let escaped = inner.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
    return texts.contains { $0.contains(value) || $0.contains(inner) || $0.contains(escaped) }
  }
}
