import Revisions

/// Takes out of an expression what the server would put in by itself, so that what a person wrote and what the server makes of it
/// become the same. Each step is one that the server undoes exactly.
struct ExpressionForm {
  /// The types of the columns that it may speak of.
  let columnType: (String) -> DataType?

  func form(_ tree: ExpressionTree) -> ExpressionTree {
    switch tree {
    case .atom, .text: return tree
    case .cast(let value, let type): return cast(form(value), type)
    case .prefix(let name, let value): return .prefix(name, form(value))
    case .infix(let name, let left, let right): return infix(name, form(left), form(right))
    case .postfix(let value, let words): return .postfix(form(value), words)
    case .not(let value):
      let value = form(value)
      if case .infix(let name, let left, let right) = value, name == "LIKE" || name == "ILIKE" {
        return .infix("NOT " + name, left, right)
      }
      if case .among(let left, false, let values) = value, values.count > 1 {
        return .among(left, isNegated: true, values)
      }
      return .not(value)
    case .joined(let word, let values): return .joined(word, values.map(form))
    case .among(let value, let isNegated, let values): return among(form(value), isNegated, values.map(form))
    case .call(let name, let values): return call(name, values.map(form))
    case .array(let values): return .array(values.map(form))
    }
  }

  /// A negative number, as the server writes it: in quotes, with its type.
  private func cast(_ value: ExpressionTree, _ type: String) -> ExpressionTree {
    guard case .text(let quoted) = value, let text = StringText.value(of: Array(quoted.utf8)) else {
      return .cast(value, type)
    }
    switch type {
    case "integer" where Int32(text).map { $0 < 0 && "\($0)" == text } == true: return .atom(text)
    case "bigint" where Int64(text).map { Int32(exactly: $0) == nil && "\($0)" == text && $0 != .min } == true:
      return .atom(text)
    default: return .cast(value, type)
    }
  }

  private func infix(_ name: String, _ left: ExpressionTree, _ right: ExpressionTree) -> ExpressionTree {
    var name = name
    let words = ["~~": "LIKE", "!~~": "NOT LIKE", "~~*": "ILIKE", "!~~*": "NOT ILIKE"]
    if let word = words[name] { name = word }
    if case .call(let word, let values) = right, values.count == 1 {
      return quantified(name, left, word, values[0]) ?? .infix(name, left, right)
    }
    let (first, second) = pair(left, right)
    return .infix(name, first, second)
  }

  /// `a = ANY (ARRAY[…])` is how `a IN (…)` comes back.
  private func quantified(
    _ name: String, _ left: ExpressionTree, _ word: String, _ list: ExpressionTree
  ) -> ExpressionTree? {
    var list = list
    var isWidened = false
    if case .cast(let inner, "text[]") = list, case .array = inner {
      list = inner
      isWidened = true
    } else if case .array(let values) = list, case .cast(_, "text") = left {
      isWidened = values.allSatisfy { if case .cast(.text, "character varying") = $0 { true } else { false } }
    }
    guard case .array(let values) = list, values.count > 1,
      (name, word) == ("=", "ANY") || (name, word) == ("<>", "ALL")
    else { return nil }
    if isWidened {
      guard case .cast(let column, "text") = left, isOfType(column, .varchar(length: nil)) else { return nil }
      let texts = values.compactMap { value in
        if case .cast(.text(let text), "character varying") = value { ExpressionTree.text(text) } else { nil }
      }
      return texts.count == values.count ? .among(column, isNegated: word == "ALL", texts) : nil
    }
    let result = among(left, word == "ALL", values)
    // Casts that have to stay show that the array was written out.
    guard case .among(let value, _, let kept) = result,
      !kept.contains(where: { if case .cast = $0 { true } else { false } })
    else { return nil }
    // So does a list of texts beside what was made one.
    if case .cast(_, "text") = left, value != left { return nil }
    return result
  }

  private func among(_ value: ExpressionTree, _ isNegated: Bool, _ values: [ExpressionTree]) -> ExpressionTree {
    var pairs: [(ExpressionTree, ExpressionTree)] = []
    for other in values { pairs.append(pair(value, other)) }
    // Whether the value is cast too depends on all of them alike, and so does the type that a text among several has.
    guard let first = pairs.first, pairs.allSatisfy({ $0.0 == first.0 }),
      pairs.count == 1 || pairs.map(\.1) == values || commonType(of: [value] + values) != nil
    else {
      return .among(value, isNegated: isNegated, values)
    }
    // One alone is compared with.
    if pairs.count == 1 { return .infix(isNegated ? "<>" : "=", first.0, first.1) }
    return .among(first.0, isNegated: isNegated, pairs.map(\.1))
  }

