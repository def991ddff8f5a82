import Foundation
import MigrationExecution
import Revisions
import Testing

@Suite("What the journal says of applied scripts")
struct AppliedScriptTests {
  private func project() -> TestProject {
    var project = TestProject.tables(4)
    project.known = [
      "r1": ScriptRecord(blobID: "b1", digest: "d1", commit: "c1", isDirty: true),
      "r2": ScriptRecord(blobID: "b2", digest: "d2", commit: "c1", isDirty: false),
    ]
    return project
  }

  @Test("A database without a journal knows of none", arguments: DatabaseUnderTest.available)
  func nothing(_ kind: DatabaseUnderTest) async throws {
    #expect(try await kind.make().appliedScripts().isEmpty)
  }

  @Test(
    "What counts is the last run or stamp; what was taken back is not there", arguments: DatabaseUnderTest.available)
  func lastRun(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    var project = project()
    try await database.upgrade(project, to: "r3")
    try await database.downgrade(project, to: "r1")
    project.known["r2"] = ScriptRecord(blobID: "b22")
    try await database.stamp(project, "r3")
    try await database.stamp(project, "r2")
    let scripts = try await database.appliedScripts()
    #expect(scripts.keys.sorted() == ["r1", "r2"])
    let first = try #require(scripts["r1"])
    #expect(first.origin == .upgrade && first.script == project.known["r1"] && first.author == "tester@here")
    #expect(first.time?.isEmpty == false && first.reason == nil)
    #expect(scripts["r2"]?.origin == .stamp && scripts["r2"]?.script == ScriptRecord(blobID: "b22"))
    #expect(first.sequence < scripts["r2"]?.sequence ?? 0)
  }

  @Test("A run that was cut off counts for nothing", arguments: DatabaseUnderTest.available)
  func unfinished(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    try await database.upgrade(project(), to: "r1")
    try await database.execute(
      """
      INSERT INTO rev_journal (revision, direction, started_at, statements_done)
      SELECT 'r1', 'downgrade', started_at, 1 FROM rev_journal UNION ALL
      SELECT 'r2', 'upgrade', started_at, 1 FROM rev_journal
      """)
    let scripts = try await database.appliedScripts()
    #expect(scripts.keys.sorted() == ["r1"])
    #expect(scripts["r1"]?.origin == .upgrade)
  }

  @Test(
    "An acceptance is what counts, with who and why, and the journal keeps what was before",
    arguments: DatabaseUnderTest.available)
  func acceptance(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let project = project()
    try await database.upgrade(project, to: "r2")
    try await database.accept([("r1", ScriptRecord(blobID: "b9", digest: "d9"))], because: "it's a typo", project)
    let script = try #require(try await database.appliedScripts()["r1"])
    #expect(script.origin == .accept && script.script == ScriptRecord(blobID: "b9", digest: "d9"))
    #expect(script.reason == "it's a typo" && script.author == "tester@here")
    #expect(
      try await database.values("SELECT blob_id FROM rev_journal WHERE revision = 'r1' ORDER BY seq")
        == [.text("b1"), .text("b9")])
    #expect(try await database.versions() == ["r2"])
    try await database.downgrade(project, to: "base")
    #expect(try await database.appliedScripts().isEmpty)
  }

  @Test("The journal of an older rev gets the column that it lacks", arguments: DatabaseUnderTest.available)
  func olderJournal(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let project = project()
    try await database.upgrade(project, to: "r2")
    try await database.execute("ALTER TABLE rev_journal DROP COLUMN reason")
    #expect(try await database.appliedScripts()["r1"]?.script.blobID == "b1")
    for why in ["one", "two"] {
      try await database.accept([("r1", ScriptRecord(blobID: why))], because: why, project)
    }
    #expect(try await database.appliedScripts()["r1"]?.reason == "two")
  }
}
