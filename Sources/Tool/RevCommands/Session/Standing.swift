internal import Dialects
internal import MigrationExecution
internal import MigrationPlanning
internal import ProjectConfiguration
internal import Revisions

/// Where a database stands, with what else a person should know of that.
struct Standing {
  /// Its version rows.
  var rows: [RevisionID] = []
  /// The revisions that are half done.
  var unfinished: [UnfinishedRun] = []
  /// The database, where it is not there yet.
  var missing: DatabaseURL?
  /// Whether Alembic keeps its place in it, and nothing of rev's does.
  var isAlembics = false
}

extension Session {
  /// Looks where the database stands.
  func standing() async throws -> Standing {
    guard let database = try await openDatabaseForReading() else { return Standing(missing: try databaseURL()) }
    return try await database.untilDone {
      try await completeGraph(from: database)
      let (store, connection, dialect) = (database.store, database.connection, database.dialect)
      return Standing(
        rows: try await store.heads(on: connection, dialect: dialect),
        unfinished: try await store.unfinishedRuns(on: connection, dialect: dialect),
        isAlembics: try await database.isAlembics())
    }
  }

  /// Says what the version rows alone do not.
  func say(_ standing: Standing) {
    if let missing = standing.missing {
      terminal.say("The database is at base: there is no \(missing) yet")
    } else if standing.rows.isEmpty {
      terminal.say("The database is at base: no revision is applied")
    }
    if standing.isAlembics { terminal.hint(Self.takeOver) }
    for run in standing.unfinished {
      terminal.warn(
        "revision \(run.revision) is half done: its \(run.direction.rawValue) was cut off after \(plural(run.statementsDone, "statement"))"
      )
      for way in run.waysOut(at: standing.rows) { terminal.hint(way) }
    }
  }

  /// An error of a run, with what may explain it where the database was made by something else than rev.
  func explaining(_ error: ExecutionError, on database: Database) async -> any Error {
    guard case .stepFailed(let failure) = error, failure.completed.isEmpty, failure.step.direction == .upgrade,
      let cause = failure.cause as? DatabaseError, [.statement, .alreadyExists].contains(cause.kind),
      let rows = try? await database.store.heads(on: database.connection, dialect: database.dialect), rows.isEmpty
    else { return error }
    var report = report(of: error)
    if (try? await database.isAlembics()) == true {
      report.hints.append(Self.takeOver)
    } else if cause.kind == .alreadyExists || cause.message.contains("already exists") {
      report.hints.append("if the database was made without rev, rev stamp ID says where it stands, running nothing")
    }
    return report
  }

  private static let takeOver =
    "it has Alembic's table: version_table = alembic_version in migrate.ini goes on from where that says it is"
}

extension Database {
  /// Whether Alembic's table is there, and none of rev's.
  func isAlembics() async throws -> Bool {
    let ours = try await connection.query(dialect.tableExists(store.table))
    guard ours.isEmpty else { return false }
    return try await !connection.query(dialect.tableExists("alembic_version")).isEmpty
  }
}