  /// Two sides of an operator, without what one of them takes from the other.
  private func pair(_ left: ExpressionTree, _ right: ExpressionTree) -> (ExpressionTree, ExpressionTree) {
    // Text of limited length is compared as text.
    if case .cast(let column, "text") = left, isOfType(column, .varchar(length: nil)) {
      if case .text = right { return (column, right) }
      if case .atom("CURRENT_USER") = right { return (column, right) }
      if case .cast(let other, "text") = right, isOfType(other, .varchar(length: nil)) { return (column, other) }
      if let text = literal(right, of: .text) { return (column, text) }
    }
    // A text that stands beside a value of some type is of that type.
    if let type = type(of: left), let literal = literal(right, of: type) { return (left, literal) }
    if let type = type(of: right), let literal = literal(left, of: type) { return (literal, right) }
    if let number = widened(left, beside: right) { return (number, right) }
    if let number = widened(right, beside: left) { return (left, number) }
    return (left, right)
  }

  /// A column of numbers without the cast that a wider number beside it makes of itself.
  private func widened(_ tree: ExpressionTree, beside other: ExpressionTree) -> ExpressionTree? {
    guard case .cast(let column, let spelling) = tree, case .atom = other, let own = type(of: column) else {
      return nil
    }
    switch (own, spelling, type(of: other)) {
    case (.smallInteger, "numeric", .numeric), (.integer, "numeric", .numeric), (.bigInteger, "numeric", .numeric),
      (.smallInteger, "double precision", .double), (.integer, "double precision", .double),
      (.bigInteger, "double precision", .double), (.numeric, "double precision", .double):
      return column
    default: return nil
    }
  }

  /// A literal without its type, where it would have that type by its place.
  private func literal(_ tree: ExpressionTree, of type: DataType) -> ExpressionTree? {
    guard case .cast(let value, let spelling) = tree else { return nil }
    switch value {
    case .text: return TypeText.parsed(spelling) == TypeText.plain(type) ? value : nil
    case .atom(let digits) where digits.first?.isNumber == true || digits.hasPrefix("-"):
      switch (type, spelling) {
      case (.numeric, "numeric"), (.double, "double precision"), (.real, "double precision"): return value
      default: return nil
      }
    default: return nil
    }
  }

  /// The functions whose argument can be nothing but a text.
  private static let textFunctions: Set<String> = [
    "lower", "upper", "length", "char_length", "md5", "btrim", "ltrim", "rtrim", "initcap", "reverse",
  ]

  private func call(_ name: String, _ values: [ExpressionTree]) -> ExpressionTree {
    if Self.textFunctions.contains(name), values.count == 1, case .cast(let column, "text") = values[0],
      isOfType(column, .varchar(length: nil))
    {
      return .call(name, [column])
    }
    if name == "COALESCE" || name == "NULLIF", let type = commonType(of: values) {
      return .call(name, values.map { literal($0, of: type) ?? $0 })
    }
    if name == "date_trunc" || name == "date_part", let first = values.first, let unit = literal(first, of: .text) {
      return .call(name, [unit] + values.dropFirst())
    }
    return .call(name, values)
  }

  private func isOfType(_ tree: ExpressionTree, _ type: DataType) -> Bool {
    self.type(of: tree).map { TypeText.plain($0) == type } ?? false
  }

  /// The type of a column, and of what is built on columns in ways that leave no doubt; nil for anything else.
  private func type(of tree: ExpressionTree) -> DataType? {
    switch tree {
    case .atom(let text):
      if let type = columnType(text) { return type }
      return text.hasPrefix("\"") ? columnType(IdentifierText.unquoted(Array(text.utf8))) : nil
    // A bare text that is cast is itself a literal.
    case .cast(.text, _): return nil
    case .cast(_, let type): return TypeText.parsed(type)
    case .call("COALESCE", let values): return commonType(of: values)
    case .call(let name, _): return Self.textFunctions.contains(name) && !name.hasSuffix("length") ? .text : nil
    case .infix("->>", _, _), .infix("#>>", _, _): return .text
    default: return nil
    }
  }

  /// The type that values have together; nil where one of them has another, or one that is not known: the server then looks for a
  /// type that all of them become, and a cast says what a literal was before.
  private func commonType(of values: [ExpressionTree]) -> DataType? {
    var common: DataType?
    var literals: [ExpressionTree] = []
    for value in values {
      switch value {
      case .text, .atom("NULL"): continue
      case .cast(.text, _): literals.append(value)
      case .atom(let text) where Self.isNumber(text): literals.append(value)
      default:
        guard let type = type(of: value).map(TypeText.plain), common == nil || common == type else { return nil }
        common = type
      }
    }
    guard let common else { return nil }
    return literals.allSatisfy { isTaken($0, for: common) } ? common : nil
  }

  /// Whether a literal beside values of a type is taken for one of it, whatever else it could be.
  private func isTaken(_ literal: ExpressionTree, for type: DataType) -> Bool {
    switch literal {
    case .cast(_, let spelling): return TypeText.parsed(spelling) == type
    case .atom(let number):
      switch type {
      case .numeric, .real, .double: return true
      case .bigInteger: return Int64(number) != nil
      case .integer: return Int32(number) != nil
      default: return false
      }
    default: return false
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    text.first?.isNumber == true || text.first == "-" || text.first == "."
  }
}
