import Dialects
import PostgresDriver
import PostgresTesting
import Revisions
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
