import Dialects
import Foundation
import MigrationExecution
import MigrationPlanning
import RevisionGraph
import Revisions
import Synchronization
import Testing

@Suite("Swift in revisions, and what runs outside a transaction")
struct LiveAndOutsideTests {
  let database: TestDatabase

  init() throws { database = try TestDatabase() }

  @Test("Live runs in the revision's transaction, with bound values and the parameters given")
  func live() async throws {
    let project = TestProject.chain([
      [
        table("t1"),
        Live("fill") { connection in
          try await connection.execute("INSERT INTO t1 (name) VALUES (\(connection.parameters["WHO"] ?? "nobody"))")
          #expect(connection.revision == "r1")
          #expect(connection.direction == .upgrade)
          #expect(try await connection.query("SELECT name FROM t1")[0]["name"] == "it's me")
        },
      ]
    ])
    try await database.upgrade(project, parameters: ["WHO": "it's me"])
    #expect(try await database.texts("SELECT name FROM t1") == ["it's me"])
  }

  @Test("Live runs once, even where a later revision makes the database roll everything back")
  func liveRunsOnce() async throws {
    let runs = Mutex(0)
    let project = TestProject.chain([
      [table("t1")], [Live("count") { _ in runs.withLock { $0 += 1 } }], [table("t3")],
      [SQL("INSERT OR ROLLBACK INTO t1 (id) VALUES (1), (1)")],
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.step.revision == "r4")
    #expect(runs.withLock { $0 } == 1)
    #expect(try await database.versions() == ["r3"])
  }

  @Test("Live that fails takes its revision back, and is named")
  func liveFails() async throws {
    struct Trouble: Error {}
    let project = TestProject.chain([[table("t1")], [table("t2"), Live("boom") { _ in throw Trouble() }]])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.cause is Trouble)
    #expect(failure.statement == "Live(\"boom\")")
    #expect(try await database.tables() == ["t1"])
  }

