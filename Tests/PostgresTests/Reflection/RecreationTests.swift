import Dialects
import PostgresTesting
import RandomTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("A database read and made again", .enabled(if: PostgresPrograms.areInstalled))
struct RecreationTests {
  @Test("is the same database to pg_dump, whatever it consists of")
  func everything() async throws {
    let scope = ReflectionScope(.all, includesGrants: true)
    try await withDatabase(richSchema) { source in
      let reflection = try await source.reflection(scope)
      #expect(reflection.unsupported == [])
      try await withDatabase { target in
        try await target.create(reflection.schema)
        // In which order roles were granted something is nothing that anybody means.
        let (original, copy) = try await (
          source.schemaDump(["--no-privileges"]), target.schemaDump(["--no-privileges"])
        )
        #expect(copy == original)
        #expect(try await target.reflection(scope) == reflection)
      }
    }
  }

  @Test("is read in the form that it would be brought into")
  func fixedPoint() async throws {
    try await withDatabase(richSchema) { source in
      let schema = try await source.reflection(ReflectionScope(.all, includesGrants: true)).schema
      #expect(try PostgresDialect().canonical(schema) == schema)
    }
  }

  @Test("is the same database where the default schema is another one")
  func otherDefaultSchema() async throws {
    try await withDatabase(richSchema) { source in
      try await source.run("ALTER DATABASE \"\(source.name)\" SET search_path = app")
      let reflection = try await source.reflection()
      #expect(reflection.schema.tables.contains { $0.name == "notes" })
      #expect(reflection.schema.tables.contains { $0.name == QualifiedName("users", schema: "public") })
      try await withDatabase("CREATE SCHEMA app; COMMENT ON SCHEMA app IS 'the app''s own'") { target in
        try await target.run("ALTER DATABASE \"\(target.name)\" SET search_path = app")
        var schema = reflection.schema
        schema.namespaces.removeAll { $0.name == "public" }
        try await target.create(schema)
        #expect(try await target.schemaDump(["--no-privileges"]) == source.schemaDump(["--no-privileges"]))
      }
    }
  }

  @Test("is the same database for schemas drawn at random")
  func random() async throws {
    for seed in 0..<rounds(4) {
      var random = RandomSchema(seed: UInt64(1_000 + seed))
      let operations = random.operations(count: 30)
      try await withDatabase("CREATE SCHEMA \"s 1\"; CREATE EXTENSION btree_gist") { source in
        try await source.apply(operations)
        let reflection = try await source.reflection()
        #expect(reflection.unsupported == [], "seed \(seed)")
        #expect(try PostgresDialect().canonical(reflection.schema) == reflection.schema, "seed \(seed)")
        try await withDatabase { target in
          try await target.create(reflection.schema)
          let (original, copy) = try await (source.schemaDump(), target.schemaDump())
          #expect(copy == original, "seed \(seed)")
          let again = try await target.reflection()
          #expect(again == reflection, "seed \(seed)")
        }
      }
    }
  }
}
