import Foundation
import Testing

@Suite("rev verify")
struct VerifyTests {
  @Test("Nothing that was applied has changed: one line of summary, and 0")
  func same() async throws {
    let project = try await Project.appliedChain(3)
    let ended = try await project.rev("verify")
    #expect(ended.status == 0 && ended.output == "")
    #expect(ended.error == "3 applied revisions: 3 same\n")
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
    #expect(try await project.output("verify", "-v").lines.filter { $0.hasPrefix("same ") }.count == 3)
  }

  @Test("A database that is not there has nothing to verify, and none is made")
  func noDatabase() async throws {
    let project = try Project()
    try project.chain(2)
    #expect(try await project.statuses() == [])
    #expect(!project.exists("dev.db"))
  }

  @Test("Comments and white space are cosmetic; what is not applied is not looked at")
  func cosmetic() async throws {
    let project = try await Project.appliedChain(2)
    try project.edit("versions/a002.sql", "CREATE TABLE", "-- a remark\nCREATE   TABLE")
    try project.sql("b001", after: ["a002"])
    #expect(try await project.statuses() == ["a001 same", "a002 cosmetic"])
    let ended = try await project.rev("verify")
    #expect(ended.status == 0)
    #expect(ended.output == "cosmetic a002 (versions/a002.sql)\n")
  }

