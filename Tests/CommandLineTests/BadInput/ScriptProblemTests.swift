import Foundation
import Testing

@Suite("Scripts that cannot be used")
struct ScriptProblemTests {
  private let project: Project

  init() async throws {
    project = try Project(cache: .shared)
    try project.sql("aaaa11")
    try await project.output("upgrade")
  }

  @Test("A Swift script that does not compile is named with path:line and the compiler's words; nothing was run")
  func doesNotCompile() async throws {
    try project.sql("bbbb11", after: ["aaaa11"])
    try project.swift("cccc11", after: ["bbbb11"], upgrade: "CreateTabel(\"users\") { }")
    let body = try await project.harmlessRefusal("upgrade")
    #expect(body.code == "compilation" && body.ids == ["cccc11"])
    #expect(body.message.contains("versions/cccc11.swift:10:"), "\(body.message)")
    #expect(body.message.contains("CreateTabel"))
    #expect(try await project.heads() == ["aaaa11"])
  }

  @Test("Commands that need no operations still work beside it")
  func othersWork() async throws {
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "CreateTabel(\"users\") { }")
    for words in [
      ["heads"], ["history"], ["branches"], ["show", "bbbb11"], ["current"], ["plan", "upgrade", "head", "--json"],
      ["stamp", "bbbb11"], ["create", "--format", "sql"], ["history", "-i"],
    ] {
      let ended = try await project.rev(words)
      #expect(ended.status == 0, "\(words): \(ended.error)")
    }
  }

  @Test("A script that does not compile does not keep others from running")
  func othersRun() async throws {
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "SQL(\"CREATE TABLE fine (id)\")")
    try project.swift("cccc11", after: ["bbbb11"], upgrade: "CreateTabel(\"users\") { }")
    let ended = try await project.rev("upgrade", "bbbb11")
    #expect(ended.status == 0, "\(ended.error)")
    #expect(try await project.heads() == ["bbbb11"])
  }

  @Test("Control flow in a body is answered with what to write instead")
  func controlFlow() async throws {
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "if Bool.random() { SQL(\"SELECT 1\") }")
    let body = try await project.harmlessRefusal("upgrade")
    #expect(body.message.contains("When(.sqlite)") || body.message.contains("Live"))
  }

  @Test(
    "Metadata that is no literal, or is missing, is named with path and line, without a compiler",
    arguments: [
      ("static let id: RevisionID = makeID()", "id"), ("static let parents: [RevisionID] = all", "parents"), ("", "id"),
    ])
  func metadata(_ line: String, _ member: String) async throws {
    let parents = line.contains("parents") ? "" : "static let parents: [RevisionID] = []"
    let id = line.contains("parents") ? "static let id: RevisionID = \"bbbb11\"" : ""
    try project.write(
      "versions/bbbb11.swift",
      "import Revisions\n\nstruct Odd: Revision {\n  \(line)\n  \(parents)\n  \(id)\n  var upgrade: Operations { SQL(\"\") }\n  var downgrade: Operations { .reversed }\n}\n"
    )
    let body = try await project.harmlessRefusal("upgrade", "heads")
    #expect(body.code == "script" && body.message.contains("versions/bbbb11.swift") && body.message.contains(member))
    #expect(body.message.contains(/bbbb11\.swift:\d+/))
  }

  @Test(
    "A SQL script with a broken header is named with path and line",
    arguments: [
      ("-- parents: aaaa11\n\n-- upgrade\n", "revision"),
      ("-- revision: bbbb11\n-- parent: aaaa11\n\n-- upgrade\n", ":2"),
      ("-- revision: bbbb11\n-- revision: cccc11\n\n-- upgrade\n", ":2"), ("-- revision: b b\n\n-- upgrade\n", "b b"),
      ("-- revision: bbbb11\n-- parents: aaaa11\n", "upgrade"), ("-- revision: head\n\n-- upgrade\n", "head"),
      ("-- revision: bbbb11\nSELECT 1;\n-- upgrade\n", ":2"),
      ("-- revision: bbbb11\n\n-- upgrade\n\n-- upgrade\n", ":5"),
      ("-- revision: bbbb11\n\n-- upgrade transaction=maybe\n", "transaction=maybe"), ("", "revision"),
      ("-- revision: bbbb11\n-- parents: aa@aa\n\n-- upgrade\n", "aa@aa"),
    ])
  func brokenHeader(_ text: String, _ named: String) async throws {
    try project.write("versions/bbbb11.sql", text)
    let body = try await project.harmlessRefusal("upgrade", "heads")
    #expect(body.message.contains("versions/bbbb11.sql") && body.message.contains(named), "\(body.message)")
    #expect(!body.hints.isEmpty || body.message.contains(":"))
  }

  @Test(
    "SQL that does not end is refused before anything runs",
    arguments: ["SELECT 'a", "CREATE TABLE t (id", "/* no end", "SELECT \"x"])
  func unterminated(_ statement: String) async throws {
    try project.sql("bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE before_it (id);\n\(statement)")
    let body = try await project.harmlessRefusal("upgrade", "heads")
    #expect(body.ids == ["bbbb11"] && body.message.contains(/versions\/bbbb11\.sql:\d+/), "\(body)")
    #expect(try await project.heads() == ["aaaa11"])
    #expect(try await !project.objects().contains("before_it"))
  }

  @Test(
    "BEGIN and COMMIT in a script are refused, and the revision leaves nothing",
    arguments: ["COMMIT;", "BEGIN;", "ROLLBACK;", "END;"])
  func transactionControl(_ statement: String) async throws {
    try project.sql("bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE before_it (id);\n\(statement)")
    let body = try await project.refusal("upgrade", "heads")
    #expect(body.ids == ["bbbb11"] && !body.hints.isEmpty)
    #expect(try await project.heads() == ["aaaa11"])
    #expect(try await !project.objects().contains("before_it"))
  }

  @Test("A pipe that is called like a script is named, and nothing waits for it; a folder is passed over")
  func strangeFiles() async throws {
    try project.makeFolder("versions/folder.sql")
    #expect(try await project.rev("upgrade").status == 0)
    #expect(mkfifo(project.path("versions/pipe.sql"), 0o600) == 0)
    #expect(try await project.harmlessRefusal("upgrade", "heads").message.contains("versions/pipe.sql"))
  }

  @Test("A script that may not be read is named", .enabled(if: !Program.isRoot, "root may read everything"))
  func unreadable() async throws {
    try project.sql("bbbb11", after: ["aaaa11"])
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: project.path("versions/bbbb11.sql"))
    #expect(try await project.harmlessRefusal("upgrade", "heads").message.contains("versions/bbbb11.sql"))
  }

  @Test("A link that leads nowhere, and one that leads out of the project, are named")
  func links() async throws {
    let versions = project.path("versions")
    try FileManager.default.createSymbolicLink(atPath: versions + "/lost.sql", withDestinationPath: "nowhere.sql")
    #expect(try await project.harmlessRefusal("upgrade", "heads").message.contains("versions/lost.sql"))
    try project.delete("versions/lost.sql")
    let other = try Project()
    try other.sql("bbbb11")
    try FileManager.default.createSymbolicLink(
      atPath: versions + "/out.sql", withDestinationPath: other.path("versions/bbbb11.sql"))
    #expect(try await project.harmlessRefusal("upgrade", "heads").message.contains("versions/out.sql"))
  }

  @Test("A script that is no UTF-8, or holds a NUL, is named")
  func bytes() async throws {
    for odd in [Data([0xFF, 0xFE, 0x41]), Data("-- revision: bbbb11\n-- upgrade\nSELECT '\u{0}';".utf8)] {
      try odd.write(to: URL(fileURLWithPath: project.path("versions/odd.sql")))
      #expect(try await project.harmlessRefusal("upgrade", "heads").message.contains("versions/odd.sql"))
    }
  }

  @Test("A byte-order mark and CRLF line ends are taken as they come")
  func windows() async throws {
    let text = "\u{FEFF}-- revision: bbbb11\r\n-- parents: aaaa11\r\n\r\n-- upgrade\r\nCREATE TABLE windows (id);\r\n"
    try project.write("versions/bbbb11.sql", text)
    try await project.output("upgrade")
    #expect(try await project.objects().contains("windows"))
  }

  @Test("A folder of scripts that is not there is named")
  func missingFolder() async throws {
    try FileManager.default.removeItem(atPath: project.path("versions"))
    let body = try await project.harmlessRefusal("upgrade", "heads")
    #expect(body.message.contains("versions") && !body.hints.isEmpty)
  }

  @Test("Hidden files, editors' leftovers and other kinds of files are passed over")
  func otherFiles() async throws {
    for name in [".hidden.sql", "bbbb11.sql~", "notes.txt", "#bbbb11.sql#", "bbbb11.sql.orig"] {
      try project.write("versions/\(name)", "no script")
    }
    #expect(try await project.rev("upgrade").status == 0)
    #expect(try await project.listing("history").map(\.id) == ["aaaa11"])
  }
}
