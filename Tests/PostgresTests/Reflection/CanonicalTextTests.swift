import Dialects
import Revisions
import Testing

@testable import PostgresDialect

@Suite("Texts in one form")
struct CanonicalTextTests {
  @Test(
    "a type is the same whoever spells it",
    arguments: [
      ("int", DataType.integer), ("INT4", .integer), ("int8", .bigInteger), ("smallint", .smallInteger),
      ("float", .double),
      ("float(10)", .real), ("double  precision", .double), ("decimal(10)", .numeric(precision: 10, scale: 0)),
      ("numeric(10,2)", .decimal(10, 2)), ("numeric(3,-2)", .numeric(precision: 3, scale: -2)), ("numeric", .numeric),
      ("character varying(30)", .varchar(length: 30)), ("national character varying(3)", .varchar(length: 3)),
      ("nchar varying(3)", .varchar(length: 3)), ("pg_catalog.numeric(5,2)", .decimal(5, 2)),
      ("\"timestamp\"(3)", .timestamp(precision: 3, withTimeZone: false)), ("text(3)", .raw("text(3)")),
      ("varchar", .varchar(length: nil)), ("char", .char(length: 1)), ("character(5)", .char(length: 5)),
      ("bpchar", .named("bpchar")), ("\"char\"", .named("char")), ("bool", .boolean), ("bytea", .binary),
      ("timestamp(3) with time zone", .timestamp(precision: 3, withTimeZone: true)),
      ("timestamptz", .timestampWithTimeZone),
      ("time without time zone", .time), ("timetz(9)", .time(precision: 6, withTimeZone: true)),
      ("interval", .interval),
      ("Interval Day To Second(3)", .raw("interval day to second(3)")), ("bit", .bit(length: 1)),
      ("bit varying(8)", .varbit(8)),
      ("integer[]", .array(of: .integer)), ("text[3][]", .array(of: .text)), ("int ARRAY[4]", .array(of: .integer)),
      ("int4range", .range(of: .integer)), ("tstzmultirange", .multirange(of: .timestampWithTimeZone)),
      ("citext", .named("citext")), ("\"My Type\"", .named("My Type")), ("Mood", .named("mood")),
      ("app.mood", .named(QualifiedName("mood", schema: "app"))), ("pg_catalog.int4", .integer),
      ("geometry(Point, 4326)", .raw("geometry(Point,4326)")), ("a.b%TYPE", .raw("a.b%TYPE")),
    ])
  func types(_ spelling: String, _ type: DataType) {
    #expect(TypeText.canonical(.raw(spelling)) == type)
    #expect(TypeText.canonical(type) == type)
    #expect(TypeText.type(of: TypeText.spelling(of: type)) == type)
  }

  @Test(
    "a default is a literal where making the literal gives the same default",
    arguments: [
      ("0", DataType.integer, Column.DefaultValue.literal(0)), ("'-1'::integer", .integer, .literal(-1)),
      ("'5'", .integer, .literal(5)),
      ("'-1'::integer", .bigInteger, .literal(-1)), ("'-1'::bigint", .bigInteger, .literal("-1")),
      ("'5000000000'::bigint", .bigInteger, .literal(5_000_000_000)), ("1.5", .numeric, .literal(1.5)),
      ("1.50", .numeric, .expression("1.50")), ("'0'::numeric", .decimal(9, 2), .literal("0")),
      ("'-1.5'::numeric", .double, .literal(-1.5)), ("'x'::text", .text, .literal("x")),
      ("E'a\\\\b'", .text, .literal("a\\b")),
      ("'x'::character varying", .string(30), .literal("x")), ("'x'::text", .string(30), .expression("'x'::text")),
      ("NULL::character varying", .string(30), .literal(nil)), ("'ab'::bpchar", .char(length: 3), .literal("ab")),
      ("TRUE", .boolean, .literal(true)), ("'{}'::jsonb", .jsonb, .literal("{}")),
      ("'{}'::text[]", .array(of: .text), .literal("{}")),
      ("'it''s'::mood", .named("mood"), .literal("it's")), ("'\\xff00'::bytea", .binary, .literal(.blob([255, 0]))),
      ("NOW( )", .timestampWithTimeZone, .expression("now()")), ("current_timestamp", .timestamp, .currentTimestamp),
      ("'1 day'::interval", .interval, .literal("1 day")),
      ("'1'::interval hour", .raw("interval hour"), .literal("1")),
      ("'1'::interval", .raw("interval hour"), .expression("'1'::interval")), ("-0.0", .numeric, .literal(0.0)),
      ("'NaN'::double precision", .double, .literal("NaN")),
      ("nextval('s'::regclass)", .integer, .expression("nextval('s'::regclass)")),
    ])
  func defaults(_ text: String, _ type: DataType, _ value: Column.DefaultValue) {
    #expect(DefaultText.value(of: text, for: type) == value)
  }

