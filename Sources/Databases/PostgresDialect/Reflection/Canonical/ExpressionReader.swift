/// Reads an expression by the server's rules of precedence. What it does not know it does not guess: the result is nil.
struct ExpressionReader {
  typealias Piece = ExpressionText.Piece
  typealias Rank = ExpressionTree.Rank

  private let pieces: [Piece]
  private var position = 0

  private init(_ pieces: [Piece]) { self.pieces = pieces }

  static func read(_ pieces: [Piece]) -> ExpressionTree? {
    var reader = ExpressionReader(pieces)
    guard let tree = reader.expression(.or, depth: 0), reader.position == pieces.count else { return nil }
    return tree
  }

  private var current: Piece? { position < pieces.count ? pieces[position] : nil }

  private func isKeyword(_ word: String, ahead: Int = 0) -> Bool {
    position + ahead < pieces.count && pieces[position + ahead].kind == .keyword && pieces[position + ahead].text == word
  }

  private func isName(_ word: String, ahead: Int) -> Bool {
    position + ahead < pieces.count && pieces[position + ahead].kind == .name && pieces[position + ahead].text == word
  }

  private mutating func take(_ words: String...) -> Bool {
    for (ahead, word) in words.enumerated() where !isKeyword(word, ahead: ahead) { return false }
    position += words.count
    return true
  }

  private mutating func take(mark: String) -> Bool {
    guard current?.isMark(mark) == true else { return false }
    position += 1
    return true
  }

  // MARK: Operators

  private mutating func expression(_ least: Rank, depth: Int) -> ExpressionTree? {
    // Deeper than anybody writes: the rest is left as it is.
    guard depth < 200, var left = operand(least, depth: depth) else { return nil }
    while let (rank, next) = rightHand(of: left, least, depth: depth) {
      guard let next else { return nil }
      left = next
      // Comparisons do not follow each other without parentheses.
      if rank == .comparison || rank == .among, let (again, _) = peekedRank(), again == rank { return nil }
    }
    return left
  }

  private func peekedRank() -> (Rank, Int)? {
    guard let piece = current, piece.kind == .symbols else { return nil }
    return (ExpressionTree.rank(of: piece.text), 1)
  }

  private mutating func operand(_ least: Rank, depth: Int) -> ExpressionTree? {
    if take("NOT") {
      guard least <= .not, let value = expression(.not, depth: depth + 1) else { return nil }
      return .not(value)
    }
    if let piece = current, piece.kind == .symbols {
      position += 1
      let rank: Rank = piece.text == "-" || piece.text == "+" ? .sign : .other
      guard let value = expression(rank == .sign ? .sign : rank.tighter, depth: depth + 1) else { return nil }
      if piece.text == "-", case .atom(let digits) = value, digits.first?.isNumber == true { return .atom("-" + digits) }
      return .prefix(piece.text, value)
    }
    return primary(depth: depth)
  }

  /// What an operator makes of the value before it: nil where there is none of at least that rank, and no value where it
  /// cannot be read.
  private mutating func rightHand(
    of left: ExpressionTree, _ least: Rank, depth: Int
  ) -> (Rank, ExpressionTree?)? {
    guard let piece = current else { return nil }
    switch piece.kind {
    case .symbols:
      let rank = ExpressionTree.rank(of: piece.text)
      guard rank >= least else { return nil }
      position += 1
      if isKeyword("ANY") || isKeyword("ALL") || isKeyword("SOME") {
        return (rank, quantified(left, piece.text, rank, depth: depth))
      }
      return (rank, expression(rank.tighter, depth: depth + 1).map { .infix(piece.text, left, $0) })
    case .mark where piece.text == "::":
      guard least <= .cast else { return nil }
      position += 1
      return (.cast, typeName().map { .cast(left, $0) })
    case .mark where piece.text == "[":
      return (.atom, subscripted(left, depth: depth))
    case .keyword: return words(behind: left, least, depth: depth)
    // `AT` is no keyword that is quoted, so it comes as a name.
    case .name where piece.text == "at" && isName("time", ahead: 1) && isName("zone", ahead: 2):
      guard least <= .zone else { return nil }
      position += 3
      return (.zone, expression(Rank.zone.tighter, depth: depth + 1).map { .infix("AT TIME ZONE", left, $0) })
    default: return nil
    }
  }

