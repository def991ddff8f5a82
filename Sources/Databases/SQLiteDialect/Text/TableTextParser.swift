import Dialects

extension TableText {
  /// Reads a CREATE TABLE as SQLite keeps it.
  ///
  /// Throws ``DialectError`` for a virtual table, and for what it cannot make out.
  init(_ sql: String) throws(DialectError) {
    var parser = TableTextParser(sql)
    try parser.parse()
    bytes = parser.bytes
    tokens = parser.tokens
    name = parser.name
    elements = parser.elements
    isStrict = parser.isStrict
    isWithoutRowID = parser.isWithoutRowID
  }
}

/// Reads the grammar of CREATE TABLE as SQLite has it, loosely where nothing depends on it.
private struct TableTextParser {
  let bytes: [UInt8]
  let tokens: [Token]
  var name = 0
  var elements: [TableText.Element] = []
  var isStrict = false
  var isWithoutRowID = false
  /// The token that is read next.
  private var position = 0

  init(_ sql: String) {
    bytes = Array(sql.utf8)
    tokens = Tokenizer.tokens(of: bytes)
  }

  // MARK: Reading tokens

  private func at(_ word: StaticString, _ offset: Int = 0) -> Bool {
    position + offset < tokens.count && tokens[position + offset].isWord(word, in: bytes)
  }

  private func at(symbol: Unicode.Scalar) -> Bool {
    position < tokens.count && tokens[position].isSymbol(symbol, in: bytes)
  }

  private mutating func skip(_ words: StaticString...) -> Bool {
    for (offset, word) in words.enumerated() where !at(word, offset) { return false }
    position += words.count
    return true
  }

  private func failure() -> DialectError {
    let place = position < tokens.count ? "at '\(tokens[position].name(in: bytes))'" : "at its end"
    return DialectError("the table's own CREATE TABLE cannot be made out \(place)")
  }

  private mutating func takeName() throws(DialectError) -> String {
    guard position < tokens.count, [.word, .quoted, .string].contains(tokens[position].kind) else { throw failure() }
    position += 1
    return tokens[position - 1].name(in: bytes)
  }

  /// The tokens between a parenthesis and the one that closes it; goes on behind that.
  private mutating func takeParentheses() throws(DialectError) -> Range<Int> {
    guard at(symbol: "(") else { throw failure() }
    let start = position + 1
    var depth = 0
    while position < tokens.count {
      if at(symbol: "(") { depth += 1 }
      if at(symbol: ")") { depth -= 1 }
      position += 1
      if depth == 0 { return start..<(position - 1) }
    }
    throw failure()
  }

  /// The first name of each part of a list in parentheses.
  private mutating func takeColumns() throws(DialectError) -> (names: [String], inside: Range<Int>) {
    let inside = try takeParentheses()
    var names: [String] = []
    var depth = 0
    var isFirst = true
    for token in tokens[inside] {
      if isFirst { names.append(token.name(in: bytes)) }
      isFirst = false
      if token.isSymbol("(", in: bytes) { depth += 1 }
      if token.isSymbol(")", in: bytes) { depth -= 1 }
      if depth == 0, token.isSymbol(",", in: bytes) { isFirst = true }
    }
    return (names, inside)
  }

  // MARK: The statement

  mutating func parse() throws(DialectError) {
    guard skip("CREATE") else { throw failure() }
    if at("TEMP") || at("TEMPORARY") { position += 1 }
    if at("VIRTUAL") { throw DialectError("it is a virtual table, which SQLite cannot alter") }
    guard skip("TABLE") else { throw failure() }
    _ = skip("IF", "NOT", "EXISTS")
    name = position
    _ = try takeName()
    if at(symbol: ".") {
      position += 1
      name = position
      _ = try takeName()
    }
    guard at(symbol: "(") else { throw failure() }
    position += 1
    try parseElements()
    while position < tokens.count {
      if at("STRICT") { isStrict = true }
      if at("WITHOUT") { isWithoutRowID = true }
      position += 1
    }
  }

  private mutating func parseElements() throws(DialectError) {
    while true {
      let start = position
      if isAtConstraint {
        // A comma between two constraints may be left out.
        while isAtConstraint {
          let begin = position
          elements.append(.init(kind: .constraint(try tableConstraint()), tokens: begin..<position))
        }
      } else {
        elements.append(.init(kind: .column(try column()), tokens: start..<position))
      }
      if at(symbol: ")") { break }
      guard at(symbol: ",") else { throw failure() }
      position += 1
    }
    position += 1
  }

  private var isAtConstraint: Bool { at("CONSTRAINT") || at("PRIMARY") || at("UNIQUE") || at("CHECK") || at("FOREIGN") }

