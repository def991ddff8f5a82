// A column of a query that is given no name has its own text for one, with every blank and comment in it: another layout
// would be another name.
extension TextLayout {
  /// The columns of queries whose text names them, as ranges of tokens, in their order.
  func namedResults(in range: Range<Int>) -> [Range<Int>] {
    guard case .statement(namesColumns: true, _) = kind else { return [] }
    var found: [Range<Int>] = []
    var position = range.lowerBound
    while position < range.upperBound {
      defer { position += 1 }
      guard tokens[position].isWord("SELECT", in: bytes), !isName(position),
        !found.contains(where: { $0.contains(position) })
      else { continue }
      var start = position + 1
      if start < range.upperBound,
        tokens[start].isWord("DISTINCT", in: bytes) || tokens[start].isWord("ALL", in: bytes)
      {
        start += 1
      }
      let list = start..<endOfResults(from: start, upTo: range.upperBound)
      found += tokens.parts(of: list, in: bytes).filter(isNamedByText)
      found.sort { $0.lowerBound < $1.lowerBound }
    }
    return found
  }

  private func isName(_ position: Int) -> Bool { position > 0 && tokens[position - 1].isSymbol(".", in: bytes) }

  private func endOfResults(from start: Int, upTo end: Int) -> Int {
    var depth = 0
    var position = start
    while position < end {
      let token = tokens[position]
      if token.isSymbol("(", in: bytes) { depth += 1 }
      if token.isSymbol(")", in: bytes) { depth -= 1 }
      if depth < 0 { return position }
      if depth == 0, token.kind == .word, !isName(position), position > start {
        let word = String(decoding: bytes[token.range], as: UTF8.self).uppercased()
        let isComparison = word == "FROM" && tokens[position - 1].isWord("DISTINCT", in: bytes)
        if Self.endingResults.contains(word), !isComparison { return position }
      }
      position += 1
    }
    return end
  }

  private static let endingResults: Set<String> = [
    "EXCEPT", "FROM", "GROUP", "HAVING", "INTERSECT", "LIMIT", "ORDER", "UNION", "WHERE", "WINDOW",
  ]

  /// Whether a result is an expression without a name: not `*`, a column, or anything followed by a name.
  private func isNamedByText(_ part: Range<Int>) -> Bool {
    guard part.count > 1, let last = part.last else { return false }
    let isPath = part.enumerated().allSatisfy { offset, position in
      let token = tokens[position]
      if !offset.isMultiple(of: 2) { return token.isSymbol(".", in: bytes) }
      return token.kind.isName || (position == last && token.isSymbol("*", in: bytes))
    }
    if isPath { return false }
    let token = tokens[last]
    let before = tokens[last - 1]
    guard [.word, .quoted, .string].contains(token.kind) else { return true }
    if before.isWord("AS", in: bytes) { return false }
    // A name behind a value is the value's; behind an operator it is a value itself.
    let word = String(decoding: bytes[token.range], as: UTF8.self).uppercased()
    if token.kind == .word, Keywords.ofExpressions.contains(word) { return true }
    switch before.kind {
    case .symbol: return !before.isSymbol(")", in: bytes)
    case .word:
      let word = String(decoding: bytes[before.range], as: UTF8.self).uppercased()
      return Keywords.ofExpressions.contains(word) && !Keywords.values.contains(word)
    default: return false
    }
  }

  /// The text of a result that is its name: it goes on to the next token, and takes a comment there in.
  func keptSource(of range: Range<Int>) -> String {
    guard let last = range.last else { return "" }
    let start = tokens[range.lowerBound].range.lowerBound
    var end = tokens[last].range.upperBound
    if last + 1 < tokens.endIndex {
      let gap = bytes[end..<tokens[last + 1].range.lowerBound]
      if let letter = gap.lastIndex(where: { $0 > 0x20 }) { end = letter + 1 }
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