  @Test("Live that ends the transaction is refused, and the version row does not move")
  func liveEndsTransaction() async throws {
    let project = TestProject.chain([[table("t1")], [Live("commit") { try await $0.execute("COMMIT") }]])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.cause as? RevisionFault == .transactionControl("COMMIT"))
    #expect(try await database.versions() == ["r1"])
  }

  @Test("Live binds what no literal can say: a text with a NUL in it")
  func liveBindsNUL() async throws {
    let project = TestProject.chain([
      [table("t1"), Live("insert") { try await $0.execute("INSERT INTO t1 (name) VALUES (\("a\0b"))") }]
    ])
    try await database.upgrade(project)
    #expect(try await database.values("SELECT name FROM t1") == [.text("a\0b")])
  }

  @Test("Live ends no transaction with a value in the statement, either")
  func liveEndsTransactionWithValue() async throws {
    let project = TestProject.chain([[Live("commit") { try await $0.execute("SELECT \("x"); COMMIT") }]])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.cause as? RevisionFault == .transactionControl("COMMIT"))
  }

  @Test(
    "what SQLite refuses inside a transaction runs outside, and is journalled as one run", arguments: [true, false])
  func outside(isMarked: Bool) async throws {
    let vacuum: any OperationValue =
      isMarked ? OutsideTransaction { SQL("VACUUM") } : SQL("VACUUM")
    let project = TestProject.chain([[table("t1")], [table("t2"), vacuum, table("t3")], [table("t4")]])
    try await database.upgrade(project)
    #expect(try await database.versions() == ["r3"])
    #expect(
      try await database.texts(
        "SELECT revision || ' ' || statements_done || ' ' || (finished_at IS NOT NULL) FROM rev_journal ORDER BY seq")
        == ["r1 1 1", "r2 3 1", "r3 1 1"])
  }

  @Test("a run that was cut off between statements goes on after the last that is done")
  func resumes() async throws {
    let broken = TestProject.chain([
      [table("t1")],
      [OutsideTransaction { SQL("CREATE TABLE t2 (a); CREATE TABLE t3 (b); INSERT INTO nowhere VALUES (1)") }],
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(broken) })
    #expect(failure.leftStatements == 2)
    #expect(try await database.versions() == ["r1"])
    #expect(
      try await database.texts("SELECT revision || statements_done FROM rev_journal WHERE finished_at IS NULL") == [
        "r22"
      ])

    let mended = TestProject.chain([
      [table("t1")], [OutsideTransaction { SQL("CREATE TABLE t2 (a); CREATE TABLE t3 (b); CREATE TABLE t4 (c)") }],
    ])
    try await database.upgrade(mended)
    #expect(try await database.tables() == ["t1", "t2", "t3", "t4"])
    #expect(try await database.versions() == ["r2"])
    #expect(
      try await database.texts("SELECT revision || statements_done FROM rev_journal ORDER BY seq") == ["r11", "r23"])
  }

  @Test("a run that was cut off does not go on in a revision whose first statements are others now")
  func resumesOnlyTheSame() async throws {
    let broken = TestProject.chain([[OutsideTransaction { SQL("CREATE TABLE t1 (a); INSERT INTO nowhere VALUES (1)") }]]
    )
    _ = try #require(await stepFailure { try await database.upgrade(broken) })
    let edited = TestProject.chain([
      [OutsideTransaction { SQL("CREATE TABLE t0 (a); CREATE TABLE t1 (a); CREATE TABLE t2 (a)") }]
    ])
    let error = await #expect(throws: ExecutionError.self) { try await database.upgrade(edited) }
    guard case .resumedRevisionChanged("r1", statementsDone: 1) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(try await database.tables() == ["t1"])
    #expect(try await database.versions() == [])
  }

  @Test("a setting that a revision changes is not what later ones run with, in one run as in several")
  func settingsDoNotLeak() async throws {
    let project = TestProject.chain([
      [table("a"), SQL("PRAGMA legacy_alter_table = ON; CREATE VIEW v AS SELECT id FROM a")],
      [RenameTable("a", to: "b")],
      [SQL("PRAGMA query_only = ON")],
      [table("c")],
    ])
    try await database.upgrade(project)
    #expect(try await database.texts("SELECT sql FROM sqlite_schema WHERE name = 'v'").first?.contains("\"b\"") == true)
    #expect(try await database.tables() == ["b", "c"])
    let offline = try TestDatabase()
    let plan = try project.graph().planUpgrade(to: [.heads], from: [])
    let text = try await script(project, plan)
    #expect(try offline.shell(text) == 0)
    #expect(try await offline.state() == database.state())
  }

  @Test("what an operation itself refuses is said of that operation, not of the statement before it")
  func blame() async throws {
    let project = TestProject.chain([
      [table("t1"), SQL("CREATE VIEW v AS SELECT name FROM t1"), DropColumn("t1", "name")]
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.statement == nil)
    #expect(failure.location?.line == (project.scripts["r1"]?.upgrade.steps.last?.value.location.line))
  }

  @Test("a rebuild outside a transaction is whole or not there, and counts as one statement")
  func rebuildOutside() async throws {
    let project = TestProject.chain([
      [table("t1")],
      [
        OutsideTransaction {
          AlterColumn("t1", "name", .notNull); SQL("INSERT INTO nowhere VALUES (1)")
        }
      ],
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.leftStatements == 1)
    #expect(
      try await database.values("SELECT \"notnull\" FROM pragma_table_info('t1') WHERE name = 'name'") == [.integer(1)])
    #expect(try await database.tables() == ["t1"])
  }

  @Test("runners that race on one file run each revision once, and all succeed", arguments: [false, true])
  func race(outside: Bool) async throws {
    let count = 12
    let project = TestProject.chain(
      (1...count).map { number in
        let create = table("t\(number)")
        return outside && number % 3 == 0
          ? [
            OutsideTransaction {
              create; SQL("VACUUM")
            }
          ] : [create]
      })
    let path = database.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 { group.addTask { try await TestDatabase.upgrade(path, project) } }
      try await group.waitForAll()
    }
    #expect(try await database.versions() == ["r\(count)"])
    #expect(try await database.tables().count == count)
    #expect(
      try await database.values("SELECT count(*) FROM rev_journal WHERE finished_at IS NOT NULL") == [
        .integer(Int64(count))
      ])
  }
}
