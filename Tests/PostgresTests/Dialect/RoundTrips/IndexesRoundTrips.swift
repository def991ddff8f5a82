import Revisions

extension RoundTrip {
  static let indexes = [
    RoundTrip(
      "indexes", setup: "CREATE SCHEMA s; CREATE TABLE s.t (a int, b text, c text)",
      makes: [
        "CREATE INDEX ix ON s.t USING btree (a, b)",
        #"CREATE UNIQUE INDEX "Ix 2" ON s.t USING btree (a DESC, b COLLATE "C", lower(c) DESC) WHERE (a > 0)"#,
      ],
      CreateIndex("ix", on: QualifiedName("t", schema: "s"), "a", "b"),
      CreateIndex(
        "Ix 2", on: QualifiedName("t", schema: "s"), .descending("a"), .column("b", collate: "C"),
        .expression("lower(\(identifier: "c"))", direction: .descending), unique: true, where: "a > \(0)",
        ifNotExists: true)),
    RoundTrip(
      "an index that is dropped", setup: "CREATE TABLE t (a int); CREATE INDEX ix ON t (a)",
      unmakes: ["CREATE INDEX ix"],
      DropIndex(was: Index("ix", on: "t", parts: ["a"]))),
    RoundTrip(
      "an index with all that there is to it",
      setup: "CREATE EXTENSION pg_trgm; CREATE TABLE t (a int, b text, c text)",
      makes: [
        "CREATE UNIQUE INDEX ix ON public.t USING btree (a NULLS FIRST, b text_pattern_ops DESC NULLS LAST) INCLUDE (c) NULLS NOT DISTINCT WITH (fillfactor='70') WHERE (a > 0)",
        "USING gist (b public.gist_trgm_ops (siglen='32'))", "USING gin (b public.gin_trgm_ops)", "USING hash (c)",
        "USING brin (a) WITH (pages_per_range='8')", "COMMENT ON INDEX public.ix_gin IS 'for searches'",
      ],
      CreateIndex(
        "ix", on: "t", .column("a", nulls: .first),
        .column("b", operatorClass: "text_pattern_ops", direction: .descending, nulls: .last), unique: true,
        include: ["c"], nullsNotDistinct: true, where: "a > 0 -- only", with: ["fillfactor": 70]),
      CreateIndex(
        "ix_gist", on: "t", .column("b", operatorClass: OperatorClass("gist_trgm_ops", ["siglen": 32])), using: .gist),
      CreateIndex(
        Index(
          "ix_gin", on: "t", parts: [.column("b", operatorClass: "gin_trgm_ops")], using: .gin, comment: "for searches"),
        ifNotExists: true),
      CreateIndex("ix_hash", on: "t", "c", using: .hash),
      CreateIndex("ix_brin", on: "t", "a", using: .brin, with: ["pages_per_range": 8])),
    RoundTrip(
      "an index that is built and dropped while others work", setup: "CREATE SCHEMA s; CREATE TABLE s.t (a int)",
      makes: ["CREATE UNIQUE INDEX ix ON s.t USING btree (a)"],
      CreateIndex("ix", on: QualifiedName("t", schema: "s"), "a", unique: true, concurrently: true)),
  ]
}
