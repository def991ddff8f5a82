import Revisions

/// Takes out of an expression what the server would put in by itself, so that what a person wrote and what the server makes of it
/// become the same. Each step is one that the server undoes exactly: it words the form as it would word a copy.
struct ExpressionForm {
  /// The types of the columns that it may speak of.
  let columnType: (String) -> DataType?

  func form(_ tree: ExpressionTree) -> ExpressionTree {
    switch tree {
    case .atom, .text: return tree
    case .cast(let value, let type): return cast(form(value), type)
    // A sign and the number behind it would be one number.
    case .prefix(_, .cast(.text, _)): return tree
    case .prefix(let name, let value): return .prefix(name, form(value))
    case .infix(let name, let left, let right): return infix(name, form(left), form(right))
    case .postfix(let value, let words): return .postfix(form(value), words)
    case .not(let value): return .not(form(value))
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
    if case .call(let word, let values) = right, word == "ANY" || word == "ALL", values.count == 1 {
      return quantified(name, left, word, values[0]) ?? .infix(name, left, right)
    }
    let (first, second) = pair(left, right)
    return .infix(name, first, second)
  }

  /// `a IN (…)` comes back as `a = ANY (ARRAY[…])`, with all values cast to one type. Only where that is the type that the server
  /// would find for the list again is it one.
  private func quantified(
    _ name: String, _ left: ExpressionTree, _ word: String, _ list: ExpressionTree
  ) -> ExpressionTree? {
    guard (name, word) == ("=", "ANY") || (name, word) == ("<>", "ALL"), case .array(let values) = list,
      values.count > 1
    else { return nil }
    let isNegated = word == "ALL"
    if let column = limited(left), let texts = all(values, as: { Self.varchar($0) }) {
      return .among(column, isNegated: isNegated, texts)
    }
    guard let type = type(of: left).map(TypeText.plain), let members = all(values, as: { member($0, of: type) }) else {
      return nil
    }
    return .among(left, isNegated: isNegated, members)
  }

  private func all(_ values: [ExpressionTree], as form: (ExpressionTree) -> ExpressionTree?) -> [ExpressionTree]? {
    let forms = values.compactMap(form)
    return forms.count == values.count ? forms : nil
  }

  /// A text in a list of those of limited length, which are compared as text. In a copy of the database each has a cast of its own,
  /// which stays: the copy is to be made again as it is.
  private static func varchar(_ value: ExpressionTree) -> ExpressionTree? {
    guard case .cast(let inner, "character varying") = value, isBare(inner) else { return nil }
    return inner
  }

  /// A value of a list as it is without the type that all in it have.
  private func member(_ value: ExpressionTree, of type: DataType) -> ExpressionTree? {
    switch (value, type) {
    case (.text, .text): return value
    // Among small integers a number alone makes integers of them all.
    case (.cast, .smallInteger): return nil
    case (.cast(let inner, let spelling), _) where TypeText.parsed(spelling) == type:
      if Self.isBare(inner) { return inner }
      guard case .atom(let number) = inner, Self.isNumber(number) else { return nil }
      switch type {
      case .numeric, .double: return inner
      case .bigInteger: return Int32(number) == nil ? nil : inner
      default: return nil
      }
    case (.atom(let number), .smallInteger), (.atom(let number), .integer): return Int32(number) == nil ? nil : value
    case (.atom(let number), .bigInteger): return Int64(number) == nil || Int32(number) != nil ? nil : value
    case (.atom(let number), .numeric): return Self.isNumber(number) && Int64(number) == nil ? value : nil
    default: return nil
    }
  }

  /// Whether a value has no type of its own.
  private static func isBare(_ value: ExpressionTree) -> Bool {
    switch value {
    case .text, .atom("NULL"): true
    default: false
    }
  }

  private func among(_ value: ExpressionTree, _ isNegated: Bool, _ values: [ExpressionTree]) -> ExpressionTree {
    if values.count == 1 {
      let (left, right) = pair(value, values[0])
      // One alone is compared with.
      return .infix(isNegated ? "<>" : "=", left, right)
    }
    // What is made a text stays one: the list would be one of texts of limited length.
    if case .cast(_, "text") = value { return .among(value, isNegated: isNegated, values) }
    let pairs = values.map { pair(value, $0) }
    // Whether the value is cast too depends on all of them alike, and so does the type that a text among several has.
    guard let first = pairs.first, pairs.allSatisfy({ $0.0 == first.0 }),
      pairs.map(\.1) == values || commonType(of: [value] + values) != nil
    else {
      return .among(value, isNegated: isNegated, values)
    }
    return .among(first.0, isNegated: isNegated, pairs.map(\.1))
  }

  /// Two sides of an operator, without what one of them takes from the other.
  private func pair(_ left: ExpressionTree, _ right: ExpressionTree) -> (ExpressionTree, ExpressionTree) {
    // Text of limited length is compared as text.
    switch (limited(left), limited(right)) {
    case (let column?, let other?): return (column, other)
    case (let column?, nil):
      if let text = bare(beside: right) { return (column, text) }
    case (nil, let column?):
      if let text = bare(beside: left) { return (text, column) }
    case (nil, nil): break
    }
    // A text that stands beside a value of some type is of that type.
    if let type = comparedType(of: left), let literal = literal(right, of: type) { return (left, literal) }
    if let type = comparedType(of: right), let literal = literal(left, of: type) { return (literal, right) }
    if let number = widened(left, beside: right) { return (number, right) }
    if let number = widened(right, beside: left) { return (left, number) }
    return (left, right)
  }

  /// A column of limited length that is taken for a text.
  private func limited(_ tree: ExpressionTree) -> ExpressionTree? {
    guard case .cast(let column, "text") = tree, isOfType(column, .varchar(length: nil)) else { return nil }
    return column
  }

  /// What makes a text of a column of limited length beside it, as it is without a type.
  private func bare(beside tree: ExpressionTree) -> ExpressionTree? {
    switch tree {
    case .text, .atom("CURRENT_USER"): tree
    default: literal(tree, of: .text) ?? (type(of: tree) == .text ? tree : nil)
    }
  }

  /// The type that a text beside a value takes; nil where the server takes neither for what it is.
  private func comparedType(of tree: ExpressionTree) -> DataType? {
    let type = type(of: tree)
    if case .varchar = type { return nil }
    return type
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
      case .cast(.atom(let text), _) where Self.isNumber(text): literals.append(value)
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