  @Test("An edit is shown as a difference to what was applied, with the commit, author and date that made it")
  func edited() async throws {
    let project = try await Project.appliedChain(3)
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.commitAll("second thoughts")
    let head = try await project.git("rev-parse", "HEAD")
    let found = try await project.verified()
    #expect(found.map(\.status) == ["same", "edited", "same"])
    #expect(found[1].edited == ["upgrade"] && found[1].remark == nil)
    #expect(found[1].changed_by?.commit == head && found[1].changed_by?.author == "Ada")
    #expect(found[1].changed_by?.summary == "second thoughts" && found[1].changed_by?.email == "ada@example.com")
    let ended = try await project.rev("verify")
    #expect(ended.status == 1)
    #expect(ended.output.contains("edited   a002 (versions/a002.sql)\n"))
    #expect(ended.output.contains("changed in \(head.prefix(12)) by Ada <ada@example.com>, 20"))
    #expect(
      ended.output.contains(
        "\n-CREATE TABLE t_a002 (id INTEGER PRIMARY KEY);\n+CREATE TABLE t_a002 (id INTEGER NOT NULL);\n"))
    #expect(ended.error.contains("3 applied revisions: 2 same, 1 edited\n"))
    let colored = try await project.rev("verify", "--color", "always")
    #expect(colored.output.contains("\u{1B}[31m-CREATE TABLE t_a002"))
    #expect(colored.output.contains("\u{1B}[32m+CREATE TABLE t_a002"))
    // The difference is one that `patch` takes back.
    try project.write("edit.patch", ended.output)
    let patched = try await project.run("/usr/bin/env", "patch", "-R", "-p0", "-i", "edit.patch")
    #expect(patched.status == 0, "\(patched.all)")
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
  }

  @Test("An edit of the way back alone is an edit, and is said to be one")
  func downgradeEdited() async throws {
    let project = try await Project.appliedChain(2)
    try project.edit("versions/a001.sql", "DROP TABLE", "DROP TABLE IF EXISTS")
    #expect(try await project.verified().first?.edited == ["downgrade"])
    #expect(try await project.rev("verify").output.contains("only its downgrade"))
  }

  @Test("What was applied is found where no branch has it any more, and in a pack")
  func unreachable() async throws {
    let project = try await Project.appliedChain(2)
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.git("add", "-A")
    try await project.git("commit", "-q", "--amend", "-m", "rewritten")
    #expect(try await project.verified()[1].diff?.contains("-CREATE TABLE t_a002 (id INTEGER PRIMARY KEY);") == true)
    try await project.git("gc", "-q")
    #expect(try await project.verified()[1].diff?.contains("-CREATE TABLE t_a002 (id INTEGER PRIMARY KEY);") == true)
    try await project.git("reflog", "expire", "--expire=now", "--all")
    try await project.git("gc", "-q", "--prune=now")
    let found = try await project.verified()
    #expect(found[1].status == "edited" && found[1].diff == nil)
    #expect(try await project.rev("verify").output.contains("git no longer has what was applied"))
  }

  @Test("Without a repository the same is found out, but for the difference")
  func noRepository() async throws {
    let project = try Project()
    try project.chain(3)
    try await project.output("upgrade")
    try project.edit("versions/a001.sql", "CREATE", "-- c\nCREATE")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    let found = try await project.verified()
    #expect(found.map(\.status) == ["cosmetic", "edited", "same"])
    #expect(found[1].diff == nil && found[1].changed_by == nil)
  }

  @Test("Lines that end otherwise in the work tree than in git are the same text")
  func lineEndings() async throws {
    let project = try Project()
    try project.chain(2)
    try project.write(".gitattributes", "*.sql text\n")
    for name in ["a001", "a002"] { try project.edit("versions/\(name).sql", "\n", "\r\n") }
    try await project.commitAll()
    try await project.output("upgrade")
    try project.edit("versions/a001.sql", "\r\n", "\n")
    #expect(try await project.statuses() == ["a001 same", "a002 same"])
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    let diff = try #require(try await project.verified()[1].diff)
    #expect(diff.split(separator: "\n").count { $0.hasPrefix("-") } == 2, "\(diff)")
  }

  @Test("A revision of Swift is compiled only where its text is another; without a compiler an edit is assumed")
  func swift() async throws {
    let project = try Project()
    try project.swift("a001", upgrade: "SQL(\"CREATE TABLE a (id)\")")
    try project.swift("a002", after: ["a001"], upgrade: "SQL(\"CREATE TABLE b (id)\")")
    try await project.output("upgrade")
    try FileManager.default.removeItem(atPath: project.cache)
    let none = ["REV_SWIFTC": "/nowhere/swiftc"]
    #expect(try await project.verified(environment: none).map(\.status) == ["same", "same"])
    try project.edit("versions/a001.swift", "SQL(", "// why\n    SQL(")
    try project.edit("versions/a002.swift", "TABLE b (id)", "TABLE b (id, x)")
    let blind = try await project.verified(environment: none)
    #expect(blind.map(\.status) == ["edited", "edited"])
    #expect(blind[0].remark?.contains("compiler") == true && blind[0].edited == nil)
    let found = try await project.verified()
    #expect(found.map(\.status) == ["cosmetic", "edited"] && found[1].edited == ["upgrade"])
  }

  @Test("What the journal says nothing of is unknown, and no failure")
  func unknown() async throws {
    let project = try await Project.appliedChain(2)
    _ = try await project.query("DELETE FROM rev_journal WHERE revision = 'a001'")
    #expect(try await project.statuses() == ["a001 unknown", "a002 same"])
    #expect(try await project.rev("verify").output == "unknown  a001 (versions/a001.sql)\n")
    _ = try await project.query("DROP TABLE rev_journal")
    #expect(try await project.statuses() == ["a001 unknown", "a002 unknown"])
  }

  @Test(
    "A file that Swift scripts share and that makes one do something else makes it edited, though its text is the same")
  func support() async throws {
    let project = try Project("", cache: .shared)
    func helper(_ column: String, _ remark: String = "") throws {
      try project.write("versions/Shared.swift", "import Revisions\n\n\(remark)let shared = \"\(column)\"\n")
    }
    try helper("former")
    try project.swift("a001", upgrade: #"CreateTable("remarks") { Column(shared, .integer) }"#)
    try project.sql("a002", after: ["a001"])
    try project.swift("a003", after: ["a002"], upgrade: #"SQL("CREATE TABLE x (id)")"#)
    try await project.commitAll()
    try await project.output("upgrade")
    try helper("former", "// A remark.\n")
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
    try helper("latter")
    let blind = try await project.rev("verify", environment: ["REV_SWIFTC": "/nowhere/swiftc"])
    #expect(blind.status == 0 && blind.output.contains("cannot be told"), "\(blind.all)")
    let found = try await project.verified()
    #expect(found.map { "\($0.id) \($0.status)" } == ["a001 edited", "a002 same", "a003 same"])
    #expect(found.first?.edited == ["upgrade"])
    let output = try await project.rev("verify").output
    #expect(output.contains("by what it is compiled with: git diff "), "\(output)")
    // A run takes what is known by then.
    #expect(try await project.refusal("upgrade").code == "edited")
    try await project.output("verify", "--accept", "a001", "-m", "the same column")
    #expect(Set(try await project.verified().map(\.status)) == ["same"])
  }
}
