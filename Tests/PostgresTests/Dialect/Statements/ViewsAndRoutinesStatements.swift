import Revisions

extension Golden {
  static let viewsAndTriggers = [
    Golden(
      CreateView(
        "v", columns: ["x"], as: "SELECT a FROM t ; ", options: View.Options(securityInvoker: true), orReplace: true),
      #"""
      CREATE OR REPLACE VIEW "v" ("x") WITH (security_invoker = true) AS
      SELECT a FROM t
      """#),
    Golden(
      CreateView("v", as: "SELECT 1", ifNotExists: true),
      #"""
      DO $rev$
      BEGIN
        IF to_regclass('"v"') IS NULL THEN
          EXECUTE $$CREATE VIEW "v" AS
      SELECT 1$$;
        END IF;
      END
      $rev$
      """#),
    Golden(
      DropView("v", ifExists: true, cascade: true),
      #"DROP VIEW IF EXISTS "v" CASCADE"#),
    Golden(
      CreateMaterializedView("m", as: "SELECT 1 AS x", withData: false),
      #"""
      CREATE MATERIALIZED VIEW "m" AS
      SELECT 1 AS x
      WITH NO DATA
      """#),
    Golden(
      DropMaterializedView("m", ifExists: true),
      #"DROP MATERIALIZED VIEW IF EXISTS "m""#),
    Golden(
      RefreshMaterializedView("m", concurrently: true),
      #"REFRESH MATERIALIZED VIEW CONCURRENTLY "m""#),
    Golden(
      RefreshMaterializedView("m", withData: false),
      #"REFRESH MATERIALIZED VIEW "m" WITH NO DATA"#),
    Golden(
      CreateTrigger(
        "tr", on: QualifiedName("t", schema: "s"), .before, [.insert, .update(of: ["a"])], when: "NEW.a > 0",
        execute: "f", arguments: ["x"]),
      #"""
      CREATE TRIGGER "tr"
      BEFORE INSERT OR UPDATE OF "a" ON "s"."t"
      FOR EACH ROW WHEN (NEW.a > 0)
      EXECUTE FUNCTION "f"('x')
      """#),
    Golden(
      CreateTrigger("tr", on: "t", .after, [.delete], body: "DELETE FROM u WHERE id = OLD.id; UPDATE n SET c = c - 1"),
      #"""
      CREATE OR REPLACE FUNCTION "trigger t.tr"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM u WHERE id = OLD.id;
        UPDATE n SET c = c - 1;
        RETURN coalesce(NEW, OLD);
      END
      $$;
      CREATE TRIGGER "tr"
      AFTER DELETE ON "t"
      FOR EACH ROW
      EXECUTE FUNCTION "trigger t.tr"()
      """#),
    Golden(
      DropTrigger("tr", on: "t", ifExists: true),
      #"""
      DROP TRIGGER IF EXISTS "tr" ON "t";
      DO $rev$
      BEGIN
        IF to_regprocedure('"trigger t.tr"()') IS NOT NULL THEN
          EXECUTE $$DROP FUNCTION "trigger t.tr"()$$;
        END IF;
      END
      $rev$
      """#),
    Golden(
      DropTrigger(was: Trigger("tr", on: "t", .after, [.delete], body: "DELETE FROM u")),
      #"""
      DROP TRIGGER "tr" ON "t";
      DROP FUNCTION "trigger t.tr"()
      """#),
    Golden(
      DropTrigger(was: Trigger("tr", on: "t", .after, [.delete], execute: "f")),
      #"DROP TRIGGER "tr" ON "t""#),
    Golden(
      SetTriggerState("tr", on: "t", .replica),
      #"ALTER TABLE "t" ENABLE REPLICA TRIGGER "tr""#),
  ]

  static let routines = [
    Golden(
      CreateFunction(
        "f", arguments: "a integer", returns: "integer", language: "sql", .immutable, strict: true,
        settings: [.set("search_path", "pg_catalog", "app")], orReplace: true, body: "SELECT '$$' || a"),
      #"""
      CREATE OR REPLACE FUNCTION "f"(a integer)
      RETURNS integer
      LANGUAGE "sql" IMMUTABLE STRICT SET "search_path" TO 'pg_catalog', 'app'
      AS $rev$SELECT '$$' || a$rev$
      """#),
    Golden(
      CreateFunction("f", returns: "integer", language: "sql", body: .sql("RETURN 1;")),
      #"""
      CREATE FUNCTION "f"()
      RETURNS integer
      LANGUAGE "sql"
      RETURN 1
      """#),
    Golden(
      CreateProcedure("p", language: "plpgsql", securityDefiner: true, body: "BEGIN END"),
      #"""
      CREATE PROCEDURE "p"()
      LANGUAGE "plpgsql" SECURITY DEFINER
      AS $$BEGIN END$$
      """#),
    Golden(
      DropFunction("f", arguments: "a integer, OUT b text DEFAULT 'x'", ifExists: true, cascade: true),
      #"DROP FUNCTION IF EXISTS "f"(a integer, OUT b text) CASCADE"#),
    Golden(
      DropProcedure("p"),
      #"DROP PROCEDURE "p""#),
  ]
}
