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
private struct TableTextParser: TokenReading {
  let bytes: [UInt8]
  let tokens: [Token]
  var name = 0
  var elements: [TableText.Element] = []
  var isStrict = false
  var isWithoutRowID = false
  var position = 0
  let subject = "the table's own CREATE TABLE"

  init(_ sql: String) {
    bytes = Array(sql.utf8)
    tokens = Tokenizer.tokens(of: bytes)
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
    var isOrdered = false
    let kind: TableText.Clause.Kind
    if skip("PRIMARY", "KEY") {
      let (columns, inside) = try takeColumns()
      let counts = tokens[inside].contains { $0.isWord("AUTOINCREMENT", in: bytes) }
      kind = .primaryKey(columns: columns, isAutoincrement: counts, isDescending: false)
      isOrdered = hasOrder(inside)
    } else if skip("UNIQUE") {
      let (columns, inside) = try takeColumns()
      kind = .unique(columns: columns)
      isOrdered = hasOrder(inside)
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
    let conflict = try takeConflictClause()
    return TableText.Clause(
      kind: kind, name: name, tokens: start..<position, expression: expression, conflict: conflict,
      isOrdered: isOrdered)
  }

  /// Whether the columns in a list have an order or a collation of their own there.
  private func hasOrder(_ list: Range<Int>) -> Bool {
    tokens[list].contains { $0.isWord("DESC", in: bytes) || $0.isWord("COLLATE", in: bytes) }
  }

  private mutating func takeConstraintName() throws(DialectError) -> String? {
    var name: String?
    while skip("CONSTRAINT") { name = try takeName() }
    return name
  }

  /// What an ON CONFLICT says that is not what happens anyway.
  private mutating func takeConflictClause() throws(DialectError) -> String? {
    guard skip("ON", "CONFLICT") else { return nil }
    let resolution = try takeName()
    return SQLiteQuoting.same(resolution, "ABORT") ? nil : resolution
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
    var conflict: String?
    var isOrdered = false
    let kind: TableText.Clause.Kind
    if skip("PRIMARY", "KEY") {
      let isDescending = skip("DESC")
      isOrdered = isDescending
      if !isDescending { _ = skip("ASC") }
      conflict = try takeConflictClause()
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
      kind = .deferral(isInitiallyDeferred: takeDeferral())
    } else {
      throw failure()
    }
    conflict = try takeConflictClause() ?? conflict
    return TableText.Clause(
      kind: kind, name: name, tokens: start..<position, expression: expression, conflict: conflict,
      isOrdered: isOrdered)
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
        reference.match = try takeName().uppercased()
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