  private mutating func words(
    behind left: ExpressionTree, _ least: Rank, depth: Int
  ) -> (Rank, ExpressionTree?)? {
    if isKeyword("AND") || isKeyword("OR") {
      let word = isKeyword("AND") ? "AND" : "OR"
      let rank: Rank = word == "AND" ? .and : .or
      guard least <= rank else { return nil }
      position += 1
      guard let right = expression(rank.tighter, depth: depth + 1) else { return (rank, nil) }
      if case .joined(word, let values) = left { return (rank, .joined(word, values + [right])) }
      return (rank, .joined(word, [left, right]))
    }
    if isKeyword("IS") || isKeyword("ISNULL") || isKeyword("NOTNULL") {
      guard least <= .test else { return nil }
      return (.test, test(left, depth: depth))
    }
    if isKeyword("COLLATE") {
      guard least <= .collation else { return nil }
      position += 1
      guard let name = path() else { return (.collation, nil) }
      return (.collation, .postfix(left, "COLLATE \(name)"))
    }
    let isNegated = isKeyword("NOT")
    let ahead = isNegated ? 1 : 0
    guard isKeyword("IN", ahead: ahead) || isKeyword("LIKE", ahead: ahead) || isKeyword("ILIKE", ahead: ahead)
      || isKeyword("BETWEEN", ahead: ahead), least <= .among
    else { return nil }
    position += ahead
    if take("IN") {
      guard take(mark: "("), !isKeyword("SELECT"), let values = list(until: ")", depth: depth) else { return (.among, nil) }
      return (.among, .among(left, isNegated: isNegated, values))
    }
    if take("BETWEEN") {
      // What is compared twice has to be the same each time.
      guard !isNegated, case .atom = left, let low = expression(.sum, depth: depth + 1), take("AND"),
        let high = expression(.sum, depth: depth + 1)
      else { return (.among, nil) }
      return (.among, .joined("AND", [.infix(">=", left, low), .infix("<=", left, high)]))
    }
    let word = isKeyword("LIKE") ? "LIKE" : "ILIKE"
    guard take("LIKE") || take("ILIKE"), let right = expression(Rank.among.tighter, depth: depth + 1) else {
      return (.among, nil)
    }
    return (.among, .infix(isNegated ? "NOT \(word)" : word, left, right))
  }

  private mutating func test(_ left: ExpressionTree, depth: Int) -> ExpressionTree? {
    if take("ISNULL") { return .postfix(left, "IS NULL") }
    if take("NOTNULL") { return .postfix(left, "IS NOT NULL") }
    guard take("IS") else { return nil }
    let isNegated = take("NOT")
    if take("DISTINCT", "FROM") {
      let name = isNegated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM"
      return expression(Rank.test.tighter, depth: depth + 1).map { .infix(name, left, $0) }
    }
    let word: String
    if take("NULL") {
      word = "NULL"
    } else if let piece = current, piece.kind == .name, ["true", "false", "unknown"].contains(piece.text) {
      position += 1
      word = piece.text.uppercased()
    } else {
      return nil
    }
    return .postfix(left, isNegated ? "IS NOT \(word)" : "IS \(word)")
  }

  /// `= ANY (…)` of an array is the same as `IN`.
  private mutating func quantified(
    _ left: ExpressionTree, _ name: String, _ rank: Rank, depth: Int
  ) -> ExpressionTree? {
    guard let word = current?.text else { return nil }
    position += 1
    guard take(mark: "("), !isKeyword("SELECT"), let values = list(until: ")", depth: depth), values.count == 1 else {
      return nil
    }
    return .infix(name, left, .call(word == "SOME" ? "ANY" : word, values))
  }

  // MARK: Values

