import Revisions

extension RoundTrip {
  static let constraints = [
    RoundTrip(
      "named constraints", setup: "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE t (a int, b int)",
      makes: [
        "CONSTRAINT pk PRIMARY KEY (b, a)", "CONSTRAINT uq UNIQUE (a) DEFERRABLE INITIALLY DEFERRED",
        "CONSTRAINT ck CHECK ((a > 0))", "CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES public.p(a, b)",
      ],
      // A primary key leaves its columns NOT NULL when it goes.
      back: [
        DropConstraint("fk", on: "t"), DropConstraint("ck", on: "t"), DropConstraint("uq", on: "t"),
        DropConstraint("pk", on: "t"), AlterColumn("t", "a", .nullable), AlterColumn("t", "b", .nullable),
      ],
      AddConstraint(PrimaryKey("b", "a", name: "pk"), to: "t"),
      AddConstraint(Unique(columns: ["a"], name: "uq", deferrable: .initiallyDeferred), to: "t"),
      AddConstraint(Check("a > 0", name: "ck"), to: "t"),
      AddConstraint(ForeignKey(columns: ["a", "b"], references: "p", name: "fk"), to: "t")),
    RoundTrip(
      "unnamed constraints beside others that nearly say the same",
      setup: """
        CREATE TABLE p (a int PRIMARY KEY, b int UNIQUE);
        CREATE TABLE t (a int NOT NULL, b int, "c d" varchar(9), CHECK (a > 1), CHECK (b > 0), UNIQUE (b, a), CHECK (b > 9),
          UNIQUE (a) DEFERRABLE, FOREIGN KEY (b) REFERENCES p (b), FOREIGN KEY (a) REFERENCES p (b),
          FOREIGN KEY (a) REFERENCES p (a) ON DELETE CASCADE)
        """,
      makes: [
        "CONSTRAINT t_check", "CONSTRAINT t_a_b_key", "CONSTRAINT t_a_fkey2", "CONSTRAINT t_b_check2",
        "CONSTRAINT t_b_fkey1", "CONSTRAINT t_pkey",
      ],
      AddConstraint(Check("b > 9"), to: "t"),
      AddConstraint(ForeignKey(columns: ["b"], references: "p", ["b"]), to: "t"),
      AddConstraint(PrimaryKey("a"), to: "t"),
      AddConstraint(Unique("a", "b"), to: "t"),
      AddConstraint(Check(#"t.a > 0 AND "c d" IN ('x', 'y')"#), to: "t"),
      AddConstraint(ForeignKey(columns: ["a"], references: "p"), to: "t")),
    RoundTrip(
      "a foreign key that sets all its columns, beside a newer one that sets some",
      setup: """
        CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE t (a int, b int, CONSTRAINT all_columns FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL,
          CONSTRAINT one_column FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b))
        """,
      unmakes: ["CONSTRAINT all_columns"],
      back: [
        AddConstraint(
          ForeignKey(columns: ["a", "b"], references: "p", name: "all_columns", onDelete: .setNull), to: "t")
      ],
      DropConstraint(was: .foreignKey(ForeignKey(columns: ["a", "b"], references: "p", onDelete: .setNull)), on: "t")),
    RoundTrip(
      "unnamed constraints that are dropped, in a schema",
      setup: """
        CREATE SCHEMA s; CREATE TABLE s.p (id int PRIMARY KEY);
        CREATE TABLE s.t (a int CONSTRAINT t_a_check CHECK (a <> 5), b int REFERENCES s.p (id) ON UPDATE SET NULL)
        """,
      unmakes: ["CHECK ((a <> 5))", "REFERENCES s.p"],
      DropConstraint(was: .check(Check("a <> 5")), on: QualifiedName("t", schema: "s")),
      DropConstraint(
        was: .foreignKey(
          ForeignKey(columns: ["b"], references: QualifiedName("p", schema: "s"), ["id"], onUpdate: .setNull)),
        on: QualifiedName("t", schema: "s"))),
    RoundTrip(
      "constraints with all that there is to them",
      setup: """
        CREATE EXTENSION btree_gist;
        CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE t (a int NOT NULL, b int NOT NULL, c int, during tsrange)
        """,
      makes: [
        "CONSTRAINT pk PRIMARY KEY (a) INCLUDE (c) WITH (fillfactor='80') DEFERRABLE",
        "CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (b, c)", "CONSTRAINT later CHECK ((a > 0)) NO INHERIT NOT VALID",
        "ON DELETE SET NULL (b) DEFERRABLE INITIALLY DEFERRED NOT VALID",
        "CONSTRAINT no_overlap EXCLUDE USING gist (a WITH =, during WITH &&) INCLUDE (b) WITH (fillfactor='90') WHERE ((c > 0)) DEFERRABLE INITIALLY DEFERRED",
      ],
      AddConstraint(
        PrimaryKey("a", name: "pk").include("c").with(["fillfactor": 80]).deferrable(.initiallyImmediate), to: "t"),
      AddConstraint(Unique("b", "c", name: "uq").nullsNotDistinct(), to: "t"),
      AddConstraint(Check("a > 0", name: "later").noInherit().notValid(), to: "t"),
      AddConstraint(
        ForeignKey(
          columns: ["a", "b"], references: "p", name: "fk", onDelete: .setNull, deferrable: .initiallyDeferred
        )
        .settingOnDelete("b").notValid(), to: "t"),
      AddConstraint(
        Exclusion(.column("a", with: "="), .column("during", with: "&&"), where: "c > 0", name: "no_overlap")
          .include("b").with(["fillfactor": 90]).deferrable(.initiallyDeferred), to: "t")),
    RoundTrip(
      "unnamed constraints of every kind, whatever they are called",
      setup: """
        CREATE EXTENSION btree_gist;
        CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE t (a int, b int, c int, during tsrange, UNIQUE (b, c), UNIQUE (b) INCLUDE (c),
          EXCLUDE USING gist (a WITH =, during WITH &&), CHECK (a > 0) NO INHERIT,
          FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL)
        """,
      makes: [
        "NULLS NOT DISTINCT (b, c)", "USING gist (a WITH =)", "CONSTRAINT t_a_check1 CHECK ((a > 0))\n", "SET NULL (b)",
        "CHECK ((b > 0)) NOT VALID",
      ],
      AddConstraint(Unique("b", "c").nullsNotDistinct(), to: "t"),
      AddConstraint(Exclusion(.column("a", with: "=")), to: "t"),
      AddConstraint(Check("a > 0").notValid(), to: "t"),
      ValidateConstraint(was: Check("a > 0"), on: "t"),
      AddConstraint(Check("b > 0").notValid(), to: "t"),
      AddConstraint(
        ForeignKey(columns: ["a", "b"], references: "p", onDelete: .setNull).settingOnDelete("b"), to: "t")),
    RoundTrip(
      "a constraint of an index that is there",
      setup:
        "CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX ix_a ON t (a); CREATE UNIQUE INDEX ix_b ON t (b)",
      makes: ["CONSTRAINT pk PRIMARY KEY (a)", "CONSTRAINT ix_b UNIQUE (b)"],
      AddConstraint(PrimaryKey("a", name: "pk").usingIndex("ix_a"), to: "t"),
      AddConstraint(Unique("b").usingIndex("ix_b"), to: "t")),
    RoundTrip(
      "a constraint that is validated, and not any more",
      setup: """
        CREATE TABLE p (id int PRIMARY KEY);
        CREATE TABLE t (a int);
        ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID, ADD CHECK (a > 1) NOT VALID,
          ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) NOT VALID, ADD FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE NOT VALID;
        COMMENT ON CONSTRAINT ck ON t IS 'it''s a rule';
        COMMENT ON CONSTRAINT t_a_fkey ON t IS 'and another'
        """,
      unmakes: ["NOT VALID"],
      ValidateConstraint(was: Check("a > 0", name: "ck"), on: "t"), ValidateConstraint(was: Check("a > 1"), on: "t"),
      ValidateConstraint(was: ForeignKey(columns: ["a"], references: "p", ["id"], name: "fk"), on: "t"),
      ValidateConstraint(was: ForeignKey(columns: ["a"], references: "p", onDelete: .cascade), on: "t")),
    RoundTrip(
      "a constraint that is no longer validated", setup: "CREATE TABLE t (a int CONSTRAINT ck CHECK (a > 0))",
      makes: ["NOT VALID"], InvalidateConstraint(.check(Check("a > 0", name: "ck")), on: "t")),
    RoundTrip(
      "when a foreign key is checked",
      setup:
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int CONSTRAINT fk REFERENCES p, b int CONSTRAINT fk2 REFERENCES p DEFERRABLE)",
      makes: ["CONSTRAINT fk FOREIGN KEY (a) REFERENCES public.p(id) DEFERRABLE INITIALLY DEFERRED"],
      unmakes: ["(b) REFERENCES public.p(id) DEFERRABLE"],
      AlterConstraint("fk", on: "t", deferrable: .initiallyDeferred, from: .no),
      AlterConstraint("fk2", on: "t", deferrable: .no, from: .initiallyImmediate)),
  ]
}
