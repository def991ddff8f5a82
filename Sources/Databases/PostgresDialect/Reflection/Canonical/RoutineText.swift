import Revisions

/// The arguments and results of routines, as people write them.
enum RoutineText {
  /// One argument in its one form.
  struct Argument {
    var text: String
    var type: String
    /// Whether it is given back.
    var isResult: Bool
  }

  /// The arguments one by one: the mode where it is not the usual one, the name, the type and the default.
  static func arguments(_ list: String, ofProcedure isProcedure: Bool) -> [Argument] {
    let text = SQLText("(" + list + "\n)")
    return text.parts(ofGroupAt: 0).map { argument(text, $0, ofProcedure: isProcedure) }
  }

  /// The types by which a routine is told from others of its name: those of what it is given.
  static func inputTypes(of routine: Routine) -> [String] {
    arguments(routine.arguments, ofProcedure: routine.kind == .procedure)
      .filter { !$0.text.hasPrefix("OUT ") }.map(\.type)
  }

  private static func argument(_ text: SQLText, _ range: Range<Int>, ofProcedure isProcedure: Bool) -> Argument {
    var start = range.lowerBound
    // `IN OUT` is one mode in two words.
    var mode = ""
    while start < range.upperBound - 1, let word = modeWord(text, start) {
      mode += word
      start += 1
    }
    var end = start
    while end < range.upperBound, !text.isWord("DEFAULT", at: end), !text.isSymbol("=", at: end),
      !text.isSymbol(":", at: end) || text.isSymbol(":", at: end + 1)
    {
      end += 1
    }
    var result = ""
    switch mode {
    case "", "IN": if isProcedure { result = "IN " }
    case "OUT", "VARIADIC": result = mode + " "
    default: result = "INOUT "
    }
    let whole = text.text(from: start, to: end)
    let type: String
    if TypeText.parsed(whole) == nil, end > start + 1, let name = text.name(text.tokens[start]) {
      result += SQLText.name(name) + " "
      type = self.type(text.text(from: start + 1, to: end))
    } else {
      type = self.type(whole)
    }
    result += type
    var value = end
    while value < range.upperBound,
      text.isWord("DEFAULT", at: value) || text.isSymbol("=", at: value) || text.isSymbol(":", at: value)
    {
      value += 1
    }
    if value > end, value < range.upperBound {
      result += " DEFAULT " + defaultText(text.text(from: value, to: range.upperBound), for: type)
    }
    return Argument(text: result, type: type, isResult: mode.contains("OUT"))
  }

  private static func modeWord(_ text: SQLText, _ place: Int) -> String? {
    for word in ["IN", "OUT", "INOUT", "VARIADIC"] as [StaticString] where text.isWord(word, at: place) {
      return "\(word)"
    }
    return nil
  }

  /// A default without the cast that its place makes of itself.
  private static func defaultText(_ text: String, for type: String) -> String {
    let canonical = ExpressionText.canonical(text)
    guard let pieces = ExpressionText.pieces(of: canonical), pieces.count > 2, pieces[1].isMark("::"),
      let cast = TypeText.parsed(ExpressionText.joined(pieces[2...])), let wanted = TypeText.parsed(type),
      cast == wanted, pieces[0].kind == .string || pieces[0].text == "NULL"
    else { return canonical }
    if cast == .integer, let value = StringText.value(of: Array(pieces[0].text.utf8)), Int32(value) != nil {
      return value
    }
    return pieces[0].text
  }

  /// What a function returns: a type, `SETOF` one, or a `TABLE` of columns.
  static func result(_ result: String) -> String {
    let text = SQLText(result)
    if text.isWord("SETOF", at: 0) { return "SETOF " + type(text.text(from: 1, to: text.tokens.count)) }
    guard text.isWord("TABLE", at: 0), text.isSymbol("(", at: 1) else { return type(result) }
    let columns = text.parts(ofGroupAt: 1).map { argument(text, $0, ofProcedure: false).text }
    return "TABLE(" + columns.joined(separator: ", ") + ")"
  }

  /// A type in its one spelling; what is none stays as it is, such as `a.b%TYPE`.
  static func type(_ text: String) -> String {
    guard let type = TypeText.parsed(text) else { return ExpressionText.canonical(text) }
    return TypeText.spelling(of: TypeText.canonical(type))
  }
}
