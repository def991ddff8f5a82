import Dialects

/// SQL text in the one form in which texts are compared: its tokens, laid out in one way and without comments.
///
/// Keywords are in upper case. In an expression over a table's row, columns have the name under which they were declared,
/// in quotes only where they need them.
struct TextLayout {
  /// What a text is.
  enum Kind {
    /// An expression over a row of a table with these columns.
    case expression(columns: [FoldedName: String])
    /// A part of a statement. What is known to be a name needs no quotes; of others it is not known whether they are names or
    /// strings. A query that gives its columns names keeps their text.
    case statement(namesColumns: Bool, knownNames: Set<FoldedName> = [])
  }

  let bytes: [UInt8]
  let tokens: [Token]
  let kind: Kind
  /// Whether double quotes around something that is no column make it a string, as in text that SQLite has taken so.
  let readsLegacyStrings: Bool

  init(_ text: String, _ kind: Kind, readsLegacyStrings: Bool = false) {
    bytes = Array(text.utf8)
    tokens = Tokenizer.tokens(of: bytes)
    self.kind = kind
    self.readsLegacyStrings = readsLegacyStrings
  }

  /// All of the text.
  var text: String { text(of: tokens.startIndex..<tokens.endIndex) }

  /// The text of some tokens. What cannot be divided into tokens is left as it is.
  func text(of range: Range<Int>) -> String {
    guard !tokens.contains(where: { $0.kind.unterminated != nil }) else { return source(of: range) }
    var result = ""
    var depth = 0
    var before: Piece?
    let kept = namedResults(in: range)
    var nextKept = kept.startIndex
    var position = range.lowerBound
    while position < range.upperBound {
      var piece: Piece
      if nextKept < kept.endIndex, kept[nextKept].lowerBound == position {
        piece = Piece(text: keptSource(of: kept[nextKept]), class: .kept)
        position = kept[nextKept].upperBound
        nextKept += 1
      } else {
        piece = self.piece(at: position, in: range, before: before)
        position += 1
      }
      if piece.class == .close { depth -= 1 }
      if let before {
        // A comment ends with its line.
        if before.class == .kept && before.text.contains("--") {
          result += "\n"
        } else if case .statement = kind, depth == 0, startsLine(piece, behind: before) {
          result += "\n"
        } else if isSpaced(before, piece) {
          result += " "
        }
      }
      if piece.class == .open { depth += 1 }
      result += piece.text
      before = piece
    }
    return result
  }

  /// The tokens that are left when parentheses around the whole are taken away.
  func unwrapped(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while range.count > 2, isEnclosed(range), !startsQuery(range.lowerBound + 1) {
      range = (range.lowerBound + 1)..<(range.upperBound - 1)
    }
    return range
  }

  private func startsQuery(_ position: Int) -> Bool {
    let token = tokens[position]
    return token.isWord("SELECT", in: bytes) || token.isWord("VALUES", in: bytes) || token.isWord("WITH", in: bytes)
  }

  private func isEnclosed(_ range: Range<Int>) -> Bool {
    guard tokens[range.lowerBound].isSymbol("(", in: bytes) else { return false }
    var depth = 0
    for position in range {
      if tokens[position].isSymbol("(", in: bytes) { depth += 1 }
      if tokens[position].isSymbol(")", in: bytes) { depth -= 1 }
      if depth == 0 { return position == range.upperBound - 1 }
    }
    return false
  }

  func source(of range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return String(decoding: bytes[tokens[first].range.lowerBound..<tokens[last].range.upperBound], as: UTF8.self)
  }
}

extension TextLayout {
  /// A token as it is written.
  struct Piece {
    var text: String
    var `class`: Class

    enum Class {
      case keyword, name, operand, kept, open, close, dot, comma, semicolon, sign, infix
    }

    func isKeyword(_ word: String) -> Bool { self.class == .keyword && text == word }
  }

  private func piece(at position: Int, in range: Range<Int>, before: Piece?) -> Piece {
    let token = tokens[position]
    let source = String(decoding: bytes[token.range], as: UTF8.self)
    switch token.kind {
    case .word: return word(source, at: position, in: range, before: before)
    case .quoted: return Piece(text: quoted(source, at: position, in: range, before: before), class: .name)
    case .symbol: return Piece(text: source, class: symbol(source, before: before))
    default: return Piece(text: source, class: .operand)
    }
  }

