import Dialects

/// A view, trigger or index as SQLite keeps it, with the names that its text mentions.
struct SchemaObject {
  var type: String
  var name: String
  /// The table or view that it belongs to; its own name for a view.
  var table: String
  var bytes: [UInt8]
  var tokens: [Token]
  /// Whether it stands in the connection's temporary schema.
  var isTemporary: Bool

  init(type: String, name: String, table: String, sql: String, isTemporary: Bool) {
    self.type = type
    self.name = name
    self.table = table
    bytes = Array(sql.utf8)
    tokens = Tokenizer.tokens(of: bytes)
    self.isTemporary = isTemporary
  }

  /// What a message calls it.
  var title: String { "\(isTemporary ? "temporary " : "")\(type) \(name)" }

  /// The names in its text, as SQLite compares them. A string counts too: SQLite takes one for a name where it must.
  var mentions: Set<FoldedName> {
    var names: Set<FoldedName> = []
    for token in tokens where [.word, .quoted, .string].contains(token.kind) {
      names.insert(FoldedName(token.name(in: bytes)))
    }
    return names
  }

  /// Its text, made to stand in a schema whichever is searched first. SQLite keeps neither TEMP nor a schema in it.
  func creation(in schema: String?) throws(DialectError) -> String {
    // CREATE [UNIQUE] VIEW|TRIGGER|INDEX name …
    guard
      let kind = tokens.firstIndex(where: {
        $0.isWord("VIEW", in: bytes) || $0.isWord("TRIGGER", in: bytes) || $0.isWord("INDEX", in: bytes)
      }), kind + 1 < tokens.count, let home = isTemporary ? "temp" : schema
    else { return String(decoding: bytes, as: UTF8.self) }
    let name = String(decoding: bytes[tokens[kind + 1].range], as: UTF8.self)
    var edit = TextEdit(bytes: bytes, tokens: tokens)
    edit.replace((kind + 1)..<(kind + 2), with: "\(try SQLiteQuoting.quoted(home)).\(name)")
    return edit.text
  }

  /// What sets a trigger off.
  enum Event { case insert, update, delete }

  /// What sets it off, where it is a trigger.
  var event: Event? {
    // The name comes first, and may be one of these words.
    guard let kind = tokens.firstIndex(where: { $0.isWord("TRIGGER", in: bytes) }) else { return nil }
    for token in tokens.dropFirst(kind + 2) {
      if token.isWord("INSERT", in: bytes) { return .insert }
      if token.isWord("UPDATE", in: bytes) { return .update }
      if token.isWord("DELETE", in: bytes) { return .delete }
    }
    return nil
  }
}

extension SchemaObject {
  /// Where the columns of an index begin.
  var afterTable: Int { (tokens.firstIndex { $0.isWord("ON", in: bytes) } ?? 0) + 2 }

  /// Whether a name stands in its text from a token on.
  func names(_ column: String, from start: Int) -> Bool {
    tokens.indices.dropFirst(start).contains { tokens.isName(column, at: $0, in: bytes) }
  }

  /// Whether a column of that name is mentioned that can come from one of some relations: any, but for those which
  /// are said to belong to another.
  func names(_ column: String, of carriers: Set<FoldedName>, among relations: Set<FoldedName>) -> Bool {
    // What a table is called here: `users AS u` and `users u`.
    var aliases: [FoldedName: Set<FoldedName>] = [:]
    for position in tokens.indices {
      let relation = FoldedName(tokens[position].name(in: bytes))
      guard relations.contains(relation), tokens[position].kind.isName else { continue }
      aliases[relation, default: []].insert(relation)
      var next = position + 1
      if next < tokens.count, tokens[next].isWord("AS", in: bytes) { next += 1 }
      if next < tokens.count, tokens[next].kind.isName {
        aliases[FoldedName(tokens[next].name(in: bytes)), default: []].insert(relation)
      }
    }
    if type == "trigger" {
      for row in ["new", "old"] as [FoldedName] { aliases[row] = [FoldedName(table)] }
    }
    let header = type == "trigger" ? tokens.indices.first { tokens[$0].isWord("ON", in: bytes) } : nil
    return tokens.indices.contains { position in
      guard tokens.isName(column, at: position, in: bytes), position > 0, position - 1 != header else { return false }
      // The object itself, or a table, may be called like the column.
      if Self.introducingObjects.contains(where: { tokens[position - 1].isWord($0, in: bytes) }) { return false }
      // What stands before a dot is a table, or the row of a trigger, which a column may be called like: `NEW.total`.
      if position + 1 < tokens.endIndex, tokens[position + 1].isSymbol(".", in: bytes) { return false }
      // A name that is given is not one that is used.
      if tokens[position - 1].isWord("AS", in: bytes) { return false }
      guard position > 1, tokens[position - 1].isSymbol(".", in: bytes) else {
        return isRelationNamed(in: carriers, around: position)
      }
      let qualifier = FoldedName(tokens[position - 2].name(in: bytes))
      return aliases[qualifier].map { !$0.isDisjoint(with: carriers) } ?? true
    }
  }

  /// Whether one of some relations is read or written in the view, or in the statement of a trigger, in which a token stands.
  private func isRelationNamed(in carriers: Set<FoldedName>, around position: Int) -> Bool {
    var statement = tokens.indices
    if type == "trigger" {
      let start = tokens[..<position].lastIndex {
        $0.isWord("BEGIN", in: bytes) || $0.isSymbol(";", in: bytes)
      }
      guard let start else { return carriers.contains(FoldedName(table)) }
      statement = start..<(tokens[position...].firstIndex { $0.isSymbol(";", in: bytes) } ?? tokens.endIndex)
    }
    return isRelationNamed(in: carriers, within: statement)
  }

  /// Whether one of some relations is read or written in a view, or by a trigger.
  func uses(_ relations: Set<FoldedName>) -> Bool {
    // The head of a trigger names its own table, and columns.
    isRelationNamed(in: relations, within: tokens.indices.dropFirst(type == "trigger" ? afterTable : 0))
  }

  private func isRelationNamed(in carriers: Set<FoldedName>, within statement: Range<Int>) -> Bool {
    var isInFrom = false
    for position in statement {
      let token = tokens[position]
      if Self.openingRelations.contains(where: { token.isWord($0, in: bytes) }) {
        isInFrom = true
      } else if Self.closingRelations.contains(where: { token.isWord($0, in: bytes) }) {
        isInFrom = false
      } else if isInFrom || position > 0 && tokens[position - 1].isWord("IN", in: bytes),
        token.kind.isName || token.kind == .string,
        carriers.contains(FoldedName(token.name(in: bytes)))
      {
        return true
      }
    }
    return false
  }

  private static let openingRelations: [StaticString] = ["FROM", "JOIN", "INTO", "UPDATE"]
  private static let closingRelations: [StaticString] = [
    "SELECT", "WHERE", "ON", "USING", "GROUP", "ORDER", "HAVING", "LIMIT", "SET", "VALUES", "RETURNING", "WINDOW",
  ]

  private static let introducingObjects: [StaticString] = ["FROM", "JOIN", "INTO", "UPDATE", "TRIGGER", "VIEW"]
}
