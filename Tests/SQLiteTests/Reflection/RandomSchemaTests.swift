import Dialects
import RandomTesting
import Revisions
import SchemaTesting
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("Random schemas")
struct RandomSchemaTests {
  @Test("are read back in the form that their declaration has")
  func declared() async throws {
    for seed in 0..<rounds(100) {
      var generator = SchemaGenerator(seed: UInt64(seed), for: .sqlite)
      try await check(generator.schema(), seed: seed)
    }
  }

  @Test("are read back in the form of their declaration after changes to that")
  func changed() async throws {
    for seed in 0..<rounds(50) {
      var generator = SchemaGenerator(seed: UInt64(1_000_000 + seed), for: .sqlite)
      var schema = generator.schema()
      for _ in 0..<5 { schema = generator.change(schema) }
      schema.forgetFormerNames()
      try await check(schema, seed: 1_000_000 + seed)
    }
  }

  /// Creates a schema, reads it, and creates what was read.
  private func check(_ schema: Schema, seed: Int) async throws {
    let dialect = SQLiteDialect()
    do {
      let canonical = try dialect.canonical(schema)
      let first = try await created(schema)
      let read = try await dialect.reflect(ReflectionScope(), from: first)
      #expect(difference(read.schema, canonical) == nil, "seed \(seed)")
      #expect(read.unsupported.isEmpty, "seed \(seed)")
      #expect(try difference(dialect.canonical(canonical), canonical) == nil, "seed \(seed): not a fixed point")
      #expect(try difference(dialect.canonical(read.schema), read.schema) == nil, "seed \(seed): not a fixed point")
      let second = try await created(read.schema)
      let again = try await dialect.reflect(ReflectionScope(), from: second)
      #expect(difference(again.schema, read.schema) == nil, "seed \(seed): not the same after a second creation")
      let meanings = (try await meaning(of: first), try await meaning(of: second))
      #expect(Set(meanings.0).symmetricDifference(meanings.1) == [], "seed \(seed): not the same to SQLite")
    } catch {
      Issue.record("seed \(seed): \(error)")
    }
  }
}
