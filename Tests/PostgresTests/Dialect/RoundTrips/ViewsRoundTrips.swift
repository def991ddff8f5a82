import Revisions

extension RoundTrip {
  static let views = [
    RoundTrip(
      "views", setup: "CREATE TABLE t (a int, b text)",
      makes: ["CREATE VIEW public.v", "AS x", "CREATE VIEW public.w"],
      CreateView("v", columns: ["x", "y"], as: "SELECT a, b FROM t WHERE b <> \("it's"); "),
      CreateView("w", as: "SELECT * FROM v -- all", ifNotExists: true)),
    RoundTrip(
      "a view's options and comment", setup: "CREATE TABLE t (a int)",
      makes: [
        "WITH (security_barrier='true', security_invoker='true')", "WITH CASCADED CHECK OPTION",
        "COMMENT ON VIEW public.v IS 'seen'",
        "WITH LOCAL CHECK OPTION",
      ],
      CreateView(
        View(
          "v", as: "SELECT a FROM t WHERE a > 0 -- positive",
          options: View.Options(securityBarrier: true, securityInvoker: true, checkOption: .cascaded), comment: "seen")),
      CreateView("w", as: "SELECT a FROM t", options: View.Options(checkOption: .local), ifNotExists: true)),
    RoundTrip(
      "a view in place of another",
      setup: """
        CREATE TABLE t (a int); CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t;
        COMMENT ON VIEW v IS 'old'
        """,
      makes: ["WHERE (t.a > 0)"], unmakes: ["security_barrier", "IS 'old'"],
      CreateView(
        View("v", as: "SELECT a FROM t WHERE a > 0"), orReplace: true,
        was: View("v", as: "SELECT a FROM t", options: View.Options(securityBarrier: true), comment: "old"))),
    RoundTrip(
      "a view in place of one with fewer columns, with its comment, owner and privileges",
      setup: roles + """
        CREATE TABLE t (a int, b text); CREATE VIEW "V" AS SELECT a FROM t; COMMENT ON VIEW "V" IS 'it''s seen';
        GRANT SELECT ON "V" TO PUBLIC; GRANT INSERT ON "V" TO writer WITH GRANT OPTION; ALTER VIEW "V" OWNER TO "Reader"
        """,
      makes: ["t.b"],
      CreateView(
        View("V", as: "SELECT a, b FROM t", comment: "it's seen"), orReplace: true,
        was: View("V", as: "SELECT a FROM t", comment: "it's seen"))),
    RoundTrip(
      "a view in place of one with columns of other names and types",
      setup: "CREATE TABLE t (a int, b text); CREATE VIEW v (x, y) AS SELECT a, b FROM t", makes: ["AS z"],
      unmakes: ["AS x"],
      CreateView(
        "v", columns: ["z"], as: "SELECT '$$' || b FROM t", orReplace: true,
        was: View("v", columns: ["x", "y"], as: "SELECT a, b FROM t"))),
    RoundTrip(
      "a view that is dropped", setup: "CREATE TABLE t (a int); CREATE VIEW v (x) AS SELECT a FROM t",
      unmakes: ["CREATE VIEW"], DropView("v", was: "SELECT a FROM t", columns: ["x"])),
    RoundTrip(
      "materialized views", setup: "CREATE TABLE t (a int)",
      makes: [
        "CREATE MATERIALIZED VIEW public.m AS", "AS x", "WITH NO DATA", "WITH (fillfactor='60')",
        "COMMENT ON MATERIALIZED VIEW public.n IS 'kept'",
      ],
      CreateMaterializedView("m", columns: ["x"], as: "SELECT a FROM t -- all", withData: false),
      CreateMaterializedView(
        MaterializedView("n", as: "SELECT a FROM t;", with: ["fillfactor": 60], accessMethod: "heap", comment: "kept"),
        ifNotExists: true)),
    RoundTrip(
      "a materialized view that is dropped", setup: "CREATE MATERIALIZED VIEW m AS SELECT 1 AS one",
      unmakes: ["CREATE MATERIALIZED VIEW"], DropMaterializedView(was: MaterializedView("m", as: "SELECT 1 AS one"))),
  ]
}
