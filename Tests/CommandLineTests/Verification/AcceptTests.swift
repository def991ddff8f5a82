import Foundation
import Testing

@Suite("rev verify --accept")
struct AcceptTests {
  @Test("The present text counts from then on, and the journal has both, with who and why")
  func accept() async throws {
    let project = try await Project.appliedChain(2)
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.output("verify", "--accept", "a002", "-m", "it's only the key")
    let found = try await project.verified()
    #expect(found.map(\.status) == ["same", "same"])
    #expect(found[1].origin == "accept" && found[1].reason == "it's only the key")
    #expect(found[1].applied_by?.contains("@") == true)
    let rows = try await project.query(
      "SELECT direction, ifnull(reason, ''), git_dirty FROM rev_journal WHERE revision = 'a002' ORDER BY seq")
    #expect(rows == ["upgrade||0", "accept|it's only the key|1"])
    let blobs = try await project.query("SELECT DISTINCT blob_id FROM rev_journal WHERE revision = 'a002' ORDER BY seq")
    #expect(blobs.count == 2 && blobs.last == found[1].blob)
    #expect(try await project.heads() == ["a002"])
    try project.sql("b001", after: ["a002"])
    try await project.output("upgrade")
    #expect(try await project.rev("verify", "-v").output.contains(": it's only the key"))
  }

  @Test("An edit of what was accepted is one again; going down and up again forgets the acceptance")
  func again() async throws {
    let project = try await Project.appliedChain(2)
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.output("verify", "--accept", "a002", "-m", "why")
    try project.edit("versions/a002.sql", "NOT NULL", "UNIQUE")
    #expect(try await project.statuses().last == "a002 edited")
    try await project.output("downgrade", "-1", "--allow-edited")
    try await project.output("upgrade")
    #expect(try await project.verified().last?.origin == "upgrade")
  }

  @Test("Unknown ones can be accepted as they are, several at once, and a missing one as gone")
  func others() async throws {
    let project = try await Project.appliedChain(3)
    _ = try await project.query("DELETE FROM rev_journal WHERE revision <> 'a003'")
    try await project.output("verify", "--accept", "a001", "--accept", "a002", "-m", "taken over")
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
    try project.delete("versions/a002.sql")
    try project.edit("versions/a003.sql", "parents: a002", "parents: a001")
    try await project.output("verify", "--accept", "a002", "-m", "folded into a003")
    #expect(try await project.statuses() == ["a001 same", "a003 edited", "a002 gone"])
    try await project.output("verify", "--accept", "a003", "-m", "a002 is in it")
    #expect(try await project.statuses() == ["a001 same", "a002 gone", "a003 same"])
  }

  @Test("It takes a reason, an applied revision and an unambiguous id; what is the same needs no acceptance")
  func refusals() async throws {
    let project = try await Project.appliedChain(2)
    try project.sql("b001", after: ["a002"])
    _ = try await project.harmlessRefusal("verify", "--accept", "a001", status: 64)
    _ = try await project.harmlessRefusal("verify", "--accept", "a001", "-m", " ", status: 64)
    _ = try await project.harmlessRefusal("verify", "-m", "why", status: 64)
    #expect(try await project.harmlessRefusal("verify", "--accept", "b001", "-m", "why").code == "unknown-revision")
    #expect(try await project.harmlessRefusal("verify", "--accept", "a0", "-m", "why").code == "ambiguous-revision")
    let before = try await project.query("SELECT count(*) FROM rev_journal")
    #expect(try await project.rev("verify", "--accept", "a001", "-m", "why").error.contains("nothing to accept"))
    #expect(try await project.query("SELECT count(*) FROM rev_journal") == before)
  }

  @Test("A run that was cut off is not papered over")
  func unfinished() async throws {
    let project = try await Project.appliedChain(2)
    _ = try await project.query(
      """
      INSERT INTO rev_journal (revision, direction, started_at, statements_done)
      VALUES ('a002', 'downgrade', '2026-01-01', 1)
      """)
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    #expect(try await project.harmlessRefusal("verify", "--accept", "a002", "-m", "why").message.contains("half done"))
  }
}

@Suite("Edits on PostgreSQL", needsPostgres)
struct PostgresVerifyTests {
  @Test("Verify, the check before a run, and an acceptance do on a server what they do on a file")
  func server() async throws {
    let made = try await PostgresProject()
    let project = made.project
    try project.chain(2)
    try await project.commitAll()
    try await project.output("upgrade")
    try project.edit("versions/a001.sql", "CREATE", "-- c\nCREATE")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    #expect(try await project.statuses() == ["a001 cosmetic", "a002 edited"])
    try project.sql("b001", after: ["a002"])
    #expect(try await project.refusal("upgrade").code == "edited")
    try await project.output("verify", "--accept", "a002", "-m", "because")
    #expect(try await project.statuses() == ["a001 cosmetic", "a002 same"])
    try await project.output("upgrade")
    #expect(
      try await made.query("SELECT direction, reason FROM rev_journal WHERE revision = 'a002' ORDER BY seq")
        == ["upgrade|", "accept|because"])
  }
}
