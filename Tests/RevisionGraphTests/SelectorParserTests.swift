import RandomTesting
import RevisionGraph
import Revisions
import Testing

@Suite("Reading expressions")
struct SelectorParserTests {
  /// An expression in a form that is easy to compare: branch, anchor, offset.
  private static func parts(_ expression: SelectorExpression) -> [String] {
    let anchor =
      switch expression.anchor {
      case .name(let name): name.isQuoted ? "whole \(name.text)" : "name \(name.text)"
      case .head: "head"
      case .heads: "heads"
      case .base: "base"
      case .current: "current"
      case nil: "-"
      }
    let offset = expression.offset.map { ($0.direction == .up ? "+" : "-") + String($0.count) } ?? "-"
    let branch = expression.branch.map { ($0.isQuoted ? "whole " : "") + $0.text } ?? "-"
    return [branch, anchor, offset]
  }

  @Test(
    "each form is taken apart",
    arguments: [
      ("ae10", ["-", "name ae10", "-"]),
      ("head", ["-", "head", "-"]),
      ("heads", ["-", "heads", "-"]),
      ("base", ["-", "base", "-"]),
      ("current", ["-", "current", "-"]),
      ("+2", ["-", "-", "+2"]),
      ("-1", ["-", "-", "-1"]),
      ("+0", ["-", "-", "+0"]),
      ("ae10+2", ["-", "name ae10", "+2"]),
      ("head-1", ["-", "head", "-1"]),
      ("base+12", ["-", "base", "+12"]),
      ("current-1", ["-", "current", "-1"]),
      ("lib@head", ["lib", "head", "-"]),
      ("lib@heads", ["lib", "heads", "-"]),
      ("c@base", ["c", "base", "-"]),
      ("lib@+1", ["lib", "-", "+1"]),
      ("lib@-2", ["lib", "-", "-2"]),
      ("lib@head-1", ["lib", "head", "-1"]),
      ("lib@base+2", ["lib", "base", "+2"]),
      ("lib@ae10-3", ["lib", "name ae10", "-3"]),
      ("lib@lib", ["lib", "name lib", "-"]),
      ("v1.2_x", ["-", "name v1.2_x", "-"]),
      ("größe", ["-", "name größe", "-"]),
      ("headless", ["-", "name headless", "-"]),
      (#""mnist-classifier.v1""#, ["-", "whole mnist-classifier.v1", "-"]),
      ("'mnist-classifier.v1'", ["-", "whole mnist-classifier.v1", "-"]),
      (#""mnist-classifier.v1"-1"#, ["-", "whole mnist-classifier.v1", "-1"]),
      (#""a-b"@"c:d"+1"#, ["whole a-b", "whole c:d", "+1"]),
      (#""say ""hi""""#, ["-", #"whole say "hi""#, "-"]),
      (#"'it''s'"#, ["-", "whole it's", "-"]),
      (#""head""#, ["-", "whole head", "-"]),
    ])
  func forms(text: String, expected: [String]) throws {
    let expression = try SelectorExpression(parsing: text)
    #expect(Self.parts(expression) == expected)
    #expect(expression.text == text)
  }

  @Test(
    "what is no expression is refused, and where",
    arguments: [
      ("", .empty),
      ("@head", .missingName(text: "@head", offset: 0)),
      ("lib@", .missingName(text: "lib@", offset: 4)),
      ("lib@@head", .unexpected("@", text: "lib@@head", offset: 4)),
      ("a@b@c", .unexpected("@", text: "a@b@c", offset: 3)),
      ("+2foo", .unexpected("f", text: "+2foo", offset: 2)),
      ("head-1x", .unexpected("x", text: "head-1x", offset: 6)),
      ("ae10+1+1", .unexpected("+", text: "ae10+1+1", offset: 6)),
      ("ae10 ", .unexpected(" ", text: "ae10 ", offset: 4)),
      (" ae10", .unexpected(" ", text: " ae10", offset: 0)),
      ("mnist-classifier.v1", .invalidOffset(text: "mnist-classifier.v1", offset: 5)),
      ("ae10+", .invalidOffset(text: "ae10+", offset: 4)),
      ("--1", .invalidOffset(text: "--1", offset: 0)),
      ("+99999999999999999999", .invalidOffset(text: "+99999999999999999999", offset: 0)),
      (#""ae10"#, .unterminatedQuote(text: #""ae10"#, offset: 0)),
      (#"a@'b"#, .unterminatedQuote(text: #"a@'b"#, offset: 2)),
      (#""a"b"#, .unexpected("b", text: #""a"b"#, offset: 3)),
      ("a:b", .unexpectedRange(text: "a:b")),
      ("a\u{0}b", .unexpected("\u{0}", text: "a\u{0}b", offset: 1)),
    ] as [(String, SelectorSyntaxError)])
  func refusals(text: String, expected: SelectorSyntaxError) {
    #expect(throws: expected) { try SelectorExpression(parsing: text) }
  }

  @Test(
    "a range has two ends, and either may be open",
    arguments: [
      ("a:b", "a", "b"), (":b", nil, "b"), ("a:", "a", nil), (":", nil, nil), ("-3:head", "-3", "head"),
      ("current:", "current", nil), ("lib@base:lib@head-1", "lib@base", "lib@head-1"), ("base:+2", "base", "+2"),
      (#""a:b":'c:d'"#, #""a:b""#, "'c:d'"),
    ] as [(String, String?, String?)])
  func ranges(text: String, lower: String?, upper: String?) throws {
    #expect(RangeExpression.isRange(text))
    let range = try RangeExpression(parsing: text)
    #expect(range.lower?.text == lower)
    #expect(range.upper?.text == upper)
    #expect(range.text == text)
  }

  @Test(
    "what is no range is refused",
    arguments: [
      ("", .empty), ("head", .notARange(text: "head")), ("a:b:c", .unexpected(":", text: "a:b:c", offset: 3)),
      ("a b", .unexpected(" ", text: "a b", offset: 1)),
      ("a:b c", .unexpected(" ", text: "a:b c", offset: 3)),
    ] as [(String, SelectorSyntaxError)])
  func rangeRefusals(text: String, expected: SelectorSyntaxError) {
    #expect(throws: expected) { try RangeExpression(parsing: text) }
  }

  @Test("a colon within quotes makes no range")
  func quotedColon() { #expect(!RangeExpression.isRange(#""a:b"+1"#)) }

  @Test("no text makes the parser do anything but answer or refuse")
  func anyText() {
    var random = SplitMix64(seed: 3)
    let alphabet = Array("ab@@-+:\"' 12head")
    for _ in 0..<(rounds(2_000)) {
      let text = String(
        (0..<Int.random(in: 0...9, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
      if let expression = try? SelectorExpression(parsing: text) { #expect(expression.text == text) }
      if let range = try? RangeExpression(parsing: text) {
        #expect((range.lower?.text ?? "") + ":" + (range.upper?.text ?? "") == text)
      }
    }
  }
}
