/// Names in double quotes that are no names: SQLite used to take them for strings, and old tables rely on it.
///
/// The connection does not take them so in what it creates, in order that a misspelt name is an error; what was created
/// in that way before is written with single quotes when it is created again.
enum LegacyString {
  /// A table's text with such strings in single quotes.
  static func settled(_ table: TableText) -> String {
    var edit = TextEdit(table)
    for clause in table.columns.flatMap(\.clauses) + table.constraints {
      for position in clause.expression {
        guard let string = text(at: position, of: table.tokens, in: table.bytes, columnsOf: table) else { continue }
        edit.replace(position..<(position + 1), with: string)
      }
    }
    return edit.text
  }

  /// An index with such strings in single quotes.
  static func settled(_ index: SchemaObject, on table: TableText) -> SchemaObject {
    var edit = TextEdit(bytes: index.bytes, tokens: index.tokens)
    for position in index.tokens.indices.dropFirst(index.afterTable) {
      guard let string = text(at: position, of: index.tokens, in: index.bytes, columnsOf: table) else { continue }
      edit.replace(position..<(position + 1), with: string)
    }
    var settled = index
    settled.bytes = Array(edit.text.utf8)
    settled.tokens = Tokenizer.tokens(of: settled.bytes)
    return settled
  }

  /// The literal for a token of an expression over a table's row; nil where the token is a name, or something else.
  static func text(at position: Int, of tokens: [Token], in bytes: [UInt8], columnsOf table: TableText) -> String? {
    let token = tokens[position]
    guard token.kind == .quoted, bytes[token.range.lowerBound] == UInt8(ascii: "\"") else { return nil }
    let name = token.name(in: bytes)
    guard table.column(name) == nil, !["rowid", "_rowid_", "oid"].contains(FoldedName(name)) else {
      return nil
    }
    if position > 0 {
      let before = tokens[position - 1]
      if before.isSymbol(".", in: bytes) || before.isWord("COLLATE", in: bytes) { return nil }
    }
    if position + 1 < tokens.count {
      let next = tokens[position + 1]
      if next.isSymbol(".", in: bytes) || next.isSymbol("(", in: bytes) { return nil }
    }
    return SQLiteLiteral.quoted(name)
  }
}
