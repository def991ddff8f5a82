/// Reads an expression by the server's rules of precedence. What it does not know it does not guess: the result is nil.
struct ExpressionReader {
  typealias Piece = ExpressionText.Piece
  typealias Rank = ExpressionTree.Rank

  let pieces: [Piece]
  var position = 0

  init(_ pieces: [Piece]) { self.pieces = pieces }

  static func read(_ pieces: [Piece]) -> ExpressionTree? {
    var reader = ExpressionReader(pieces)
    guard let tree = reader.expression(.or, depth: 0), reader.position == pieces.count else { return nil }
    return tree
  }

  var current: Piece? { position < pieces.count ? pieces[position] : nil }

  func isKeyword(_ word: String, ahead: Int = 0) -> Bool {
    position + ahead < pieces.count && pieces[position + ahead].kind == .keyword
      && pieces[position + ahead].text == word
  }

  private func isName(_ word: String, ahead: Int) -> Bool {
    position + ahead < pieces.count && pieces[position + ahead].kind == .name && pieces[position + ahead].text == word
  }

  /// Whether `AT TIME ZONE` comes next: no keywords that are quoted, so they come as names.
  var isTimeZone: Bool { isName("at", ahead: 0) && isName("time", ahead: 1) && isName("zone", ahead: 2) }

  mutating func take(_ words: String...) -> Bool {
    for (ahead, word) in words.enumerated() where !isKeyword(word, ahead: ahead) { return false }
    position += words.count
    return true
  }

  mutating func take(mark: String) -> Bool {
    guard current?.isMark(mark) == true else { return false }
    position += 1
    return true
  }

  // MARK: Operators

  mutating func expression(_ least: Rank, depth: Int) -> ExpressionTree? {
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
      if piece.text == "-", case .atom(let digits) = value, digits.first?.isNumber == true {
        return .atom("-" + digits)
      }
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
      if isQuantifier { return (rank, quantified(left, piece.text, depth: depth)) }
      return (rank, expression(rank.tighter, depth: depth + 1).map { .infix(piece.text, left, $0) })
    case .mark where piece.text == "::":
      guard least <= .cast else { return nil }
      position += 1
      return (.cast, typeName().map { .cast(left, $0) })
    case .mark where piece.text == "[":
      return (.atom, subscripted(left, depth: depth))
    case .keyword: return words(behind: left, least, depth: depth)
    case .name where isTimeZone:
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
    guard
      isKeyword("IN", ahead: ahead) || isKeyword("LIKE", ahead: ahead) || isKeyword("ILIKE", ahead: ahead)
        || isKeyword("BETWEEN", ahead: ahead), least <= .among
    else { return nil }
    position += ahead
    if take("IN") {
      guard take(mark: "("), !isKeyword("SELECT"), let values = list(until: ")", depth: depth) else {
        return (.among, nil)
      }
      return (.among, .among(left, isNegated: isNegated, values))
    }
    if take("BETWEEN") {
      // What is compared twice has to be the same each time.
      guard !isNegated, case .atom = left, let low = expression(Rank.among.tighter, depth: depth + 1), take("AND"),
        let high = expression(Rank.among.tighter, depth: depth + 1)
      else { return (.among, nil) }
      return (.among, .joined("AND", [.infix(">=", left, low), .infix("<=", left, high)]))
    }
    let word = isKeyword("LIKE") ? "LIKE" : "ILIKE"
    guard take("LIKE") || take("ILIKE") else { return (.among, nil) }
    let name = isNegated ? "NOT \(word)" : word
    if isQuantifier { return (.among, quantified(left, name, depth: depth)) }
    return (.among, expression(Rank.among.tighter, depth: depth + 1).map { .infix(name, left, $0) })
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

  private var isQuantifier: Bool { isKeyword("ANY") || isKeyword("ALL") || isKeyword("SOME") }

  /// A value compared with those of an array.
  private mutating func quantified(_ left: ExpressionTree, _ name: String, depth: Int) -> ExpressionTree? {
    guard let word = current?.text else { return nil }
    position += 1
    guard take(mark: "("), !isKeyword("SELECT"), let values = list(until: ")", depth: depth), values.count == 1 else {
      return nil
    }
    return .infix(name, left, .call(word == "SOME" ? "ANY" : word, values))
  }
}
