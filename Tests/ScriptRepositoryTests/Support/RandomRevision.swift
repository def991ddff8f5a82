import RandomTesting

/// A revision whose literals are written in some way that Swift takes.
struct RandomRevision {
  let text: String

  init(_ number: Int, _ random: inout SplitMix64) {
    let blanks = ["", " ", "\n    ", "/* a \" /* nested */ */", " // \" { comment\n", "\t", " \n\n "]
    func blank(_ random: inout SplitMix64) -> String { blanks.randomElement(using: &random) ?? "" }
    /// A blank that keeps words apart.
    func gap(_ random: inout SplitMix64) -> String { " " + blank(&random) }

    let pieces = [
      "a", "B", "7", " ", "é", "日", "🎉", "e\u{301}", "'", "{", "}", "/*", "//", "#", "\\\\", "\\\"", "\\n", "\\t",
      "\\r", "\\u{41}",
      "\\u{1F4E7}", "\\0",
    ]
    let rawPieces = ["a", "\"", "\\", "\\n", "(", "\\(x)", "é", "{", " "]
    func string(_ random: inout SplitMix64, prefix: String = "") -> String {
      let count = Int.random(in: 0..<8, using: &random)
      func content(_ pieces: [String], _ random: inout SplitMix64) -> String {
        (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      }
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return "#\"\(prefix)\(content(rawPieces, &random))x\"#"
      case 1: return "##\"\(prefix)\(content(rawPieces, &random))\"# \\##n\"##"
      case 2:
        let indentation = String(repeating: " ", count: Int.random(in: 0..<6, using: &random))
        let lines = [
          "\(prefix)\(content(pieces, &random))", "  \"quoted\" \\", "joined", "", "\(content(pieces, &random))",
        ]
        return "\"\"\"\n" + lines.map { $0.isEmpty ? "" : indentation + $0 }.joined(separator: "\n")
          + "\n\(indentation)\"\"\""
      default: return "\"\(prefix)\(content(pieces, &random))\""
      }
    }
    func id(_ id: String, _ random: inout SplitMix64) -> String {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: "RevisionID(\(blank(&random))\"\(id)\"\(blank(&random)))"
      case 1: ".init(\"\(id)\")"
      case 2: "RevisionID(rawValue: #\"\(id)\"#)"
      default: "\"\(id)\""
      }
    }
    func list(_ elements: [String], _ random: inout SplitMix64) -> String {
      let comma = Bool.random(using: &random) && !elements.isEmpty ? "," : ""
      return "[" + elements.map { blank(&random) + $0 + blank(&random) }.joined(separator: ",") + comma + "]"
    }

    let parents = (0..<Int.random(in: 0..<3, using: &random)).map { id("p\(number)_\($0)", &random) }
    let labels = (0..<Int.random(in: 0..<3, using: &random)).map { _ in string(&random) }
    var members = [
      "static\(gap(&random))let\(gap(&random))id\(blank(&random)):\(blank(&random))RevisionID\(gap(&random))=\(gap(&random))"
        + id("r\(number)", &random),
      "static let parents:\(blank(&random))[RevisionID] = \(list(parents, &random))",
      "static let branchLabels: [String] =\(gap(&random))\(list(labels, &random))",
      "static let message\(blank(&random)): String =\(gap(&random))\(string(&random))",
      "static let created =\(gap(&random))\(string(&random, prefix: "2026"))",
      "var upgrade: Operations { SQL(\"\\(raw: \"}\")\") }",
      "var downgrade: Operations { .reversed }",
      "static func helper() -> String { \"static let id = \\(\"{\")\" }",
    ]
    members.shuffle(using: &random)
    text = "import Revisions\nstruct R\(number): Revision {\n\(members.joined(separator: "\n"))\n}\n"
  }
}
