import Dialects
import Foundation
import MigrationExecution
import MigrationPlanning
import RevisionGraph
import Revisions
import SQLiteDialect
import SQLiteDriver

/// A SQLite database in a folder of its own, which is gone when the test is.
final class TestDatabase: Sendable {
  let folder: String
  /// Whether foreign keys are enforced while revisions run.
  let foreignKeys: Bool
  var path: String { folder + "/test.db" }

  init(foreignKeys: Bool = false) throws {
    self.foreignKeys = foreignKeys
    folder = NSTemporaryDirectory() + "rev-execution-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func connection(busyTimeout: Int = 10_000) throws -> SQLiteConnection {
    try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: busyTimeout, foreignKeys: foreignKeys)
  }

  /// Values of the first column of a query's rows.
  func values(_ sql: SQLFragment) async throws -> [SQLValue] {
    let connection = try connection()
    let rows = try await connection.query(sql)
    await connection.close()
    return rows.map { $0[0] }
  }

  func texts(_ sql: SQLFragment) async throws -> [String] { try await values(sql).compactMap(\.text) }

  /// The version rows, sorted.
  func versions() async throws -> [String] { try await texts("SELECT version_num FROM rev_version ORDER BY 1") }

  /// The tables that a user made.
  func tables() async throws -> [String] {
    try await texts(
      """
      SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND name NOT LIKE 'rev\\_%' ESCAPE '\\' ORDER BY 1
      """)
  }

  func run(_ sql: String) async throws {
    let connection = try connection()
    for statement in try LibraryStatementCutter().cut(sql) { try await connection.run(statement.text) }
    await connection.close()
  }

  /// Runs a script with the sqlite3 shell, and returns its exit status.
  @discardableResult
  func shell(_ script: String, bail: Bool = true) throws -> Int32 {
    let file = folder + "/script-\(UUID().uuidString).sql"
    try script.write(toFile: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    process.arguments = (bail ? ["-bail"] : []) + [path]
    process.standardInput = FileHandle(forReadingAtPath: file)
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The schema, the version rows and the journal without what differs from run to run.
  func state() async throws -> [String] {
    try await texts(
      "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
      + versions()
      + texts(
        """
        SELECT revision || ' ' || direction || ' ' || statements_done || ' ' || (finished_at IS NOT NULL)
          || ' ' || (duration_ms IS NOT NULL) FROM rev_journal ORDER BY seq
        """)
  }
}

/// Revisions with operations, as values.
struct TestProject: OperationSource {
  var revisions: [RevisionMetadata] = []
  var scripts: [RevisionID: RevisionOperations] = [:]
  /// What is known of the scripts.
  var known: [RevisionID: ScriptRecord] = [:]

  /// A chain of revisions `r1`, `r2` …, each after the last.
  static func chain(_ bodies: [[any OperationValue]]) -> TestProject {
    var project = TestProject()
    for (number, body) in bodies.enumerated() {
      project.add(RevisionID("r\(number + 1)"), after: number == 0 ? [] : [RevisionID("r\(number)")], body)
    }
    return project
  }

  /// A chain of revisions that each create a table `t1`, `t2` …
  static func tables(_ count: Int) -> TestProject {
    chain((1...count).map { [table("t\($0)")] })
  }

  mutating func add(
    _ id: RevisionID, after parents: [RevisionID] = [], _ body: [any OperationValue],
    downgrade: Operations = .reversed
  ) {
    revisions.append(RevisionMetadata(id: id, parents: parents))
    scripts[id] = RevisionOperations(upgrade: Operations(body.map(\.operation)), downgrade: downgrade)
  }

  func graph() throws -> RevisionGraph { try RevisionGraph(revisions) }

  func operations(for revisions: [RevisionID]) async throws -> [RevisionID: RevisionOperations] { scripts }

  func records(for revisions: [RevisionID], on dialect: DialectName) async -> [RevisionID: ScriptRecord] { known }
}

extension Operations {
  /// The operations as they are listed.
  var steps: [Revisions.Operation] {
    if case .steps(let steps) = content { steps } else { [] }
  }
}

func table(_ name: String) -> CreateTable {
  CreateTable(name) {
    Column("id", .integer).primaryKey()
    Column("name", .text)
  }
}

extension TestDatabase {
  @discardableResult
  func upgrade(
    _ project: TestProject, to target: String = "heads", parameters: [String: String] = [:],
    observer: (any ExecutionObserver)? = nil
  ) async throws -> MigrationPlan {
    try await withExecutor(project, parameters, observer) { executor in
      try await executor.run {
        try project.graph().planUpgrade(to: [SelectorExpression(parsing: target)], from: $0)
      }
    }
  }

  @discardableResult
  func downgrade(_ project: TestProject, to target: String) async throws -> MigrationPlan {
    try await withExecutor(project, [:], nil) { executor in
      try await executor.run { try project.graph().planDowngrade(to: SelectorExpression(parsing: target), from: $0) }
    }
  }

  @discardableResult
  func stamp(_ project: TestProject, _ targets: [String], purge: Bool = false) async throws -> StampPlan {
    try await withExecutor(project, [:], nil) { executor in
      try await executor.stamp(purge: purge) {
        try project.graph().planStamp(to: targets.map { try SelectorExpression(parsing: $0) }, from: $0, purge: purge)
      }.plan
    }
  }

  private func withExecutor<Result>(
    _ project: TestProject, _ parameters: [String: String], _ observer: (any ExecutionObserver)?,
    _ work: (MigrationExecutor) async throws -> Result
  ) async throws -> Result {
    let connection = try connection()
    let executor = MigrationExecutor(
      connection: connection, dialect: SQLiteDialect(foreignKeys: foreignKeys), store: VersionStore(), source: project,
      parameters: parameters, appliedBy: "tester@here", observer: observer)
    do {
      let result = try await work(executor)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }
}

/// The script of SQL for a plan.
func script(_ project: TestProject, _ plan: MigrationPlan, foreignKeys: Bool = false) async throws -> String {
  let output = Output()
  try await offlineWriter(project, foreignKeys: foreignKeys).write(
    plan,
    path: {
      try project.graph().planUpgrade(to: plan.from.map(SelectorExpression.revision), from: [])
    }, to: { output.text += $0 })
  return output.text
}

func offlineWriter(_ project: TestProject, foreignKeys: Bool) -> OfflineWriter {
  OfflineWriter(
    dialect: SQLiteDialect(foreignKeys: foreignKeys), store: VersionStore(), source: project,
    appliedBy: "rev upgrade --sql",
    openScratch: { try SQLiteConnection(path: ":memory:", foreignKeys: foreignKeys) })
}

final class Output {
  var text = ""
}

/// What `body` throws as a failed step; nil where it throws none.
func stepFailure(_ body: () async throws -> Void) async -> ExecutionError.StepFailure? {
  do {
    try await body()
    return nil
  } catch ExecutionError.stepFailed(let failure) {
    return failure
  } catch {
    return nil
  }
}

extension TestDatabase {
  /// Upgrades the file at a path to the heads, with a connection of its own.
  static func upgrade(_ path: String, _ project: TestProject) async throws {
    let connection = try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: 30_000, foreignKeys: false)
    let executor = MigrationExecutor(
      connection: connection, dialect: SQLiteDialect(), store: VersionStore(), source: project, appliedBy: "racer@here")
    _ = try await executor.run { try project.graph().planUpgrade(to: [.heads], from: $0) }
    await connection.close()
  }
}