  private static let columns: [String: DataType] = [
    "t": .text, "v": .string(9), "n": .integer, "price": .decimal(9, 2), "d": .double, "mood": .named("mood"),
    "jb": .jsonb,
    "value": .text, "odd name": .text, "ts": .timestamp, "day": .date,
  ]

  /// The first is what a person writes, the second what the server makes of it.
  @Test(
    "an expression is the same before and after the server has read it",
    arguments: [
      ("price > 0", "(price > (0)::numeric)"), ("v = 'a'", "((v)::text = 'a'::text)"),
      ("t='a'  -- why", "(t = 'a'::text)"),
      ("n BETWEEN 1 AND 9 or t is not null", "(((n >= 1) AND (n <= 9)) OR (t IS NOT NULL))"),
      ("t IN ('a', 'b')", "(t = ANY (ARRAY['a'::text, 'b'::text]))"), ("t in ('a')", "(t = 'a'::text)"),
      ("v IN ('a','b')", "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"),
      ("n NOT IN (1,2)", "(n <> ALL (ARRAY[1, 2]))"), ("mood <> 'sad'", "(mood <> 'sad'::mood)"),
      ("n != -7", "(n <> '-7'::integer)"),
      ("t LIKE 'x%' AND NOT t ILIKE 'y'", "((t ~~ 'x%'::text) AND (NOT (t ~~* 'y'::text)))"),
      ("d < 1.5", "(d < (1.5)::double precision)"),
      ("lower(v) = lower(t)", "(lower((v)::text) = lower(t))"), ("(n + 1) * 2 > n", "(((n + 1) * 2) > n)"),
      ("n - (1 - n) > 0", "((n - (1 - n)) > 0)"),
      ("CASE WHEN n>0 THEN true ELSE FALSE END", "\nCASE\n    WHEN (n > 0) THEN true\n    ELSE false\nEND"),
      ("jb @> '{\"a\": 1}'", "(jb @> '{\"a\": 1}'::jsonb)"), ("\"odd name\" ~ '^x'", "(\"odd name\" ~ '^x'::text)"),
      ("COALESCE(t,'') <> ''", "(COALESCE(t, ''::text) <> ''::text)"),
      ("n = 1 AND n = 2 AND n = 3", "((n = 1) AND (n = 2) AND (n = 3))"),
      ("(n = 1 OR n = 2) AND n = 3", "(((n = 1) OR (n = 2)) AND (n = 3))"),
      ("ts AT TIME ZONE 'UTC' IS NULL", "((ts AT TIME ZONE 'UTC') IS NULL)"),
      ("-n < -3", "((- n) < '-3'::integer)"), ("CAST(n AS int8) > 0", "((n)::bigint > 0)"),
      ("n is distinct from 3", "(n IS DISTINCT FROM 3)"),
      ("date_trunc('day', ts) = ts", "(date_trunc('day'::text, ts) = ts)"),
      ("t BETWEEN t AND t || chr(122)", "((t >= t) AND (t <= (t || chr(122))))"),
      ("t BETWEEN t AND jb ->> chr(97)", "((t >= t) AND (t <= (jb ->> chr(97))))"),
      ("n BETWEEN 1 AND n & 7", "((n >= 1) AND (n <= (n & 7)))"),
      ("COALESCE(day, '2020-01-01') > '2020-01-02'", "(COALESCE(day, '2020-01-01'::date) > '2020-01-02'::date)"),
      ("coalesce(price, 0) > 1", "(COALESCE(price, (0)::numeric) > (1)::numeric)"),
      ("v::text IN ('a', 'b')", "((v)::text = ANY (ARRAY['a'::text, 'b'::text]))"),
      ("mood NOT IN ('sad', 'ok')", "(mood <> ALL (ARRAY['sad'::mood, 'ok'::mood]))"),
      ("price IN (1, 2.5)", "(price = ANY (ARRAY[(1)::numeric, 2.5]))"),
      ("position('a' in t) > 0", "(POSITION(('a') IN (t)) > 0)"),
      ("t LIKE ANY (ARRAY[t, t])", "(t ~~ ANY (ARRAY[t, t]))"),
      ("v = lower(v)", "((v)::text = lower((v)::text))"), ("t = v", "(t = (v)::text)"),
      ("f(a := 1, b => 2)", "f(a => 1, b => 2)"),
    ])
  func expressions(_ written: String, _ kept: String) {
    let form = ExpressionText.canonical(kept, columns: Self.columns)
    #expect(ExpressionText.canonical(written, columns: Self.columns) == form)
    #expect(ExpressionText.canonical(form, columns: Self.columns) == form)
  }

