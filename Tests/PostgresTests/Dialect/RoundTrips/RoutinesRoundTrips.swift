import Revisions

extension RoundTrip {
  static let routines = [
    RoundTrip(
      "a trigger with statements of its own",
      setup: "CREATE TABLE t (a int, b int, n int); CREATE TABLE u (x int)",
      makes: [
        "CREATE TRIGGER tr AFTER INSERT OR UPDATE OF a, b ON public.t FOR EACH ROW WHEN ((new.a > 0))",
        #"CREATE FUNCTION public."trigger t.tr"() RETURNS trigger"#,
      ],
      CreateTrigger(
        "tr", on: "t", .after, [.insert, .update(of: ["a", "b"])], when: "NEW.a > 0",
        body: "UPDATE u SET x = 1;\n  DELETE FROM u WHERE x = CASE 1 WHEN 1 THEN 2 END;")),
    RoundTrip(
      "a trigger in place of a change to a view", setup: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t",
      makes: ["CREATE TRIGGER tr INSTEAD OF DELETE ON public.v"],
      CreateTrigger("tr", on: "v", .insteadOf, [.delete], body: "DELETE FROM t WHERE a = OLD.a", ifNotExists: true)),
    RoundTrip(
      "triggers that call a function",
      setup: """
        CREATE TABLE t (a int); CREATE TABLE p (a int); CREATE VIEW v AS SELECT a FROM t;
        CREATE FUNCTION "F x"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
        """,
      makes: [
        "CREATE TRIGGER plain BEFORE INSERT OR DELETE OR UPDATE ON public.t FOR EACH ROW",
        "EXECUTE FUNCTION public.\"F x\"('it''s', '2')", "AFTER TRUNCATE ON public.t FOR EACH STATEMENT",
        "REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT",
        "CREATE CONSTRAINT TRIGGER held AFTER INSERT ON public.t FROM public.p DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.a > 0))",
        "DISABLE TRIGGER plain", "ENABLE ALWAYS TRIGGER emptied",
        "COMMENT ON TRIGGER emptied ON public.t IS 'TRUNCATE'",
      ],
      CreateTrigger("plain", on: "t", .before, [.insert, .update, .delete], execute: "F x", arguments: ["it's", "2"]),
      SetTriggerState("plain", on: "t", .disabled, from: .enabled),
      CreateTrigger(emptied),
      CreateTrigger(
        "rows", on: "t", .after, [.update], forEach: .statement, execute: "F x", referencingOld: "was",
        referencingNew: "now"),
      CreateTrigger(
        "held", on: "t", .after, [.insert], when: "NEW.a > 0", execute: "F x",
        constraint: Trigger.Constraint(.initiallyDeferred, from: "p"))),
    RoundTrip(
      "a trigger that is dropped",
      setup: """
        CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()
        """, unmakes: ["CREATE TRIGGER"],
      DropTrigger(was: Trigger("tr", on: "t", .before, [.insert], execute: "f"))),
    RoundTrip(
      "a trigger with statements of its own that is dropped by name alone", setup: "CREATE TABLE t (a int)",
      makes: ["trigger t.tr"], back: [DropTrigger("tr", on: "t"), DropTrigger("none", on: "t", ifExists: true)],
      CreateTrigger("tr", on: "t", .before, [.insert], body: "NEW.a := 1")),
    RoundTrip(
      "functions",
      setup: "CREATE TABLE t (a int)",
      makes: [
        "CREATE FUNCTION public.plain() RETURNS integer",
        "LANGUAGE sql IMMUTABLE STRICT SECURITY DEFINER LEAKPROOF COST 7 ROWS 9 PARALLEL SAFE",
        "SET search_path TO 'pg_catalog', 'public'", "SET work_mem TO '8MB'", "RETURN (a + b)", "BEGIN ATOMIC",
        "COMMENT ON FUNCTION public.rows(n integer) IS 'some rows'", "$rev$", "CREATE FUNCTION public.low(", "WINDOW",
      ],
      CreateFunction("plain", returns: "integer", language: "sql", body: "SELECT 1"),
      CreateRoutine(manyRows),
      CreateFunction(
        "sum", arguments: "a integer, b integer DEFAULT 2", returns: "integer", language: "sql",
        body: .sql("RETURN a + b")),
      CreateFunction(
        "write", arguments: "x integer", returns: "void", language: "sql",
        body: .sql(
          "BEGIN ATOMIC\n  INSERT INTO t VALUES (x);\n  DELETE FROM t WHERE a = CASE x WHEN 1 THEN 2 END;\nEND")),
      CreateFunction(
        "quotes", returns: "text", language: "plpgsql", body: "BEGIN EXECUTE $$SELECT '$rev$'$$; RETURN $x$it's$x$; END"
      ),
      CreateRoutine(low)),
    RoundTrip(
      "a function in place of another",
      setup:
        "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1'; COMMENT ON FUNCTION f IS 'old'",
      makes: ["SELECT 2"], unmakes: ["SELECT 1", "IS 'old'", "STABLE"],
      CreateRoutine(function("SELECT 2"), orReplace: true, was: stableFunction)),
    RoundTrip(
      "a function that is dropped", setup: "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      unmakes: ["CREATE FUNCTION"], DropRoutine(was: function("SELECT 1"))),
    RoundTrip(
      "a function and a procedure that are dropped by name and by arguments",
      setup:
        "CREATE FUNCTION f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'",
      unmakes: ["CREATE FUNCTION", "CREATE PROCEDURE"],
      back: [
        CreateFunction("f", arguments: "a integer, b text", returns: "integer", language: "sql", body: "SELECT 1"),
        CreateProcedure("p", language: "sql", body: "SELECT 1"),
      ],
      DropFunction("f", arguments: "a integer, text DEFAULT 'x'"), DropProcedure("p")),
    RoundTrip(
      "procedures", setup: "CREATE SCHEMA s",
      makes: [
        "CREATE PROCEDURE s.p(INOUT a integer)", "SECURITY DEFINER",
        "COMMENT ON PROCEDURE s.p(INOUT a integer) IS 'called'",
      ],
      CreateProcedure(
        QualifiedName("p", schema: "s"), arguments: "INOUT a integer", language: "plpgsql", securityDefiner: true,
        body: "BEGIN a := a + 1; END"),
      Comment(on: .procedure(QualifiedName("p", schema: "s"), ["INOUT a integer"]), "called")),
  ]

  private static var emptied: Trigger {
    var trigger = Trigger("emptied", on: "t", .after, [.truncate], forEach: .statement, execute: "F x")
    trigger.state = .always
    trigger.comment = "TRUNCATE"
    return trigger
  }

  private static var manyRows: Routine {
    var routine = Routine(
      .function, "rows", arguments: "n integer", returns: "SETOF integer", language: "sql",
      body: "SELECT generate_series(1, n)")
    routine.volatility = .immutable
    routine.isStrict = true
    routine.isSecurityDefiner = true
    routine.isLeakproof = true
    routine.parallel = .safe
    routine.cost = 7
    routine.rows = 9
    routine.settings = [.set("search_path", "pg_catalog", "public"), .set("work_mem", "8MB")]
    routine.comment = "some rows"
    return routine
  }

  private static var low: Routine {
    var routine = Routine(
      .function, "low", arguments: "x integer, y integer, z integer", returns: "bigint", language: "internal",
      body: "window_row_number")
    routine.isWindow = true
    return routine
  }

  private static func function(_ body: String) -> Routine {
    Routine(.function, "f", arguments: "a integer", returns: "integer", language: "sql", body: .text(body))
  }

  private static var stableFunction: Routine {
    var routine = function("SELECT 1")
    routine.volatility = .stable
    routine.comment = "old"
    return routine
  }
}
