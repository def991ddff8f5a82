import Foundation
import PostgresTesting
import Testing

@Suite("A database on PostgreSQL that rev takes over as it stands", needsPostgres)
struct TakenOverDatabaseTests {
  @Test("A database with everything becomes a first revision that makes the same", arguments: ["swift", "sql"])
  func adoption(format: String) async throws {
    let made = try await PostgresProject("include_schemas = *", cache: .shared)
    try await made.database.run(
      """
      CREATE SCHEMA app; CREATE EXTENSION btree_gist;
      CREATE TYPE app.mood AS ENUM ('sad', 'ok'); CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
      CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail email NOT NULL, mood app.mood DEFAULT 'ok');
      CREATE TABLE rooms (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
      CREATE TABLE logs (at timestamptz NOT NULL, line text) PARTITION BY RANGE (at);
      CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE INDEX ON logs (at); CREATE SEQUENCE numbers INCREMENT 5;
      CREATE TABLE nodes (id serial PRIMARY KEY, best int); ALTER TABLE nodes ADD FOREIGN KEY (best) REFERENCES nodes DEFERRABLE;
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TRIGGER touch BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE VIEW sad AS SELECT * FROM app.users WHERE mood = 'sad'; CREATE VIEW sadder AS SELECT mail FROM sad;
      CREATE MATERIALIZED VIEW counts AS SELECT mood, count(*) FROM app.users GROUP BY mood; CREATE UNIQUE INDEX ON counts (mood);
      CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
      ALTER TABLE app.users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON app.users FOR SELECT USING (mail = current_user);
      COMMENT ON TABLE rooms IS 'it''s where people meet'; COMMENT ON COLUMN rooms.room IS 'which';
      """)
    let before = try await made.database.schemaDump()
    try await made.project.output("schema", "--from-database", "--format", format)
    let other = try await made.another()
    try await made.project.output("upgrade", "head", "--database-url", other.url)
    try await other.run("DROP TABLE rev_version, rev_journal")
    #expect(try await other.schemaDump() == before)
    try await made.project.output("stamp", "head")
    if format == "sql" {
      try made.project.write("migrate.ini", try made.project.read("migrate.ini") + "\nschema = schema.sql\n")
    }
    #expect(try await made.project.missing() == [])
  }

