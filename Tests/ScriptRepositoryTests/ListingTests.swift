import Foundation
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Listing scripts")
struct ListingTests {
  @Test("lists Swift and SQL in the order of their paths, and the rest of the folder not at all")
  func order() throws {
    let project = try TestProject()
    try project.writeSQL("b", parents: ["a"])
    try project.writeSwift("a")
    try project.write("Helpers.swift", "import Revisions\nfunc helper() {}\n")
    try project.write("Schema.swift", "this is not read at all {")
    for name in [".hidden.sql", "#b.sql", "b.sql~", "b.sql.orig", "b.swp", "README.md", "inner/c.sql"] {
      try project.write(name, "no revision")
    }
    let listing = project.repository().list()
    #expect(listing.problems == [])
    #expect(listing.scripts.map(\.id) == ["a", "b"])
    #expect(listing.scripts.map(\.format) == [.swift, .sql])
    #expect(listing.scripts.map(\.path) == ["\(project.versions)/a.swift", "\(project.versions)/b.sql"])
    #expect(listing.supportFiles.map(\.path) == ["\(project.versions)/Helpers.swift"])
  }

  @Test("searches folders inside the locations where asked to, each once")
  func recursive() throws {
    let project = try TestProject()
    try project.writeSQL("a")
    try project.writeSQL("b", in: "versions/2026/11")
    try project.writeSQL("c", in: "more")
    try project.writeSQL("d", in: "versions/.git")
    #expect(project.repository(["versions", "more"]).list().scripts.map(\.id) == ["a", "c"])
    let listing = project.repository(["versions", "more", "versions/2026"], recursive: true).list()
    #expect(listing.problems == [])
    #expect(listing.scripts.map(\.id.rawValue).sorted() == ["a", "b", "c"])
  }

  @Test("several revisions in a file each have their line")
  func severalInAFile() throws {
    let project = try TestProject()
    try project.write("ab.swift", TestProject.swift("a") + TestProject.swift("b", parents: ["a"]))
    let listing = project.repository().list()
    #expect(listing.scripts.map(\.id) == ["a", "b"])
    #expect(listing.scripts.map(\.line) == [4, 17])
  }

