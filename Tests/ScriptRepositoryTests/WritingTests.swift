import Foundation
import RandomTesting
import Revisions
import SystemPackage
import Testing

@testable import ScriptRepository

@Suite("Writing scripts")
struct WritingTests {
  static let full = RevisionMetadata(
    id: "3f2a9c1b7e4d", parents: ["1c8e7d6a5b4c"], dependsOn: ["aaaaaaaaaaaa"], branchLabels: ["billing"],
    message: "add user preferences", created: "2026-11-21T09:00:00Z")

  @Test("writes a revision in Swift as the guide shows it")
  func swift() {
    let revision = NewRevision(Self.full, format: .swift)
    #expect(
      revision.text == """
        import Revisions

        /// add user preferences
        struct AddUserPreferences_3f2a9c1b7e4d: Revision {
          static let id: RevisionID = "3f2a9c1b7e4d"
          static let parents: [RevisionID] = ["1c8e7d6a5b4c"]
          static let dependsOn: [RevisionID] = ["aaaaaaaaaaaa"]
          static let branchLabels = ["billing"]
          static let message = "add user preferences"
          static let created = "2026-11-21T09:00:00Z"

          var upgrade: Operations {
            // CreateTable, AddColumn, CreateIndex, SQL, …: one operation after the other.
          }

          var downgrade: Operations {
            // What takes it back. Or: .reversed, or .irreversible("why").
          }
        }

        """)
  }

  @Test("writes a revision in SQL as the guide shows it")
  func sql() {
    let revision = NewRevision(Self.full, format: .sql)
    #expect(
      revision.text == """
        -- revision: 3f2a9c1b7e4d
        -- parents: 1c8e7d6a5b4c
        -- depends_on: aaaaaaaaaaaa
        -- branch_labels: billing
        -- message: add user preferences
        -- created: 2026-11-21T09:00:00Z

        -- upgrade

        -- downgrade

        """)
  }

  @Test("writes the same merge whoever merges, in whatever order the heads are named")
  func merge() {
    let merge = NewRevision.merge(of: ["d00d", "abba"], format: .swift)
    #expect(merge == NewRevision.merge(of: ["abba", "d00d", "abba"], format: .swift))
    #expect(
      merge.text == """
        import Revisions

        /// merge abba and d00d
        struct MergeAbbaAndD00d_6a3d4713d0bf: Revision {
          static let id: RevisionID = "6a3d4713d0bf"
          static let parents: [RevisionID] = ["abba", "d00d"]
          static let message = "merge abba and d00d"

          var upgrade: Operations {
          }

          var downgrade: Operations {
          }
        }

        """)
    #expect(
      NewRevision.merge(of: ["c", "b", "a"], format: .sql).text == """
        -- revision: ea7fb08b7a2d
        -- parents: a, b, c
        -- message: merge a, b and c

        -- upgrade

        -- downgrade

        """)
  }

  static let messages = [
    "", "add \"email\"", "back\\slash \\(1)", "two\nlines", "cr\r\nlf", "end of comment */ and /* begin", "é ü 日本語 🎉",
    "2fa columns", "class", "self", "tab\tand \u{0} nul \u{1B}[31m", "\u{202E}reversed", "line\u{2028}separator",
    "--upgrade",
    "-- upgrade", "\"\"\"", "#\"raw\"#", "ends in backslash \\", String(repeating: "long ", count: 100), "`tick`", "∂ƒ",
    "e\u{301}t\u{E9}", "\u{FEFF}bom", "ß", "///", "}", "ǆ", "１２ full width", "\u{85}next\u{B}line\u{C}",
  ]

  @Test("any message comes back from Swift as it was", arguments: messages)
  func swiftRoundTrip(_ message: String) throws {
    var metadata = Self.full
    metadata.message = message
    metadata.branchLabels = [message]
    let scan = SwiftScan(Array(NewRevision(metadata, format: .swift).text.utf8), path: "/v/a.swift")
    #expect(scan.problems.isEmpty)
    // Not by ==, to which composed and decomposed letters are the same.
    let read = try #require(scan.declarations.first?.metadata)
    #expect(Array(read.message.utf8) == Array(message.utf8))
    #expect(read.branchLabels.map { Array($0.utf8) } == [Array(message.utf8)])
  }

  @Test("any message comes back from SQL on one line", arguments: messages)
  func sqlRoundTrip(_ message: String) throws {
    var metadata = Self.full
    metadata.message = message
    let script = try SQLScript(Array(NewRevision(metadata, format: .sql).text.utf8), path: "/v/a.sql")
    let words = message.unicodeScalars.split {
      $0 == " " || [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
    }
    #expect(script.metadata.message == words.map { String($0) }.joined(separator: " "))
    metadata.message = script.metadata.message
    #expect(script.metadata == metadata)
  }

  @Test("the compiler takes every script, and reads the same from it as the scanner")
  func compiles() async throws {
    let project = try TestProject()
    var expected: [RevisionMetadata] = []
    for (index, message) in Self.messages.enumerated() {
      let metadata = RevisionMetadata(id: RevisionID("a\(index)"), message: message, created: "2026-11-21T09:00:00Z")
      expected.append(metadata)
      try project.write("a\(index).swift", NewRevision(metadata, format: .swift).text)
    }
    let repository = project.repository()
    let listing = repository.list()
    #expect(listing.problems.isEmpty)
    #expect(Set(listing.scripts.map(\.metadata)) == Set(expected))
    let loaded = try await repository.load(listing.scripts, from: listing)
    #expect(loaded.failures.isEmpty)
  }

  @Test("makes ids of twelve hexadecimal digits, from the generator it is given")
  func ids() {
    var random = SplitMix64(seed: 7)
    let ids = (0..<200).map { _ in RevisionID.random(using: &random) }
    #expect(Set(ids).count == 200)
    #expect(ids.allSatisfy { $0.rawValue.count == 12 && $0.rawValue.allSatisfy { "0123456789abcdef".contains($0) } })
    random = SplitMix64(seed: 7)
    #expect(RevisionID.random(using: &random) == ids[0])
  }

  @Test("never writes over a file, and says so where it is the same")
  func noOverwriting() throws {
    let project = try TestProject()
    let folder = FilePath(project.versions)
    let first = try ScriptWriter.write("one", as: "a.sql", in: folder)
    #expect(first.outcome == .written)
    #expect(try ScriptWriter.write("one", as: "a.sql", in: folder).outcome == .alreadyThere)
    #expect(throws: ScriptWriter.Failure.fileExists(path: "\(project.versions)/a.sql")) {
      try ScriptWriter.write("two", as: "a.sql", in: folder)
    }
    #expect(try String(contentsOfFile: first.path, encoding: .utf8) == "one")
    #expect(try FileManager.default.contentsOfDirectory(atPath: project.versions) == ["a.sql"])
  }

  @Test("makes the folders that it needs, and stays inside the version location")
  func folders() throws {
    let project = try TestProject()
    let folder = FilePath("\(project.folder)/new/versions")
    let written = try ScriptWriter.write("x", as: "2026/11/a.sql", in: folder)
    #expect(written.path == "\(project.folder)/new/versions/2026/11/a.sql")
    for name in ["../a.sql", "/etc/a.sql", "a/../../b.sql", "", ".a.sql", "a\nb.sql", "a//b.sql"] {
      #expect(throws: ScriptWriter.Failure.unusableName(name)) { try ScriptWriter.write("x", as: name, in: folder) }
    }
  }

  @Test("of many writers of one name exactly one writes")
  func race() async throws {
    let project = try TestProject()
    let folder = FilePath(project.versions)
    let written = await withTaskGroup(of: Bool.self) { tasks in
      for number in 0..<16 {
        tasks.addTask { (try? ScriptWriter.write("text \(number)", as: "a.sql", in: folder))?.outcome == .written }
      }
      return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(written == 1)
  }
}
