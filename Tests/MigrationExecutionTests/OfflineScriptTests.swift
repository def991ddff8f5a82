import Foundation
import MigrationExecution
import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

@Suite("Scripts of SQL")
struct OfflineScriptTests {
  let database: TestDatabase

  init() throws { database = try TestDatabase() }

  /// Two branches and a merge; a rebuild, rows, a view and a trigger on the way.
  static let project: TestProject = {
    var project = TestProject()
    project.add(
      "a1",
      [
        table("users"),
        InsertRows(into: "users", columns: ["id", "name"], rows: [[1, "o'neil"], [2, nil]], key: ["id"]),
      ])
    project.add("b1", after: ["a1"], [table("jobs"), CreateIndex("ix_jobs_name", on: "jobs", .descending("name"))])
    project.add(
      "c1", after: ["a1"],
      [
        AddColumn("users", Column("verified", .boolean)), SQL("UPDATE users SET verified = false", reverse: ""),
        AlterColumn("users", "verified", .notNull),
        CreateView("verified", as: "SELECT id FROM users WHERE verified"),
      ])
    project.add(
      "m1", after: ["b1", "c1"],
      [
        OutsideTransaction {
          SQL("VACUUM", reverse: ""); table("audit")
        }
      ])
    project.add("d1", after: ["m1"], [CreateTrigger("t", on: "users", .after, [.insert], body: "DELETE FROM audit;")])
    return project
  }()

  @Test("a script run by sqlite3 equals an online run: schema, version rows and journal")
  func equalsOnline() async throws {
    let plan = try Self.project.graph().planUpgrade(to: [.heads], from: [])
    let text = try await script(Self.project, plan)
    #expect(try database.shell(text) == 0)

    let online = try TestDatabase()
    try await online.upgrade(Self.project)
    #expect(try await database.state() == online.state())
    #expect(try await database.texts("SELECT name FROM users WHERE name IS NOT NULL") == ["o'neil"])
    #expect(
      try await database.values("SELECT count(*) FROM rev_journal WHERE applied_by = 'rev upgrade --sql'") == [
        .integer(5)
      ])
  }

  @Test("a comment at the end of a statement, or with line ends of any kind, ends where it should")
  func commentsAtTheEnd() async throws {
    let project = TestProject.chain([
      [
        table("t1"), CreateIndex("ix", on: "t1", "name", where: "id > 0 -- only these"),
        Live("seed", offline: .comment("one\r\nDROP TABLE t1;")) { _ in },
      ]
    ])
    let plan = try project.graph().planUpgrade(to: [.heads], from: [])
    let text = try await script(project, plan)
    #expect(try database.shell(text) == 0)
    #expect(try await database.tables() == ["t1"])
    #expect(try await database.texts("SELECT name FROM sqlite_schema WHERE name = 'ix'") == ["ix"])
  }

  @Test("a script of the way back equals an online downgrade")
  func downgradeEqualsOnline() async throws {
    let graph = try Self.project.graph()
    let online = try TestDatabase()
    try await database.upgrade(Self.project)
    try await online.upgrade(Self.project)
    let text = try await script(Self.project, graph.planDowngrade(to: .base, from: ["d1"]))
    #expect(try database.shell(text) == 0)
    try await online.downgrade(Self.project, to: "base")
    #expect(try await database.state() == online.state())
    #expect(try await database.tables() == [])
  }

  @Test(
    "a script changes nothing on a database at another revision, whether or not the client stops",
    arguments: [true, false])
  func harmless(bail: Bool) async throws {
    let graph = try Self.project.graph()
    for start in ["base", "a1", "c1"] {
      let elsewhere = try TestDatabase()
      if start != "base" {
        try await elsewhere.upgrade(Self.project, to: start)
      } else {
        try await elsewhere.run("CREATE TABLE mine (a)")
      }
      let before = try await elsewhere.texts("SELECT name || ifnull(sql, '') FROM sqlite_schema ORDER BY 1")
      let journal = start == "base" ? [] : try await elsewhere.values("SELECT count(*) FROM rev_journal")
      for (from, to) in [(["b1"], "d1"), (["b1", "c1"], "d1"), (start == "base" ? ["a1"] : [], "d1")] {
        let plan = try graph.planUpgrade(to: [SelectorExpression(parsing: to)], from: from.map { RevisionID($0) })
        let status = try elsewhere.shell(try await script(Self.project, plan), bail: bail)
        if bail { #expect(status != 0) }
        #expect(try await elsewhere.texts("SELECT name || ifnull(sql, '') FROM sqlite_schema ORDER BY 1") == before)
        if start != "base" { #expect(try await elsewhere.values("SELECT count(*) FROM rev_journal") == journal) }
      }
    }
  }

  @Test("a script says which revision follows, and does not begin with a comment")
  func comments() async throws {
    let text = try await script(Self.project, Self.project.graph().planUpgrade(to: [.heads], from: []))
    #expect(!text.hasPrefix("-"))
    let comments = text.split(separator: "\n").filter { $0.hasPrefix("-- ") }
    #expect(
      comments == [
        "-- Running upgrade  -> a1", "-- Running upgrade a1 -> b1", "-- Running upgrade a1 -> c1",
        "-- Running upgrade b1, c1 -> m1", "-- Running upgrade m1 -> d1",
      ])
  }

  @Test("Live without SQL is refused before anything is written, also where only the schema before it is needed")
  func liveIsRefused() async throws {
    let project = TestProject.chain([
      [table("t1")], [Live("only swift") { _ in }], [AlterColumn("t1", "name", .notNull)],
    ])
    for from in [[], ["r2"]] as [[RevisionID]] {
      await #expect {
        _ = try await script(project, project.graph().planUpgrade(to: [.heads], from: from))
      } throws: { error in
        if case ExecutionError.liveWithoutSQL("r2", "only swift", _, _) = error { return true }
        return false
      }
    }
  }

  @Test("Live with SQL, or with a comment, is written as that")
  func liveWithSQL() async throws {
    let project = TestProject.chain([
      [
        table("t1"), Live("a", offline: .sql("INSERT INTO t1 (id) VALUES (7)")) { _ in },
        Live("b", offline: .comment("by hand")) { _ in },
      ]
    ])
    let text = try await script(project, project.graph().planUpgrade(to: [.heads], from: []))
    #expect(text.contains("INSERT INTO t1 (id) VALUES (7);\n-- by hand\n"))
  }
}