  @Test("takes copies for one revision, and names both files where they differ")
  func duplicates() throws {
    let project = try TestProject()
    try project.writeSQL("a")
    try project.writeSQL("a", in: "more")
    let repository = project.repository(["versions", "more"])
    #expect(repository.list().problems == [])
    #expect(repository.list().scripts.map(\.path) == ["\(project.versions)/a.sql"])
    try project.write("a.sql", TestProject.sql("a") + "-- changed\n", in: "more")
    let problem = repository.list().problems.first
    #expect(problem?.path == "\(project.folder)/more/a.sql")
    #expect(problem?.kind == .duplicateID("a", otherPath: "\(project.versions)/a.sql"))
    try project.write("twice.swift", TestProject.swift("c") + TestProject.swift("c"))
    #expect(
      repository.list().problems.contains { $0.kind == .duplicateID("c", otherPath: "\(project.versions)/twice.swift") }
    )
  }

  @Test("one bad script hides neither the others nor what is wrong with them")
  func problems() throws {
    let project = try TestProject()
    try project.writeSQL("a")
    try project.write("b.swift", "struct B: Revision { static let id = 1 }")
    try project.write("c.sql", "CREATE TABLE t (x);")
    try project.write("d.sql", Data([0x2D, 0x2D, 0x20, 0xFF, 0x0A]) + Data(TestProject.sql("d").utf8))
    try project.write("e.swift", Data([0x2F, 0x2F, 0x20, 0xC3, 0x28]))
    try project.write("f.sql", TestProject.sql("head"))
    try project.write("g.sql", TestProject.sql("g").replacingOccurrences(of: "revision: g", with: "revision: g\u{A0}h"))
    try FileManager.default.createSymbolicLink(atPath: "\(project.versions)/h.sql", withDestinationPath: "gone.sql")
    mkfifo("\(project.versions)/i.sql", 0o600)
    for _ in 0..<2 {
      let listing = project.repository(later: 10).list()
      #expect(listing.scripts.map(\.id) == ["a", "head", "g\u{A0}h"])
      let kinds = Dictionary(grouping: listing.problems) {
        $0.path.suffix(7) == "b.swift" ? "b" : String($0.path.suffix(5).prefix(1))
      }
      #expect(kinds["b"]?.map(\.kind).contains(.memberNotALiteral(member: "id", type: "B")) == true)
      #expect(kinds["c"]?.map(\.kind) == [.headerMissing])
      #expect(kinds["d"]?.map(\.kind) == [.invalidUTF8])
      #expect(kinds["d"]?.first?.position == ScriptPosition(line: 1, column: 4))
      #expect(listing.problems.contains { $0.path.hasSuffix("e.swift") && $0.kind == .invalidUTF8 })
      #expect(kinds["f"]?.map(\.kind) == [.unusableID("head", reason: "'head' is a reserved name")])
      #expect(kinds["g"]?.count == 1)
      #expect(kinds["h"]?.map(\.kind) == [.unreadable(errno: ENOENT)])
      #expect(kinds["i"]?.map(\.kind) == [.notAFile])
      #expect(throws: ScriptProblems.self) { try listing.validated() }
    }
  }

  @Test("says which version location is missing")
  func missingFolder() throws {
    let project = try TestProject()
    let problems = project.repository(["nowhere"]).list().problems
    #expect(problems == [ScriptProblem(path: "\(project.folder)/nowhere", kind: .folderMissing)])
  }

  @Test("follows links inside the project and refuses those that lead out of it")
  func links() throws {
    let project = try TestProject()
    let inside = try project.write("a.sql", TestProject.sql("a"), in: "elsewhere")
    try FileManager.default.createSymbolicLink(atPath: "\(project.versions)/a.sql", withDestinationPath: inside)
    let outside = "\(project.root)/b.sql"
    try TestProject.sql("b").write(toFile: outside, atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: "\(project.versions)/b.sql", withDestinationPath: outside)
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.versions)/loop", withDestinationPath: project.versions)
    for recursive in [false, true] {
      let listing = project.repository(recursive: recursive).list()
      #expect(listing.scripts.map(\.id) == ["a"])
      #expect(
        listing.problems == [ScriptProblem(path: "\(project.versions)/b.sql", kind: .outsideProject(target: outside))])
    }
  }

  @Test("refuses names that cannot be printed, and prints them harmlessly")
  func names() throws {
    let project = try TestProject()
    try project.write("a\u{1B}[31m.sql", TestProject.sql("a"))
    #expect(project.repository().list().problems.map(\.path) == ["\(project.versions)/a\u{FFFD}[31m.sql"])
    #expect(project.repository().list().problems.map(\.kind) == [.unusableName])
  }

  @Test("two support files of one name, or one named like a script, are a problem before the compiler sees them")
  func supportNames() throws {
    let project = try TestProject()
    try project.write("Helpers.swift", "func a() {}")
    try project.write("Helpers.swift", "func b() {}", in: "more")
    #expect(
      project.repository(["versions", "more"]).list().problems.map(\.kind)
        == ["versions", "more"].map { .supportFileNameTaken(otherPath: "\(project.folder)/\($0)/Helpers.swift") })
    try project.write("Helpers.swift", TestProject.swift("a"), in: "more")
    #expect(
      project.repository(["versions", "more"]).list().problems.map(\.kind)
        == [.supportFileNameTaken(otherPath: "\(project.folder)/more/Helpers.swift")])
  }

  @Test("reads a long header, and one that a section follows only much later")
  func longHeader() throws {
    let project = try TestProject()
    let comments = String(repeating: "-- nothing to see here\n", count: 20_000)
    try project.write("a.sql", "-- revision: a\n\(comments)-- parents: b\n-- upgrade\nSELECT 1;\n")
    try project.writeSQL("b")
    let listing = project.repository().list()
    #expect(listing.scripts.first?.metadata.parents == ["b"])
  }
}
