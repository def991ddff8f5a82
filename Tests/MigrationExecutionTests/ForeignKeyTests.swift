import MigrationExecution
import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

@Suite("With foreign keys enforced")
struct ForeignKeyTests {
  /// A parent and its children, a cascade that a statement relies on, and a rebuild of the parent in between.
  static let project = TestProject.chain([
    [
      CreateTable("parent") {
        Column("id", .integer).primaryKey()
        Column("name", .text)
      },
      CreateTable("child") { Column("p", .integer).references("parent", "id", onDelete: .cascade) },
      SQL("INSERT INTO parent VALUES (1, 'a'), (2, 'b'); INSERT INTO child VALUES (1), (2)"),
    ],
    [AlterColumn("parent", "name", .notNull)],
    [SQL("DELETE FROM parent WHERE id = 2")],
  ])

  @Test("a rebuild keeps the rows that refer to the table, and later statements still cascade")
  func rebuildAndCascade() async throws {
    let database = try TestDatabase(foreignKeys: true)
    try await database.upgrade(Self.project)
    #expect(try await database.versions() == ["r3"])
    #expect(try await database.values("SELECT p FROM child") == [.integer(1)])
    #expect(
      try await database.values("SELECT \"notnull\" FROM pragma_table_info('parent') WHERE name = 'name'") == [
        .integer(1)
      ])
  }

  @Test("a script of SQL does the same")
  func offline() async throws {
    let database = try TestDatabase(foreignKeys: true)
    let plan = try Self.project.graph().planUpgrade(to: [.heads], from: [])
    #expect(try database.shell(try await script(Self.project, plan, foreignKeys: true)) == 0)
    let online = try TestDatabase(foreignKeys: true)
    try await online.upgrade(Self.project)
    #expect(try await database.state() == online.state())
    #expect(try await database.values("SELECT p FROM child") == [.integer(1)])
  }

  @Test("a revision that fails while the keys are off leaves them on for the next")
  func failure() async throws {
    let database = try TestDatabase(foreignKeys: true)
    var project = Self.project
    project.scripts["r2"] = RevisionOperations(
      upgrade: Operations([
        AlterColumn("parent", "name", .notNull).operation, SQL("INSERT INTO nowhere VALUES (1)").operation,
      ]), downgrade: .reversed)
    let failure = try #require(await stepFailure { try await database.upgrade(project) })
    #expect(failure.step.revision == "r2")
    #expect(try await database.versions() == ["r1"])
    #expect(try await database.values("SELECT count(*) FROM child") == [.integer(2)])
  }
}
