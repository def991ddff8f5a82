/// The code of a Swift text: its tokens, without the white space and the comments between them.
///
/// Two texts have the same code only if the compiler reads the same in them. So of white space is kept what it tells the
/// compiler: on which side of an operator it stands, and whether a parenthesis or a bracket begins a line of its own.
struct SwiftCode {
  /// The code; never the same for two lists of tokens.
  private(set) var bytes: [UInt8] = []

  /// Reads a text. All that follows something that is never closed is one token.
  init(_ text: [UInt8]) {
    var tokenizer = SwiftTokenizer(text)
    var tokens: [SwiftTokenizer.Token] = []
    while true {
      let token = tokenizer.next()
      if token.kind == .end { break }
      tokens.append(token)
    }
    // Whatever follows something that is never closed counts as it stands.
    let defect = tokenizer.defect?.offset
    let whole = defect.map { defect in tokens.firstIndex { $0.end > defect } ?? tokens.count } ?? tokens.count
    var index = 0
    while index < whole {
      let first = index
      index += 1
      while index < whole, Self.isOperator(tokens[first], text), Self.isOperator(tokens[index], text),
        tokens[index].start == tokens[index - 1].end
      {
        index += 1
      }
      let before = first > 0 ? tokens[first - 1] : nil
      let after = index < tokens.count ? tokens[index] : nil
      write(tokens[first], to: tokens[index - 1].end, between: before, and: after, text)
    }
    if let defect { write(text[min(defect, whole < tokens.count ? tokens[whole].start : defect)...]) }
  }

  private mutating func write(
    _ token: SwiftTokenizer.Token, to end: Int, between before: SwiftTokenizer.Token?,
    and after: SwiftTokenizer.Token?, _ text: [UInt8]
  ) {
    if Self.isOperator(token, text) {
      // As the language has it, an operator is between two values where both sides are alike.
      let isBoundLeft = before.map { $0.end == token.start && !Self.opens($0) } ?? false
      var isBoundRight = after.map { $0.start == end && !Self.closes($0) } ?? false
      if isBoundLeft, isBoundRight, let after, after.kind == .punctuation(UInt8(ascii: ".")) { isBoundRight = false }
      if isBoundLeft != isBoundRight { bytes.append(UInt8(ascii: isBoundLeft ? ">" : "<")) }
      write(text[token.start..<end])
    } else if token.startsLine, let before, Self.beginsCallOrIndex(token), Self.endsValue(before) {
      bytes.append(UInt8(ascii: ";"))
      write(text[token.start..<end])
    } else if token.kind == .string, let literal = Self.withoutIndentation(text[token.start..<end]) {
      write(literal[...])
    } else {
      write(text[token.start..<end])
    }
  }

  private mutating func write(_ token: ArraySlice<UInt8>) {
    bytes += String(token.count).utf8
    bytes.append(UInt8(ascii: ":"))
    bytes += token
  }

  // MARK: Kinds of tokens

  private static func isOperator(_ token: SwiftTokenizer.Token, _ text: [UInt8]) -> Bool {
    guard case .punctuation(let byte) = token.kind else { return false }
    return "/=-+!*%<>&|^~?".utf8.contains(byte)
  }

  private static func opens(_ token: SwiftTokenizer.Token) -> Bool {
    guard case .punctuation(let byte) = token.kind else { return false }
    return "([{,;:".utf8.contains(byte)
  }

  private static func closes(_ token: SwiftTokenizer.Token) -> Bool {
    guard case .punctuation(let byte) = token.kind else { return false }
    return ")]},;:".utf8.contains(byte)
  }

  /// On the line of a value before it, it would be a call or an index.
  private static func beginsCallOrIndex(_ token: SwiftTokenizer.Token) -> Bool {
    token.kind == .punctuation(UInt8(ascii: "(")) || token.kind == .punctuation(UInt8(ascii: "["))
  }

  private static func endsValue(_ token: SwiftTokenizer.Token) -> Bool {
    switch token.kind {
    case .word, .number, .string: true
    case .punctuation(let byte): ")]}?!>".utf8.contains(byte)
    case .directive, .end: false
    }
  }

  // MARK: Literals

  /// A string of several lines without what all of its lines begin with, which is no part of its value; nil for any other.
  private static func withoutIndentation(_ literal: ArraySlice<UInt8>) -> [UInt8]? {
    let hashes = literal.prefix { $0 == UInt8(ascii: "#") }.count
    guard literal.dropFirst(hashes).starts(with: "\"\"\"".utf8) else { return nil }
    var lines = literal.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.count > 1, let last = lines.last else { return nil }
    let indentation = last.prefix { $0 == 0x20 || $0 == 0x09 }
    guard last.count == indentation.count + 3 + hashes else { return nil }
    for index in lines.indices {
      if index > 0, lines[index].starts(with: indentation) { lines[index].removeFirst(indentation.count) }
      if lines[index].last == 0x0D { lines[index].removeLast() }
    }
    return Array(lines.joined(separator: [0x0A]))
  }
}
