import Revisions

extension Golden {
  static let schemasExtensionsAndPrivileges = [
    Golden(
      CreateSchema("app", owner: "boss", ifNotExists: true),
      #"CREATE SCHEMA IF NOT EXISTS "app" AUTHORIZATION "boss""#),
    Golden(
      DropSchema("app", ifExists: true, cascade: true),
      #"DROP SCHEMA IF EXISTS "app" CASCADE"#),
    Golden(
      CreateExtension("hstore", schema: "app", version: "1.8", ifNotExists: true, cascade: true),
      #"CREATE EXTENSION IF NOT EXISTS "hstore" SCHEMA "app" VERSION '1.8' CASCADE"#),
    Golden(
      DropExtension("hstore", ifExists: true, cascade: true),
      #"DROP EXTENSION IF EXISTS "hstore" CASCADE"#),
    Golden(
      UpdateExtension("hstore", to: "1.8"),
      #"ALTER EXTENSION "hstore" UPDATE TO '1.8'"#),
    Golden(
      Grant(.select("a", "b"), .update, on: .table("t"), to: "reader", .public, grantOption: .with),
      #"GRANT SELECT ("a", "b"), UPDATE ON TABLE "t" TO "reader", PUBLIC WITH GRANT OPTION"#),
    Golden(
      Grant(.usage, on: .future(.sequences, inSchema: "app", createdBy: .currentUser), to: "reader"),
      #"ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA "app" GRANT USAGE ON SEQUENCES TO "reader""#),
    Golden(
      Revoke(.all, on: .allTables(inSchema: "app"), from: "reader", grantOption: .only, cascade: true),
      #"REVOKE GRANT OPTION FOR ALL ON ALL TABLES IN SCHEMA "app" FROM "reader" CASCADE"#),
    Golden(
      CreatePolicy(
        "p", on: "t", for: .update, permissive: false, to: "reader", .currentUser, using: "a > 0",
        check: "a > 1 -- more"),
      #"""
      CREATE POLICY "p" ON "t" AS RESTRICTIVE FOR UPDATE TO "reader", CURRENT_USER USING (a > 0) WITH CHECK (a > 1 -- more
      )
      """#),
    Golden(
      AlterPolicy("p", on: "t", .check("a > 1"), .roles([.public])),
      #"ALTER POLICY "p" ON "t" TO PUBLIC WITH CHECK (a > 1)"#),
    Golden(
      DropPolicy("p", on: "t", ifExists: true),
      #"DROP POLICY IF EXISTS "p" ON "t""#),
  ]

  static let whatEveryObjectHas = [
    Golden(
      Comment(on: .constraint("ck", on: "t"), "why"),
      #"COMMENT ON CONSTRAINT "ck" ON "t" IS 'why'"#),
    Golden(
      Comment(on: .function("f", ["integer", "text"]), nil),
      #"COMMENT ON FUNCTION "f"(integer, text) IS NULL"#),
    Golden(
      Rename(.domainConstraint("c", on: "d"), to: "c2"),
      #"ALTER DOMAIN "d" RENAME CONSTRAINT "c" TO "c2""#),
    Golden(
      Rename(.trigger("tr", on: "t"), to: "tr2"),
      #"ALTER TRIGGER "tr" ON "t" RENAME TO "tr2""#),
    Golden(
      SetSchema(of: .table("t"), to: "app"),
      #"ALTER TABLE "t" SET SCHEMA "app""#),
    Golden(
      SetOwner(of: .schema("app"), to: .sessionUser),
      #"ALTER SCHEMA "app" OWNER TO SESSION_USER"#),
    Golden(
      SetTablespace(of: .index("ix"), to: "fast"),
      #"ALTER INDEX "ix" SET TABLESPACE "fast""#),
    Golden(
      SetStorageParameters(of: .table("t"), ["fillfactor": 70, "toast.autovacuum_enabled": nil]),
      #"ALTER TABLE "t" SET ("fillfactor" = '70'), RESET ("toast"."autovacuum_enabled")"#),
  ]

  static let rows = [
    Golden(
      InsertRows(into: "roles", columns: ["id", "name"], rows: [[1, "it's"], [2, nil]]),
      #"""
      INSERT INTO "roles" ("id", "name") VALUES
        (1, 'it''s'),
        (2, NULL)
      """#),
    Golden(
      DeleteRows(from: "roles", columns: ["id"], rows: [[1], [2], [nil]]),
      #"""
      DELETE FROM "roles" WHERE "id" IN (1, 2);
      DELETE FROM "roles" WHERE "id" IS NULL
      """#),
    Golden(
      DeleteRows(from: "roles", columns: ["id", "name"], rows: [[1, "a"], [2, nil], [3, "b"]]),
      #"""
      DELETE FROM "roles" WHERE ("id", "name") IN ((1, 'a'), (3, 'b'));
      DELETE FROM "roles" WHERE "id" = 2 AND "name" IS NULL
      """#),
    Golden(
      SQL("DELETE FROM t; UPDATE u SET a = \("x")"),
      #"""
      DELETE FROM t;
      UPDATE u SET a = 'x'
      """#),
  ]
}
