import PostgresDialect
import Revisions
import Testing

@testable import Autogenerate

extension PostgresUnderTest {
  /// What leads from one schema to another, after a way there and back with rows in the tables.
  @discardableResult
  static func check(
    _ first: Schema, _ second: Schema, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    try await check(sourceLocation) { try await RoundTrip.check($0, from: first, to: second) }
  }

  /// The same for schemas as their SQL makes them. What was renamed is said of the second by `renames`.
  ///
  /// Where `bodiesLater`, the bodies of routines are read only as they run, as a revision has it that makes what they name.
  @discardableResult
  static func check(
    sql first: String, _ second: String, bodiesLater: Bool = false, renames: (inout Schema) -> Void = { _ in },
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    try await check(sourceLocation) { database in
      let former = try await database.schema(madeBy: first)
      var wanted = try await database.schema(madeBy: second)
      renames(&wanted)
      if bodiesLater { try await database.readBodiesLater() }
      return try await RoundTrip.check(database, from: former, to: wanted)
    }
  }

  /// What a way there and back on a database of its own consisted of.
  private static func check(
    _ sourceLocation: Testing.SourceLocation,
    trip: (PostgresUnderTest) async throws -> RoundTrip<PostgresUnderTest>.Summary
  ) async throws -> [String] {
    let database = try await PostgresUnderTest()
    let result: Result<RoundTrip<PostgresUnderTest>.Summary, any Error>
    do {
      result = .success(try await trip(database))
    } catch {
      result = .failure(error)
    }
    try await database.close()
    let summary = try result.get()
    #expect(summary.hadRows, sourceLocation: sourceLocation)
    return summary.operations.map { "\(type(of: $0.value))" }
  }

  /// What some SQL makes in an empty database.
  private func schema(madeBy sql: String) async throws -> Schema {
    try await clear()
    try await carryOut([SQL(.raw(sql)).operation])
    return try await reflect()
  }

  /// Makes a schema and changes it into another, one way only, and gives back what that took.
  func bring(from first: Schema, to second: Schema) async throws -> [Revisions.Operation] {
    try await clear()
    let creation = try SchemaDiff(from: Schema(), to: dialect.canonical(first), dialect: dialect)
    try await carryOut(creation.operations.map(\.operation))
    let former = try await reflect()
    let change = try SchemaDiff(from: former, to: dialect.canonical(second), dialect: dialect)
    let operations = change.operations.map(\.operation)
    try await carryOut(operations)
    return operations
  }
}
