import Dialects
import PostgresDriver
import PostgresTesting
import Revisions
import Synchronization
import Testing

@testable import PostgresDialect

@Suite("The session that reads a database", .enabled(if: PostgresPrograms.areInstalled))
struct ReadingSessionTests {
  private static let setup = "CREATE SCHEMA app; CREATE TABLE app.t (at timestamptz DEFAULT '2020-01-01 00:00:00+00')"

  private func settings(_ connection: PostgresConnection) async throws -> [SQLValue] {
    try await connection.query(
      "SELECT current_setting('search_path'), current_setting('DateStyle'), current_setting('TimeZone')")[0].values
  }

  private func changed(_ body: (PostgresConnection) async throws -> Void) async throws {
    try await withDatabase(Self.setup) { database in
      let connection = try await PostgresConnection.open(database.parameters)
      try await connection.run("SET search_path = app, public")
      try await connection.run("SET DateStyle = 'German'")
      try await connection.run("SET TimeZone = 'Asia/Tokyo'")
      let before = try await settings(connection)
      try await body(connection)
      #expect(try await settings(connection) == before)
      await connection.close()
    }
  }

  private static let expected = [
    Column("at", .timestampWithTimeZone).default(.literal("2020-01-01 00:00:00+00"))
  ]

  @Test("has its settings back afterwards, and no transaction open")
  func outside() async throws {
    try await changed { connection in
      let schema = try await PostgresDialect().reflect(ReflectionScope(), from: connection).schema
      #expect(schema.tables.map(\.columns) == [Self.expected])
      #expect(!connection.isInTransaction)
    }
  }

  @Test("has its settings back in the transaction that was open, and sees what that has made")
  func inside() async throws {
    try await changed { connection in
      try await connection.run("BEGIN")
      try await connection.run("SET LOCAL search_path = app")
      try await connection.run("CREATE TABLE u ()")
      let before = try await settings(connection)
      let schema = try await PostgresDialect().reflect(ReflectionScope(), from: connection).schema
      #expect(schema.tables.map(\.name) == ["t", "u"])
      #expect(try await settings(connection) == before)
      #expect(connection.isInTransaction)
      try await connection.run("ROLLBACK")
    }
  }

  @Test("reads a large database on two connections that see the same, and on one where there is no other")
  func beside() async throws {
    let setup = (0..<210).map {
      "CREATE TABLE t\($0) (id serial PRIMARY KEY, at timestamptz DEFAULT '2020-01-01 00:00:00+00'); CREATE INDEX ON t\($0) (at);"
    }
    try await withDatabase(setup.joined()) { database in
      let connection = try await PostgresConnection.open(database.parameters)
      let (dialect, scope, parameters) = (PostgresDialect(), ReflectionScope(), database.parameters)
      let alone = try await dialect.reflect(scope, from: connection)
      let opened = Mutex(0)
      let helped = try await dialect.reflect(scope, from: connection) {
        opened.withLock { $0 += 1 }
        // What happens meanwhile is not seen.
        let other = try await PostgresConnection.open(parameters)
        try await other.run("CREATE INDEX later ON t0 (at, id)")
        return other
      }
      #expect(helped.schema == alone.schema)
      try await connection.run("DROP INDEX later")
      let refused = try await dialect.reflect(scope, from: connection) {
        opened.withLock { $0 += 1 }
        throw DatabaseError(kind: .unreachable, message: "too many clients", code: "53300")
      }
      #expect(refused.schema == alone.schema)
      #expect(opened.withLock { $0 } == 2)
      #expect(!connection.isInTransaction)
      await connection.close()
    }
  }

  @Test("says that there is no default schema where search_path names none")
  func noDefaultSchema() async throws {
    try await changed { connection in
      try await connection.run("SET search_path = nowhere")
      await #expect(throws: DialectError.self) {
        try await PostgresDialect().reflect(ReflectionScope(), from: connection)
      }
      #expect(!connection.isInTransaction)
      let all = try await PostgresDialect().reflect(ReflectionScope(.all), from: connection).schema
      #expect(all.tables.map(\.name) == [QualifiedName("t", schema: "app")])
      try await connection.run("SET search_path = app, public")
    }
  }
}
