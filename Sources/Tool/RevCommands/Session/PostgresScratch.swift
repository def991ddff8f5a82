internal import Dialects
internal import PostgresDialect
internal import PostgresDriver
internal import ProjectConfiguration
internal import Revisions

/// An empty database on a PostgreSQL server: the one that `scratch_url` names, in a transaction that is rolled back, or else
/// a new one on the server of the database that is compared, which is dropped again.
///
/// Whoever makes one holds a lock of its name. What a process that was killed has left is found by its name without its lock, and
/// dropped by the next. Locks are each database's own, so the name says for which database it was made.
enum PostgresScratch {
  static func open(for session: Session, beside other: DatabaseURL?) async throws -> ScratchDatabase {
    let settings = try session.databaseSettings()
    let options = ConnectionOptions(settings: PostgresSettings(settings))
    if let url = try session.configuration().scratchURL() {
      let connection: PostgresConnection
      do {
        connection = try await PostgresConnection.open(url.connectionParameters(), options: options)
      } catch let error as DatabaseError {
        var report = error.report
        report.message = "scratch_url in migrate.ini: " + report.message
        throw report
      }
      return try await rollingBack(connection, settings)
    }
    let parameters = try (other ?? session.databaseURLForRunning()).connectionParameters()
    let maker = try await PostgresConnection.open(parameters, options: options)
    do {
      let own = try await maker.query("SELECT oid::text FROM pg_database WHERE datname = current_database()")
      let prefix = "rev_scratch_\(own.first?[0].text ?? "")_"
      try await dropOrphans(of: prefix, on: maker)
      let name = prefix + String(UInt64.random(in: 0 ... .max), radix: 36)
      _ = try await maker.query("SELECT pg_advisory_lock(hashtext(\(name)))")
      try await maker.run(#"CREATE DATABASE "\#(name)" TEMPLATE template0"#)
      do {
        let connection = try await PostgresConnection.open(parameters + [("dbname", name)], options: options)
        try await prepare(connection, settings)
        return ScratchDatabase(connection) {
          await connection.close()
          try? await maker.run(#"DROP DATABASE IF EXISTS "\#(name)""#)
          await maker.close()
        }
      } catch {
        try? await maker.run(#"DROP DATABASE IF EXISTS "\#(name)""#)
        throw error
      }
    } catch let error as DatabaseError {
      await maker.close()
      throw Report(
        .database,
        "no scratch database can be made on the server, and how it words expressions cannot be known without: \(error.message)",
        hints: ["scratch_url in migrate.ini names an empty database for it; nothing stays in it"])
    }
  }

  /// Everything happens in a transaction that never commits.
  private static func rollingBack(
    _ connection: PostgresConnection, _ settings: DatabaseSettings
  ) async throws -> ScratchDatabase {
    let strays = try await connection.query(
      """
      SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i')) ORDER BY 1 LIMIT 1
      """)
    if let stray = strays.first?[0].text {
      await connection.close()
      throw Report(
        .configuration, "the database that scratch_url names is not empty: \(visible(stray)) is in it",
        hints: ["it has to be a database of its own: what is in it would count as declared"])
    }
    try await connection.run("BEGIN")
    try await prepare(connection, settings)
    return ScratchDatabase(connection) {
      try? await connection.run("ROLLBACK")
      await connection.close()
    }
  }

  /// Names without a schema stand where they do in the database itself; bodies of functions are not looked into, as they may
  /// name what comes after them.
  private static func prepare(_ connection: PostgresConnection, _ settings: DatabaseSettings) async throws {
    try await connection.run("SET check_function_bodies = off")
    guard let schema = settings.defaultSchema else { return }
    let creation: SQLFragment = "CREATE SCHEMA IF NOT EXISTS \(identifier: schema)"
    try await connection.execute(creation)
    for statement in try PostgresSettings(defaultSchema: schema).statements(local: false) {
      try await connection.run(statement)
    }
  }

  private static func dropOrphans(of prefix: String, on connection: PostgresConnection) async throws {
    let pattern = "\(prefix.replacing("_", with: #"\_"#))%"
    for row in try await connection.query("SELECT datname FROM pg_database WHERE datname LIKE \(pattern)") {
      guard let name = row[0].text,
        try await connection.query("SELECT pg_try_advisory_lock(hashtext(\(name)))").first?[0] == .boolean(true)
      else { continue }
      // Somebody else's may not be ours to drop.
      try? await connection.run(#"DROP DATABASE IF EXISTS "\#(name)""#)
      _ = try await connection.query("SELECT pg_advisory_unlock(hashtext(\(name)))")
    }
  }
}
