import Dialects
import PostgresTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("What is read is exactly what stands there", .enabled(if: PostgresPrograms.areInstalled))
struct ReadingTests {
  private func schema(of setup: String) async throws -> Schema {
    try await withDatabase(setup) { try await $0.reflection().schema }
  }

  @Test("types: enumerations in their order, domains with their checks, composite types")
  func types() async throws {
    let schema = try await schema(
      of: """
        CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('z', 'a'); ALTER TYPE mood ADD VALUE 'm' BEFORE 'a'; COMMENT ON TYPE mood IS 'm';
        CREATE DOMAIN app.code AS varchar(3) COLLATE "C" DEFAULT 'x' NOT NULL CHECK (VALUE <> '');
        ALTER DOMAIN app.code ADD CONSTRAINT later CHECK (VALUE <> 'y') NOT VALID; COMMENT ON CONSTRAINT later ON DOMAIN app.code IS 'l';
        CREATE TYPE pair AS (a mood, "b c" app.code[]);
        """)
    #expect(schema.enums == [EnumType("mood", "z", "m", "a", comment: "m")])
    var later = Check("value <> 'y'", name: "later")
    later.isValidated = false
    #expect(
      schema.domains == [
        Domain(
          QualifiedName("code", schema: "app"), .string(3), notNull: true, default: .literal("x"), collation: "C",
          checks: Check("value <> ''", name: "code_check"), later)
      ])
    #expect(
      schema.compositeTypes == [
        CompositeType(
          "pair",
          attributes: [
            .attribute("a", .named("mood")),
            .attribute("b c", .array(of: .named(QualifiedName("code", schema: "app")))),
          ])
      ])
    #expect(schema.comments == [Comment(on: .domainConstraint("later", on: QualifiedName("code", schema: "app")), "l")])
    #expect(schema.namespaces == [Namespace("app")])
  }

  @Test("sequences: their numbers where they are not the usual ones, and their owners")
  func sequences() async throws {
    let schema = try await schema(
      of: """
        CREATE TABLE t (id smallserial, n integer GENERATED ALWAYS AS IDENTITY (START 7 SEQUENCE NAME other)); CREATE SEQUENCE plain;
        CREATE SEQUENCE down AS integer INCREMENT -1; CREATE SEQUENCE odd MINVALUE 5 MAXVALUE 50 START 6 CACHE 2 CYCLE;
        """)
    #expect(
      schema.sequences == [
        DatabaseSequence("down", .integer, increment: -1),
        DatabaseSequence("odd", start: 6, minimum: 5, maximum: 50, cache: 2, cycles: true), DatabaseSequence("plain"),
        DatabaseSequence("t_id_seq", .smallInteger, ownedBy: .column("t", "id")),
      ])
    #expect(
      schema.tables[0].columns == [
        Column("id", .smallInteger).notNull().default(.expression("nextval('t_id_seq'::regclass)")),
        Column("n", .integer).notNull().identity(Column.Identity(always: true, start: 7, sequence: "other")),
      ])
  }

  @Test("constraints: with all that they can be told")
  func constraints() async throws {
    let schema = try await schema(
      of: """
        CREATE EXTENSION btree_gist; CREATE TABLE p (a integer, b integer, c integer, PRIMARY KEY (a, b) INCLUDE (c) WITH (fillfactor = 70));
        CREATE TABLE t (a integer, b integer, c integer, d tstzrange,
          CONSTRAINT u UNIQUE NULLS NOT DISTINCT (b, a) DEFERRABLE INITIALLY DEFERRED,
          CONSTRAINT x EXCLUDE USING gist (a WITH =, (b + c) WITH <>, d range_ops WITH &&) WHERE (c > 0), CHECK (a > 0) NO INHERIT);
        ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p MATCH FULL ON DELETE SET NULL (b) ON UPDATE CASCADE DEFERRABLE NOT VALID;
        COMMENT ON CONSTRAINT f ON t IS 'f';
        """)
    var key = PrimaryKey("a", "b", name: "p_pkey")
    key.index.include = ["c"]
    key.index.storageParameters = ["fillfactor": 70]
    #expect(schema.tables[0].constraints == [.primaryKey(key)])
    var unique = Unique(columns: ["b", "a"], name: "u", deferrable: .initiallyDeferred)
    unique.nullsAreDistinct = false
    var check = Check("a > 0", name: "t_a_check")
    check.isInherited = false
    var foreign = ForeignKey(
      columns: ["a", "b"], references: "p", ["a", "b"], name: "f", onDelete: .setNull, onUpdate: .cascade, match: .full,
      deferrable: .initiallyImmediate)
    foreign.onDeleteColumns = ["b"]
    foreign.isValidated = false
    #expect(
      schema.tables[1].constraints == [
        .unique(unique),
        .exclusion(
          Exclusion(
            .column("a", with: "="), .expression("b + c", with: "<>"), .column("d", with: "&&"), where: "c > 0",
            name: "x")),
        .check(check), .foreignKey(foreign),
      ])
    #expect(schema.comments == [Comment(on: .constraint("f", on: "t"), "f")])
  }

  @Test("indexes: columns and expressions, and how they are kept")
  func indexes() async throws {
    let schema = try await schema(
      of: """
        CREATE EXTENSION pg_trgm; CREATE TABLE t (a text, b integer, j jsonb);
        CREATE UNIQUE INDEX i1 ON t (lower(a) DESC, b DESC NULLS LAST, a COLLATE "C" text_pattern_ops) INCLUDE (j) NULLS NOT DISTINCT
          WITH (fillfactor = 60) WHERE b > 0 AND a IS NOT NULL;
        CREATE INDEX i2 ON t USING gin (j jsonb_path_ops); CREATE INDEX i3 ON t USING gist (a gist_trgm_ops (siglen = 32));
        CREATE INDEX i4 ON t ((b + 1)); COMMENT ON INDEX i4 IS 'four'; CREATE INDEX i5 ON t (((j ->> 'a')::int), b);
        """)
    #expect(
      schema.indexes == [
        Index(
          "i1", on: "t", .expression("lower(a)", direction: .descending), .descending("b", nulls: .last),
          .column("a", collate: "C", operatorClass: "text_pattern_ops"), unique: true, include: ["j"],
          nullsNotDistinct: true, where: "b > 0 AND a IS NOT NULL", with: ["fillfactor": 60]),
        Index("i2", on: "t", .column("j", operatorClass: "jsonb_path_ops"), using: .gin),
        Index(
          "i3", on: "t", .column("a", operatorClass: OperatorClass("gist_trgm_ops", ["siglen": 32])), using: .gist),
        Index("i4", on: "t", .expression("b + 1"), comment: "four"),
        Index("i5", on: "t", .expression("(j ->> 'a'::text)::integer"), "b"),
      ])
  }

  @Test("partitions list their columns; what follows from the parent goes without saying, and what does not is said")
  func partitions() async throws {
    let schema = try await schema(
      of: """
        CREATE TABLE p (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (MINVALUE) TO ('2026-01-01'); CREATE TABLE p2 PARTITION OF p DEFAULT;
        CREATE INDEX follows ON p (id); CREATE INDEX own ON p2 (at, id); CREATE INDEX named ON ONLY p (at, id);
        ALTER INDEX named ATTACH PARTITION own;
        """)
    let columns = [Column("id", .integer).notNull(), Column("at", .date).notNull()]
    #expect(schema.tables.map(\.columns) == [columns, columns, columns])
    #expect(schema.tables.map(\.constraints.count) == [1, 0, 0])
    #expect(schema.tables[0].options.partitioning == .range("at"))
    #expect(schema.tables[1].options.partition == Partition(of: "p", .from(.minimum, to: "2026-01-01")))
    #expect(schema.tables[2].options.partition == Partition(of: "p", .default))
    var named = Index("named", on: "p", "at", "id")
    named.onlyTable = true
    var own = Index("own", on: "p2", "at", "id")
    own.parent = "named"
    #expect(schema.indexes == [Index("follows", on: "p", "id"), named, own])
  }

  @Test("children list only the columns that are theirs, and say what else they have of their parents' by itself")
  func children() async throws {
    let schema = try await schema(
      of: """
        CREATE TABLE p (a integer DEFAULT 1, b text, CHECK (a > 0)); CREATE TABLE c (d integer) INHERITS (p);
        ALTER TABLE c ALTER a SET DEFAULT 2, ALTER b SET NOT NULL, ALTER b SET STORAGE MAIN; COMMENT ON COLUMN c.b IS 'b';
        CREATE TABLE e () INHERITS (p); ALTER TABLE e ALTER a SET DEFAULT 3, ALTER b SET NOT NULL;
        """)
    #expect(schema.tables[0].options.inherits == ["p"])
    var kept = Column("b", .text).notNull()
    kept.storage = .main
    #expect(schema.tables[0].columns == [kept, Column("d", .integer)])
    #expect(schema.tables[0].constraints == [])
    #expect(schema.tables[1].columns == [])
    let dialect = PostgresDialect()
    #expect(
      try schema.others.map { try "\(dialect.rendered($0.creation)); \(dialect.rendered($0.removal))" } == [
        #"ALTER TABLE ONLY "c" ALTER COLUMN "a" SET DEFAULT 2; ALTER TABLE ONLY "c" ALTER COLUMN "a" SET DEFAULT 1"#,
        #"ALTER TABLE ONLY "e" ALTER COLUMN "a" SET DEFAULT 3; ALTER TABLE ONLY "e" ALTER COLUMN "a" SET DEFAULT 1"#,
        #"ALTER TABLE ONLY "e" ALTER COLUMN "b" SET NOT NULL; ALTER TABLE ONLY "e" ALTER COLUMN "b" DROP NOT NULL"#,
      ])
    #expect(schema.comments == [Comment(on: .column(table: "c", "b"), "b")])
  }

  @Test("triggers, but for those of the server's own and those that a partition has from its parent")
  func triggers() async throws {
    let schema = try await schema(
      of: """
        CREATE TABLE p (a integer PRIMARY KEY, b text) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE TABLE r (a integer REFERENCES p); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER one AFTER UPDATE OF b, a OR DELETE ON p FOR EACH ROW WHEN (OLD.a > 0) EXECUTE FUNCTION f('x', 'it''s', '');
        CREATE TRIGGER two AFTER INSERT ON r REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION f(); ALTER TABLE r DISABLE TRIGGER two;
        CREATE CONSTRAINT TRIGGER three AFTER INSERT ON r FROM p1 DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f();
        """)
    var two = Trigger("two", on: "r", .after, [.insert], forEach: .statement, execute: "f", referencingNew: "new_rows")
    two.state = .disabled
    #expect(
      schema.triggers == [
        Trigger(
          "one", on: "p", .after, [.delete, .update(of: ["b", "a"])], when: "old.a > 0", execute: "f",
          arguments: ["x", "it's", ""]),
        Trigger(
          "three", on: "r", .after, [.insert], execute: "f",
          constraint: Trigger.Constraint(.initiallyImmediate, from: "p1")),
        two,
      ])
  }

  @Test("what has no value of its own comes as the statements that make it and drop it")
  func others() async throws {
    let setup = """
      CREATE TABLE t (a integer, b integer); CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
      CREATE STATISTICS st (ndistinct) ON a, b FROM t; CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
      """
    let others = try await schema(of: setup).others
    #expect(others.map(\.kind) == ["AGGREGATE", "RULE", "STATISTICS"])
    #expect(others.map(\.address) == ["total(integer)", "r ON t", "st"])
    #expect(others.map(\.removal) == ["DROP AGGREGATE total(integer)", "DROP RULE r ON t", "DROP STATISTICS st"])
    #expect(others[2].creation == "CREATE STATISTICS st (ndistinct) ON a, b FROM t")
    try await withDatabase(setup) { database in
      for object in others { try await database.apply(SQL(object.removal)) }
      #expect(try await database.reflection().schema.others == [])
    }
  }
}
