import Revisions

extension RoundTrip {
  private static let everything = """
    CREATE SCHEMA app; CREATE TABLE app.t (a int CONSTRAINT ck CHECK (a > 0), b int);
    CREATE INDEX ix ON app.t (a); CREATE VIEW app.v AS SELECT 1 AS x; CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS x;
    CREATE SEQUENCE app.s; CREATE TYPE app.mood AS ENUM ('a'); CREATE DOMAIN app.d AS int CONSTRAINT dc CHECK (VALUE > 0);
    CREATE TYPE app.pair AS (l int);
    CREATE FUNCTION app.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER tr BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.tf();
    CREATE POLICY po ON app.t; CREATE EXTENSION citext; CREATE STATISTICS app.st ON a, b FROM app.t;
    """

  private static func app(_ name: String) -> QualifiedName { QualifiedName(name, schema: "app") }

  static let objects = [
    RoundTrip(
      "comments on everything", setup: everything,
      makes: [
        "ON TABLE app.t IS 'it''s'", "ON COLUMN app.t.a IS 'c'", "ON CONSTRAINT ck ON app.t IS 'c'",
        "ON CONSTRAINT dc ON DOMAIN app.d IS 'c'", "ON INDEX app.ix IS 'c'", "ON VIEW app.v IS 'c'",
        "ON MATERIALIZED VIEW app.m IS 'c'", "ON SEQUENCE app.s IS 'c'", "ON SCHEMA app IS 'c'",
        "ON TYPE app.mood IS 'c'",
        "ON DOMAIN app.d IS 'c'", "ON FUNCTION app.f(a integer) IS 'c'", "ON PROCEDURE app.p() IS 'c'",
        "ON TRIGGER tr ON app.t IS 'c'", "ON POLICY po ON app.t IS 'c'", "ON COLUMN app.pair.l IS 'c'",
        "ON STATISTICS app.st IS 'c'",
      ],
      Comment(on: .table(app("t")), "it's"), Comment(on: .column(table: app("t"), "a"), "c"),
      Comment(on: .constraint("ck", on: app("t")), "c"), Comment(on: .domainConstraint("dc", on: app("d")), "c"),
      Comment(on: .index(app("ix")), "c"), Comment(on: .view(app("v")), "c"),
      Comment(on: .materializedView(app("m")), "c"),
      Comment(on: .sequence(app("s")), "c"), Comment(on: .schema("app"), "c"), Comment(on: .type(app("mood")), "c"),
      Comment(on: .domain(app("d")), "c"), Comment(on: .function(app("f"), ["integer"]), "c"),
      Comment(on: .procedure(app("p"), []), "c"), Comment(on: .trigger("tr", on: app("t")), "c"),
      Comment(on: .policy("po", on: app("t")), "c"), Comment(on: .column(table: app("pair"), "l"), "c"),
      Comment(on: .other("STATISTICS", "\(identifier: app("st"))"), "c")),
    RoundTrip(
      "a comment that is changed, and one that is taken away",
      setup: "CREATE TABLE t (a int); COMMENT ON TABLE t IS 'old'; COMMENT ON COLUMN t.a IS 'gone'",
      makes: ["IS 'new'"],
      unmakes: ["IS 'old'", "IS 'gone'"],
      Comment(on: .table("t"), "new", from: "old"), Comment(on: .column(table: "t", "a"), nil, from: "gone")),
    RoundTrip(
      "names of everything", setup: everything,
      makes: [
        "app.\"T 2\"", "a2 integer", "CONSTRAINT ck2", "CONSTRAINT dc2", "INDEX ix2", "VIEW app.v2",
        "MATERIALIZED VIEW app.m2",
        "SEQUENCE app.s2", "TYPE app.mood2", "DOMAIN app.d2", "FUNCTION app.f2", "PROCEDURE app.p2", "TRIGGER tr2",
        "POLICY po2",
        "STATISTICS app.st2",
      ],
      Rename(.column(table: app("t"), "a"), to: "a2"), Rename(.constraint("ck", on: app("t")), to: "ck2"),
      Rename(.trigger("tr", on: app("t")), to: "tr2"), Rename(.policy("po", on: app("t")), to: "po2"),
      Rename(.domainConstraint("dc", on: app("d")), to: "dc2"), Rename(.index(app("ix")), to: "ix2"),
      Rename(.view(app("v")), to: "v2"), Rename(.materializedView(app("m")), to: "m2"),
      Rename(.sequence(app("s")), to: "s2"),
      Rename(.type(app("mood")), to: "mood2"), Rename(.domain(app("d")), to: "d2"),
      Rename(.function(app("f"), ["integer"]), to: "f2"), Rename(.procedure(app("p"), []), to: "p2"),
      Rename(.table(app("t")), to: "T 2"),
      SQL("ALTER STATISTICS app.st RENAME TO st2", reverse: "ALTER STATISTICS app.st2 RENAME TO st")),
    RoundTrip(
      "a schema's name", setup: everything, makes: ["CREATE TABLE \"New\".t"], unmakes: ["CREATE TABLE app.t"],
      Rename(.schema("app"), to: "New")),
    RoundTrip(
      "schemas of everything", setup: everything + "CREATE SCHEMA \"New\"",
      makes: [
        "TABLE \"New\".t", "VIEW \"New\".v", "MATERIALIZED VIEW \"New\".m", "SEQUENCE \"New\".s", "TYPE \"New\".mood",
        "DOMAIN \"New\".d", "FUNCTION \"New\".f", "PROCEDURE \"New\".p",
        "EXTENSION IF NOT EXISTS citext WITH SCHEMA \"New\"",
      ],
      SetSchema(of: .table(app("t")), to: "New"), SetSchema(of: .view(app("v")), to: "New"),
      SetSchema(of: .materializedView(app("m")), to: "New"), SetSchema(of: .sequence(app("s")), to: "New"),
      SetSchema(of: .type(app("mood")), to: "New"), SetSchema(of: .domain(app("d")), to: "New"),
      SetSchema(of: .function(app("f"), ["integer"]), to: "New"), SetSchema(of: .procedure(app("p"), []), to: "New"),
      SetSchema(of: .extension("citext"), to: "New", from: "public")),
    RoundTrip(
      "extensions", setup: "CREATE SCHEMA app",
      makes: [
        "CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA app", "CREATE EXTENSION IF NOT EXISTS citext",
        "COMMENT ON EXTENSION hstore IS 'maps'",
      ],
      CreateExtension(Extension("hstore", schema: "app", version: "1.8", comment: "maps"), ifNotExists: true),
      CreateExtension("citext", ifNotExists: true)),
    RoundTrip(
      "an extension with what it needs",
      makes: ["EXTENSION IF NOT EXISTS earthdistance", "EXTENSION IF NOT EXISTS cube"],
      back: [DropExtension("cube", cascade: true)], CreateExtension("earthdistance", cascade: true)),
    RoundTrip(
      "an extension that is dropped", setup: "CREATE EXTENSION citext", unmakes: ["CREATE EXTENSION"],
      DropExtension(was: Extension("citext"))),
    RoundTrip(
      "storage parameters",
      setup:
        "CREATE TABLE t (a int) WITH (fillfactor = 50, autovacuum_enabled = false); CREATE INDEX ix ON t (a); CREATE VIEW v AS SELECT 1 AS x; CREATE MATERIALIZED VIEW m AS SELECT 1 AS x",
      makes: [
        "WITH (fillfactor='80')", "btree (a) WITH (fillfactor='70')", "security_barrier='true'",
        "WITH (fillfactor='60')",
        "ALTER COLUMN a SET (n_distinct=5)",
      ],
      unmakes: ["fillfactor='50'", "autovacuum_enabled"],
      SetStorageParameters(of: .table("t"), ["fillfactor": 80], from: ["fillfactor": 50, "autovacuum_enabled": false]),
      SetStorageParameters(of: .index("ix"), ["fillfactor": 70], from: [:]),
      SetStorageParameters(of: .view("v"), ["security_barrier": true], from: [:]),
      SetStorageParameters(of: .materializedView("m"), ["fillfactor": 60], from: [:]),
      SetStorageParameters(of: .column(table: "t", "a"), ["n_distinct": 5], from: [:])),
    RoundTrip(
      "tablespaces",
      setup: """
        SET allow_in_place_tablespaces = on; CREATE TABLESPACE "Fast disk" LOCATION '';
        CREATE TABLE t (a int); CREATE INDEX ix ON t (a); CREATE MATERIALIZED VIEW m AS SELECT 1 AS x
        """,
      makes: ["SET default_tablespace = \"Fast disk\""],
      SetTablespace(of: .table("t"), to: "Fast disk", from: "pg_default"),
      SetTablespace(of: .index("ix"), to: "Fast disk", from: "pg_default"),
      SetTablespace(of: .materializedView("m"), to: "Fast disk", from: "pg_default"),
      CreateTable("u", tablespace: "Fast disk") {
        Column("a", .integer)
        PrimaryKey("a").with([:], tablespace: "Fast disk")
      },
      CreateIndex("ix2", on: "t", "a", tablespace: "Fast disk"),
      CreateMaterializedView("n", as: "SELECT 1 AS x", tablespace: "Fast disk")),
  ]
}
