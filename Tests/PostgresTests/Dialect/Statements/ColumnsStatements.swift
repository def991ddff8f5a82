import Revisions

extension Golden {
  static let columns = [
    Golden(
      AddColumn("t", Column("a", .string()).notNull().default("x").comment("new")),
      #"""
      ALTER TABLE "t" ADD COLUMN "a" VARCHAR NOT NULL DEFAULT 'x';
      COMMENT ON COLUMN "t"."a" IS 'new'
      """#),
    Golden(
      DropColumn("t", "a", cascade: true),
      #"ALTER TABLE "t" DROP COLUMN "a" CASCADE"#),
    Golden(
      RenameColumn("t", "a", to: "b"),
      #"ALTER TABLE "t" RENAME COLUMN "a" TO "b""#),
    Golden(
      AlterColumn("t", "a", .type(.integer, using: "a::integer"), .default(0), .notNull, .comment(nil)),
      #"""
      ALTER TABLE "t"
        ALTER COLUMN "a" DROP DEFAULT,
        ALTER COLUMN "a" TYPE INTEGER USING (a::integer),
        ALTER COLUMN "a" SET DEFAULT 0,
        ALTER COLUMN "a" SET NOT NULL;
      COMMENT ON COLUMN "t"."a" IS NULL
      """#),
    Golden(
      AlterColumn("t", "a", .dropDefault(), .nullable, .storage(.external), .statistics(nil), .compression(nil)),
      #"""
      ALTER TABLE "t"
        ALTER COLUMN "a" DROP DEFAULT,
        ALTER COLUMN "a" DROP NOT NULL,
        ALTER COLUMN "a" SET STORAGE EXTERNAL,
        ALTER COLUMN "a" SET COMPRESSION default;
      ALTER TABLE ONLY "t" ALTER COLUMN "a" SET STATISTICS -1
      """#),
    Golden(
      AlterColumn("t", "a", .type(.text), .collation("C")),
      #"ALTER TABLE "t" ALTER COLUMN "a" TYPE TEXT COLLATE "C""#),
    Golden(
      AlterColumn("t", "a", .collation(QualifiedName("de", schema: "s"))),
      #"""
      DO $$
      BEGIN
        EXECUTE 'ALTER TABLE "t" ALTER COLUMN "a" TYPE ' || (
          SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute
          WHERE attrelid = '"t"'::regclass AND attname = 'a'
        ) || ' COLLATE "s"."de"';
      END
      $$
      """#),
    Golden(
      AlterColumn("t", "a", .type(.text), .type(.integer, using: "a::integer")),
      #"""
      ALTER TABLE "t" ALTER COLUMN "a" TYPE TEXT;
      ALTER TABLE "t" ALTER COLUMN "a" TYPE INTEGER USING (a::integer)
      """#),
    Golden(
      AlterColumn("t", "a", .identity(Column.Identity(always: true, increment: 2), from: Column.Identity(start: 9))),
      #"ALTER TABLE "t" ALTER COLUMN "a" SET GENERATED ALWAYS SET INCREMENT BY 2 SET START WITH 1"#),
  ]
}
