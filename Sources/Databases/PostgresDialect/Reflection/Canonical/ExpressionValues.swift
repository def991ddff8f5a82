/// The values that operators stand between.
extension ExpressionReader {
  mutating func primary(depth: Int) -> ExpressionTree? {
    guard let piece = current else { return nil }
    switch piece.kind {
    case .number:
      position += 1
      return .atom(piece.text)
    case .string:
      position += 1
      // Bits and texts in the national character set have a type of their own.
      let isTyped = piece.text.first.map { "bBxXnN".contains($0) } ?? false
      return isTyped ? .atom(piece.text) : .text(piece.text)
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
      if name == "position" { return place(depth: depth) }
      guard !isKeyword("DISTINCT"), !isKeyword("ALL"), let values = list(until: ")", depth: depth) else { return nil }
      return .call(name, values)
    default: return nil
    }
  }

  /// `position(a IN b)`, whose IN has no list behind it.
  private mutating func place(depth: Int) -> ExpressionTree? {
    guard let part = expression(Rank.among.tighter, depth: depth + 1), take("IN"),
      let whole = expression(Rank.among.tighter, depth: depth + 1), take(mark: ")")
    else { return nil }
    return .atom("position(\(part.written(at: .cast)) IN \(whole.written(at: .cast)))")
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
    let moments = [
      "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE", "USER", "LOCALTIMESTAMP",
    ]
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

  mutating func subscripted(_ value: ExpressionTree, depth: Int) -> ExpressionTree? {
    let isEnclosed = position > 0 && pieces[position - 1].isMark(")")
    guard take(mark: "["), let index = expression(.or, depth: depth + 1), take(mark: "]") else { return nil }
    // Only a name can do without parentheses, or what has them already.
    let isOpen = value.text.first.map { $0.isLowercase || "_$\"(".contains($0) } ?? false
    var isPlain = if case .atom = value { isOpen } else { false }
    // The part of a part is not what two subscripts together are.
    if isEnclosed, value.text.hasSuffix("]") { isPlain = false }
    return .atom((isPlain ? value.text : "(\(value.text))") + "[\(index.text)]")
  }

  /// Values with commas between them, and the mark behind the last.
  mutating func list(until end: String, depth: Int) -> [ExpressionTree]? {
    var values: [ExpressionTree] = []
    if take(mark: end) { return values }
    repeat {
      guard let value = expression(.or, depth: depth + 1) else { return nil }
      values.append(value)
    } while take(mark: ",")
    return take(mark: end) ? values : nil
  }

  /// A name with its schema or table before it.
  mutating func path() -> String? {
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
  mutating func typeName() -> String? {
    let start = position
    var best: (end: Int, type: String)?
    var end = start
    while end < pieces.count, end < start + 12 {
      end += 1
      let text = ExpressionText.joined(pieces[start..<end])
      if let type = TypeText.parsed(text) { best = (end, TypeText.spelling(of: TypeText.canonical(type))) }
      if let last = pieces[start..<end].last, last.isMark(","), !pieces[start..<end].contains(where: { $0.isMark("(") })
      {
        break
      }
    }
    guard let best else { return nil }
    position = best.end
    return best.type
  }

  /// The names in an expression that may be those of columns: not those of types, functions and what stands before a dot.
  static func columns(in pieces: [Piece]) -> [String] {
    var reader = ExpressionReader(pieces)
    var names: [String] = []
    while let piece = reader.current {
      if reader.take(mark: "::") || reader.take("AS") {
        _ = reader.typeName()
      } else if reader.isTimeZone {
        reader.position += 3
      } else if piece.kind == .function, piece.text == "EXTRACT" {
        // The parenthesis, and the part of a time behind it.
        reader.position += 3
      } else if reader.path() != nil {
        // A text behind a type's name is a value of it.
        guard reader.current?.isMark("(") != true, reader.current?.kind != .string else { continue }
        names.append(pieces[reader.position - 1].text)
      } else {
        // So is what stands behind a dot a part of a value.
        if reader.take(mark: "."), reader.path() != nil { continue }
        reader.position += 1
      }
    }
    return names
  }
}
