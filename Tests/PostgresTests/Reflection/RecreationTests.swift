import Dialects
import PostgresTesting
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
}
