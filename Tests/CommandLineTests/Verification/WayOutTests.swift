import Foundation
import Testing

@Suite("Ways out of what verify finds")
struct WayOutTests {
  @Test("Each edited or missing one has a way out of its own, which works, and one line accepts them all")
  func each() async throws {
    let project = try await Project.appliedChain(5)
    try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "UNIQUE")
    for id in ["a004", "a005"] { try project.delete("versions/\(id).sql") }
    let applied = try await project.git("rev-parse", "--short=12", "HEAD")
    try await project.commitAll("all of it")
    let ended = try await project.rev("verify")
    let hints = ended.error.lines.filter { $0.hasPrefix("hint: ") }.map { String($0.dropFirst(6)) }
    #expect(
      hints == [
        "git checkout \(applied) -- versions/a001.sql takes the edit of a001 back",
        "git checkout \(applied) -- versions/a002.sql takes the edit of a002 back",
        "rev verify --restore a004 brings the script of a004 back",
        "rev verify --restore a005 brings the script of a005 back",
        "rev downgrade a003 takes a004 back without its script, by what the journal keeps; --trust-journal where git cannot prove that",
        "rev verify --accept a001 --accept a002 --accept a004 --accept a005 -m WHY says that it is right as it is now",
      ], "\(ended.all)")
    // What is about to be taken back from the journal is nothing to complain about.
    let guarded = try await project.refusal("downgrade", "-1").hints
    #expect(guarded.filter(hints.contains) == hints.filter { !$0.contains("a005") }, "\(guarded)")
    for hint in hints.prefix(4) {
      let command = hint.split(separator: " ").prefix { $0 != "takes" && $0 != "brings" }.map(String.init)
      if command.count > 4 {
        try await project.git("checkout", command[2], "--", command[4])
      } else {
        try await project.output("verify", "--restore", command[3])
      }
    }
    #expect(Set(try await project.verified().map(\.status)) == ["same"])
  }

  @Test("What is not committed is taken back from HEAD, and what no commit has from its blob")
  func fromHead() async throws {
    let project = try await Project.appliedChain(1)
    try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    #expect(try await project.verified().first?.commands == ["git checkout HEAD -- versions/a001.sql"])
    try await project.git("commit", "-q", "-a", "--amend", "-m", "rewritten")
    try await project.git("reflog", "expire", "--expire=now", "--all")
    let command = try #require(try await project.verified().first?.commands?.first)
    #expect(command.hasPrefix("git cat-file blob "))
    #expect(try await project.run("/bin/sh", "-c", command).status == 0)
    #expect(try await project.statuses() == ["a001 same"])
  }

  @Test("A script that is only deleted in the work tree is said to be in HEAD, and no switch is offered")
  func deletedHere() async throws {
    for settings in ["journal_operations = off", ""] {
      let project = try await Project.chain(2, without: "a002", settings: settings)
      let error = try await project.refusal("upgrade")
      #expect(error.message.contains("HEAD has a002 (versions/a002.sql), and the work tree does not"))
      #expect(error.hints.first == "rev verify --restore a002 brings its script back", "\(error.hints)")
      #expect(!error.hints.contains { $0.contains("rev switch") || $0.contains("usual cause") })
      let verified = try await project.rev("verify")
      #expect(verified.output.contains("HEAD has it (versions/a002.sql), and the work tree does not"))
      #expect(verified.error.contains("rev verify --restore a002 brings the script of a002 back"))
    }
  }

  @Test(
    "Where git knows nothing of it no restoring is offered, but the journal is; in a shallow clone, the rest of the history"
  )
  func unknownToGit() async throws {
    let project = try Project()
    try project.chain(1)
    try await project.commitAll()
    try project.sql("b001", after: ["a001"])
    try await project.output("upgrade")
    try project.delete("versions/b001.sql")
    let ended = try await project.rev("verify")
    #expect(ended.output.contains("git knows of no script that declares it"))
    #expect(
      !ended.error.contains("--restore") && ended.error.contains("rev downgrade a001 takes b001 back"), "\(ended.all)")
    let error = try await project.refusal("upgrade")
    #expect(
      !error.hints.contains { $0.contains("--restore") } && error.hints.contains { $0.contains("--trust-journal") })
    try await project.output("downgrade", "a001", "--trust-journal")
    #expect(try await project.statuses() == ["a001 same"])

    let whole = try await Project.appliedChain(2)
    try whole.delete("versions/a002.sql")
    try await whole.commitAll("gone")
    let clone = whole.path("../clone")
    try await whole.git("clone", "-q", "--depth", "1", "file://\(whole.folder)", clone)
    let shallow = try await whole.rev("verify", "--database-url", "sqlite:///\(whole.database)", in: clone)
    #expect(shallow.output.contains("git fetch --unshallow"), "\(shallow.all)")
    #expect(!shallow.error.contains("--restore"))
  }

  @Test(
    "No commit is blamed that is older than what was applied, and a text that was never committed is not said to be lost"
  )
  func neverCommitted() async throws {
    let project = try await Project.appliedChain(1)
    try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    try await project.output("verify", "--accept", "a001", "-m", "for now")
    try await project.git("checkout", "-q", ".")
    let found = try await project.verified()
    #expect(found.first?.status == "edited" && found.first?.changed_by == nil)
    let output = try await project.rev("verify").output
    #expect(output.contains("git does not have what was applied, which was not committed then: "), "\(output)")
    #expect(!output.contains("changed in") && !output.contains("no longer has"))
  }

  @Test("Of a script that another branch has, the commit is named that last changed it")
  func lastChange() async throws {
    let project = try await Project.appliedChain(1)
    try await project.git("checkout", "-q", "-b", "topic")
    try project.sql("b001", after: ["a001"])
    try await project.commitAll("a table")
    try await project.output("upgrade")
    try project.write("readme", "x")
    try await project.commitAll("only readme")
    try await project.git("checkout", "-q", "main")
    let output = try await project.rev("verify").output
    #expect(
      output.contains("last seen as versions/b001.sql on topic, from ") && output.contains(": a table\n"), "\(output)")
    #expect(!output.contains("only readme"))
  }

  @Test("--restore of a script that was edited says so, and how the edit is taken back")
  func restoringEdited() async throws {
    let project = try await Project.appliedChain(1)
    try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    let error = try await project.harmlessRefusal("verify", "--restore", "a001", status: 64)
    #expect(error.message == "the script of a001 is not missing, it was edited: versions/a001.sql")
    #expect(error.hints.contains("git checkout HEAD -- versions/a001.sql takes the edit back"))
  }
}
