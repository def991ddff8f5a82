import Dialects
import Foundation
import MigrationExecution
import MigrationPlanning
import PostgresDialect
import PostgresDriver
import PostgresTesting
import RevisionGraph
import Revisions
import SQLiteDialect
import SQLiteDriver
import Testing

/// A kind of database that has to do what every kind does.
enum DatabaseUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgresql

  /// The kinds that this machine has.
  static var available: [DatabaseUnderTest] {
    allCases.filter { $0 == .sqlite || PostgresPrograms.areInstalled }
  }

  var testDescription: String { rawValue }

  /// Makes an empty database.
  func make() async throws -> EmptyDatabase {
    switch self {
    case .sqlite:
      let file = try MigrationExecutionTests.TestDatabase()
      let path = file.path
      return EmptyDatabase(dialect: SQLiteDialect(), keeping: file) {
        try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: 60_000)
      }
    case .postgresql:
      let database = try await PostgresServer.shared().makeDatabase()
      return EmptyDatabase(dialect: PostgresDialect(), keeping: database.server) {
        try await PostgresConnection.open(database.parameters)
      }
    }
  }
}

/// An empty database of some kind, for tests that must hold for all kinds.
struct EmptyDatabase: Sendable {
  let dialect: any Dialect
  /// What has to live for as long as the database does.
  private let owner: any Sendable
  private let connect: @Sendable () async throws -> any MigrationConnection

  init(
    dialect: any Dialect, keeping owner: any Sendable,
    connect: @escaping @Sendable () async throws -> any MigrationConnection
  ) {
    self.dialect = dialect
    self.owner = owner
    self.connect = connect
  }

  /// Does something with a connection of its own.
  func withConnection<Result>(_ body: (any MigrationConnection) async throws -> Result) async throws -> Result {
    let connection = try await connect()
    do {
      let result = try await body(connection)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }

  func values(_ sql: SQLFragment) async throws -> [SQLValue] {
    try await withConnection { try await $0.query(sql).map { $0[0] } }
  }

  func execute(_ sql: String) async throws { try await withConnection { try await $0.run(sql) } }

  /// Whether there is a table of that name.
  func has(_ table: QualifiedName) async throws -> Bool { try await !values(dialect.tableExists(table)).isEmpty }

  /// The version rows, sorted; none where there is no table.
  func versions() async throws -> [String] {
    try await withConnection { connection in
      try await VersionStore().heads(on: connection, dialect: dialect).map(\.rawValue)
    }
  }

  /// `upgrade r1 2`, and `open` behind a run that is not over.
  func journal() async throws -> [String] {
    try await withConnection { connection in
      try await connection.query(
        "SELECT direction, revision, statements_done, finished_at, duration_ms FROM rev_journal ORDER BY seq"
      ).map { row in
        "\(row[0].text ?? "") \(row[1].text ?? "") \(row[2].integer ?? -1)"
          + (row[3].isNull ? " open" : "") + (row[4].isNull == row[3].isNull ? "" : " odd")
      }
    }
  }

  @discardableResult
  func run(
    _ project: TestProject, parameters: [String: String] = [:],
    _ plan: @escaping (RevisionGraph, [RevisionID]) throws -> MigrationPlan
  ) async throws -> MigrationPlan {
    try await withConnection { connection in
      let graph = try project.graph()
      return try await executor(connection, project, parameters).run { try plan(graph, $0) }
    }
  }

  @discardableResult
  func upgrade(
    _ project: TestProject, to target: String = "heads", parameters: [String: String] = [:]
  ) async throws -> MigrationPlan {
    try await run(project, parameters: parameters) { graph, rows in
      try graph.planUpgrade(to: [SelectorExpression(parsing: target)], from: rows)
    }
  }

  @discardableResult
  func downgrade(_ project: TestProject, to target: String) async throws -> MigrationPlan {
    try await run(project) { graph, rows in
      try graph.planDowngrade(to: SelectorExpression(parsing: target), from: rows)
    }
  }

  @discardableResult
  func stamp(_ project: TestProject, _ target: String, purge: Bool = false) async throws -> StampPlan {
    try await withConnection { connection in
      let graph = try project.graph()
      return try await executor(connection, project).stamp(purge: purge) {
        try graph.planStamp(to: [SelectorExpression(parsing: target)], from: $0, purge: purge)
      }.plan
    }
  }

  func accept(_ records: [(RevisionID, ScriptRecord)], because reason: String, _ project: TestProject) async throws {
    try await withConnection { try await executor($0, project).accept(records, because: reason) }
  }

  /// What the journal says of the scripts that were applied.
  func appliedScripts(in store: VersionStore = VersionStore()) async throws -> [RevisionID: AppliedScript] {
    try await withConnection { try await store.appliedScripts(on: $0, dialect: dialect) }
  }

  /// What the journal keeps of what revisions do.
  func keptOperations(
    of ids: [RevisionID], in store: VersionStore = VersionStore()
  ) async throws -> [RevisionID: KeptOperations] {
    try await withConnection { try await store.keptOperations(of: ids, on: $0, dialect: dialect) }
  }

  /// The runs that were cut off.
  func unfinished(in store: VersionStore = VersionStore()) async throws -> [UnfinishedRun] {
    try await withConnection { try await store.unfinishedRuns(on: $0, dialect: dialect) }
  }

  /// Applies all of a project whose version table is another one.
  func upgrade(_ project: TestProject, in store: VersionStore) async throws {
    try await withConnection { connection in
      let graph = try project.graph()
      _ = try await executor(connection, project, in: store).run { rows in
        try graph.planUpgrade(to: [SelectorExpression(parsing: "heads")], from: rows)
      }
    }
  }

  private func executor(
    _ connection: any MigrationConnection, _ project: TestProject, _ parameters: [String: String] = [:],
    in store: VersionStore = VersionStore()
  ) -> MigrationExecutor {
    MigrationExecutor(
      connection: connection, dialect: dialect, store: store, source: project, parameters: parameters,
      appliedBy: "tester@here")
  }
}