  @Test(
    "What a database has that could not be made as it stands now is made all the same", arguments: ["swift", "sql"],
    [
      // Bodies that rely on the caller's path, or name what is made later.
      """
      CREATE SCHEMA s; CREATE TABLE s.track (id int); SET search_path = s;
      CREATE FUNCTION s.f() RETURNS bigint LANGUAGE sql AS 'select count(*) from track'; RESET search_path
      """,
      """
      CREATE TABLE session (id int);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
        $$declare s session%rowtype; begin return new; end$$;
      CREATE TABLE rec (id int); CREATE TRIGGER t BEFORE INSERT ON rec FOR EACH ROW EXECUTE FUNCTION f()
      """,
      // A whole condition that is a query.
      """
      CREATE TABLE t (id int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON t USING ((SELECT true)) WITH CHECK ((SELECT true))
      """,
      // What stands in another schema than public is found by what needs it.
      """
      CREATE SCHEMA a; CREATE TYPE a.rr AS RANGE (SUBTYPE = int); CREATE TABLE t (x a.rr);
      CREATE COLLATION a.c FROM "C"; CREATE TABLE u (x text COLLATE a.c);
      CREATE COLLATION zz FROM "C"; CREATE DOMAIN d AS text COLLATE zz;
      CREATE TYPE a.frange AS RANGE (SUBTYPE = float8); CREATE TABLE aa (x a.fmultirange);
      CREATE TYPE a.ct AS (f1 int);
      CREATE FUNCTION a.same(a.ct, a.ct) RETURNS boolean LANGUAGE sql AS 'select true';
      CREATE OPERATOR a.## (PROCEDURE = a.same, LEFTARG = a.ct, RIGHTARG = a.ct)
      """,
      // A view's row as a type, and an argument that is called like a table.
      """
      CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE l (o v);
      CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql AS $$select $1$$; CREATE TABLE t (a text DEFAULT f('x'))
      """,
      // What is dropped before what needs it cannot be.
      """
      CREATE TEXT SEARCH DICTIONARY x (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION x (COPY = simple);
      ALTER TEXT SEARCH CONFIGURATION x ALTER MAPPING FOR asciiword WITH x
      """,
      // Constraints that CREATE TABLE would make one of.
      """
      CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT t_id_key UNIQUE (id);
      CREATE TABLE u (a int); ALTER TABLE u ADD UNIQUE (a), ADD CONSTRAINT u_a_key2 UNIQUE (a)
      """,
      // A table and functions that need each other, by a default and by a check.
      """
      CREATE TABLE r (a int); CREATE FUNCTION next_a() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM r';
      CREATE FUNCTION is_good(r) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a > 0';
      ALTER TABLE r ALTER a SET DEFAULT next_a(), ADD CONSTRAINT good CHECK (is_good(r.*))
      """,
      // Indexes of partitions under names of their own, and a trigger that one partition does not fire.
      """
      CREATE TABLE cp (a int, b int) PARTITION BY RANGE (a);
      CREATE TABLE cp0 PARTITION OF cp FOR VALUES FROM (0) TO (10) PARTITION BY LIST (b);
      CREATE TABLE cp01 PARTITION OF cp0 FOR VALUES IN (0); CREATE INDEX ci ON cp (a); ALTER INDEX cp01_a_idx RENAME TO other;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
      CREATE TRIGGER after_one AFTER INSERT ON cp FOR EACH ROW EXECUTE FUNCTION f();
      CREATE TABLE cp1 PARTITION OF cp FOR VALUES FROM (10) TO (20);
      ALTER TABLE cp0 DISABLE TRIGGER after_one; ALTER TABLE cp1 ENABLE ALWAYS TRIGGER after_one;
      CREATE CAST (varchar AS jsonb) WITH INOUT AS IMPLICIT
      """,
      // Lists of texts wherever the server words them anew.
      """
      CREATE DOMAIN dc AS varchar(15); CREATE TABLE o (id int, status varchar(20), c dc CHECK (c IN ('c', 'd')));
      CREATE VIEW w AS SELECT id FROM o WHERE status IN ('paid', 'it''s') AND status NOT IN ('x', 'y');
      ALTER TABLE o ADD CHECK (CASE WHEN status IN ('x', 'y') THEN id > 0 ELSE true END),
        ADD CHECK (status::text = ANY (ARRAY['p'::text, 'q'])), ADD CHECK (status IN ('a', 'b'));
      CREATE INDEX ON o ((CASE WHEN status IN ('x', 'y') THEN 1 ELSE 2 END)); CREATE INDEX ON o (id) WHERE status IN ('x', 'y');
      CREATE MATERIALIZED VIEW m AS SELECT 'ANY ((ARRAY[''x''::character varying])::text[])' AS "odd ' name" FROM o;
      CREATE RULE r AS ON INSERT TO o WHERE NEW.status IN ('a', 'b') DO INSTEAD NOTHING
      """,
      // How the columns of a materialized view are kept.
      """
      CREATE TABLE long (a text, b text, c int); CREATE MATERIALIZED VIEW kept AS SELECT * FROM long;
      ALTER MATERIALIZED VIEW kept ALTER a SET STORAGE EXTERNAL, ALTER b SET COMPRESSION pglz, ALTER c SET STATISTICS 7
      """,
      // What a child says of the columns of its parent, and what the server keeps of how things came to be.
      """
      CREATE TABLE note (id int, c int); CREATE TABLE an () INHERITS (note); ALTER TABLE an ALTER c SET DEFAULT 4;
      CREATE TABLE bn () INHERITS (note); ALTER TABLE bn ALTER c SET NOT NULL;
      CREATE TABLE t (a varchar DEFAULT 'x'::text, b text DEFAULT 'x'::varchar, c varchar(5) DEFAULT 'x'::text);
      CREATE UNLOGGED TABLE fast (id serial); COMMENT ON SCHEMA public IS 'ours'
      """,
      // What an index is built on, by its name and as what its type has by default, beside what has the same name.
      """
      CREATE SCHEMA a; CREATE TYPE "a"."P x" AS (n int, m int);
      CREATE FUNCTION a.cmp("a"."P x", "a"."P x") RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT ($1).m - ($2).m';
      CREATE FUNCTION a.lt("a"."P x", "a"."P x") RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).m < ($2).m';
      CREATE FUNCTION a.eq("a"."P x", "a"."P x") RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).m = ($2).m';
      CREATE OPERATOR a.<~ (PROCEDURE = a.lt, LEFTARG = "a"."P x", RIGHTARG = "a"."P x");
      CREATE OPERATOR a.=~ (PROCEDURE = a.eq, LEFTARG = "a"."P x", RIGHTARG = "a"."P x", HASHES);
      CREATE OPERATOR CLASS a.by_m DEFAULT FOR TYPE "a"."P x" USING btree AS
        OPERATOR 1 a.<~, OPERATOR 3 a.=~, FUNCTION 1 a.cmp("a"."P x", "a"."P x");
      COMMENT ON OPERATOR CLASS a.by_m USING btree IS 'by m alone';
      CREATE FUNCTION h("a"."P x") RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT ($1).m';
      CREATE OPERATOR FAMILY "other Family" USING hash; ALTER OPERATOR FAMILY "other Family" USING hash ADD OPERATOR 1 = (int, int8);
      CREATE OPERATOR CLASS hashed FOR TYPE "a"."P x" USING hash FAMILY "other Family" AS OPERATOR 1 a.=~, FUNCTION 1 h("a"."P x");
      CREATE OPERATOR CLASS plain FOR TYPE point USING gist AS STORAGE box, OPERATOR 15 <-> (point, point) FOR ORDER BY pg_catalog.float_ops,
        FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal);
      CREATE TABLE t (p "a"."P x", q "a"."P x", UNIQUE (p)); CREATE INDEX ON t (q); CREATE INDEX ON t USING hash (q hashed);
      CREATE FUNCTION backwards(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $2 - $1';
      CREATE OPERATOR CLASS backwards FOR TYPE int USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =,
        OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 backwards(int, int);
      CREATE TABLE backwards (n int) PARTITION BY RANGE (n backwards); CREATE TABLE part PARTITION OF backwards FOR VALUES FROM (9) TO (1)
      """,
    ])
  func odd(_ format: String, _ sql: String) async throws {
    let made = try await PostgresProject("include_schemas = *", cache: .shared)
    try await made.database.run(sql)
    let before = try await made.database.schemaDump()
    try await made.project.output("schema", "--from-database", "--format", format)
    let other = try await made.another()
    let empty = try await other.schemaDump()
    try await made.project.output("upgrade", "head", "--database-url", other.url)
    #expect(try await other.schemaDump(Self.withoutOwn) == before)
    try await made.project.output("downgrade", "base", "--database-url", other.url)
    #expect(try await other.schemaDump(Self.withoutOwn) == empty)
    try await made.project.output("stamp", "head")
    if format == "sql" {
      try made.project.write("migrate.ini", try made.project.read("migrate.ini") + "\nschema = schema.sql\n")
    }
    #expect(try await made.project.missing() == [])
  }

