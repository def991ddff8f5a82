import Dialects
import PostgresDialect
import PostgresDriver
import PostgresTesting
import Revisions

@testable import Autogenerate

/// A database of the tests' server, with a second one beside it for what has to be made to be read back.
final class PostgresUnderTest: DatabaseUnderTest {
  let dialect = PostgresDialect()
  let connection: PostgresConnection
  var log: [String] = []
  let scope: ReflectionScope
  private let scratch: PostgresConnection
  private let databases: [TestDatabase]

  init(includesGrants: Bool = false) async throws {
    scope = ReflectionScope(.all, includesGrants: includesGrants)
    let server = try await PostgresServer.shared()
    databases = [try await server.makeDatabase("trip"), try await server.makeDatabase("scratch")]
    connection = try await PostgresConnection.open(databases[0].parameters)
    scratch = try await PostgresConnection.open(databases[1].parameters)
    for connection in [connection, scratch] {
      try await connection.prepareForRevisions()
      try await connection.run("SET client_min_messages = error")
      try await connection.run("SET synchronous_commit = off")
    }
  }

  /// Lets the bodies of routines name what is not there yet.
  func readBodiesLater() async throws {
    for connection in [connection, scratch] { try await connection.run("SET check_function_bodies = off") }
  }

  /// Gives the databases back.
  func close() async throws {
    await connection.close()
    await scratch.close()
    for database in databases { try await database.drop() }
  }

  func clear() async throws { try await clear(connection) }

  private func clear(_ connection: PostgresConnection) async throws {
    let names = try await connection.query(
      "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'")
    for row in names {
      guard let name = row[0].text else { continue }
      try await connection.run("DROP SCHEMA \(try dialect.quoted(name)) CASCADE")
    }
    try await connection.run("CREATE SCHEMA public")
    try await connection.run("COMMENT ON SCHEMA public IS 'standard public schema'")
  }

  func readBack(_ schema: Schema) async throws -> Schema {
    try await clear(scratch)
    try await scratch.run("BEGIN")
    do {
      for planned in try SchemaDiff(from: Schema(), to: schema, dialect: dialect).operations {
        for statement in try await dialect.statements(for: planned.operation, reading: nil) {
          do {
            try await scratch.run(statement.text)
          } catch let error as DatabaseError {
            throw RoundTripFailure("\(error)\n\(error.detail ?? "") \(error.hint ?? "")\nin: \(statement.text)")
          }
        }
      }
      let read = try await dialect.reflect(scope, from: scratch).schema
      try await scratch.run("ROLLBACK")
      return read
    } catch {
      if scratch.isInTransaction { try await scratch.run("ROLLBACK") }
      throw error
    }
  }

  func fill(_ schema: Schema) async throws {
    // Neither triggers nor foreign keys are looked at meanwhile.
    try await connection.run("SET session_replication_role = replica")
    for table in schema.tables where table.options.partition == nil {
      let columns = table.columns.filter { $0.generated == nil && $0.identity?.isAlways != true }
      for row in 0..<2 {
        var names: SQLFragment = ""
        var values: SQLFragment = ""
        for column in columns {
          guard let value = value(for: column.type, row, in: schema) else { continue }
          let comma: SQLFragment = names.segments.isEmpty ? "" : ", "
          names = names + comma + "\(identifier: column.name)"
          values = values + comma + .raw(value)
        }
        guard !names.segments.isEmpty else { continue }
        // What a check refuses stays out.
        _ = try? await connection.execute("INSERT INTO \(identifier: table.name) (\(names)) VALUES (\(values))")
      }
    }
    try await connection.run("SET session_replication_role = origin")
  }

  private func value(for type: DataType, _ row: Int, in schema: Schema) -> String? {
    switch type {
    case .smallInteger, .integer, .bigInteger, .numeric, .real, .double: return "\(2 + row)"
    case .boolean: return "true"
    case .text, .varchar, .char: return ["'a'", "'b'"][row]
    case .binary: return "'\\x0\(row)'"
    case .date, .timestamp: return "'2026-11-2\(row)'"
    case .time: return "'10:0\(row)'"
    case .interval: return "'\(1 + row) day'"
    case .json, .jsonb: return "'{}'"
    case .uuid: return "'00000000-0000-0000-0000-00000000000\(row)'"
    case .array: return "'{}'"
    case .named(let name):
      if let type = schema.enums.first(where: { $0.name == name }) {
        return type.values.last.map {
          "'\($0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
        }
      }
      if let domain = schema.domains.first(where: { $0.name == name }) {
        return value(for: domain.type, row, in: schema)
      }
      return nil
    default: return nil
    }
  }

  func isViolation(_ error: DatabaseError) -> Bool {
    // A value that is no longer one of an enumeration, or that does not fit its new type, is refused as it is converted.
    error.code.hasPrefix("23") || error.code == "22P02" || error.code == "22001" || error.code == "22003"
      || error.code == "22004"
  }
}