  private func symbol(_ source: String, before: Piece?) -> Piece.Class {
    switch source {
    case "(": return .open
    case ")": return .close
    case ".": return .dot
    case ",": return .comma
    case ";": return .semicolon
    case "~": return .sign
    case "+", "-":
      switch before?.class {
      case .name, .operand, .kept, .close: return .infix
      case .keyword: return Keywords.values.contains(before?.text ?? "") ? .infix : .sign
      default: return .sign
      }
    default: return .infix
    }
  }

  private func word(_ source: String, at position: Int, in range: Range<Int>, before: Piece?) -> Piece {
    let isMember = before?.class == .dot
    let isNewName = before?.isKeyword("AS") ?? false
    let next = position + 1 < range.upperBound ? tokens[position + 1] : nil
    let isCall = next?.isSymbol("(", in: bytes) ?? false
    let keyword = source.uppercased()
    switch kind {
    case .expression(let columns):
      if before?.isKeyword("COLLATE") ?? false {
        return Piece(text: CollationNames.canonical(source), class: .name)
      }
      if !isCall, !isNewName, keyword == "TRUE" || keyword == "FALSE" || !Keywords.ofExpressions.contains(keyword),
        let column = columns[FoldedName(source)]
      {
        return Piece(text: written(column), class: .name)
      }
      if !isMember, Keywords.ofExpressions.contains(keyword) { return Piece(text: keyword, class: .keyword) }
      return Piece(text: isCall && !isNewName && !isMember ? source.lowercased() : source, class: .name)
    case .statement:
      let isTable = next?.isSymbol(".", in: bytes) ?? false
      let startsQuery = keyword == "SELECT" || keyword == "NOT"
      guard !isMember, !isTable, !isNewName || startsQuery, Keywords.ofStatements.contains(keyword) else {
        return Piece(text: source, class: .name)
      }
      return Piece(text: keyword, class: .keyword)
    }
  }

  private func quoted(_ source: String, at position: Int, in range: Range<Int>, before: Piece?) -> String {
    let name = tokens[position].name(in: bytes)
    let columns: [FoldedName: String]
    switch kind {
    case .expression(let known): columns = known
    case .statement(_, let known): return known.contains(FoldedName(name)) ? written(name) : source
    }
    if before?.isKeyword("COLLATE") ?? false {
      let canonical = CollationNames.canonical(name)
      return CollationNames.areBuiltIn(canonical) ? canonical : source
    }
    if before?.isKeyword("AS") ?? false { return source }
    let isFollowed =
      position + 1 < range.upperBound
      && (tokens[position + 1].isSymbol(".", in: bytes) || tokens[position + 1].isSymbol("(", in: bytes))
    if isFollowed { return source }
    if let column = columns[FoldedName(name)] { return written(column) }
    if readsLegacyStrings, before?.class != .dot, source.utf8.first == UInt8(ascii: "\""),
      !["rowid", "_rowid_", "oid"].contains(FoldedName(name))
    {
      return SQLiteLiteral.quoted(name)
    }
    return source
  }

  private func written(_ name: String) -> String {
    Keywords.allowsBare(name) ? name : name.enclosed(in: UInt8(ascii: "\""))
  }

  private func isSpaced(_ before: Piece, _ piece: Piece) -> Bool {
    switch (before.class, piece.class) {
    case (_, .comma), (_, .semicolon), (_, .close), (_, .dot), (.open, _), (.dot, _): false
    case (.name, .open): false
    case (.keyword, .open): !Keywords.calling.contains(before.text)
    // Two signs would begin a comment.
    case (.sign, .sign): true
    case (.sign, _): false
    default: true
    }
  }

  private func startsLine(_ piece: Piece, behind before: Piece) -> Bool {
    if before.class == .semicolon { return true }
    guard piece.class == .keyword, Keywords.startingLines.contains(piece.text) else { return false }
    if before.class == .keyword, Keywords.joining.contains(before.text) { return false }
    if piece.text == "FROM" { return !before.isKeyword("DELETE") && !before.isKeyword("DISTINCT") }
    // DEFAULT VALUES
    return !(piece.text == "VALUES" && before.isKeyword("DEFAULT"))
  }
}
