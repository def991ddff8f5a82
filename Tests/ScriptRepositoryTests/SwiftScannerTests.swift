import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Reading metadata from Swift text")
struct SwiftScannerTests {
  static func scan(_ text: String) -> SwiftScan { SwiftScan(Array(text.utf8), path: "/v/a.swift") }

  static func revision(_ members: String) -> String { "struct A: Revision {\n\(members)\n}\n" }

  static let minimal = """
    static let id = RevisionID("a")
    static let parents: [RevisionID] = []
    """

  @Test("reads every member")
  func allMembers() {
    let scan = Self.scan(
      """
      import Revisions

      struct AddEmail_3f2a: Revision {
        static let id: RevisionID = "3f2a"
        static let parents: [RevisionID] = ["1c8e", RevisionID("2d9f")]
        static let dependsOn: [RevisionID] = ["b"]
        static let branchLabels = ["billing", "money"]
        static let message = "add \\"email\\" \\u{1F4E7}\\n\\ttwice"
        static let created = "2026-11-21T09:00:00Z"
        var upgrade: Operations { SQL("x") }
        var downgrade: Operations { .reversed }
      }
      """)
    #expect(scan.problems.isEmpty)
    #expect(scan.declarations.count == 1)
    #expect(scan.declarations.first?.typeName == "AddEmail_3f2a")
    #expect(scan.declarations.first?.line == 3)
    #expect(
      scan.declarations.first?.metadata
        == RevisionMetadata(
          id: "3f2a", parents: ["1c8e", "2d9f"], dependsOn: ["b"], branchLabels: ["billing", "money"],
          message: "add \"email\" \u{1F4E7}\n\ttwice", created: "2026-11-21T09:00:00Z"))
  }

  @Test(
    "reads literals however they are written",
    arguments: [
      #"static let id="a";static let parents=[RevisionID]()"#,
      #"public static let id : RevisionID = .init("a"); static public let parents : [RevisionID] = [ ]"#,
      #"static let id = Revisions.RevisionID(rawValue: "a"), parents: [RevisionID] = []"#,
      "static /* /* \" */ */ let // \"\n id\n=\n\"a\"\n\nstatic let parents: Array<RevisionID> = [/* none */]",
      "static let id: RevisionID = #\"a\"#\nstatic let parents: [RevisionID] = []\n@available(*, deprecated) var x: Int { 1 }",
      "static let `id`: RevisionID = \"\\u{61}\"\nstatic let parents: [RevisionID] = []",
      "static let id: RevisionID = \"\"\"\n    a\n    \"\"\"\nstatic let parents: [RevisionID] = []",
      "let note = \"static let id = \\(\"{\" + \"}\")\"; static let id: RevisionID = \"a\"; static let parents: [RevisionID] = []",
      "#if DEBUG\nstatic let other = 1\n#endif\nstatic let id: RevisionID = \"a\"\nstatic let parents: [RevisionID] = []",
      "static let pattern = /\"{/\nstatic let id: RevisionID = \"a\"\nstatic let parents: [RevisionID] = []",
      "static let pattern = #/\"{/#\nstatic let id: RevisionID = \"a\"\nstatic let parents: [RevisionID] = []",
    ])
  func forms(_ members: String) {
    let scan = Self.scan(Self.revision(members))
    #expect(scan.problems == [])
    #expect(scan.declarations.map(\.metadata) == [RevisionMetadata(id: "a", parents: [])])
  }

  @Test("finds declarations of every kind, several in a file, and lines that end in CRLF")
  func declarations() {
    let text = """
      @available(macOS 15, *)
      public final class A: Sendable, Revisions.Revision { \(Self.minimal) }
      enum B: Revision { \(Self.minimal) }
      struct C
        : Revision & Sendable
      { \(Self.minimal) }
      struct NotOne { static let id = 1 }
      struct RevisionHelper: Equatable {}
      """
    let scan = Self.scan(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
    #expect(scan.problems.isEmpty)
    #expect(scan.declarations.map(\.typeName) == ["A", "B", "C"])
    #expect(scan.declarations.map(\.line) == [2, 4, 6])
  }

  @Test(
    "says where a member is missing, repeated, or no literal",
    arguments: [
      (#"static let parents: [RevisionID] = []"#, 1, ScriptProblem.Kind.memberMissing(member: "id", type: "A")),
      (#"static let id: RevisionID = "a""#, 1, .memberMissing(member: "parents", type: "A")),
      (minimal + "\nstatic let message = \"a\" + \"b\"", 4, .memberNotALiteral(member: "message", type: "A")),
      (minimal + "\nstatic let message = \"a\"\n  .lowercased()", 4, .memberNotALiteral(member: "message", type: "A")),
      (minimal + "\nstatic let message = \"\\(1)\"", 4, .memberNotALiteral(member: "message", type: "A")),
      (minimal + "\nstatic var message: String { \"a\" }", 4, .memberNotALiteral(member: "message", type: "A")),
      (minimal + "\nstatic let dependsOn = others", 4, .memberNotALiteral(member: "dependsOn", type: "A")),
      (
        minimal + "\nstatic let message = \"a\"\nstatic let message = \"b\"", 5,
        .memberRepeated(member: "message", type: "A")
      ),
    ])
  func memberProblems(_ members: String, _ line: Int, _ kind: ScriptProblem.Kind) {
    let scan = Self.scan(Self.revision(members))
    #expect(scan.declarations.isEmpty)
    #expect(scan.problems.map(\.kind) == [kind])
    #expect(scan.problems.first?.position?.line == line)
    #expect(scan.problems.first?.path == "/v/a.swift")
  }

  @Test("names the column of a member, in bytes as the compiler counts")
  func column() {
    let scan = Self.scan("struct A: Revision {\n\(Self.minimal)\n  /* ü */ static let message = 1\n}")
    #expect(scan.problems.first?.position == ScriptPosition(line: 4, column: 23))
  }

  @Test("says why a literal cannot be read")
  func malformedLiterals() {
    for literal in [#""\q""#, #""\u{D800}""#, #""\u{}""#, "\"\"\"\n x\n   \"\"\""] {
      let scan = Self.scan(Self.revision(Self.minimal + "\nstatic let message = \(literal)"))
      #expect(scan.declarations.isEmpty)
      guard case .malformedLiteral("message", "A", _)? = scan.problems.first?.kind else {
        Issue.record("\(literal): \(scan.problems)")
        continue
      }
    }
  }

  @Test("reports what is never closed where it hides metadata, and leaves the rest to the compiler")
  func unterminated() {
    let open = Self.scan(
      "struct A: Revision {\n  static let id: RevisionID = \"a\n  static let parents: [RevisionID] = []\n}")
    #expect(open.problems.first?.kind == .unterminatedString)
    #expect(open.problems.first?.position == ScriptPosition(line: 2, column: 31))
    #expect(Self.scan("import Revisions\n /* struct").problems.map(\.kind) == [.unterminatedComment])

    let body = Self.scan(Self.revision(Self.minimal + "\nvar upgrade: Operations { SQL(\"oops) }"))
    #expect(body.problems.isEmpty)
    #expect(body.declarations.map(\.typeName) == ["A"])
  }

  @Test(
    "refuses revisions that the loader could not reach, rather than lose them",
    arguments: [
      ("enum Outer { struct A: Revision { \(minimal) } }", ScriptProblem.Obstacle.nested),
      ("func f() { struct A: Revision { \(minimal) } }", .nested),
      ("private struct A: Revision { \(minimal) }", .isPrivate),
      ("fileprivate final class A: Revision { \(minimal) }", .isPrivate),
      ("struct A<T>: Revision { \(minimal) }", .isGeneric),
      ("#if os(Linux)\nstruct A: Revision { \(minimal) }\n#endif", .isConditional),
      ("struct A: Revision {\n#if X\n\(minimal)\n#endif\n}", .isConditional),
      ("extension A: Revision { \(minimal) }", .declaredInExtension),
    ])
  func outOfReach(_ text: String, _ obstacle: ScriptProblem.Obstacle) {
    let scan = Self.scan(text)
    #expect(scan.declarations.isEmpty)
    #expect(scan.problems.map(\.kind) == [.revisionOutOfReach(type: "A", obstacle)])
  }

  @Test("notices a revision that does not say so")
  func forgottenConformance() {
    let text =
      "struct A {\n\(Self.minimal)\nvar upgrade: Operations { SQL(\"x\") }\nvar downgrade: Operations { .reversed }\n}"
    #expect(Self.scan(text).problems.map(\.kind) == [.conformanceMissing(type: "A")])
  }

  @Test("takes a file without a revision for a support file")
  func support() {
    let scan = Self.scan(
      "import Revisions\n/// : Revision {\nprotocol P: Revision {}\nlet text = \"struct A: Revision {}\"\n")
    #expect(scan.declarations.isEmpty)
    #expect(scan.problems.isEmpty)
  }

  @Test("survives any bytes, and reads a revision in front of them")
  func randomBytes() {
    var random = SplitMix64(seed: 1)
    let pieces = [
      "\"", "\"\"\"", "#\"", "\"#", "\\(", ")", "(", "{", "}", "/*", "*/", "//", "\n", "\r\n", "struct", "A", ":",
      "Revision",
      "static", "let", "id", "=", "[", "]", ",", "`", "#if", "#endif", "/", "\\", "\\u{", "é", "\u{0}", ".", "parents",
      "#", "\t",
    ]
    for _ in 0..<rounds(3000) {
      var bytes = Array(Self.revision(Self.minimal).utf8)
      for _ in 0..<Int.random(in: 0..<60, using: &random) {
        if Int.random(in: 0..<12, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += (pieces.randomElement(using: &random) ?? "").utf8
          if Bool.random(using: &random) { bytes.append(0x20) }
        }
      }
      #expect(SwiftScan(bytes, path: "/v/a.swift").declarations.first?.metadata.id == "a")
      _ = SwiftScan(Array(bytes.dropFirst(Int.random(in: 0..<bytes.count, using: &random))), path: "/v/a.swift")
    }
  }

  @Test("takes deep nesting and long files without recursion")
  func depth() {
    let open = String(repeating: "\"\\(", count: 200_000)
    #expect(Self.scan(open).problems.map(\.kind) == [.unterminatedString])
    #expect(Self.scan(String(repeating: "/*", count: 200_000)).problems.map(\.kind) == [.unterminatedComment])
    let lines = String(repeating: "let a = \"\\(\n", count: 20_000)
    #expect(Self.scan(lines).problems.map(\.kind) == [.unterminatedString])
  }
}
