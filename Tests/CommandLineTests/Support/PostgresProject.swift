import Foundation
import PostgresTesting
import Testing

/// Tests that need a PostgreSQL server.
let needsPostgres = ConditionTrait.enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)")
/// Tests that need PgBouncer in front of one.
let needsPgBouncer = ConditionTrait.enabled(
  if: PostgresPrograms.areInstalled && PostgresPrograms.pgBouncer != nil, "\(PostgresPrograms.whyNoPgBouncer)")

/// A project with a PostgreSQL database of its own.
struct PostgresProject {
  let project: Project
  let database: TestDatabase

  /// Makes a project without revisions; lines in `settings` come on top of the usual ones.
  init(_ settings: String = "", cache: Project.Cache = .own, on server: PostgresServer? = nil) async throws {
    database = try await Self.server(server).makeDatabase()
    project = try Project(settings, cache: cache)
    try write(url: database.url)
  }

  /// A project with the sample graph of this repository.
  static func sample() async throws -> PostgresProject {
    PostgresProject(project: try Project.sample(), database: try await Self.server(nil).makeDatabase())
  }

  private init(project: Project, database: TestDatabase) {
    self.project = project
    self.database = database
    try? write(url: database.url)
  }

  private static func server(_ server: PostgresServer?) async throws -> PostgresServer {
    if let server { return server }
    return try await PostgresServer.shared()
  }

  /// Has `migrate.ini` name another address.
  func write(url: String) throws {
    let lines = try project.read("migrate.ini").components(separatedBy: "\n").map {
      $0.hasPrefix("database_url") ? "database_url = \(url.replacing("%", with: "%%"))" : $0
    }
    try project.write("migrate.ini", lines.joined(separator: "\n"))
  }

  /// Another, empty database on the same server.
  func another() async throws -> TestDatabase { try await database.server.makeDatabase() }

  /// The rows of a query, columns between bars.
  func query(_ sql: String, on other: TestDatabase? = nil) async throws -> [String] {
    try await (other ?? database).run(sql).split(separator: "\n").map(String.init)
  }

  /// The version rows, sorted; none where there is no table.
  func heads(_ table: String = "rev_version", on other: TestDatabase? = nil) async throws -> [String] {
    guard try await query("SELECT to_regclass('\(table)') IS NULL", on: other) == ["f"] else { return [] }
    return try await query("SELECT version_num FROM \(table) ORDER BY version_num COLLATE \"C\"", on: other)
  }

  /// What the journal says, in its order, without what differs from run to run: `upgrade a1 2`.
  func journal(on other: TestDatabase? = nil) async throws -> [String] {
    try await query(
      """
      SELECT direction || ' ' || revision || ' ' || statements_done
        || CASE WHEN finished_at IS NULL THEN ' open' ELSE '' END
        || CASE WHEN duration_ms IS NULL THEN ' endless' ELSE '' END || coalesce(' ' || substring(digest FROM 'run1:.*'), '')
      FROM rev_journal ORDER BY seq
      """, on: other)
  }

  /// Sends a signal to every `rev` that runs in the project's folder.
  func signal(_ number: Int32) async throws {
    let folder = URL(fileURLWithPath: project.folder).resolvingSymlinksInPath().path
    for process in try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init) {
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      if program == Program.rev, place == folder { kill(process, number) }
    }
  }

  /// How many advisory locks there are on the database.
  func advisoryLocks() async throws -> Int {
    let rows = try await query(
      """
      SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """)
    return rows.first.flatMap(Int.init) ?? 0
  }

  private static let sleepers = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"

  /// Waits until somebody sleeps in the database.
  func waitForSleeper() async throws {
    while try await query("SELECT 1 \(Self.sleepers)").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
  }

  /// Ends whoever sleeps in the database.
  func endSleepers() async throws { _ = try await query("SELECT pg_terminate_backend(pid) \(Self.sleepers)") }

  /// The schema, the version rows and the journal.
  func state(on other: TestDatabase? = nil) async throws -> [String] {
    try await [(other ?? database).schemaDump()] + heads(on: other) + journal(on: other)
  }

  /// Feeds a script to `psql`.
  func feed(_ script: String, to other: TestDatabase, stopping: Bool = true) async throws -> PostgresTesting.Ended {
    try await other.psql(stopping ? ["-q", "-v", "ON_ERROR_STOP=1"] : ["-q"], input: script)
  }

  /// A chain of SQL revisions `a001`, `a002`, …: each a table with rows and an index, every fifth of them CONCURRENTLY
  /// where that is asked for.
  @discardableResult
  func chain(_ count: Int, concurrently: Bool = false, slowly: Bool = false) throws -> [String] {
    let ids = (1...count).map { "a" + String(1000 + $0).dropFirst() }
    for (position, id) in ids.enumerated() {
      let how = concurrently && position % 5 == 4 ? "CONCURRENTLY " : ""
      try project.sql(
        id, after: position == 0 ? [] : [ids[position - 1]],
        upgrade: """
          CREATE TABLE t_\(id) (id integer PRIMARY KEY, text text);
          INSERT INTO t_\(id) SELECT g, 'row ' || g FROM generate_series(1, 20) g;
          \(slowly ? "SELECT pg_sleep(0.05);" : "")
          CREATE INDEX \(how)ix_\(id) ON t_\(id) (text);
          """,
        downgrade: "DROP INDEX \(how)ix_\(id);\nDELETE FROM t_\(id);\nDROP TABLE t_\(id);")
    }
    return ids
  }
}
