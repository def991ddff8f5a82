import MigrationExecution
import MigrationPlanning
import RevisionGraph
import Revisions
import Testing

/// A child and a parent with a row that refers to nothing, and what is done to them afterwards, in one run.
private struct OrphanCase: CustomTestStringConvertible, Sendable {
  var name: String
  /// The revisions after the first; each is an operation.
  var revisions: [Operation]
  var isRefused = false

  var testDescription: String { name }
}

@Suite("Where a row refers to nothing already")
struct OrphanTests {
  private static let tables: [any OperationValue] = [
    CreateTable("parent") { Column("id", .integer).primaryKey() },
    CreateTable("child") {
      Column("id", .integer).primaryKey()
      Column("p", .integer).references("parent", "id")
    },
    CreateTable("other") {
      Column("id", .integer).primaryKey()
      Column("p", .integer).references("parent", "id")
    },
  ]

  private static func sql(_ text: SQLFragment) -> Operation { SQL(text).operation }

  private static let cases = [
    OrphanCase(name: "renaming the child", revisions: [RenameTable("child", to: "kid").operation]),
    OrphanCase(name: "renaming the parent", revisions: [RenameTable("parent", to: "elder").operation]),
    OrphanCase(
      name: "renaming both, the child twice",
      revisions: [
        RenameTable("child", to: "kid").operation, RenameTable("parent", to: "elder").operation,
        RenameTable("kid", to: "junior").operation,
      ]),
    OrphanCase(
      name: "rebuilding and renaming the child",
      revisions: [AlterColumn("child", "p", .type(.text)).operation, RenameTable("child", to: "kid").operation]),
    OrphanCase(
      name: "copying the child by hand",
      revisions: [
        sql(
          """
          CREATE TABLE copy AS SELECT * FROM child; DROP TABLE child;
          CREATE TABLE child (id INTEGER PRIMARY KEY, p REFERENCES parent (id)); INSERT INTO child SELECT * FROM copy
          """)
      ]),
    OrphanCase(
      name: "a new orphan in a renamed child",
      revisions: [RenameTable("child", to: "kid").operation, sql("INSERT INTO kid VALUES (2, 98)")], isRefused: true),
    OrphanCase(
      name: "an orphan of the same number elsewhere",
      revisions: [RenameTable("child", to: "kid").operation, sql("INSERT INTO other VALUES (1, 98)")], isRefused: true),
    OrphanCase(
      name: "an orphan of the same number in place of another",
      revisions: [sql("DELETE FROM child; INSERT INTO other VALUES (1, 98)")], isRefused: true),
    OrphanCase(
      name: "dropping the parent of rows that had one",
      revisions: [
        sql("INSERT INTO parent VALUES (5); INSERT INTO child VALUES (5, 5)"), DropTable("parent").operation,
      ],
      isRefused: true),
  ]

  private static func project(_ revisions: [Operation]) -> TestProject {
    var project = TestProject.chain([tables])
    for (number, operation) in revisions.enumerated() {
      project.revisions.append(
        RevisionMetadata(id: RevisionID("r\(number + 2)"), parents: [RevisionID("r\(number + 1)")]))
      project.scripts[RevisionID("r\(number + 2)")] = RevisionOperations(
        upgrade: Operations([operation]), downgrade: .irreversible("a test"))
    }
    return project
  }

  @Test(
    "only what a revision adds to that is refused, whatever tables are renamed, on a connection and by a script",
    arguments: cases)
  fileprivate func orphans(orphans: OrphanCase) async throws {
    let project = Self.project(orphans.revisions)
    let (online, offline) = (try TestDatabase(), try TestDatabase())
    for database in [online, offline] {
      try await database.upgrade(project, to: "r1")
      try await database.run("INSERT INTO child VALUES (1, 99)")
    }
    let failure = await stepFailure { try await online.upgrade(project) }
    #expect((failure != nil) == orphans.isRefused, "\(String(describing: failure))")
    let plan = try project.graph().planUpgrade(to: [.heads], from: ["r1"])
    #expect(try (offline.shell(try await script(project, plan)) != 0) == orphans.isRefused)
    if !orphans.isRefused { #expect(try await offline.state() == online.state()) }
  }
}
