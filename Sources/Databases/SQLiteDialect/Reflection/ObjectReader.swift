import Dialects
import Revisions

/// Makes an index, a view or a trigger of its text, in the words of that text.
struct ObjectReader: TokenReading {
  let bytes: [UInt8]
  let tokens: [Token]
  let subject: String
  var position = 0

  init(_ sql: String, subject: String) {
    bytes = Array(sql.utf8)
    tokens = Tokenizer.tokens(of: bytes)
    self.subject = subject
  }

  private mutating func expect(_ words: StaticString) throws(DialectError) {
    guard skip(words) else { throw failure() }
  }

  /// Goes to what stands behind the name.
  private mutating func skipHead(_ kind: StaticString) throws(DialectError) {
    try expect("CREATE")
    if at("TEMP") || at("TEMPORARY") { position += 1 }
    try expect(kind)
    _ = skip("IF", "NOT", "EXISTS")
    _ = try takeQualifiedName()
  }

  /// The tokens up to the end, but for semicolons there.
  private var rest: Range<Int> {
    var end = tokens.endIndex
    while end > position, tokens[end - 1].isSymbol(";", in: bytes) { end -= 1 }
    return min(position, end)..<end
  }

  mutating func index(_ name: String, of table: QualifiedName) throws(DialectError) -> Index {
    try expect("CREATE")
    let isUnique = skip("UNIQUE")
    try expect("INDEX")
    _ = skip("IF", "NOT", "EXISTS")
    _ = try takeQualifiedName()
    try expect("ON")
    _ = try takeName()
    let list = try takeParentheses()
    let parts = tokens.parts(of: list, in: bytes).map { Index.Part(.expression(.raw(text(of: $0)))) }
    let predicate: SQLFragment? = skip("WHERE") ? .raw(text(of: rest)) : nil
    return Index(name, on: table, parts: parts, unique: isUnique, where: predicate)
  }

  mutating func view(_ name: QualifiedName) throws(DialectError) -> View {
    try skipHead("VIEW")
    let columns = at(symbol: "(") ? try takeColumns().names : []
    try expect("AS")
    return View(name, columns: columns, as: .raw(text(of: rest)))
  }

  mutating func trigger(_ name: String, of table: QualifiedName) throws(DialectError) -> Trigger {
    try skipHead("TRIGGER")
    let timing = takeTiming()
    let event = try takeEvent()
    try expect("ON")
    _ = try takeQualifiedName()
    _ = skip("FOR", "EACH", "ROW")
    var condition: SQLFragment?
    if skip("WHEN") {
      let start = position
      while position < tokens.count, !isAtBody { position += 1 }
      condition = .raw(text(of: start..<position))
    }
    try expect("BEGIN")
    let body = rest
    guard let last = body.last, tokens[last].isWord("END", in: bytes) else { throw failure() }
    return Trigger(name, on: table, timing, [event], when: condition, body: .raw(text(of: body.lowerBound..<last)))
  }

  /// Without a word it acts before.
  private mutating func takeTiming() -> Trigger.Timing {
    if skip("AFTER") { return .after }
    if skip("INSTEAD", "OF") { return .insteadOf }
    _ = skip("BEFORE")
    return .before
  }

  private mutating func takeEvent() throws(DialectError) -> Trigger.Event {
    if skip("INSERT") { return .insert }
    if skip("DELETE") { return .delete }
    guard skip("UPDATE") else { throw failure() }
    guard skip("OF") else { return .update }
    var names = [try takeName()]
    while at(symbol: ",") {
      position += 1
      names.append(try takeName())
    }
    return .update(of: names)
  }

  /// Whether the statements begin: BEGIN alone could be a name of the condition.
  private var isAtBody: Bool {
    at("BEGIN")
      && (at("SELECT", 1) || at("INSERT", 1) || at("UPDATE", 1) || at("DELETE", 1) || at("REPLACE", 1) || at("WITH", 1))
  }
}
