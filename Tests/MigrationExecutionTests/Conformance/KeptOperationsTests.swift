import MigrationExecution
import Revisions
import Testing

@Suite("What the journal keeps of what revisions do")
struct KeptOperationsTests {
  private func project() -> TestProject {
    var project = TestProject.tables(4)
    for number in 1...4 {
      project.known[RevisionID("r\(number)")] = ScriptRecord(
        blobID: "b\(number)", digest: "d\(number)", operations: "o\(number)")
    }
    return project
  }

  private static let ids: [RevisionID] = ["r1", "r2", "r3", "r4"]

  @Test(
    "It is that of the last run, stamp or acceptance which knew; what was taken back has none",
    arguments: DatabaseUnderTest.available)
  func lastKnown(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    var project = project()
    #expect(try await database.keptOperations(of: Self.ids).isEmpty)
    try await database.upgrade(project, to: "r3")
    try await database.downgrade(project, to: "r2")
    project.known["r4"]?.operations = "stamped"
    try await database.stamp(project, "r4")
    try await database.accept([("r1", ScriptRecord(operations: "accepted"))], because: "why", project)
    try await database.accept([("r2", ScriptRecord())], because: "gone", project)
    let kept = try await database.keptOperations(of: Self.ids + ["zz"])
    #expect(kept.mapValues(\.script.operations) == ["r1": "accepted", "r2": "o2", "r3": "o3", "r4": "stamped"])
    #expect(kept["r2"]?.script.blobID == "b2")
    try await database.stamp(project, "r2")
    #expect(try await database.keptOperations(of: Self.ids).keys.sorted() == ["r1", "r2"])
    #expect(
      try await database.values(
        "SELECT DISTINCT direction FROM rev_journal WHERE operations IS NOT NULL ORDER BY 1")
        == [.text("accept"), .text("stamp"), .text("upgrade")])
  }

  @Test("A run outside a transaction keeps it when it is over", arguments: DatabaseUnderTest.available)
  func outside(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    var project = TestProject()
    project.add("r1", [OutsideTransaction { SQL("CREATE TABLE a (id integer)") }], downgrade: .irreversible("no"))
    project.known["r1"] = ScriptRecord(blobID: "b1", digest: "d1", operations: "o1")
    try await database.upgrade(project)
    #expect(try await database.keptOperations(of: ["r1"])["r1"]?.script == project.known["r1"])
  }

  @Test(
    "The journal of an older rev gets the columns with whatever comes next, and is read without them",
    arguments: DatabaseUnderTest.available, ["upgrade", "downgrade", "stamp", "accept"])
  func olderJournal(_ kind: DatabaseUnderTest, _ next: String) async throws {
    let database = try await kind.make()
    let project = project()
    try await database.upgrade(project, to: "r2")
    for column in ["reason", "operations", "version_table"] {
      try await database.execute("ALTER TABLE rev_journal DROP COLUMN \(column)")
    }
    #expect(try await database.keptOperations(of: Self.ids).isEmpty)
    #expect(try await database.appliedScripts().keys.sorted() == ["r1", "r2"])
    #expect(try await database.unfinished().isEmpty)
    switch next {
    case "upgrade": try await database.upgrade(project)
    case "downgrade": try await database.downgrade(project, to: "r1")
    case "stamp": try await database.stamp(project, "r3")
    default: try await database.accept([("r1", ScriptRecord(operations: "o9"))], because: "why", project)
    }
    let kept = try await database.keptOperations(of: Self.ids).keys.sorted()
    #expect(kept == ["upgrade": ["r3", "r4"], "downgrade": [], "stamp": ["r3"]][next] ?? ["r1"])
    try await database.stamp(project, "base")
    #expect(try await database.appliedScripts().isEmpty)
  }

  @Test(
    "Two version tables with one journal see each their own, even of one id; an older row counts for both",
    arguments: DatabaseUnderTest.available)
  func shared(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    var other = TestProject()
    other.add("r1", [table("other")])
    other.add(
      "x2", after: ["r1"], [OutsideTransaction { SQL("CREATE TABLE x (id integer)") }], downgrade: .irreversible("no"))
    other.known["r1"] = ScriptRecord(blobID: "bx", operations: "ox")
    let apart = VersionStore(table: "other_version")
    try await database.upgrade(project(), to: "r2")
    try await database.upgrade(other, in: apart)
    #expect(try await database.appliedScripts().keys.sorted() == ["r1", "r2"])
    #expect(try await database.appliedScripts(in: apart).keys.sorted() == ["r1", "x2"])
    #expect(try await database.appliedScripts()["r1"]?.script.blobID == "b1")
    #expect(try await database.keptOperations(of: ["r1"])["r1"]?.script.operations == "o1")
    #expect(try await database.keptOperations(of: ["r1"], in: apart)["r1"]?.script.operations == "ox")
    try await database.execute(
      """
      INSERT INTO rev_journal (revision, direction, started_at, statements_done, version_table)
      SELECT 'x9', 'upgrade', started_at, 1, 'other_version' FROM rev_journal WHERE revision = 'x2'
      """)
    #expect(try await database.unfinished().isEmpty)
    #expect(try await database.unfinished(in: apart).map(\.revision) == ["x9"])
    try await database.downgrade(project(), to: "base")
    #expect(try await database.appliedScripts().isEmpty)
    #expect(try await database.appliedScripts(in: apart).keys.sorted() == ["r1", "x2"])
    try await database.execute("UPDATE rev_journal SET version_table = NULL WHERE revision = 'x2'")
    #expect(try await database.appliedScripts().keys.sorted() == ["x2"])
  }

  @Test("A version table of another schema than the journal's is told from one of the same name")
  func schemas() async throws {
    guard DatabaseUnderTest.available.contains(.postgresql) else { return }
    let database = try await DatabaseUnderTest.postgresql.make()
    let journal = QualifiedName("rev_journal", schema: "books")
    let stores = ["one", "two"].map {
      VersionStore(table: QualifiedName("rev_version", schema: $0), journal: journal)
    }
    for (number, store) in stores.enumerated() {
      var project = TestProject()
      project.add(RevisionID("s\(number)"), [SQL("SELECT 1")], downgrade: .irreversible("no"))
      try await database.upgrade(project, in: store)
    }
    #expect(try await database.appliedScripts(in: stores[0]).keys.sorted() == ["s0"])
    #expect(try await database.appliedScripts(in: stores[1]).keys.sorted() == ["s1"])
  }
}
