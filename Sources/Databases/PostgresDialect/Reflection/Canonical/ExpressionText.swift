import Dialects
import Revisions

/// Expressions in a form that leaves out what makes no difference: white space, comments, the case of words, the way a text is
/// quoted, parentheses that change nothing and casts that come by themselves. What is not understood keeps its parentheses and
/// casts.
enum ExpressionText {
  /// An expression in its one form. `columns` are those that it may speak of.
  static func canonical(_ expression: String, columns: [String: DataType] = [:]) -> String {
    canonical(expression) { columns[$0] }
  }

  /// An expression in its one form. `type` gives the types of the columns that it may speak of.
  static func canonical(_ expression: String, type: @escaping (String) -> DataType?) -> String {
    guard let pieces = pieces(of: ServerWording.restored(in: expression)) else { return expression }
    if let tree = ExpressionReader.read(pieces) { return ExpressionForm(columnType: type).form(tree).text }
    return joined(withoutOuterParentheses(pieces[...]))
  }

  /// A token in its one spelling.
  struct Piece: Hashable {
    var kind: Kind
    var text: String

    enum Kind: Hashable {
      /// A name, or a word that is none of the keywords.
      case name
      /// A keyword in capitals.
      case keyword
      /// A keyword that is called as functions are.
      case function
      case string, number
      /// A whole operator.
      case symbols
      /// A parenthesis, a bracket, a comma, a dot, a colon or two.
      case mark
    }

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
  }

  /// The tokens of an expression; nil where it cannot be read.
  static func pieces(of expression: String) -> [Piece]? {
    let text = SQLText(expression)
    var pieces: [Piece] = []
    var place = 0
    while place < text.tokens.count {
      let token = text.tokens[place]
      place += 1
      switch token.kind {
      case .word, .quotedName:
        if token.kind == .quotedName, text.bytes[token.range.lowerBound] != UInt8(ascii: "\"") { return nil }
        guard let name = text.name(token) else { return nil }
        pieces.append(piece(name, isQuoted: token.kind == .quotedName))
      case .string: pieces.append(Piece(kind: .string, text: string(text, token)))
      case .number:
        place = end(ofNumberAt: place - 1, in: text)
        let digits = text.text(token.range.lowerBound..<text.tokens[place - 1].range.upperBound)
        pieces.append(Piece(kind: .number, text: digits.lowercased()))
      case .parameter: pieces.append(Piece(kind: .name, text: text.text(token)))
      case .symbol:
        let end = end(ofSymbolsAt: place - 1, in: text)
        let symbols = text.text(from: place - 1, to: end)
        place = end
        let isMark = ["(", ")", "[", "]", ",", ".", ":", "::", ";"].contains(symbols)
        let spellings = ["!=": "<>", ":=": "=>"]
        pieces.append(Piece(kind: isMark ? .mark : .symbols, text: spellings[symbols] ?? symbols))
      case .metaCommand, .unterminatedString, .unterminatedName, .unterminatedComment: return nil
      }
    }
    return pieces
  }

  private static func piece(_ name: String, isQuoted: Bool) -> Piece {
    if isQuoted { return Piece(kind: .name, text: SQLText.name(name)) }
    if Keywords.functions.contains(name) { return Piece(kind: .function, text: name.uppercased()) }
    if Keywords.capital.contains(name) { return Piece(kind: .keyword, text: name.uppercased()) }
    return Piece(kind: .name, text: name)
  }

  private static func string(_ text: SQLText, _ token: Token) -> String {
    guard let value = text.string(token) else { return text.text(token) }
    return value.utf8.contains(UInt8(ascii: "\\"))
      ? "E" + value.replacing("\\", with: "\\\\").enclosed(in: UInt8(ascii: "'"))
      : value.enclosed(in: UInt8(ascii: "'"))
  }