  private mutating func tableConstraint() throws(DialectError) -> TableText.Clause {
    let start = position
    let name = try takeConstraintName()
    var expression = 0..<0
    let kind: TableText.Clause.Kind
    if skip("PRIMARY", "KEY") {
      let (columns, inside) = try takeColumns()
      let counts = tokens[inside].contains { $0.isWord("AUTOINCREMENT", in: bytes) }
      kind = .primaryKey(columns: columns, isAutoincrement: counts, isDescending: false)
    } else if skip("UNIQUE") {
      kind = .unique(columns: try takeColumns().names)
    } else if skip("CHECK") {
      kind = .check
      expression = try takeParentheses()
    } else if skip("FOREIGN", "KEY") {
      let columns = try takeColumns().names
      guard skip("REFERENCES") else { throw failure() }
      kind = .foreignKey(columns: columns, try reference())
    } else {
      throw failure()
    }
    try skipConflictClause()
    return TableText.Clause(kind: kind, name: name, tokens: start..<position, expression: expression)
  }

  private mutating func takeConstraintName() throws(DialectError) -> String? {
    var name: String?
    while skip("CONSTRAINT") { name = try takeName() }
    return name
  }

  private mutating func skipConflictClause() throws(DialectError) {
    if skip("ON", "CONFLICT") { _ = try takeName() }
  }

  // MARK: Columns

  private mutating func column() throws(DialectError) -> TableText.ColumnText {
    let name = try takeName()
    let start = position
    while position < tokens.count, !isAtClause, [.word, .quoted, .string].contains(tokens[position].kind) {
      position += 1
    }
    if position > start, at(symbol: "(") { _ = try takeParentheses() }
    var column = TableText.ColumnText(name: name, type: start..<position, clauses: [])
    while position < tokens.count, !at(symbol: ","), !at(symbol: ")") {
      column.clauses.append(try clause(of: name))
    }
    return column
  }

  /// Whether a word that no type can have comes next.
  private var isAtClause: Bool {
    at("CONSTRAINT") || at("DEFAULT") || at("NULL") || at("NOT") || at("PRIMARY") || at("UNIQUE") || at("CHECK")
      || at("REFERENCES") || at("COLLATE") || at("AS") || at("DEFERRABLE") || (at("GENERATED") && at("ALWAYS", 1))
  }

  private mutating func clause(of column: String) throws(DialectError) -> TableText.Clause {
    let start = position
    let name = try takeConstraintName()
    var expression = 0..<0
    let kind: TableText.Clause.Kind
    if skip("PRIMARY", "KEY") {
      let isDescending = skip("DESC")
      if !isDescending { _ = skip("ASC") }
      try skipConflictClause()
      kind = .primaryKey(columns: [column], isAutoincrement: skip("AUTOINCREMENT"), isDescending: isDescending)
    } else if skip("UNIQUE") {
      kind = .unique(columns: [column])
    } else if skip("CHECK") {
      kind = .check
      expression = try takeParentheses()
    } else if skip("REFERENCES") {
      kind = .foreignKey(columns: [column], try reference())
    } else if skip("DEFAULT") {
      kind = .defaultValue
      expression = try takeDefault()
    } else if skip("COLLATE") {
      kind = .collation
      _ = try takeName()
    } else if skip("NOT", "NULL") {
      kind = .notNull
    } else if skip("NULL") {
      kind = .null
    } else if skip("GENERATED", "ALWAYS", "AS") || skip("AS") {
      kind = .generated
      expression = try takeParentheses()
      if !skip("STORED") { _ = skip("VIRTUAL") }
    } else if at("DEFERRABLE") || (at("NOT") && at("DEFERRABLE", 1)) {
      kind = .deferral
      _ = takeDeferral()
    } else {
      throw failure()
    }
    try skipConflictClause()
    return TableText.Clause(kind: kind, name: name, tokens: start..<position, expression: expression)
  }

  private mutating func takeDefault() throws(DialectError) -> Range<Int> {
    if at(symbol: "(") { return try takeParentheses() }
    let start = position
    if at(symbol: "+") || at(symbol: "-") { position += 1 }
    guard position < tokens.count else { throw failure() }
    position += 1
    return start..<position
  }

  // MARK: Foreign keys

  private mutating func reference() throws(DialectError) -> TableText.Reference {
    var reference = TableText.Reference(table: try takeName(), columns: [])
    if at(symbol: "(") { reference.columns = try takeColumns().names }
    while true {
      if skip("ON", "DELETE") {
        reference.onDelete = try takeAction()
      } else if skip("ON", "UPDATE") {
        reference.onUpdate = try takeAction()
      } else if skip("ON", "INSERT") {
        _ = try takeAction()
      } else if skip("MATCH") {
        _ = try takeName()
      } else {
        break
      }
    }
    reference.isInitiallyDeferred = takeDeferral()
    return reference
  }

  private mutating func takeAction() throws(DialectError) -> String {
    let first = try takeName().uppercased()
    if first == "SET" || first == "NO" { return first + " " + (try takeName().uppercased()) }
    return first
  }

  /// Goes over DEFERRABLE and what belongs to it; tells whether a constraint waits for the commit.
  private mutating func takeDeferral() -> Bool {
    let isRefused = at("NOT") && at("DEFERRABLE", 1)
    if isRefused { position += 1 }
    guard skip("DEFERRABLE") else { return false }
    if skip("INITIALLY", "DEFERRED") { return !isRefused }
    _ = skip("INITIALLY", "IMMEDIATE")
    return false
  }
}
