import Foundation
import Testing

@Suite("Scripts that are gone")
struct RestoreTests {
  @Test("A missing script is said to be, with the commit that removed it, and comes back byte for byte")
  func restore() async throws {
    let project = try await Project.appliedChain(3)
    let text = try project.read("versions/a003.sql")
    try project.delete("versions/a003.sql")
    try await project.commitAll("not needed")
    let found = try await project.verified()
    #expect(found.map(\.status) == ["same", "same", "missing"])
    let seen = try #require(found.last?.last_seen)
    #expect(seen.path == "versions/a003.sql" && seen.removed_by?.summary == "not needed")
    let ended = try await project.rev("verify")
    #expect(ended.output.contains("missing  a003\n") && ended.output.contains("removed in "))
    #expect(ended.error.contains("rev verify --restore a003"))
    #expect(try await project.output("verify", "--restore", "a003") == "versions/a003.sql\n")
    #expect(try project.read("versions/a003.sql") == text)
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
  }

  @Test("A script that another branch has is found there")
  func otherBranch() async throws {
    let project = try await Project.appliedChain(2)
    try await project.git("checkout", "-q", "-b", "feature")
    try project.sql("b001", after: ["a002"])
    try await project.commitAll("a feature")
    try await project.output("upgrade")
    try await project.git("checkout", "-q", "main")
    let seen = try #require(try await project.verified().last?.last_seen)
    #expect(seen.branch == "feature" && seen.commit.summary == "a feature" && seen.removed_by == nil)
  }

  @Test("One from the middle is missing although what is left is no graph, and comes back")
  func middle() async throws {
    let project = try await Project.appliedChain(3)
    try project.delete("versions/a002.sql")
    #expect(try await project.statuses() == ["a001 same", "a002 missing", "a003 same"])
    try await project.output("verify", "--restore", "a002")
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
  }

  @Test("One that was taken out of the middle, with what followed it hung below its parent, is missing")
  func reparented() async throws {
    let project = try await Project.appliedChain(3)
    try project.delete("versions/a002.sql")
    try project.edit("versions/a003.sql", "parents: a002", "parents: a001")
    #expect(try await project.statuses() == ["a001 same", "a002 missing", "a003 edited"])
    // Nothing leads to it: no downgrade would come by.
    #expect(try await !project.rev("verify").error.contains("rev downgrade"))
  }

  @Test("What comes back is what was applied, not what was last committed")
  func appliedText() async throws {
    let project = try await Project.appliedChain(2)
    let text = try project.read("versions/a002.sql")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.commitAll("edited")
    try project.delete("versions/a002.sql")
    try await project.commitAll("removed")
    try await project.output("verify", "--restore", "a002")
    #expect(try project.read("versions/a002.sql") == text)
  }

  @Test("Nothing is overwritten, and a script that is there is not restored")
  func overwriting() async throws {
    let project = try await Project.appliedChain(2)
    let there = try await project.harmlessRefusal("verify", "--restore", "a001", status: 64)
    #expect(there.message.contains("not missing"))
    try project.write("versions/a002.sql", "-- revision: other\n-- parents: a001\n\n-- upgrade\nSELECT 1;\n")
    let refused = try await project.harmlessRefusal("verify", "--restore", "a002")
    #expect(refused.code == "file-exists")
    #expect(try project.read("versions/a002.sql").contains("other"))
    let nothing = try await project.harmlessRefusal("verify", "--restore", "zzzz")
    #expect(nothing.code == "unknown-revision")
  }

  @Test("Where git never had it, or there is no repository, that is said")
  func nowhere() async throws {
    let project = try Project()
    try project.chain(2)
    try await project.output("upgrade")
    try project.delete("versions/a002.sql")
    #expect(try await project.refusal("verify", "--restore", "a002").message.contains("no git repository"))
    try await project.commitAll()
    #expect(try await project.refusal("verify", "--restore", "a002").message.contains("git does not have"))
  }
}
