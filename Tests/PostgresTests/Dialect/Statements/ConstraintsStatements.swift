import Revisions

extension Golden {
  static let constraints = [
    Golden(
      AddConstraint(Check("a > 0", name: "ck").notValid(), to: "t"),
      #"ALTER TABLE "t" ADD CONSTRAINT "ck" CHECK (a > 0) NOT VALID"#),
    Golden(
      AddConstraint(Unique("a").usingIndex("ix"), to: "t"),
      #"ALTER TABLE "t" ADD UNIQUE USING INDEX "ix""#),
    Golden(
      AddConstraint(
        ForeignKey(
          columns: ["a", "b"], references: "p", ["x", "y"], name: "fk", onDelete: .setNull, onUpdate: .cascade,
          match: .full, deferrable: .initiallyDeferred), to: "t"),
      #"ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("a", "b") REFERENCES "p" ("x", "y") MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"#
    ),
    Golden(
      DropConstraint("ck", on: "t", cascade: true),
      #"ALTER TABLE "t" DROP CONSTRAINT "ck" CASCADE"#),
    Golden(
      DropConstraint(was: .unique(Unique("a")), on: QualifiedName("t", schema: "s")),
      #"""
      DO $$
      DECLARE
        found name;
        wanted text;
      BEGIN
        CREATE TEMPORARY TABLE "t" (LIKE "s"."t");
        ALTER TABLE pg_temp."t" ADD UNIQUE ("a");
        SELECT regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '') INTO wanted FROM pg_catalog.pg_constraint
          WHERE conrelid = 'pg_temp."t"'::regclass AND contype = 'u';
        DROP TABLE pg_temp."t";
        SELECT conname INTO found FROM pg_catalog.pg_constraint
          WHERE conrelid = '"s"."t"'::regclass AND contype = 'u'
            AND regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '') = wanted
          ORDER BY oid DESC LIMIT 1;
        IF found IS NULL THEN
          RAISE EXCEPTION USING MESSAGE = 'the table s.t has no constraint that says UNIQUE ("a")', ERRCODE = 'undefined_object';
        END IF;
        EXECUTE 'ALTER TABLE "s"."t" DROP CONSTRAINT ' || quote_ident(found);
      END
      $$
      """#),
    Golden(
      DropConstraint(was: .foreignKey(ForeignKey(columns: ["a"], references: "p")), on: "t"),
      #"""
      DO $$
      DECLARE
        found name;
      BEGIN
        SELECT conname INTO found FROM pg_catalog.pg_constraint c
          WHERE contype = 'f' AND conrelid = '"t"'::regclass
            AND confrelid = '"p"'::regclass
            AND (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(conkey) WITH ORDINALITY k(number, position) JOIN pg_catalog.pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.number) = ARRAY['a']
            AND confkey = (SELECT p.conkey FROM pg_catalog.pg_constraint p WHERE p.conrelid = c.confrelid AND p.contype = 'p')
            AND confdeltype = 'a' AND confupdtype = 'a'
            AND confmatchtype = 's'
            AND condeferrable = false AND condeferred = false
            AND to_jsonb(c) ->> 'confdelsetcols' IS NULL
          ORDER BY oid DESC LIMIT 1;
        IF found IS NULL THEN
          RAISE EXCEPTION USING MESSAGE = 'the table t has no constraint that says FOREIGN KEY ("a") REFERENCES "p"', ERRCODE = 'undefined_object';
        END IF;
        EXECUTE 'ALTER TABLE "t" DROP CONSTRAINT ' || quote_ident(found);
      END
      $$
      """#),
    Golden(
      ValidateConstraint("ck", on: "t"),
      #"ALTER TABLE "t" VALIDATE CONSTRAINT "ck""#),
    Golden(
      InvalidateConstraint(.check(Check("a > 0", name: "ck")), on: "t"),
      #"""
      DO $$
      DECLARE
        found name := 'ck';
        kept text;
      BEGIN
        SELECT obj_description(oid, 'pg_constraint') INTO kept FROM pg_catalog.pg_constraint
          WHERE conrelid = '"t"'::regclass AND conname = found;
        EXECUTE 'ALTER TABLE "t" DROP CONSTRAINT ' || quote_ident(found) || ', ADD CONSTRAINT "ck" CHECK (a > 0) NOT VALID';
        IF kept IS NOT NULL THEN
          EXECUTE 'COMMENT ON CONSTRAINT ' || quote_ident(found)
            || ' ON "t" IS ' || quote_literal(kept);
        END IF;
      END
      $$
      """#),
    Golden(
      AlterConstraint("fk", on: "t", deferrable: .no),
      #"ALTER TABLE "t" ALTER CONSTRAINT "fk" NOT DEFERRABLE"#),
  ]

  static let indexes = [
    Golden(
      CreateIndex(
        "ix", on: QualifiedName("t", schema: "s"), "a", .descending("b", nulls: .last), .expression("lower(c)"),
        unique: true, where: "a > \(0)", concurrently: true, ifNotExists: true),
      #"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "ix" ON "s"."t" ("a", "b" DESC NULLS LAST, (lower(c))) WHERE (a > 0)"#
    ),
    Golden(
      DropIndex("ix", on: QualifiedName("t", schema: "s"), concurrently: true, ifExists: true),
      #"DROP INDEX CONCURRENTLY IF EXISTS "s"."ix""#),
    Golden(
      DropIndex("ix", on: "t", cascade: true),
      #"DROP INDEX "ix" CASCADE"#),
    Golden(
      AttachIndex("part_ix", to: "ix"),
      #"ALTER INDEX "ix" ATTACH PARTITION "part_ix""#),
  ]
}