  private mutating func primary(depth: Int) -> ExpressionTree? {
    guard let piece = current else { return nil }
    switch piece.kind {
    case .number:
      position += 1
      return .atom(piece.text)
    case .string:
      position += 1
      return .text(piece.text)
    case .mark where piece.text == "(":
      position += 1
      guard !isKeyword("SELECT"), !isKeyword("WITH"), !isKeyword("VALUES"),
        let value = expression(.or, depth: depth + 1), take(mark: ")")
      else { return nil }
      return current?.isMark(".") == true ? nil : value
    case .keyword: return keyword(depth: depth)
    case .function:
      position += 1
      guard ["COALESCE", "NULLIF", "GREATEST", "LEAST"].contains(piece.text), take(mark: "("),
        let values = list(until: ")", depth: depth)
      else { return nil }
      return .call(piece.text, values)
    case .name:
      guard let name = path() else { return nil }
      // A text behind a type's name, as in `DATE '…'`, is a value of it.
      guard current?.kind != .string else { return nil }
      guard take(mark: "(") else { return .atom(name) }
      guard !isKeyword("DISTINCT"), !isKeyword("ALL"), let values = list(until: ")", depth: depth) else { return nil }
      return .call(name, values)
    default: return nil
    }
  }

  private mutating func keyword(depth: Int) -> ExpressionTree? {
    if take("NULL") { return .atom("NULL") }
    if take("ARRAY") {
      guard take(mark: "["), let values = list(until: "]", depth: depth) else { return nil }
      return .array(values)
    }
    if take("CAST") {
      guard take(mark: "("), let value = expression(.or, depth: depth + 1), take("AS"), let type = typeName(),
        take(mark: ")")
      else { return nil }
      return .cast(value, type)
    }
    if take("CASE") { return cases(depth: depth) }
    let moments = ["CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE", "USER", "LOCALTIMESTAMP"]
    guard let word = current?.text, moments.contains(word) else { return nil }
    position += 1
    return current?.isMark("(") == true ? nil : .atom(word)
  }

  private mutating func cases(depth: Int) -> ExpressionTree? {
    var text = "CASE"
    if !isKeyword("WHEN") {
      guard let value = expression(.or, depth: depth + 1) else { return nil }
      text += " " + value.text
    }
    while take("WHEN") {
      guard let condition = expression(.or, depth: depth + 1), take("THEN"),
        let value = expression(.or, depth: depth + 1)
      else { return nil }
      text += " WHEN \(condition.text) THEN \(value.text)"
    }
    if take("ELSE") {
      guard let value = expression(.or, depth: depth + 1) else { return nil }
      text += " ELSE \(value.text)"
    }
    return take("END") ? .atom(text + " END") : nil
  }

  private mutating func subscripted(_ value: ExpressionTree, depth: Int) -> ExpressionTree? {
    guard take(mark: "["), let index = expression(.or, depth: depth + 1), take(mark: "]") else { return nil }
    let text = value.rank == .atom ? value.text : "(\(value.text))"
    return .atom(text + "[\(index.text)]")
  }

  /// Values with commas between them, and the mark behind the last.
  private mutating func list(until end: String, depth: Int) -> [ExpressionTree]? {
    var values: [ExpressionTree] = []
    if take(mark: end) { return values }
    repeat {
      guard let value = expression(.or, depth: depth + 1) else { return nil }
      values.append(value)
    } while take(mark: ",")
    return take(mark: end) ? values : nil
  }

  /// A name with its schema or table before it.
  private mutating func path() -> String? {
    guard var text = current.flatMap({ $0.kind == .name ? $0.text : nil }) else { return nil }
    position += 1
    while take(mark: ".") {
      guard let piece = current, piece.kind == .name else { return nil }
      position += 1
      text += "." + piece.text
    }
    return text
  }

  /// A type's name as it is spelt behind `::`: the longest run of pieces that are one.
  private mutating func typeName() -> String? {
    let start = position
    var best: (end: Int, type: String)?
    var end = start
    while end < pieces.count, end < start + 12 {
      end += 1
      let text = ExpressionText.joined(pieces[start..<end])
      if let type = TypeText.parsed(text) { best = (end, TypeText.spelling(of: TypeText.canonical(type))) }
      if let last = pieces[start..<end].last, last.isMark(","), !pieces[start..<end].contains(where: { $0.isMark("(") }) { break }
    }
    guard let best else { return nil }
    position = best.end
    return best.type
  }
}
