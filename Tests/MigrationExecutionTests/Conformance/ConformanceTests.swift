import Dialects
import Foundation
import MigrationExecution
import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

@Suite("What every kind of database does")
struct ConformanceTests {
  /// Two branches, a dependency between them, a merge, and a revision behind it; rows, indexes and a view on the way.
  private static let branches: TestProject = {
    var project = TestProject()
    project.add(
      "a1",
      [
        table("users"),
        InsertRows(
          into: "users", columns: ["id", "name"], rows: [[1, "o'neil \\ \u{1F418}"], [2, nil]], key: ["id"]),
      ])
    project.add("b1", after: ["a1"], [AddColumn("users", Column("email", .varchar(length: 80)))])
    project.add("b2", after: ["b1"], [CreateIndex("ix_users_email", on: "users", .descending("email"))])
    project.add(
      "c1", after: ["a1"], [table("jobs"), SQL("INSERT INTO jobs (id) VALUES (7)", reverse: "DELETE FROM jobs")])
    project.add("m1", after: ["b2", "c1"], [])
    project.add("d1", after: ["m1"], [CreateView("named", as: "SELECT id FROM users WHERE name IS NOT NULL")])
    return project
  }()

  @Test("A graph goes up, down and up again, step by step and at once", arguments: DatabaseUnderTest.available)
  func upDownUp(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    try await database.upgrade(Self.branches)
    #expect(try await database.versions() == ["d1"])
    #expect(try await database.values("SELECT id FROM named") == [.integer(1)])
    let names: [SQLValue] = ["o'neil \\ \u{1F418}", nil]
    #expect(try await database.values("SELECT name FROM users ORDER BY id") == names)
    try await database.downgrade(Self.branches, to: "base")
    #expect(try await database.versions() == [])
    for name in ["users", "jobs"] { #expect(try await !database.has(QualifiedName(name))) }
    for _ in 0..<4 {
      try await database.upgrade(Self.branches, to: "b2")
      try await database.upgrade(Self.branches, to: "c1")
      #expect(try await database.versions() == ["b2", "c1"])
      try await database.upgrade(Self.branches, to: "m1")
      #expect(try await database.versions() == ["m1"])
      try await database.downgrade(Self.branches, to: "-1")
      #expect(try await database.versions() == ["b2", "c1"])
      try await database.downgrade(Self.branches, to: "base")
    }
    let journal = try await database.journal()
    #expect(journal.prefix(3) == ["upgrade a1 2", "upgrade b1 1", "upgrade b2 1"])
    #expect(journal.count == 52)
    #expect(!journal.contains { $0.contains("open") || $0.contains("odd") })
  }

  @Test(
    "When revision k fails, those before it stay, k leaves nothing, and the statement is named with its line",
    arguments: DatabaseUnderTest.available)
  func failure(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let project = TestProject.chain([
      [table("t1")], [table("t2")],
      [table("t3"), SQL("INSERT INTO t1 (id) VALUES (1);\n\nINSERT INTO nowhere VALUES (1)", line: 40)], [table("t4")],
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.step.revision == "r3")
    #expect(failure.statementNumber == 3)
    #expect(failure.statement == "INSERT INTO nowhere VALUES (1)")
    #expect(failure.location?.line == 42)
    #expect(failure.completed == ["r1", "r2"])
    #expect(failure.cause is DatabaseError)
    #expect(try await database.versions() == ["r2"])
    #expect(try await database.has("t2"))
    for name in ["t3", "t4"] { #expect(try await !database.has(QualifiedName(name))) }
    #expect(try await database.values("SELECT count(*) FROM t1") == [.integer(0)])
    #expect(try await database.journal() == ["upgrade r1 1", "upgrade r2 1"])
  }

  @Test(
    "When the first revision fails, nothing is there afterwards, not even the tables of rev",
    arguments: DatabaseUnderTest.available)
  func firstFails(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let project = TestProject.chain([[table("t1"), SQL("INSERT INTO nowhere VALUES (1)")], [table("t2")]])
    _ = try #require(await stepFailure { try await database.upgrade(project) })
    for name in ["t1", "rev_version", "rev_journal"] { #expect(try await !database.has(QualifiedName(name))) }
  }

  @Test("Values that Swift binds come back as they were", arguments: DatabaseUnderTest.available)
  func liveValues(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let texts: [String] = ["", "a'b", "\\", "\u{1F418}\n", "$1 ? :a", String(repeating: "x", count: 100_000)]
    let numbers: [Int64] = [0, -1, .max, .min]
    let project = TestProject.chain([
      [
        CreateTable("v") {
          Column("n", .bigInteger)
          Column("t", .text)
          Column("d", .double)
          Column("b", .binary)
        }
      ],
      [
        Live("fill") { connection in
          for text in texts { try await connection.execute("INSERT INTO v (t) VALUES (\(text))") }
          for number in numbers { try await connection.execute("INSERT INTO v (n) VALUES (\(number))") }
          try await connection.execute("INSERT INTO v (d, b) VALUES (\(0.1 + 0.2), \([0, 255, 39] as [UInt8]))")
          let rows = try await connection.query("SELECT t FROM v WHERE t IS NOT NULL ORDER BY length(t), t")
          let read = Set(rows.compactMap { $0["t"].text })
          #expect(read == Set(texts))
          let changed = try await connection.execute("UPDATE v SET n = 1 WHERE n = 0")
          #expect(changed == 1)
          #expect(connection.parameters["who"] == "me")
        }
      ],
    ])
    try await database.upgrade(project, parameters: ["who": "me"])
    let found = try await database.values("SELECT n FROM v WHERE n IS NOT NULL ORDER BY n").compactMap(\.integer)
    #expect(found == [.min, -1, 1, .max])
    #expect(try await database.values("SELECT d FROM v WHERE d IS NOT NULL") == [SQLValue.double(0.1 + 0.2)])
    #expect(try await database.values("SELECT b FROM v WHERE b IS NOT NULL") == [.blob([0, 255, 39])])
  }

  @Test("Literals and bound values are the same to the database", arguments: DatabaseUnderTest.available)
  func literals(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let rows: [[SQLValue]] = [
      [1, "plain"], [2, "it's \\ \"quoted\" -- not a comment /* nor this"], [3, nil], [4, "tab\t\u{7F}"],
    ]
    let project = TestProject.chain([
      [table("t"), InsertRows(into: "t", columns: ["id", "name"], rows: rows, key: ["id"])]
    ])
    try await database.upgrade(project)
    for row in rows where row[1] != .null {
      let value = row[1].text ?? ""
      #expect(try await database.values("SELECT id FROM t WHERE name = \(value)") == [row[0]])
    }
  }

  @Test(
    "Swift that fails takes its revision back; Swift that would end the transaction is refused",
    arguments: DatabaseUnderTest.available)
  func liveFails(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    struct Mine: Error {}
    let failing = TestProject.chain([
      [table("t1")], [SQL("INSERT INTO t1 (id) VALUES (1)"), Live("no") { _ in throw Mine() }],
    ])
    let failure = try #require(await stepFailure { try await database.upgrade(failing) })
    #expect(failure.cause is Mine)
    #expect(try await database.values("SELECT count(*) FROM t1") == [.integer(0)])
    let ending = TestProject.chain([[table("t1")], [Live("end") { try await $0.execute("COMMIT") }]])
    let refused = try #require(await stepFailure { try await database.upgrade(ending) })
    #expect(refused.cause is RevisionFault)
    #expect(try await database.versions() == ["r1"])
  }

  @Test(
    "What is cut off outside a transaction goes on after the last statement that is done",
    arguments: DatabaseUnderTest.available)
  func resumes(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    func project(_ last: String) -> TestProject {
      TestProject.chain([
        [table("t1")],
        [OutsideTransaction { SQL(SQLFragment.raw("CREATE TABLE t2 (a integer); VACUUM; \(last)")) }], [table("t4")],
      ])
    }
    let failure = try #require(
      await stepFailure { try await database.upgrade(project("INSERT INTO nowhere VALUES (1)")) })
    #expect(failure.leftStatements == 2)
    #expect(try await database.versions() == ["r1"])
    #expect(try await database.journal().last == "upgrade r2 2 open")
    try await database.upgrade(project("CREATE TABLE t3 (a integer)"))
    #expect(try await database.versions() == ["r3"])
    #expect(try await database.journal() == ["upgrade r1 1", "upgrade r2 3", "upgrade r3 1"])
  }

  @Test("Runners that race run each revision once, and all succeed", arguments: DatabaseUnderTest.available)
  func race(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    let project = TestProject.tables(12)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 { group.addTask { try await database.upgrade(project) } }
      try await group.waitForAll()
    }
    #expect(try await database.versions() == ["r12"])
    let expected = (1...12).map { "upgrade r\($0) 1" }
    #expect(try await database.journal() == expected)
  }

  @Test(
    "Version rows that can be no revision, or that no script has, are refused, and nothing is run",
    arguments: DatabaseUnderTest.available)
  func badRows(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    try await database.execute("CREATE TABLE rev_version (version_num varchar(300))")
    for value in ["NULL", "''", "'\(String(repeating: "x", count: 256))'", "'nobody'"] {
      try await database.execute("DELETE FROM rev_version")
      try await database.execute("INSERT INTO rev_version VALUES (\(value))")
      await #expect(throws: (any Error).self) { try await database.upgrade(.tables(2)) }
      #expect(try await !database.has("t1"))
    }
    try await database.stamp(.tables(2), "r1", purge: true)
    try await database.upgrade(.tables(2))
    #expect(try await database.versions() == ["r2"])
    #expect(try await !database.has("t1"))
    #expect(try await database.has("t2"))
  }

  @Test(
    "A stamp moves the rows, runs nothing, and the journal says what is implied", arguments: DatabaseUnderTest.available
  )
  func stamp(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    try await database.stamp(Self.branches, "c1")
    #expect(try await database.versions() == ["c1"])
    #expect(try await !database.has("users"))
    try await database.stamp(Self.branches, "base")
    #expect(try await database.versions() == [])
    #expect(try await database.journal() == ["stamp a1 0", "stamp c1 0", "unstamp c1 0", "unstamp a1 0"])
  }

  @Test(
    "The journal keeps what is known of the script of every run, and NULL of what is not",
    arguments: DatabaseUnderTest.available)
  func provenance(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    var project = TestProject.chain([[table("t1")], [OutsideTransaction { table("t2") }], [table("t3")], [table("t4")]])
    project.known = [
      "r1": ScriptRecord(blobID: "b1", digest: "d1", commit: "c1", isDirty: true),
      "r2": ScriptRecord(blobID: "b2", digest: "d2", commit: "c1", isDirty: false), "r3": ScriptRecord(blobID: "b'3"),
    ]
    try await database.upgrade(project, to: "r3")
    project.known["r3"] = ScriptRecord(blobID: "b33", digest: "d33")
    try await database.downgrade(project, to: "r2")
    try await database.stamp(project, "r4")
    try await database.stamp(project, "r3")
    let rows = try await database.withConnection { connection in
      try await connection.query(
        "SELECT direction, revision, blob_id, digest, git_commit, git_dirty FROM rev_journal ORDER BY seq"
      ).map { row in
        let isDirty = row[5].isNull ? "-" : ["0", "f"].contains(row[5].text) || row[5].integer == 0 ? "clean" : "dirty"
        return ((0..<5).map { row[$0].text ?? "-" } + [isDirty]).joined(separator: " ")
      }
    }
    #expect(
      rows == [
        "upgrade r1 b1 d1 c1 dirty", "upgrade r2 b2 d2 c1 clean", "upgrade r3 b'3 - - -", "downgrade r3 b33 d33 - -",
        "stamp r3 b33 d33 - -", "stamp r4 - - - -", "unstamp r4 - - - -",
      ])
  }

  @Test(
    "An irreversible revision, and an id that is too long, are refused before anything runs",
    arguments: DatabaseUnderTest.available)
  func refusals(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    var project = TestProject.tables(2)
    project.add("r3", after: ["r2"], [table("t3")], downgrade: .irreversible("no"))
    try await database.upgrade(project)
    await #expect(throws: ExecutionError.self) { try await database.downgrade(project, to: "r1") }
    #expect(try await database.versions() == ["r3"])
    project.add(RevisionID(String(repeating: "l", count: 256)), after: ["r3"], [table("t4")])
    await #expect(throws: ExecutionError.self) { try await database.upgrade(project) }
    #expect(try await !database.has("t4"))
  }

  @Test("A statement that begins or ends a transaction is refused", arguments: DatabaseUnderTest.available)
  func transactionControl(_ kind: DatabaseUnderTest) async throws {
    let database = try await kind.make()
    for sql in ["COMMIT", "BEGIN", "ROLLBACK", "END", "SAVEPOINT x", "/* hidden */ commit"] {
      let project = TestProject.chain([[table("t1"), SQL(SQLFragment.raw(sql))]])
      let failure = try #require(await stepFailure { try await database.upgrade(project) })
      #expect(failure.cause is RevisionFault, "\(sql)")
      #expect(try await !database.has("t1"))
    }
  }
}
