import Dialects
import PostgresDialect
import PostgresDriver
import PostgresTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("What is not compared")
struct ObjectFilterTests {
  private static let kept = """
    CREATE TABLE base (id int, a int, b int);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    """
  private static let excluded = """
    CREATE MATERIALIZED VIEW mv_x AS SELECT id, a FROM base; CREATE INDEX mv_ix ON mv_x ((id + 1)); CLUSTER mv_x USING mv_ix;
    ALTER MATERIALIZED VIEW mv_x ALTER COLUMN id SET STATISTICS 5; ALTER INDEX mv_ix ALTER COLUMN 1 SET STATISTICS 7;
    COMMENT ON COLUMN mv_x.id IS 'c';
    CREATE VIEW v_x AS SELECT id FROM base; COMMENT ON COLUMN v_x.id IS 'c'; ALTER VIEW v_x ALTER COLUMN id SET DEFAULT 1;
    CREATE TRIGGER vt INSTEAD OF INSERT ON v_x FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE RULE vr AS ON DELETE TO v_x DO INSTEAD NOTHING; COMMENT ON RULE vr ON v_x IS 'c'; GRANT SELECT ON v_x TO PUBLIC;
    CREATE TABLE legacy_x (id serial PRIMARY KEY, a int CONSTRAINT positive CHECK (a > 0), b int) PARTITION BY RANGE (id);
    CREATE TABLE part_of_legacy PARTITION OF legacy_x FOR VALUES FROM (1) TO (2);
    COMMENT ON CONSTRAINT positive ON legacy_x IS 'c';
    CREATE RULE "lr ON" AS ON DELETE TO legacy_x WHERE extract(year FROM now()) > 1 DO INSTEAD NOTHING;
    CREATE STATISTICS st ON a, b FROM legacy_x; COMMENT ON STATISTICS st IS 'c';
    CREATE STATISTICS "St" ON (extract(year from now() + a * interval '1 day')), b FROM "legacy_x"; ALTER STATISTICS "St" SET STATISTICS 3;
    ALTER TABLE legacy_x ALTER a SET (n_distinct = 5);
    """

  @Test(
    "With an object go its parts: indexes, triggers, rules, statistics, options, comments, privileges, partitions",
    .enabled(if: PostgresPrograms.areInstalled))
  func parts() async throws {
    let database = try await PostgresUnderTest(includesGrants: true)
    do {
      for statement in try database.dialect.cut(Self.kept) { try await database.connection.run(statement.text) }
      let wanted = try await database.reflect()
      for statement in try database.dialect.cut(Self.excluded) { try await database.connection.run(statement.text) }
      let filter = try ObjectFilter(
        including: [], excluding: ["materialized_view:mv_*", "view:v_*", "table:legacy_*"])
      let former = filter.applied(to: try await database.reflect())
      let diff = try SchemaDiff(from: former, to: filter.applied(to: wanted), dialect: database.dialect)
      #expect(diff.operations.map { "\($0.operation.value)" } == [])
      #expect(former.grants == [])
    } catch {
      try await database.close()
      throw error
    }
    try await database.close()
  }

  @Test("A name in the default schema is found with that and without, and a kind without a name is refused")
  func home() throws {
    let schema = Schema {
      Table("users") { Column("id", .integer) }
      Table("users", schema: "app") { Column("id", .integer) }
    }
    let filter = try ObjectFilter(including: [], excluding: ["table:public.users"], home: "public")
    #expect(filter.applied(to: schema).tables.map(\.name) == [QualifiedName("users", schema: "app")])
    #expect(throws: ObjectFilter.Unreadable(pattern: "table:", kind: nil)) {
      try ObjectFilter(including: [], excluding: ["table:"])
    }
  }

  @Test("With a column go its index, its constraint, its sequence and its options; with a schema all that stands in it")
  func columnsAndSchemas() throws {
    let schema = try PlainDialect().canonical(
      Schema {
        Namespace("audit")
        Table("log", schema: "audit") { Column("id", .integer).primaryKey() }
        Table("users") {
          Column("id", .integer).primaryKey()
          Column("legacy", .integer)
          Unique("legacy", name: "once")
          Check("legacy > 0", name: "positive")
        }
        DatabaseSequence("numbers", ownedBy: .column("users", "legacy"))
        Index("by_legacy", on: "users", "legacy")
        Index("by_both", on: "users", .expression("id + legacy"))
        Index("by_id", on: "users", "id")
      })
    let filter = try ObjectFilter(including: [], excluding: ["schema:audit", "column:users.legacy"])
    let left = filter.applied(to: schema)
    #expect(left.namespaces.isEmpty)
    #expect(left.tables.map(\.name) == ["users"])
    #expect(left.tables[0].columns.map(\.name) == ["id"])
    #expect(left.tables[0].constraints.map(\.name) == ["users_pkey"])
    #expect(left.sequences.isEmpty)
    #expect(left.indexes.map(\.name) == ["by_id"])
  }

  @Test("With what is not compared go the comments on it")
  func comments() throws {
    var schema = Schema {
      Routine(.function, "f", arguments: "a integer", returns: "integer", language: "sql", body: "SELECT 1")
      Table("users") { Check("true", name: "ck") }
    }
    schema.comments = [
      Comment(on: .function("f", ["integer"]), "c"), Comment(on: .constraint("ck", on: "users"), "c"),
      Comment(on: .constraint("other", on: "users"), "c"),
    ]
    let filter = try ObjectFilter(including: [], excluding: ["function:f", "constraint:ck"])
    #expect(filter.applied(to: schema).comments == [schema.comments[2]])
  }
}
