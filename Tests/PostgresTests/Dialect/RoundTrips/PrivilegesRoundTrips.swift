import Revisions

extension RoundTrip {
  /// Roles belong to the whole server, where another test may make them at the same time.
  static let roles = """
    DO $$ BEGIN CREATE ROLE "Reader"; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
    DO $$ BEGIN CREATE ROLE writer; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
    """

  static let privileges = [
    RoundTrip(
      "privileges on objects of every kind",
      setup: roles + """
        CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT 1 AS x; CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
        CREATE SEQUENCE s; CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN d AS int;
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
        """,
      makes: [
        "GRANT SELECT,DELETE ON TABLE public.t TO writer WITH GRANT OPTION",
        "GRANT SELECT(a),UPDATE(a) ON TABLE public.t TO \"Reader\"",
        "GRANT INSERT(b) ON TABLE public.t TO \"Reader\"", "GRANT SELECT ON TABLE public.v TO PUBLIC",
        "GRANT SELECT ON TABLE public.m TO writer",
        "GRANT ALL ON SEQUENCE public.s TO writer", "GRANT USAGE ON SCHEMA app TO writer",
        "GRANT ALL ON TYPE public.mood TO writer",
        "GRANT ALL ON TYPE public.d TO writer", "GRANT ALL ON FUNCTION public.f(a integer) TO writer",
        "GRANT ALL ON PROCEDURE public.p() TO writer",
      ],
      Grant(.select, .delete, on: .table("t"), to: "writer", grantOption: .with),
      Grant(.select("a"), .update("a"), on: .table("t"), to: "Reader"),
      Grant(.insert, on: .object(.column(table: "t", "b")), to: "Reader"), Grant(.select, on: .view("v"), to: .public),
      Grant(.select, on: .materializedView("m"), to: "writer"), Grant(.all, on: .sequence("s"), to: "writer"),
      Grant(.usage, on: .schema("app"), to: "writer"), Grant(.usage, on: .type("mood"), to: "writer"),
      Grant(.usage, on: .domain("d"), to: "writer"), Grant(.execute, on: .function("f", ["integer"]), to: "writer"),
      Grant(.execute, on: .procedure("p"), to: "writer")),
    RoundTrip(
      "privileges that are taken", setup: roles + "CREATE TABLE t (a int); GRANT SELECT, INSERT ON t TO writer;",
      unmakes: ["GRANT SELECT,INSERT"], Revoke(.insert, on: .table("t"), from: "writer")),
    RoundTrip(
      "the right to hand privileges on",
      setup: roles
        + "CREATE TABLE t (a int); GRANT SELECT ON t TO writer WITH GRANT OPTION; GRANT INSERT ON t TO writer;",
      makes: ["GRANT INSERT ON TABLE public.t TO writer WITH GRANT OPTION"],
      unmakes: ["GRANT SELECT ON TABLE public.t TO writer WITH GRANT OPTION"],
      Revoke(.select, on: .table("t"), from: "writer", grantOption: .only),
      Grant(.insert, on: .table("t"), to: "writer", grantOption: .only)),
    RoundTrip(
      "privileges on all that a schema has",
      setup: roles
        + "CREATE SCHEMA \"App\"; CREATE TABLE \"App\".t (a int); CREATE VIEW \"App\".v AS SELECT 1 AS x; CREATE SEQUENCE \"App\".s",
      makes: [
        "GRANT SELECT ON TABLE \"App\".t", "GRANT SELECT ON TABLE \"App\".v", "GRANT USAGE ON SEQUENCE \"App\".s",
      ],
      Grant(.select, on: .allTables(inSchema: "App"), to: "Reader", "writer"),
      Grant(.usage, on: .allSequences(inSchema: "App"), to: "writer")),
    RoundTrip(
      "privileges on all that will be", setup: roles + "CREATE SCHEMA app; GRANT CREATE, USAGE ON SCHEMA app TO writer",
      makes: [
        "ALTER DEFAULT PRIVILEGES FOR ROLE writer IN SCHEMA app GRANT SELECT ON TABLES  TO \"Reader\" WITH GRANT OPTION",
        "ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT USAGE ON SCHEMAS  TO \"Reader\"",
        "ALTER DEFAULT PRIVILEGES FOR ROLE postgres REVOKE ALL ON FUNCTIONS  FROM PUBLIC",
      ],
      Grant(.select, on: .future(.tables, inSchema: "app", createdBy: "writer"), to: "Reader", grantOption: .with),
      Grant(.usage, on: .future(.schemas), to: "Reader"), Revoke(.execute, on: .future(.routines), from: .public)),
    RoundTrip(
      "policies", setup: roles + "CREATE TABLE t (owner text, a int)",
      makes: [
        "CREATE POLICY \"Own rows\" ON public.t AS RESTRICTIVE FOR UPDATE TO \"Reader\", writer USING ((owner = CURRENT_USER)) WITH CHECK ((a > 0))",
        "CREATE POLICY everybody ON public.t FOR SELECT USING (true)", "CREATE POLICY mine ON public.t TO postgres",
        "COMMENT ON POLICY described ON public.t IS 'said'",
      ],
      CreatePolicy(
        "Own rows", on: "t", for: .update, permissive: false, to: "writer", "Reader", using: "owner = current_user",
        check: "a > 0 -- positive"),
      CreatePolicy("everybody", on: "t", for: .select, using: "true"),
      CreatePolicy("mine", on: "t", to: .currentUser, using: "true"),
      CreatePolicy(Policy("described", on: "t", for: .insert, check: "true", comment: "said"))),
    RoundTrip(
      "a policy that is dropped", setup: "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)",
      unmakes: ["CREATE POLICY"], DropPolicy(was: Policy("p", on: "t", using: "a > 0"))),
    RoundTrip(
      "a policy's changes",
      setup: roles + "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0) WITH CHECK (a > 1)",
      makes: ["TO writer USING ((a > 5)) WITH CHECK ((a > 6))"],
      AlterPolicy(
        "p", on: "t", .check("a > 6", from: "a > 1"), .roles(["writer"], from: [.public]),
        .using("a > 5", from: "a > 0"))),
    RoundTrip(
      "owners of every kind of object",
      setup: roles + """
        CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1 AS x; CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
        CREATE SEQUENCE s; CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN d AS int;
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
        """,
      makes: [
        "ALTER TABLE public.t OWNER TO writer", "ALTER TABLE public.v OWNER TO writer",
        "ALTER TABLE public.m OWNER TO writer",
        "ALTER TABLE public.s OWNER TO \"Reader\"", "ALTER SCHEMA app OWNER TO writer",
        "ALTER TYPE public.mood OWNER TO writer",
        "ALTER DOMAIN public.d OWNER TO writer", "ALTER FUNCTION public.f(a integer) OWNER TO writer",
        "ALTER PROCEDURE public.p() OWNER TO writer",
      ],
      SetOwner(of: .table("t"), to: "writer", from: "postgres"),
      SetOwner(of: .view("v"), to: "writer", from: .currentUser),
      SetOwner(of: .materializedView("m"), to: "writer", from: "postgres"),
      SetOwner(of: .sequence("s"), to: "Reader", from: "postgres"),
      SetOwner(of: .schema("app"), to: "writer", from: "postgres"),
      SetOwner(of: .type("mood"), to: "writer", from: "postgres"),
      SetOwner(of: .domain("d"), to: "writer", from: "postgres"),
      SetOwner(of: .function("f", ["integer"]), to: "writer", from: "postgres"),
      SetOwner(of: .procedure("p", []), to: "writer", from: "postgres")),
    RoundTrip(
      "schemas", setup: roles, makes: ["CREATE SCHEMA \"App\"", "ALTER SCHEMA owned OWNER TO writer"],
      CreateSchema("App", ifNotExists: true),
      CreateSchema("owned", owner: "writer")),
    RoundTrip(
      "a schema that is dropped", setup: roles + "CREATE SCHEMA app AUTHORIZATION writer",
      unmakes: ["CREATE SCHEMA app"],
      DropSchema("app", owner: "writer")),
  ]
}
