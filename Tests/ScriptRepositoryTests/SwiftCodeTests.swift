import RandomTesting
import Testing

@testable import ScriptRepository

@Suite("The code of a Swift text")
struct SwiftCodeTests {
  private static func code(_ text: String) -> [UInt8] { SwiftCode(Array(text.utf8)).bytes }

  @Test("is the same for any white space and any comments between the tokens")
  func reformatting() {
    var random = SplitMix64(seed: 71)
    let blanks = [" ", "\n", "\t", "\r\n", " // it's \"x\n", "/* \" /* nested */ */", "/**/ ", "\n\n    "]
    let expected = Self.code(Self.lines.map { $0.map { $0 + " " }.joined() }.joined(separator: "\n"))
    for _ in 0..<rounds(3_000) {
      var text = ""
      for line in Self.lines {
        for token in line {
          let count = Int.random(in: 0..<3, using: &random)
          text += token + " " + (0..<count).map { _ in blanks.randomElement(using: &random) ?? "" }.joined()
        }
        text += "\n"
      }
      #expect(Self.code(text) == expected, "\(text)")
    }
  }

  /// Lines of tokens, between any of which may stand a blank.
  private static let lines: [[String]] = [
    ["import", "Revisions"], ["struct", "A_3f", ":", "Revision", "{"],
    ["static", "let", "id", ":", "RevisionID", "=", #""a // \(b + "c /* d") ""#],
    ["static", "let", "parents", ":", "[RevisionID", "]", "=", "[", "]"],
    ["var", "upgrade", ":", "Operations", "{"],
    ["CreateTable(", "\"users\"", ",", "strict", ":", "true", ")", "{"],
    ["Column(", "\"id\"", ",", ".", "bigInteger", ")", ".", "primaryKey(", ")"], ["}"],
    ["Live(", "\"copy\"", ")", "{", "connection", "in"], ["let", "x", "=", "-1.5", "+", "a", "*", "b"],
    ["let", "y", "=", "x", "as!", "Int"],
    ["guard", "x", "<=", "y", "??", "2", "else", "{", "throw", "Failed(", ")", "}"],
    ["try", "await", "connection", ".", "execute(", ##"#"UPDATE \#(c) -- "#"##, ")"],
    ["let", "z", "=", "y?", ".", "z"], ["f(", "&a", ",", "!b", ")"], ["}", "}", "}"],
  ]

  @Test("is another for every change of a token, one more, one less, and two in another order")
  func changes() {
    let all = Self.lines.flatMap { $0 }
    func code(_ tokens: [String]) -> [UInt8] { Self.code(tokens.joined(separator: " ")) }
    let expected = code(all)
    for place in all.indices {
      var less = all
      less.remove(at: place)
      var more = all
      more.insert("z9", at: place)
      var other = all
      other[place] = all[place] + "9"
      for changed in [less, more, other] { #expect(code(changed) != expected, "at \(all[place])") }
      if place > 0, all[place] != all[place - 1] {
        var swapped = all
        swapped.swapAt(place, place - 1)
        #expect(code(swapped) != expected)
      }
    }
  }

  @Test(
    "tells white space apart that tells the compiler something",
    arguments: [
      ("a - b", "a -b"), ("a\n- b", "a\n-b"), ("f(a)\n(b)", "f(a)(b)"), ("a\n[0]", "a[0]"), ("a != b", "a! = b"),
      ("a ? b : c", "a? b : c"), ("x<y", "x <y"), ("a- b", "a - b"), ("\"a b\"", "\"a  b\""), ("a b", "ab"),
      ("\"\"\"\n  a\n  \"\"\"", "\"\"\"\n   a\n  \"\"\""), ("\"a // b\"", "\"a // c\""),
      ("#\"/* a */\"#", "#\"/* b */\"#"),
      ("a \"never closed // b", "a \"never closed // c"), ("a /* never closed", "a /* never ended"),
    ])
  func meaningful(_ one: String, _ other: String) {
    #expect(Self.code(one) != Self.code(other))
  }

  @Test(
    "passes over white space that tells the compiler nothing",
    arguments: [
      ("a-b", "a - b"), ("f( -a )", "f(-a)"), ("f(a,\n  (b))", "f(a, (b))"), ("[\n[1]\n]", "[[1]]"), ("a\n  .b", "a.b"),
      ("a()!\n.b", "a()!.b"), ("a ?? b", "a\n  ?? b"), ("()->Int", "() -> Int"), ("{ $0 }", "{$0}"), ("a // b\n", "a"),
      ("a/* b */c", "a c"), ("return\n(a)", "return // x\n(a)"), ("a\r\nb", "a\nb"),
      ("x = \"\"\"\n  a\n\n    b\n  \"\"\"", "x = \"\"\"\n      a\n\n        b\n      \"\"\""),
      ("\"\"\"\r\na\r\n\"\"\"", "\"\"\"\na\n\"\"\""),
    ])
  func meaningless(_ one: String, _ other: String) {
    #expect(Self.code(one) == Self.code(other))
  }
}
