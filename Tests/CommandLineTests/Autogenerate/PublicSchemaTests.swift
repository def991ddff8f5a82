import Foundation
import PostgresTesting
import Testing

/// Schemas of real projects, as `Scripts/public-schemas` gathers them; `REV_PUBLIC_SCHEMAS` says where. Any others that are put
/// beside them are taken along.
enum PublicSchemas {
  static func names(_ kind: String) -> [String] {
    guard let folder else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")) ?? []
    return names.filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(".sql".count)) }.sorted()
  }

  static func path(_ kind: String, _ name: String) -> String { "\(folder ?? "")/\(kind)/\(name).sql" }

  private static var folder: String? { ProcessInfo.processInfo.environment["REV_PUBLIC_SCHEMAS"] }

  static let areGathered = ConditionTrait.enabled(
    if: folder != nil, "REV_PUBLIC_SCHEMAS names no folder: Scripts/test gathers them")
}

@Suite("Schemas of real projects", PublicSchemas.areGathered)
struct PublicSchemaTests {
  @Test(
    "are the same to pg_dump once they are read, written as a revision and applied, and leave nothing behind",
    needsPostgres,
    arguments: PublicSchemas.names("postgresql"), ["swift", "sql"])
  func postgres(name: String, format: String) async throws {
    let made = try await PostgresProject("include_schemas = *", cache: .shared)
    let (project, other) = (made.project, try await made.another())
    func dump(_ database: TestDatabase) async throws -> String {
      try await database.schemaDump(["--exclude-table=rev_version", "--exclude-table=rev_journal*"])
    }
    // The server words a few queries otherwise once it has read its own words: as any copy of the database has them.
    let first = try await made.another()
    let loaded = try await first.psql(["-q", "-v", "ON_ERROR_STOP=1", "-f", PublicSchemas.path("postgresql", name)])
    try #require(loaded.status == 0, "\(loaded.errors)")
    try await made.database.run(try await dump(first))
    try await first.drop()
    let (schema, empty) = (try await dump(made.database), try await dump(other))
    try await project.adopt(format)
    try await project.output("upgrade", "head", "--database-url", other.url)
    #expect(try await dump(other) == schema)
    #expect(try await project.missing("--database-url", other.url) == [])
    try await project.output("downgrade", "base", "--database-url", other.url)
    #expect(try await dump(other) == empty)
    try await project.output("stamp", "head")
    #expect(try await project.missing() == [])
  }

  @Test(
    "are the same to SQLite once they are read, written as a revision and applied, and leave nothing behind",
    arguments: PublicSchemas.names("sqlite"), ["swift", "sql"])
  func sqlite(name: String, format: String) async throws {
    let project = try Project("", cache: .shared)
    let loaded = try await project.feed(
      try String(contentsOfFile: PublicSchemas.path("sqlite", name), encoding: .utf8), to: "dev.db")
    try #require(loaded.status == 0, "\(loaded.all)")
    let schema = try await project.objects()
    let facts = try await project.facts()
    try await project.adopt(format)
    let other = "sqlite:///other.db"
    try await project.output("upgrade", "head", "--database-url", other)
    #expect(try await project.objects(project.path("other.db")) == schema)
    #expect(try await project.facts(project.path("other.db")) == facts)
    #expect(try await project.missing("--database-url", other) == [])
    try await project.output("downgrade", "base", "--database-url", other)
    #expect(try await project.objects(project.path("other.db")) == [])
    try await project.output("stamp", "head")
    #expect(try await project.missing() == [])
  }
}

extension Project {
  /// Takes the database over as it stands, and declares that.
  fileprivate func adopt(_ format: String) async throws {
    try await output("schema", "--from-database", "--format", format)
    if format == "sql" { try write("migrate.ini", try read("migrate.ini") + "\nschema = schema.sql\n") }
  }

  /// What SQLite itself says of all tables and views of a database: columns, foreign keys and indexes, as values rather than texts.
  fileprivate func facts(_ database: String? = nil) async throws -> [String] {
    let isOwn = "m.name NOT LIKE 'rev\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return try await query(
      """
      SELECT m.name, c.cid, c.name, replace(upper(c.type), ' ', ''), c."notnull" AND c.pk = 0, c.pk, c.hidden
      FROM sqlite_schema AS m JOIN pragma_table_xinfo(m.name) AS c WHERE m.type IN ('table', 'view') AND \(isOwn) ORDER BY 1, 2;
      SELECT DISTINCT m.name, lower(f."table"), lower(f."from"),
        lower(coalesce(f."to", (SELECT name FROM pragma_table_info(f."table") WHERE pk = f.seq + 1))),
        f.on_update, f.on_delete, f.match
      FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' AND \(isOwn) ORDER BY 1, 2, 3, 4;
      SELECT DISTINCT m.name, i."unique", i.origin, i.partial,
        (SELECT group_concat(coalesce(x.name, '?') || x."desc" || upper(x.coll)) FROM pragma_index_xinfo(i.name) AS x WHERE x.key)
      FROM sqlite_schema AS m JOIN pragma_index_list(m.name) AS i WHERE m.type = 'table' AND \(isOwn) ORDER BY 1, 2, 3, 4, 5;
      """, on: database)
  }
}
