import RandomTesting
import Revisions

/// Random tokens, to be written with random white space and comments between them.
struct RandomSQL {
  private(set) var tokens: [String]
  private let dialect: DialectName

  init(_ dialect: DialectName, _ random: inout SplitMix64) {
    self.dialect = dialect
    tokens = (0..<Int.random(in: 1..<12, using: &random)).map { _ in Self.token(dialect, &random) }
  }

  private static func token(_ dialect: DialectName, _ random: inout SplitMix64) -> String {
    (common + (dialect == .sqlite ? sqlite : postgresql)).randomElement(using: &random) ?? ""
  }

  private static let common = [
    "SELECT", "a", "b", "from_1", "é", "'it''s'", "' -- x'", "'/*'", "\"na\"\"me\"", "\"--\"", "1", "42", "1.5", ".5",
    "1e10", "1.5E-3", "0x1F", "(", ")", ",", ";", "=", "<>", "<=", ">=", "||", "+", "*", "->", "->>", "<", ">",
    "x'0aff'",
  ]
  private static let postgresql = [
    "E'a\\'b--'", "U&'\\0041'", "U&\"d!0061\"", "$$ a -- 'b $$", "$q$ $$ /* $q$", "$1", "::", ":=", "[", "]", "..",
    "!~~*",
    "@>", "#>>", "B'01'", "a$b", "?|", "~",
  ]
  private static let sqlite = ["[my -- column]", "`it's`", "?1", ":name", "@v", "$w", "==", "!=", "<<", "X''", "a$b"]

  /// The text, with a blank wherever one is needed, and anywhere else now and then.
  func written(_ random: inout SplitMix64) -> String {
    var text = blank(needed: false, &random)
    for (index, token) in tokens.enumerated() {
      text += token
      let next = index + 1 < tokens.count ? tokens[index + 1] : ""
      // Two strings on two lines would be one.
      let joins = token.hasSuffix("'") && next.hasPrefix("'")
      text += joins ? " /* apart */ " : blank(needed: needsBlank(token, next), &random)
    }
    return text
  }

  private func needsBlank(_ left: String, _ right: String) -> Bool {
    guard let last = left.unicodeScalars.last, let first = right.unicodeScalars.first else { return false }
    func isWord(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "_$'\"`.@:#?&!".unicodeScalars.contains(scalar)
    }
    let marks = "+-*/<>=~!@#%^&|`?:.$".unicodeScalars
    return isWord(last) && isWord(first) || marks.contains(last) && marks.contains(first)
      || isWord(last) && marks.contains(first) || marks.contains(last) && isWord(first)
  }

  private func blank(needed: Bool, _ random: inout SplitMix64) -> String {
    var blanks = [" ", "\n", "\t", "\r\n", " -- it's \"x\n", "/* ' -- $$ */", "/**/", "--\n", "\u{0C}", " /* [ ` */ "]
    if dialect == .postgresql { blanks += ["/* a /* ' */ b */", "\u{0B}", "-- x\r"] }
    let count = Int.random(in: (needed ? 1 : 0)..<4, using: &random)
    return (0..<count).map { _ in blanks.randomElement(using: &random) ?? " " }.joined()
  }

  // MARK: Changes

  private func with(_ change: (inout [String]) -> Void) -> RandomSQL {
    var copy = self
    change(&copy.tokens)
    return copy
  }

  func without(_ place: Int) -> RandomSQL { with { $0.remove(at: place) } }

  func repeating(_ place: Int) -> RandomSQL { with { $0.insert($0[place], at: place) } }

  func swapping(_ place: Int) -> RandomSQL { with { $0.swapAt(place, place + 1) } }

  func withAnother(at place: Int, _ random: inout SplitMix64) -> RandomSQL {
    var other = tokens[place]
    while other == tokens[place] { other = Self.token(dialect, &random) }
    return with { $0[place] = other }
  }
}
