import Revisions

extension Golden {
  static let types = [
    Golden(
      CreateEnum("mood", "sad", "it's"),
      #"CREATE TYPE "mood" AS ENUM ('sad', 'it''s')"#),
    Golden(
      DropEnum("mood", ifExists: true, cascade: true),
      #"DROP TYPE IF EXISTS "mood" CASCADE"#),
    Golden(
      AddEnumValue("mood", "meh", after: "sad", ifNotExists: true),
      #"ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'meh' AFTER 'sad'"#),
    Golden(
      RenameEnumValue("mood", "ok", to: "fine"),
      #"ALTER TYPE "mood" RENAME VALUE 'ok' TO 'fine'"#),
    Golden(
      ReplaceEnum(
        "mood", ["ok"], in: .column("t", "m", default: .literal("ok"), array: true), .column("u", "m", using: "'ok'")),
      #"""
      DO $$
      DECLARE
        uses text;
      BEGIN
        SELECT string_agg(DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO uses
        FROM pg_type AS t JOIN pg_depend AS d ON d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)
        WHERE t.oid = '"mood"'::regtype AND d.objid <> t.typarray AND NOT EXISTS (
          SELECT 1 FROM pg_attribute AS a WHERE d.classid = 'pg_class'::regclass
          AND a.attrelid = d.objid AND a.attnum = d.objsubid AND (a.attinhcount > 0 OR (a.attrelid, a.attname) IN (('"t"'::regclass, 'm'), ('"u"'::regclass, 'm')))
        ) AND NOT EXISTS (
          SELECT 1 FROM pg_attrdef AS f JOIN pg_attribute AS a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
          WHERE d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
          AND (a.attinhcount > 0 OR (a.attrelid, a.attname) IN (('"t"'::regclass, 'm')))
        );
        IF uses IS NOT NULL THEN
          RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist', MESSAGE = 'ReplaceEnum("mood"): the type is used by more than the columns named: ' || uses,
            HINT = 'name every column of the type in `in:`, with `default:` where it has one; drop what else there is before, and create it again after';
        END IF;
      END
      $$;
      ALTER TYPE "mood" RENAME TO "rev: former type";
      CREATE TYPE "mood" AS ENUM ('ok');
      ALTER TABLE "t"
        ALTER COLUMN "m" DROP DEFAULT,
        ALTER COLUMN "m" TYPE "mood"[] USING "m"::text[]::"mood"[],
        ALTER COLUMN "m" SET DEFAULT 'ok';
      ALTER TABLE "u" ALTER COLUMN "m" TYPE "mood" USING ('ok')::text::"mood";
      DO $$
      DECLARE
        kept record;
        entry record;
      BEGIN
        SELECT typowner AS owner, coalesce(typacl, acldefault('T', typowner)) AS acl, obj_description(oid, 'pg_type') AS comment INTO STRICT kept FROM pg_type WHERE oid = '"rev: former type"'::regtype;
        IF kept.comment IS NOT NULL THEN
          EXECUTE 'COMMENT ON TYPE "mood" IS ' || quote_literal(kept.comment);
        END IF;
        IF kept.owner <> (SELECT typowner FROM pg_type WHERE oid = '"mood"'::regtype) THEN
          EXECUTE 'ALTER TYPE "mood" OWNER TO ' || kept.owner::regrole;
        END IF;
        IF kept.acl <> (SELECT coalesce(typacl, acldefault('T', typowner)) FROM pg_type WHERE oid = '"mood"'::regtype) THEN
          FOR entry IN SELECT DISTINCT grantee FROM aclexplode((SELECT coalesce(typacl, acldefault('T', typowner)) FROM pg_type WHERE oid = '"mood"'::regtype)) LOOP
            EXECUTE 'REVOKE ALL ON TYPE "mood" FROM ' || CASE entry.grantee WHEN 0 THEN 'PUBLIC' ELSE entry.grantee::regrole::text END;
          END LOOP;
          FOR entry IN SELECT * FROM aclexplode(kept.acl) LOOP
            EXECUTE 'GRANT ' || entry.privilege_type || ' ON TYPE "mood" TO ' || CASE entry.grantee WHEN 0 THEN 'PUBLIC' ELSE entry.grantee::regrole::text END
              || CASE WHEN entry.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
          END LOOP;
        END IF;
      END
      $$;
      DROP TYPE "rev: former type"
      """#),
    Golden(
      CreateDomain("d", .text, notNull: true, default: .literal("x"), checks: Check("VALUE <> ''", name: "filled")),
      #"CREATE DOMAIN "d" AS TEXT DEFAULT 'x' NOT NULL CONSTRAINT "filled" CHECK (VALUE <> '')"#),
    Golden(
      DropDomain("d", cascade: true),
      #"DROP DOMAIN "d" CASCADE"#),
    Golden(
      AlterDomain(
        "d", .setDefault(.expression("now()")), .nullable, .addCheck(Check("VALUE > 0").notValid()), .dropCheck("c"),
        .validateCheck("e")),
      #"""
      ALTER DOMAIN "d" SET DEFAULT now();
      ALTER DOMAIN "d" DROP NOT NULL;
      ALTER DOMAIN "d" ADD CHECK (VALUE > 0) NOT VALID;
      ALTER DOMAIN "d" DROP CONSTRAINT "c";
      ALTER DOMAIN "d" VALIDATE CONSTRAINT "e"
      """#),
    Golden(
      CreateCompositeType("pair", .attribute("l", .integer), .attribute("r", .text, collation: "C")),
      #"CREATE TYPE "pair" AS ("l" INTEGER, "r" TEXT COLLATE "C")"#),
    Golden(
      DropCompositeType("pair", ifExists: true),
      #"DROP TYPE IF EXISTS "pair""#),
    Golden(
      AlterCompositeType(
        "pair", .addAttribute("x", .integer), .type("l", .text), .rename("r", to: "right"), .drop("x")),
      #"""
      ALTER TYPE "pair" ADD ATTRIBUTE "x" INTEGER, ALTER ATTRIBUTE "l" TYPE TEXT;
      ALTER TYPE "pair" RENAME ATTRIBUTE "r" TO "right";
      ALTER TYPE "pair" DROP ATTRIBUTE "x"
      """#),
    Golden(
      CreateSequence(
        "s", .integer, start: 5, increment: 2, cache: 3, cycles: true, ownedBy: .column("t", "id"), ifNotExists: true),
      #"CREATE SEQUENCE IF NOT EXISTS "s" AS INTEGER INCREMENT BY 2 START WITH 5 CACHE 3 CYCLE OWNED BY "t"."id""#),
    Golden(
      DropSequence("s", ifExists: true, cascade: true),
      #"DROP SEQUENCE IF EXISTS "s" CASCADE"#),
    Golden(
      AlterSequence("s", .minimum(.ofType), .cycles(false), .ownedBy(nil), .restart(with: 7)),
      #"ALTER SEQUENCE "s" NO MINVALUE NO CYCLE OWNED BY NONE RESTART WITH 7"#),
  ]
}
