import Revisions

/// Reads a statement token by token, as far as its words tell what it is.
struct StatementReader {
  let bytes: [UInt8]
  /// Where the statement begins.
  let start: Int
  private var scanner: Scanner
  /// The token that is next; nil at the end.
  private(set) var token: Token?

  init(_ statement: String) {
    let bytes = Array(statement.utf8)
    self.init(bytes, in: 0..<bytes.count)
  }

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    start = range.lowerBound
    scanner = Scanner(start: range.lowerBound, end: range.upperBound)
    token = scanner.next(in: bytes)
  }

  mutating func advance() { token = scanner.next(in: bytes) }

  /// Whether nothing of the statement is left.
  var isAtEnd: Bool { token == nil || token?.isSymbol(";", in: bytes) == true }

  /// Whether the next token is that word, given in upper case.
  func isAt(_ word: StaticString) -> Bool { token?.isWord(word, in: bytes) == true }

  /// Whether the next token is a symbol.
  func isAt(symbol: Unicode.Scalar) -> Bool { token?.isSymbol(symbol, in: bytes) == true }

  /// Passes over a word if it is next. The word is given in upper case.
  @discardableResult
  mutating func accept(_ word: StaticString) -> Bool {
    guard isAt(word) else { return false }
    advance()
    return true
  }

  /// Passes over words if they are next.
  mutating func accept(_ first: StaticString, _ second: StaticString, _ third: StaticString? = nil) -> Bool {
    let before = self
    if accept(first), accept(second), third.map({ accept($0) }) ?? true { return true }
    self = before
    return false
  }

  /// Passes over a symbol if it is next.
  @discardableResult
  mutating func acceptSymbol(_ symbol: Unicode.Scalar) -> Bool {
    guard isAt(symbol: symbol) else { return false }
    advance()
    return true
  }

  /// The next token as a name, passed over; nil where it is none.
  mutating func name() -> String? {
    guard let token, token.kind == .word || token.kind == .quotedName else { return nil }
    advance()
    let text = bytes[token.range]
    if token.kind == .word { return IdentifierText.folded(text) }
    guard text.first != UInt8(ascii: "\"") else { return IdentifierText.unquoted(text) }
    var escape = UInt8(ascii: "\\")
    if accept("UESCAPE"), let string = self.token, string.kind == .string {
      if string.range.count == 3 { escape = bytes[string.range.lowerBound + 1] }
      advance()
    }
    return IdentifierText.unescaped(text, escape: escape)
  }

  /// The next tokens as a name with or without its schema, passed over. The database before a schema can only be the
  /// present one.
  mutating func qualifiedName() -> QualifiedName? {
    guard var name = name() else { return nil }
    var schema: String?
    while acceptSymbol(".") {
      guard let next = self.name() else { return nil }
      (schema, name) = (name, next)
    }
    return QualifiedName(name, schema: schema)
  }

  /// A table as `ALTER TABLE` and `CREATE INDEX` name it: `ONLY t`, `ONLY (t)`, `t *`.
  mutating func relation() -> QualifiedName? {
    let isOnly = accept("ONLY")
    let isEnclosed = isOnly && acceptSymbol("(")
    let name = qualifiedName()
    if isEnclosed, !acceptSymbol(")") { return nil }
    acceptSymbol("*")
    return name
  }

  /// Passes over parentheses and all between, if they are next.
  mutating func skipParentheses() {
    var depth = 0
    while let token {
      if token.isSymbol("(", in: bytes) { depth += 1 }
      if token.isSymbol(")", in: bytes) { depth -= 1 }
      guard depth > 0 || token.isSymbol(")", in: bytes) else { return }
      advance()
      if depth <= 0 { return }
    }
  }

  /// Whether the next token is a value that means false, in any of the spellings that the server takes.
  var isAtFalse: Bool {
    guard let token else { return false }
    let text = String(decoding: bytes[token.range], as: UTF8.self).lowercased().filter { $0 != "'" && $0 != "\"" }
    return ["false", "fals", "fal", "fa", "f", "off", "of", "no", "n", "0"].contains(text)
  }

  /// The options of a list in parentheses, passed over: by name, and whether each is set to false. A list that is not
  /// next is empty.
  mutating func options() -> [String: Bool] {
    var options: [String: Bool] = [:]
    guard acceptSymbol("(") else { return options }
    while !isAtEnd, !acceptSymbol(")") {
      guard let name = name() else {
        advance()
        continue
      }
      acceptSymbol("=")
      options[name] = isAtFalse
      while !isAtEnd, !isAt(symbol: ")"), !acceptSymbol(",") { advance() }
    }
    return options
  }
}
