import Testing

@testable import ScriptRepository

@Suite("A large declared schema is compiled in pieces")
struct SourcePartsTests {
  private func text(_ count: Int, with more: String = "") -> String {
    "// a schema\nimport Revisions\n\n" + more
      + (0..<count).map { "let t\($0) = Table(\"let x\") {\n  Column(\"a\", .text) // }\n}\n" }.joined(separator: "\n")
  }

  @Test("that together say what the file says, each from its own line on")
  func whole() throws {
    let text = text(200)
    let parts = try #require(SourceParts(Array(text.utf8), path: "/a \"b\"/Schema.swift", count: 4)).texts
    #expect(parts.count == 4)
    var joined = ""
    for (position, part) in parts.enumerated() {
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
      let place = try #require(lines.firstIndex { $0.hasPrefix("#sourceLocation") })
      let line = try #require(Int(lines[place].split(separator: " ").last?.dropLast() ?? ""))
      #expect(lines[place].hasPrefix(#"#sourceLocation(file: "/a \"b\"/Schema.swift", line: "#))
      #expect(line == joined.utf8.count { $0 == UInt8(ascii: "\n") } + 1)
      #expect(position == 0 || lines[..<place] == ["import Revisions"])
      joined += lines[(place + 1)...].joined(separator: "\n")
    }
    #expect(joined == text)
  }

  @Test(
    "and stays one where it is small, or where pieces could not see each other",
    arguments: [
      (60, ""), (200, "private let x = 1\n"), (200, "#if DEBUG\n#endif\n"), (200, "let open = {\n"),
    ])
  func one(count: Int, more: String) {
    #expect(SourceParts(Array(text(count, with: more).utf8), path: "/Schema.swift", count: 4) == nil)
  }
}
