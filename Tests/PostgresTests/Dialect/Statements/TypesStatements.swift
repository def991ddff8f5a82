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
      ALTER TYPE "mood" RENAME TO "rev: former type";
      CREATE TYPE "mood" AS ENUM ('ok');
      ALTER TABLE "t"
        ALTER COLUMN "m" DROP DEFAULT,
        ALTER COLUMN "m" TYPE "mood"[] USING "m"::text[]::"mood"[],
        ALTER COLUMN "m" SET DEFAULT 'ok';
      ALTER TABLE "u" ALTER COLUMN "m" TYPE "mood" USING ('ok')::text::"mood";
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