  @Test(
    "an expression keeps what could make a difference",
    arguments: [
      ("(n / (2)::numeric)", "n / 2::numeric"), ("(other = 'x'::text)", "other = 'x'::text"),
      ("f('x'::text)", "f('x'::text)"),
      ("((v)::integer = 3)", "v::integer = 3"), ("(n - (n - 1))", "n - (n - 1)"), ("((NOT a) OR b)", "NOT a OR b"),
      ("(NOT (a OR b))", "NOT (a OR b)"),
      ("((a = b) = c)", "(a = b) = c"), ("((- n) ^ 2)", "-n ^ 2"), ("(- (n ^ 2))", "-(n ^ 2)"),
      ("((a IS NULL) = b)", "(a IS NULL) = b"),
      ("((t COLLATE \"C\") = 'x'::text)", "t COLLATE \"C\" = 'x'::text"), ("(EXISTS ( SELECT 1))", "EXISTS(SELECT 1)"),
      ("((a).b > 1)", "(a).b > 1"), ("\"Select\" > \"select\"", "\"Select\" > \"select\""),
      ("a OPERATOR(app.%) b", "a operator(app.%) b"),
      ("coalesce(day, ts) > '2020-01-01 10:00'::date", "COALESCE(day, ts) > '2020-01-01 10:00'::date"),
      ("coalesce(n, price) > '2'::integer", "COALESCE(n, price) > '2'::integer"),
      ("nullif(ts, '2020-01-01 10:00'::date) > ts", "NULLIF(ts, '2020-01-01 10:00'::date) > ts"),
      ("day IN ('2020-01-01 10:00'::date, ts)", "day IN ('2020-01-01 10:00'::date, ts)"),
      ("(- '-3'::integer)", "-'-3'::integer"), ("(NOT (t ~~ 'x'::text))", "NOT t LIKE 'x'"),
      ("(NOT (n = ANY (ARRAY[1, 2])))", "NOT n IN (1, 2)"), ("(n = ANY (ARRAY[d, 1]))", "n = ANY(ARRAY[d, 1])"),
      ("n = X'1F'::integer", "n = X'1F'::integer"), ("t = N'a'::text", "t = N'a'::text"),
      ("((jb['a'::text])['b'::text] > n)", "(jb['a'::text])['b'::text] > n"),
      (
        "((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
        "v::text = ANY(ARRAY['a'::character varying::text, 'b'::character varying::text])"
      ),
      ("n BETWEEN SYMMETRIC 1 AND 2", "n BETWEEN SYMMETRIC 1 AND 2"),
      ("(coalesce('4'::numeric, (5)::numeric) > d)", "COALESCE('4'::numeric, 5::numeric) > d"),
      ("((string_to_array(t, '/'::text))[n] = 'a'::text)", "(string_to_array(t, '/'::text))[n] = 'a'::text"),
    ])
  func differences(_ kept: String, _ form: String) {
    #expect(ExpressionText.canonical(kept, columns: Self.columns) == form)
  }

  @Test("a column of a domain is compared as what its values are")
  func domains() throws {
    func form(_ check: String) throws -> [TableConstraint]? {
      var schema = Schema()
      schema.domains = [Domain("word", .string(2))]
      schema.tables = [
        Table("k", columns: [Column("z", .named("word"))], constraints: [.check(Check(.raw(check), name: "c"))])
      ]
      return try PostgresDialect().canonical(schema).tables.first?.constraints
    }
    #expect(try form("z = 'a'") == form("((z)::text = 'a'::text)"))
    // A text that is too long is cut for a word.
    #expect(try form("z = 'abc'") != form("z = 'abc'::word"))
  }

  @Test("a routine's arguments are the same before and after the server has read them")
  func arguments() {
    func text(_ list: String, _ isProcedure: Bool = false) -> String {
      RoutineText.arguments(list, ofProcedure: isProcedure).map(\.text).joined(separator: ", ")
    }
    #expect(text("a int, b varchar(3) = 'x'") == "a integer, b character varying(3) DEFAULT 'x'")
    #expect(text("a text DEFAULT 'x'::text, VARIADIC c int4[]") == "a text DEFAULT 'x', VARIADIC c integer[]")
    #expect(
      text("IN double precision, OUT \"X y\" int, in out z text")
        == "double precision, OUT \"X y\" integer, INOUT z text")
    #expect(text("a int, INOUT b text", true) == "IN a integer, INOUT b text")
    #expect(text("") == "")
    #expect(RoutineText.result("setof INT") == "SETOF integer")
    #expect(RoutineText.result("table (id int8, n text)") == "TABLE(id bigint, n text)")
  }
}
