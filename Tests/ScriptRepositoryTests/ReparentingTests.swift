import Foundation
import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("What a script says of its parents")
struct ReparentingTests {
  private func moved(
    _ text: String, _ format: ScriptFormat = .swift, id: RevisionID = "x", onto parents: [RevisionID]
  ) throws -> String? {
    let bytes = Array(text.utf8)
    let path = "/p/versions/x.\(format.rawValue)"
    let entry = try ScriptFile.read(bytes, path: path, format: format)
    let revision = try #require(entry.revisions.first { $0.metadata.id == id })
    let script = RevisionScript(
      metadata: revision.metadata, path: path, format: format, line: revision.line, typeName: revision.typeName,
      key: entry.key)
    return try script.text(following: parents, in: bytes).map { String(decoding: $0, as: UTF8.self) }
  }

  private func swift(_ list: String, type: String = ": [RevisionID]") -> String {
    """
    import Revisions  // parents = ["a"]

    struct X: Revision {
      static let id: RevisionID = "x"
      static let parents\(type) = \(list)  // as it was
      static let message = "follows a, not \\"b\\""

      var upgrade: Operations { SQL("SELECT 'a'") }
      var downgrade: Operations { .reversed }
    }
    """
  }

  @Test(
    "Only the ids in the list are others, in whatever form they stand",
    arguments: [
      (#"["a"]"#, ": [RevisionID]", #"["n"]"#), (#"[RevisionID("a")]"#, "", #"[RevisionID("n")]"#),
      (#"[ /* why */ "a", ]"#, ": [RevisionID]", #"[ /* why */ "n", ]"#),
      (#"[.init(rawValue: "a")]"#, ": [RevisionID]", #"[.init(rawValue: "n")]"#), ("[]", ": [RevisionID]", #"["n"]"#),
      ("[RevisionID]()", "", #"[RevisionID("n")]"#), (##"[#"a"#]"##, ": [RevisionID]", #"["n"]"#),
    ])
  func one(_ list: String, _ type: String, _ expected: String) throws {
    #expect(try moved(swift(list, type: type), onto: ["n"]) == swift(expected, type: type))
  }

  @Test(
    "Parents come and go, and what stands between them stays",
    arguments: [
      (#"["a", "b"]"#, ["n"], #"["n"]"#), (#"["a", "b"]"#, ["b"], #"["b"]"#), (#"["a", "b"]"#, ["a"], #"["a"]"#),
      (#"["a", "b", "c"]"#, ["b"], #"["b"]"#), (#"["a"]"#, ["a", "n"], #"["a", "n"]"#),
      ("[\n    \"a\",  // one\n    \"b\",  // two\n  ]", ["n", "b"], "[\n    \"n\",  // one\n    \"b\",  // two\n  ]"),
      (#"[RevisionID("a")]"#, ["a", "n"], #"[RevisionID("a"), RevisionID("n")]"#), (#"["a"]"#, [], "[]"),
    ])
  func several(_ list: String, _ parents: [String], _ expected: String) throws {
    #expect(try moved(swift(list), onto: parents.map { RevisionID($0) }) == swift(expected))
  }

  @Test("Of several revisions in a file, the one that is meant is changed")
  func twoInAFile() throws {
    let first = swift(#"["a"]"#).replacing("\"x\"", with: "\"w\"").replacing("struct X", with: "struct W")
    let text = first + "\n\n" + swift(#"["a"]"#)
    #expect(try moved(text, onto: ["n"]) == first + "\n\n" + swift(#"["n"]"#))
  }

  @Test(
    "The header of a SQL script",
    arguments: [
      ("-- revision: x\n-- parents: a\n\n-- upgrade\n", "-- revision: x\n-- parents: n\n\n-- upgrade\n"),
      ("-- revision: x\r\n-- parents: a b\t\r\n-- upgrade\r\n", "-- revision: x\r\n-- parents: n\t\r\n-- upgrade\r\n"),
      ("-- revision: x\n-- message: m\n-- upgrade\n", "-- revision: x\n-- parents: n\n-- message: m\n-- upgrade\n"),
      ("-- revision: x\r\n-- upgrade\r\n", "-- revision: x\r\n-- parents: n\r\n-- upgrade\r\n"),
      ("--parents:a\n--revision:x\n-- upgrade\n-- parents: a", "--parents: n\n--revision:x\n-- upgrade\n-- parents: a"),
      ("-- parents:\n-- revision: x\n-- upgrade\n", "-- parents: n\n-- revision: x\n-- upgrade\n"),
    ])
  func sql(_ text: String, _ expected: String) throws {
    #expect(try moved(text, .sql, onto: ["n"]) == expected)
  }

  @Test("Scripts as they are written, at random: they come back with the parents that were asked for")
  func random() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<500 {
      func some() -> [RevisionID] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
          RevisionID(["a", "b", "c", "d", "é1"].randomElement(using: &random) ?? "a")
        }
      }
      let format = ScriptFormat.allCases.randomElement(using: &random) ?? .sql
      let metadata = RevisionMetadata(id: "x", parents: some(), message: "m", created: "2026-11-21T09:00:00Z")
      let wanted = some()
      let text = NewRevision(metadata, format: format).text
      let after = try #require(try moved(text, format, onto: wanted))
      let read = try ScriptFile.read(Array(after.utf8), path: "/p/x", format: format).revisions[0].metadata
      #expect(Set(read.parents) == Set(wanted))
      #expect(read.message == "m" && read.created == metadata.created)
    }
  }
}

@Suite("Replacing files")
struct FileReplacementTests {
  @Test("All are replaced, with the rights they had, and through links")
  func all() throws {
    let project = try TestProject()
    let (one, two) = (project.folder + "/one.sql", project.folder + "/two.sql")
    try "1".write(toFile: one, atomically: true, encoding: .utf8)
    try "2".write(toFile: two + ".real", atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: two, withDestinationPath: two + ".real")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: one)
    try FileReplacement.replace([
      .init(path: one, before: Array("1".utf8), after: Array("one".utf8)),
      .init(path: two, before: Array("2".utf8), after: Array("two".utf8)),
    ])
    #expect(try String(contentsOfFile: one, encoding: .utf8) == "one")
    #expect(try String(contentsOfFile: two + ".real", encoding: .utf8) == "two")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: two) == two + ".real")
    #expect(try FileManager.default.attributesOfItem(atPath: one)[.posixPermissions] as? Int == 0o640)
    #expect(try !FileManager.default.contentsOfDirectory(atPath: project.folder).contains { $0.hasPrefix(".rev") })
  }

  @Test("Where one cannot be replaced, none is, and nothing is left behind")
  func none() throws {
    let project = try TestProject()
    let (one, two) = (project.folder + "/one.sql", project.folder + "/two.sql")
    try "1".write(toFile: one, atomically: true, encoding: .utf8)
    try "changed by somebody else".write(toFile: two, atomically: true, encoding: .utf8)
    #expect(throws: FileReplacement.Failure.changedMeanwhile(path: two)) {
      try FileReplacement.replace([
        .init(path: one, before: Array("1".utf8), after: Array("one".utf8)),
        .init(path: two, before: Array("2".utf8), after: Array("two".utf8)),
      ])
    }
    #expect(try String(contentsOfFile: one, encoding: .utf8) == "1")
    #expect(try String(contentsOfFile: two, encoding: .utf8) == "changed by somebody else")
    #expect(try !FileManager.default.contentsOfDirectory(atPath: project.folder).contains { $0.hasPrefix(".rev") })
  }
}