  /// The place behind a number: the scanner takes its point, and the sign of its exponent, for symbols.
  private static func end(ofNumberAt start: Int, in text: SQLText) -> Int {
    func adjoins(_ place: Int) -> Bool {
      place < text.tokens.count && text.tokens[place].range.lowerBound == text.tokens[place - 1].range.upperBound
    }
    var end = start + 1
    if text.isSymbol(".", at: end), adjoins(end) {
      end += 1
      if adjoins(end), text.tokens[end].kind == .number { end += 1 }
    }
    let isOpen = text.bytes[text.tokens[end - 1].range.upperBound - 1] | 0x20 == UInt8(ascii: "e")
    if isOpen, adjoins(end), text.isSymbol("-", at: end) || text.isSymbol("+", at: end), adjoins(end + 1),
      text.tokens[end + 1].kind == .number
    {
      end += 2
    }
    return end
  }

  /// The place behind an operator, which is as long as the server would have it: a sign at its end belongs to what follows,
  /// unless the operator is of one's own.
  private static func end(ofSymbolsAt start: Int, in text: SQLText) -> Int {
    func byte(_ place: Int) -> UInt8 { text.bytes[text.tokens[place].range.lowerBound] }
    func follows(_ place: Int) -> Bool {
      place < text.tokens.count && text.tokens[place].kind == .symbol
        && text.tokens[place].range.lowerBound == text.tokens[place - 1].range.upperBound
    }
    if byte(start) == UInt8(ascii: ":") {
      let isLong = follows(start + 1) && [UInt8(ascii: ":"), UInt8(ascii: "=")].contains(byte(start + 1))
      return isLong ? start + 2 : start + 1
    }
    let operators = Array("+-*/<>=~!@#%^&|`?".utf8)
    guard operators.contains(byte(start)) else { return start + 1 }
    var end = start + 1
    while follows(end), operators.contains(byte(end)) { end += 1 }
    let isOwn = (start..<end).contains { Array("~!@#%^&|`?".utf8).contains(byte($0)) }
    while !isOwn, end > start + 1, byte(end - 1) == UInt8(ascii: "+") || byte(end - 1) == UInt8(ascii: "-") { end -= 1 }
    return end
  }

  static func withoutOuterParentheses(_ pieces: ArraySlice<Piece>) -> ArraySlice<Piece> {
    var pieces = pieces
    while let first = pieces.first, first.isMark("("), closing(pieces.startIndex, in: pieces) == pieces.endIndex - 1,
      pieces.count > 2
    {
      pieces = pieces.dropFirst().dropLast()
    }
    return pieces
  }

  /// The place of the mark that closes the one at a place.
  static func closing(_ open: Int, in pieces: ArraySlice<Piece>) -> Int? {
    var depth = 0
    for place in open..<pieces.endIndex where pieces[place].kind == .mark {
      switch pieces[place].text {
      case "(", "[": depth += 1
      case ")", "]":
        depth -= 1
        if depth == 0 { return place }
      default: break
      }
    }
    return nil
  }

  /// The pieces as text.
  static func joined(_ pieces: some Collection<Piece>) -> String {
    var text = ""
    var previous: Piece?
    var isSigned = false
    for piece in pieces {
      if let previous, isApart(previous, piece, isSigned: isSigned) { text += " " }
      text += piece.text
      isSigned = piece.kind == .symbols && (previous.map(startsOperand) ?? true)
      previous = piece
    }
    return text
  }

  /// Whether an operator behind a piece has nothing before it.
  private static func startsOperand(_ piece: Piece) -> Bool {
    switch piece.kind {
    case .symbols, .keyword: true
    case .mark: ["(", "[", ",", ":"].contains(piece.text)
    case .name, .function, .string, .number: false
    }
  }

  private static func isApart(_ left: Piece, _ right: Piece, isSigned: Bool) -> Bool {
    if left.kind == .mark, ["(", "[", ".", "::"].contains(left.text) { return false }
    // Two signs side by side would begin a comment, or another operator.
    if isSigned { return right.kind == .symbols }
    guard right.kind == .mark else { return true }
    switch right.text {
    case ")", "]", ",", ".", "::", ";": return false
    case "[": return left.kind == .symbols
    case "(":
      switch left.kind {
      case .name, .function: return false
      case .mark: return left.text == ","
      case .keyword, .symbols, .string, .number: return true
      }
    default: return true
    }
  }
}

/// A query as it is kept: without the semicolon and white space around it.
enum QueryText {
  static func canonical(_ query: String) -> String {
    var text = query[...]
    while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    return ServerWording.restored(in: String(text))
  }
}