  @Test("What needs a foreign table, at any distance, is named and left alone, as that is")
  func readersOfForeignTables() async throws {
    let made = try await PostgresProject(cache: .shared)
    try await made.database.run(
      """
      CREATE FOREIGN DATA WRAPPER far; CREATE SERVER away FOREIGN DATA WRAPPER far;
      CREATE TABLE near (a int); CREATE FOREIGN TABLE remote (a int) SERVER away;
      CREATE VIEW reader AS SELECT a FROM remote; CREATE VIEW own AS SELECT a FROM near;
      CREATE MATERIALIZED VIEW copy AS SELECT n.a FROM reader r JOIN near n USING (a) WITH NO DATA; CREATE INDEX ix ON copy (a);
      CREATE TABLE holder (id serial PRIMARY KEY, row remote DEFAULT ROW(1)); CREATE INDEX held ON holder (row);
      CREATE TABLE keeper (id int CONSTRAINT to_holder REFERENCES holder (id));
      CREATE TABLE heir () INHERITS (remote); CREATE TYPE pair AS (a remote, b int);
      CREATE FUNCTION of(remote) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE FUNCTION near_rows() RETURNS SETOF near LANGUAGE sql AS 'SELECT * FROM near';
      CREATE RULE tell AS ON INSERT TO near DO ALSO INSERT INTO remote VALUES (new.a);
      CREATE STATISTICS guess ON id, row FROM holder; COMMENT ON COLUMN holder.row IS 'far'; GRANT SELECT ON remote, holder TO PUBLIC
      """)
    let ended = try await made.project.rev("schema", "--from-database", "--format", "sql")
    for part in [
      "foreign table remote", "view reader (it needs the foreign table remote)", "materialized view copy (it",
      "table holder (it", "table heir (it",
      "type pair (it", "function of(public.remote) (it", "table constraint to_holder on public.keeper (it",
      "rule tell on public.near (it",
    ] {
      #expect(ended.error.contains(part), "\(ended.all)")
    }
    let other = try await made.another()
    try await made.project.output("upgrade", "head", "--database-url", other.url)
    let dump = try await other.schemaDump(Self.withoutOwn)
    for made in ["VIEW public.own", "TABLE public.keeper", "FUNCTION public.near_rows"] {
      #expect(dump.contains("CREATE \(made)"), "\(made)")
    }
    for left in ["holder", "heir", "guess", "tell"] { #expect(!dump.contains(left), "\(left)") }
    try await made.project.output("stamp", "head")
    try made.project.write("migrate.ini", try made.project.read("migrate.ini") + "\nschema = schema.sql\n")
    #expect(try await made.project.missing() == [])
  }

  @Test("A database that was restored from a dump, where lists of texts are worded otherwise, differs in nothing")
  func restored() async throws {
    let made = try await PostgresProject("schema = versions/Schema.swift", cache: .shared)
    try made.project.write(
      "versions/Schema.swift",
      """
      import Revisions

      let schema = Schema {
        Domain("letter", .string(3), checks: Check("VALUE IN ('k', 'l')"))
        Table("orders") {
          Column("id", .integer)
          Column("status", .string(9)).check("status IN ('new', 'paid')")
          Column("isOpen", .boolean).generated(as: "status IN ('new', 'late')")
          Check("status NOT IN ('x', 'y') OR id > 0", name: "known")
        }
        Index("ix", on: "orders", "id", .expression("CASE WHEN status IN ('p', 'q') THEN 1 ELSE 2 END"), where: "status IN ('a', 'b')")
        View("paid", as: "SELECT id FROM orders WHERE status IN ('paid', 'sent')")
      }
      """)
    try await made.project.autogenerate("first")
    try await made.project.output("upgrade", "head")
    let copy = try await made.another()
    let (before, after) = (try await made.database.schemaDump(), try await copy.schemaDump())
    try await copy.run(before.replacing("SELECT pg_catalog.set_config('search_path', '', false);", with: ""))
    #expect(try await copy.schemaDump() != after)
    // The words are others, or this would try nothing.
    #expect(try await copy.schemaDump() != before)
    #expect(try await made.project.missing("--database-url", copy.url) == [])
    for (first, second) in [(copy.url, made.database.url), (made.database.url, copy.url)] {
      let ended = try await made.project.rev("diff", first, second)
      #expect(ended.all.contains("No difference"), "\(ended.all)")
    }
  }

  @Test("What the server words otherwise each time it reads its own words again is found nowhere")
  func unsteadyWords() async throws {
    let made = try await PostgresProject(cache: .shared)
    try await made.database.run(
      """
      CREATE TABLE people (id bigint, name name, nick varchar(9), at timestamptz, n smallint);
      CREATE VIEW everyone AS SELECT u.id, u.name, u.nick FROM (SELECT id, name, nick, at, n FROM people
        UNION ALL SELECT 0, 'PUBLIC', 'x', '2026-11-22', -1
        UNION ALL (SELECT 7, NULL, NULL, NULL, NULL ORDER BY 1)) AS u (id, name, nick, at, n)
      """)
    try await made.project.output("schema", "--from-database", "--format", "sql")
    try await made.project.output("stamp", "head")
    try made.project.write("migrate.ini", try made.project.read("migrate.ini") + "\nschema = schema.sql\n")
    #expect(try await made.project.missing() == [])
    // And nothing in the database that is made of these words.
    let other = try await made.another()
    try await made.project.output("upgrade", "head", "--database-url", other.url)
    #expect(try await made.project.missing("--database-url", other.url) == [])
  }

  private static let withoutOwn = ["--exclude-table=rev_*"]
}
