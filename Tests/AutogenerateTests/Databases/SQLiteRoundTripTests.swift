import Dialects
import RandomTesting
import Revisions
import SQLiteDialect
import SQLiteDriver
import SchemaTesting
import Testing

@testable import Autogenerate

@Suite("Schemas there and back on SQLite")
struct SQLiteRoundTripTests {
  @Test("What is generated leads there, leaves nothing to do, and leads back, for random schemas and changes to them")
  func random() async throws {
    let database = try await SQLiteUnderTest()
    var reversed = 0
    var filled = 0
    let count = rounds(60)
    for seed in 0..<count {
      var generator = SchemaGenerator(seed: UInt64(seed), for: .sqlite)
      let first = generator.schema()
      let second = generator.change(first)
      do {
        let summary = try await RoundTrip.check(database, from: first, to: second)
        reversed += summary.wasReversed ? 1 : 0
        filled += summary.hadRows ? 1 : 0
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(reversed > count / 2, "\(reversed) of \(count)")
    #expect(filled > count / 2, "\(filled) of \(count)")
  }
}

/// SQLite, in memory.
final class SQLiteUnderTest: DatabaseUnderTest {
  let dialect = SQLiteDialect()
  let connection: SQLiteConnection
  var log: [String] = []
  let scope = ReflectionScope()

  init() async throws {
    connection = try SQLiteConnection(path: ":memory:")
    try await connection.prepareForRevisions()
  }

  func clear() async throws {
    for kind in ["trigger", "view", "table"] {
      let names = try await connection.query(
        "SELECT name FROM sqlite_schema WHERE type = \(kind) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
      for row in names {
        guard let name = row[0].text else { continue }
        try await connection.run("DROP \(kind) \(try dialect.quoted(name))")
      }
    }
  }

  func readBack(_ schema: Schema) async throws -> Schema { schema }

  func fill(_ schema: Schema) async throws {
    let triggers = schema.triggers
    for trigger in triggers { try await connection.run("DROP TRIGGER \(try dialect.quoted(trigger.name))") }
    for table in schema.tables {
      let columns = table.columns.filter { $0.generated == nil }
      for row in 0..<2 {
        var names: SQLFragment = ""
        var values: SQLFragment = ""
        for (position, column) in columns.enumerated() {
          let comma: SQLFragment = position > 0 ? ", " : ""
          names = names + comma + "\(identifier: column.name)"
          values = values + comma + "\(value(for: column.type, row))"
        }
        // What a check refuses stays out.
        _ = try? await connection.execute(
          "INSERT INTO \(identifier: table.name) (\(names)) VALUES (\(values))")
      }
    }
    for trigger in triggers {
      for statement in try await dialect.statements(for: CreateTrigger(trigger).operation, reading: nil) {
        try await connection.run(statement.text)
      }
    }
  }

  private func value(for type: DataType, _ row: Int) -> SQLValue {
    switch type {
    case .text, .varchar, .char: .text(["a", "b"][row])
    case .binary: .blob([UInt8(row)])
    case .date, .time, .timestamp, .interval, .json, .jsonb, .uuid, .array: .text("2026-11-2\(row)")
    default: .integer(Int64(2 + row))
    }
  }

  func isViolation(_ error: DatabaseError) -> Bool {
    error.code.hasPrefix("SQLITE_CONSTRAINT") || error.message.hasPrefix("Cannot add a NOT NULL column")
  }
}
