import Foundation
import PostgresTesting
import Testing

@Suite("PostgreSQL: schemas", needsPostgres)
struct PostgresSchemaTests {
  @Test("One graph runs in any schema of a database, with its own version table and journal there, made where missing")
  func tenants() async throws {
    let made = try await PostgresProject()
    try made.chain(5, concurrently: true)
    for tenant in ["acme", "O'Brien \"Ltd\""] {
      try await made.project.output("upgrade", "a003", "--default-schema", tenant)
      try await made.project.output("upgrade", "--default-schema", tenant)
    }
    try await made.project.output("downgrade", "a001", "--default-schema", "acme")
    #expect(
      try await made.query(
        """
        SELECT table_schema || '.' || table_name FROM information_schema.tables
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_name !~ 'a00[2-4]' ORDER BY 1
        """)
        == [
          "O'Brien \"Ltd\".rev_journal", "O'Brien \"Ltd\".rev_version", "O'Brien \"Ltd\".t_a001",
          "O'Brien \"Ltd\".t_a005", "acme.rev_journal", "acme.rev_version", "acme.t_a001",
        ])
    #expect(try await made.project.output("current", "--default-schema", "acme").contains("a001"))
    #expect(try await made.project.output("current", "--default-schema", "O'Brien \"Ltd\"").contains("a005 (head)"))
    #expect(try await made.heads() == [])
  }

  @Test("A script for a schema makes it and fills it as an online run does")
  func offline() async throws {
    let made = try await PostgresProject("default_schema = tenant")
    try made.chain(5, concurrently: true)
    try await made.project.output("upgrade")
    let other = try await made.another()
    let ended = try await made.feed(try await made.project.output("upgrade", "--sql"), to: other)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try await other.schemaDump() == made.database.schemaDump())
    #expect(try await made.heads("tenant.rev_version", on: other) == ["a005"])
  }

  @Test("version_table_schema and journal_schema are made where missing, and the tables stand there")
  func versionTableSchema() async throws {
    let made = try await PostgresProject("version_table_schema = bookkeeping\njournal_schema = \"audit log\"")
    try made.chain(2)
    try await made.project.output("upgrade")
    try await made.project.output("downgrade", "a001")
    #expect(try await made.heads("bookkeeping.rev_version") == ["a001"])
    #expect(
      try await made.query("SELECT schemaname FROM pg_tables WHERE tablename IN ('rev_journal', 't_a001') ORDER BY 1")
        == ["\"audit log\"", "public"])
  }

  @Test("A user who may not make schemas can use those that are there")
  func privileges() async throws {
    let made = try await PostgresProject("version_table_schema = bookkeeping")
    try made.chain(2)
    try await made.database.run(
      "CREATE ROLE limited_\(made.database.name) LOGIN; CREATE SCHEMA bookkeeping; GRANT ALL ON SCHEMA bookkeeping, public TO limited_\(made.database.name)"
    )
    try made.write(url: made.database.url.replacing("postgres@", with: "limited_\(made.database.name)@"))
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 0, "\(ended.all)")
  }
}
