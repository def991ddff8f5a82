/// An expression as the server's grammar groups it, so that parentheses are written only where they make a difference.
indirect enum ExpressionTree: Hashable {
  /// What is written as it stands: a name, a number, a call, anything in brackets of its own.
  case atom(String)
  /// A text in quotes.
  case text(String)
  /// A value taken for one of a type: `a::text`.
  case cast(ExpressionTree, String)
  /// An operator before a value.
  case prefix(String, ExpressionTree)
  /// An operator between two values.
  case infix(String, ExpressionTree, ExpressionTree)
  /// A value, and words behind it: `IS NOT NULL`.
  case postfix(ExpressionTree, String)
  /// `NOT`.
  case not(ExpressionTree)
  /// Values joined by `AND` or `OR`.
  case joined(String, [ExpressionTree])
  /// A value that is, or is not, among others: `IN (…)`.
  case among(ExpressionTree, isNegated: Bool, [ExpressionTree])
  /// A call of a function by its name.
  case call(String, [ExpressionTree])
  /// `ARRAY[…]`.
  case array([ExpressionTree])

  /// How closely the parts of an expression hold together, from the loosest on.
  enum Rank: Int, Comparable {
    case or = 1, and, not, test, comparison, among, other, sum, product, power, zone, collation, sign, cast, atom

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }

    var tighter: Rank { Rank(rawValue: rawValue + 1) ?? .atom }
  }

  var rank: Rank {
    switch self {
    case .atom(let text): text.hasPrefix("-") ? .sign : .atom
    case .text, .call, .array: .atom
    case .cast: .cast
    case .prefix(let name, _): name == "-" || name == "+" ? .sign : .other
    case .infix(let name, _, _): Self.rank(of: name)
    case .postfix(_, let words): words.hasPrefix("COLLATE") ? .collation : .test
    case .not: .not
    case .joined(let word, _): word == "AND" ? .and : .or
    case .among: .among
    }
  }

  static func rank(of name: String) -> Rank {
    switch name {
    case "<", ">", "=", "<=", ">=", "<>": .comparison
    case "+", "-": .sum
    case "*", "/", "%": .product
    case "^": .power
    case "AT TIME ZONE": .zone
    case "LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE": .among
    case "IS DISTINCT FROM", "IS NOT DISTINCT FROM": .test
    default: .other
    }
  }

  /// The expression as text.
  var text: String { written(at: .or) }

  /// The expression where something at least as close is wanted, in parentheses where it is looser.
  func written(at wanted: Rank) -> String { rank < wanted ? "(\(words))" : words }

  private var words: String {
    switch self {
    case .atom(let text), .text(let text): return text
    case .cast(let value, let type): return value.written(at: .cast) + "::" + type
    case .prefix(let name, let value):
      let operand = value.written(at: rank == .sign ? .sign : rank.tighter)
      // Two signs side by side would begin a comment, or another operator.
      let isApart = operand.first.map { "+-*/<>=~!@#%^&|`?".contains($0) } ?? false
      return name + (isApart ? " " : "") + operand
    case .infix(let name, let left, let right):
      let isAlone = rank == .comparison || rank == .among || rank == .test
      return left.written(at: isAlone ? rank.tighter : rank) + " \(name) " + right.written(at: rank.tighter)
    case .postfix(let value, let words): return value.written(at: rank == .test ? rank.tighter : rank) + " " + words
    case .not(let value): return "NOT " + value.written(at: .not)
    case .joined(let word, let values):
      return values.map { $0.written(at: rank.tighter) }.joined(separator: " \(word) ")
    case .among(let value, let isNegated, let values):
      return value.written(at: Rank.among.tighter) + (isNegated ? " NOT IN (" : " IN (") + Self.list(values) + ")"
    case .call(let name, let values): return "\(name)(\(Self.list(values)))"
    case .array(let values): return "ARRAY[\(Self.list(values))]"
    }
  }

  private static func list(_ values: [ExpressionTree]) -> String { values.map(\.text).joined(separator: ", ") }
}
