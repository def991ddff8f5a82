import Dialects
import Foundation
import MigrationExecution
import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

@Suite("Running on SQLite")
struct OnlineRunTests {
  let database: TestDatabase

  init() throws { database = try TestDatabase() }

  @Test("an upgrade applies each revision, and leaves a version row and a journal row for each")
  func upgrade() async throws {
    try await database.upgrade(.tables(3))
    #expect(try await database.tables() == ["t1", "t2", "t3"])
    #expect(try await database.versions() == ["r3"])
    #expect(
      try await database.texts(
        "SELECT revision || direction || statements_done || applied_by FROM rev_journal ORDER BY seq")
        == ["r1upgrade1tester@here", "r2upgrade1tester@here", "r3upgrade1tester@here"])
    #expect(
      try await database.values(
        "SELECT count(*) FROM rev_journal WHERE finished_at >= started_at AND duration_ms >= 0 AND started_at LIKE '20%Z'"
      )
        == [.integer(3)])
  }

  @Test("a downgrade takes revisions back, and the journal remembers both directions")
  func downgrade() async throws {
    let project = TestProject.tables(3)
    try await database.upgrade(project)
    try await database.downgrade(project, to: "r1")
    #expect(try await database.tables() == ["t1"])
    #expect(try await database.versions() == ["r1"])
    #expect(
      try await database.texts(
        "SELECT revision || direction FROM rev_journal WHERE direction = 'downgrade' ORDER BY seq")
        == ["r3downgrade", "r2downgrade"])
  }

  @Test("where there is nothing to do, nothing is written, not even the tables")
  func nothingToDo() async throws {
    let plan = try await database.downgrade(.tables(1), to: "base")
    #expect(plan.steps.isEmpty)
    #expect(try await database.values("SELECT count(*) FROM sqlite_schema") == [.integer(0)])
  }

  @Test("branches, a dependency and a merge leave one row for each effective head")
  func branches() async throws {
    var project = TestProject()
    project.add("a", [table("a")])
    project.add("b", after: ["a"], [table("b")])
    project.add("c", after: ["a"], [table("c")])
    try await database.upgrade(project)
    #expect(try await database.versions() == ["b", "c"])
    project.add("m", after: ["b", "c"], [])
    try await database.upgrade(project)
    #expect(try await database.versions() == ["m"])
    try await database.downgrade(project, to: "b")
    #expect(try await database.versions() == ["b", "c"])
  }

  // MARK: - Failures

  @Test("when revision k fails, those before it stay, k leaves nothing, and the statement is named with its line")
  func failureKeepsWhatWentBefore() async throws {
    let project = TestProject.chain([
      [table("t1")], [table("t2")],
      [table("t3"), SQL("CREATE TABLE t4 (id);\n\nINSERT INTO nowhere VALUES (1)", file: "x.sql", line: 10)],
      [table("t5")],
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.step.revision == "r3")
    #expect(failure.statementNumber == 3)
    #expect(failure.statement == "INSERT INTO nowhere VALUES (1)")
    #expect(failure.location?.line == 12)
    #expect(failure.completed == ["r1", "r2"])
    #expect(try await database.tables() == ["t1", "t2"])
    #expect(try await database.versions() == ["r2"])
    #expect(try await database.values("SELECT count(*) FROM rev_journal") == [.integer(2)])
  }

  @Test("when the first revision of a fresh database fails, nothing is there afterwards, not even the tables of rev")
  func firstFails() async throws {
    let project = TestProject.chain([[table("t1"), SQL("INSERT INTO nowhere VALUES (1)")], [table("t2")]])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.completed == [])
    #expect(try await database.values("SELECT count(*) FROM sqlite_schema") == [.integer(0)])
  }

  @Test(
    "where a statement rolls the whole transaction back, the revisions before it are applied again",
    arguments: [
      "INSERT OR ROLLBACK INTO t1 (id) VALUES (1), (1)",
      """
      CREATE TRIGGER boom BEFORE INSERT ON t1 BEGIN SELECT RAISE(ROLLBACK, 'boom'); END;
      INSERT INTO t1 (id) VALUES (1)
      """,
    ])
  func wholeTransactionRolledBack(sql: String) async throws {
    let project = TestProject.chain([[table("t1")], [table("t2")], [SQL(.raw(sql))], [table("t4")]])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.step.revision == "r3")
    #expect(failure.completed == ["r1", "r2"])
    #expect(try await database.tables() == ["t1", "t2"])
    #expect(try await database.versions() == ["r2"])
    #expect(try await database.values("SELECT count(*) FROM rev_journal") == [.integer(2)])
  }

  @Test("rows without a parent are refused at commit, and the revision that brought them is named")
  func newViolations() async throws {
    let project = TestProject.chain([
      [
        CreateTable("parent") { Column("id", .integer).primaryKey() },
        CreateTable("child") { Column("p", .integer).references("parent", "id") },
      ],
      [SQL("INSERT INTO child VALUES (1)")], [table("t3")],
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.step.revision == "r2")
    guard case RevisionFault.violations(_, let count) = failure.cause else {
      Issue.record("\(failure.cause)")
      return
    }
    #expect(count == 1)
    #expect(try await database.versions() == ["r1"])
    #expect(try await database.tables() == ["child", "parent"])
  }

  @Test("rows that had no parent before do not stand in a revision's way")
  func oldViolations() async throws {
    try await database.run(
      """
      CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (p REFERENCES parent);
      INSERT INTO child VALUES (7);
      """)
    try await database.upgrade(.tables(2))
    #expect(try await database.versions() == ["r2"])
  }

  @Test("a statement that begins or ends a transaction is refused", arguments: ["COMMIT", "BEGIN", "ROLLBACK", "END"])
  func transactionControl(sql: String) async throws {
    let project = TestProject.chain([[table("t1")], [SQL(.raw("CREATE TABLE x (a); \(sql); CREATE TABLE y (b)"))]])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    guard case RevisionFault.transactionControl = failure.cause else {
      Issue.record("\(failure.cause)")
      return
    }
    #expect(try await database.tables() == ["t1"])
    #expect(try await database.versions() == ["r1"])
  }

  @Test("an irreversible revision is refused before anything runs")
  func irreversible() async throws {
    var project = TestProject.tables(2)
    project.add("r3", after: ["r2"], [table("t3")])
    project.scripts["r2"]?.downgrade = .irreversible("data is gone")
    try await database.upgrade(project)
    await #expect {
      try await database.downgrade(project, to: "base")
    } throws: { error in
      if case ExecutionError.irreversible("r2", .downgrade, let why) = error { return why.reason == "data is gone" }
      return false
    }
    #expect(try await database.versions() == ["r3"])
  }

  // MARK: - Version rows

  @Test("version rows that can be no revision are refused, and nothing is written", arguments: ["NULL", "''", "x'00'"])
  func invalidRows(value: String) async throws {
    try await database.run(
      """
      CREATE TABLE rev_version (version_num);
      INSERT INTO rev_version VALUES (\(value));
      """)
    await #expect(throws: ExecutionError.self) { try await database.upgrade(.tables(1)) }
    #expect(try await database.tables() == [])
  }

  @Test("a version row that no script has is refused, and nothing is written")
  func unknownRow() async throws {
    try await database.run(
      """
      CREATE TABLE rev_version (version_num);
      INSERT INTO rev_version VALUES ('elsewhere');
      """)
    await #expect(throws: PlanError.versionRows(.unknown(["elsewhere"]))) { try await database.upgrade(.tables(1)) }
    #expect(try await database.tables() == [])
  }

  @Test("a purging stamp passes over rows that can be no revision")
  func purge() async throws {
    try await database.run(
      """
      CREATE TABLE rev_version (version_num);
      INSERT INTO rev_version VALUES (NULL), ('elsewhere'), ('r1'), ('r1');
      """)
    try await database.stamp(.tables(2), ["r2"], purge: true)
    #expect(try await database.versions() == ["r2"])
  }

  @Test("an id that the version table cannot hold is refused before anything runs")
  func idTooLong() async throws {
    var project = TestProject.tables(1)
    project.add(RevisionID(String(repeating: "x", count: 256)), after: ["r1"], [table("t2")])
    await #expect(throws: ExecutionError.self) { try await database.upgrade(project) }
    #expect(try await database.tables() == [])
  }

  @Test("a stamp writes a journal row for each revision that it newly implies, and for each that it no longer does")
  func stamp() async throws {
    let project = TestProject.tables(3)
    try await database.stamp(project, ["r2"])
    #expect(try await database.versions() == ["r2"])
    #expect(try await database.tables() == [])
    #expect(
      try await database.texts("SELECT revision || ' ' || direction FROM rev_journal ORDER BY seq")
        == ["r1 stamp", "r2 stamp"])
    try await database.stamp(project, ["base"])
    #expect(
      try await database.texts("SELECT revision || ' ' || direction FROM rev_journal WHERE seq > 2 ORDER BY seq")
        == ["r2 unstamp", "r1 unstamp"])
  }
}
