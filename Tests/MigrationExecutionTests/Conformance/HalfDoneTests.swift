import MigrationExecution
import Revisions
import Testing

@Suite("Revisions that are half done")
struct HalfDoneTests {
  private static let failing = SQL("INSERT INTO nowhere VALUES (1)")

  @Test(
    "What stands beside a statement outside a transaction is whole or not there", arguments: DatabaseUnderTest.available
  )
  func parts(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let body: [any OperationValue] = [table("t2"), SQL("VACUUM"), table("t3"), table("t4")]
    let broken = TestProject.chain([[table("t1")], body + [Self.failing]])
    let failure = try #require(await stepFailure { try await database.upgrade(broken) })
    #expect(failure.leftStatements == 2 && failure.statementNumber == 5)
    #expect(try await database.has("t2"))
    #expect(try await !database.has("t3"))
    #expect(try await database.journal().last == "upgrade r2 2 open")

    try await database.upgrade(TestProject.chain([[table("t1")], body + [table("t5")]]))
    for name in ["t3", "t4", "t5"] { #expect(try await database.has(QualifiedName(name))) }
    #expect(try await database.journal().last == "upgrade r2 5")
  }

  @Test(
    "What is half applied is not passed over by a downgrade, until a stamp says that nothing is left of it",
    arguments: DatabaseUnderTest.available)
  func halfApplied(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let broken = TestProject.chain([
      [table("t1")],
      [
        OutsideTransaction {
          table("t2"); Self.failing
        }
      ],
    ])
    _ = try #require(await stepFailure { try await database.upgrade(broken) })
    let error = await #expect(throws: ExecutionError.self) { try await database.downgrade(broken, to: "base") }
    guard case .halfDone(let run, heads: ["r1"]) = error, run.revision == "r2", run.statementsDone == 1 else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(try await database.has("t1"))
    #expect(try await database.versions() == ["r1"])

    try await database.execute("DROP TABLE t2")
    try await database.stamp(broken, "r1")
    #expect(try await database.unfinished().isEmpty)
    #expect(try await database.journal().last == "unstamp r2 0")
    try await database.downgrade(broken, to: "base")
    try await database.upgrade(
      TestProject.chain([
        [table("t1")],
        [
          OutsideTransaction {
            table("t2"); table("t3")
          }
        ],
      ]))
    #expect(try await database.has("t2"))
  }

  @Test(
    "What is half taken back is not built upon, until a stamp says that it is whole",
    arguments: DatabaseUnderTest.available)
  func halfTakenBack(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    var project = TestProject.chain([[table("t1")]])
    let downgrade = OutsideTransaction {
      DropTable("t2"); Self.failing
    }
    project.add("r2", after: ["r1"], [table("t2")], downgrade: Operations([downgrade.operation]))
    project.add("r3", after: ["r2"], [table("t3")])
    try await database.upgrade(project, to: "r2")
    _ = try #require(await stepFailure { try await database.downgrade(project, to: "r1") })
    await #expect(throws: ExecutionError.self) { try await database.upgrade(project) }
    #expect(try await !database.has("t3"))

    try await database.execute("CREATE TABLE t2 (id integer)")
    try await database.stamp(project, "r2")
    #expect(try await database.journal().last == "stamp r2 0")
    try await database.upgrade(project)
    #expect(try await database.versions() == ["r3"])
  }
}
