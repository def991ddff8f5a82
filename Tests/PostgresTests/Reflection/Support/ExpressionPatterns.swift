import Revisions

/// What expressions of a kind may look like. Each capital letter that stands alone is the place of another expression, of the kind
/// that is called so.
struct ExpressionPatterns {
  /// Patterns without a value in them that has patterns of its own, or with few.
  var leaves: [String]
  var branches: [String] = []

  enum Kind: String {
    case condition = "C"
    case number = "N"
    case text = "T"
    case time = "D"
    case interval = "I"
    case document = "J"
    case list = "L"
    case textList = "X"
    case comparison = "O"
    case numberType = "A"
    case textType = "B"
    case timeType = "K"
    case numberLiteral = "M"
    case textLiteral = "V"
    case constant = "W"

    /// Whether it may stand in parentheses.
    var isValue: Bool {
      switch self {
      case .comparison, .numberType, .textType, .timeType: false
      default: true
      }
    }
  }

  /// The columns that are spoken of. There is an enumeration `mood` and a domain `word`.
  static let columns: [String: DataType] = [
    "s": .smallInteger, "n": .integer, "b": .bigInteger, "m": .numeric, "p": .decimal(9, 2), "r": .real, "f": .double,
    "t": .text, "v": .string(9), "c": .char(length: 3), "d": .date, "ts": .timestamp, "tz": .timestampWithTimeZone,
    "tm": .time, "i": .interval, "j": .jsonb, "o": .boolean, "l": .array(of: .integer), "x": .array(of: .text),
    "w": .array(of: .string(9)), "N": .integer, "T t": .text, "e": .named("mood"), "y": .binary, "u": .uuid,
    "g": .range(of: .integer), "k": .bit(length: 3), "z": .named("word"),
  ]

  /// A pattern cut into words, what is quoted, and single characters.
  static func parts(of pattern: String) -> [String] {
    var parts: [String] = []
    var isQuoted = false
    var isInside = false
    for character in pattern {
      let isWord = character.isLetter || character.isNumber || character == "_"
      if isQuoted || isWord && isInside {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
      if character == "'" || character == "\"" { isQuoted.toggle() }
      isInside = isWord && !isQuoted
    }
    return parts
  }

  static let all: [Kind: ExpressionPatterns] = [
    .condition: conditions, .number: numbers, .text: texts, .time: times, .interval: intervals, .document: documents,
    .list: lists, .textList: textLists, .comparison: ExpressionPatterns(leaves: comparisons),
    .numberType: ExpressionPatterns(leaves: numberTypes), .textType: ExpressionPatterns(leaves: textTypes),
    .timeType: ExpressionPatterns(leaves: timeTypes), .numberLiteral: ExpressionPatterns(leaves: numberLiterals),
    .textLiteral: ExpressionPatterns(leaves: textLiterals), .constant: ExpressionPatterns(leaves: constants),
  ]

  private static let comparisons = ["=", "<>", "<", ">=", "!=", ">", "<=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"]
  private static let numberTypes = [
    "smallint", "integer", "int4", "bigint", "numeric", "numeric(5,1)", "decimal(4)", "real", "double precision",
    "float8",
  ]
  private static let textTypes = ["text", "varchar", "character varying(2)", "char(3)", "bpchar", "name"]
  private static let timeTypes = ["date", "timestamp", "timestamptz", "timestamp(0) with time zone"]

  private static let numberLiterals = [
    "1", "2", "-2", "2.5", "-2.50", "5000000000", "'3'", "'-4'", "NULL", "1e3", ".5", "5.", "1E-2",
    "12345678901234567890",
    "'3'::smallint", "integer '3'", "- 1", "0",
  ]
  private static let textLiterals = [
    "'a'", "'b'", "'b  '", "'c%'", "E'a\\n'", "E'\\x61'", "$$a$$", "$q$it's$q$", "U&'\\0061'", "'it''s'", "''", "NULL",
    "text 'a'", "'a'\n'b'", "'A'::text", "varchar 'b'", "e'\\\\'", "'\\'", "N'a'",
  ]

  private static let constants = [
    "'t'", "'5'", "'-5'", "-5", "'+5'", "' 5 '", "'5'::int", "'-5'::int", "5::bigint", "'5000000000'", "-5000000000",
    "-2147483648", "'9223372036854775807'", "1.50", "1.5", "'1.50'", "'NaN'", "'-Infinity'", "-0", "-0.0", "'-0'",
    "0.0",
    "NULL::text", "NULL::integer", "TRUE", "'off'", "'x'::varchar(1)", "'xyz'::varchar(2)", "'x '::bpchar", "'a'||'b'",
    "(-1)::int", "1::boolean", "0.1::real", "0.10000000000000000001", "'-1.50'::numeric", "1e20", "1e-7", "'1'",
    "'1'::interval", "interval '1' hour", "NULL::interval", "'1 day'::interval(0)", "'x' COLLATE \"C\"", "1.0", "'007'",
    "007",
    "user", "1e400", "5e-324", "0.30000000000000004", "123456789.123456789", "'5'::text", "'1'::varchar",
  ]

  private static let conditions = ExpressionPatterns(
    leaves: ["N O N", "T O T", "N = N", "T = V", "D O D", "o", "true", "t IN ('a', 'b')", "n = 1", "v = 'a'"],
    branches: [
      "C AND C", "C OR C", "NOT C", "C AND C OR C", "C = C", "N O N", "N O N", "N O N", "T O T", "T O T", "T O T",
      "D O D",
      "D O D", "I O I", "J O J", "L O L", "X O X", "N BETWEEN N AND N", "T BETWEEN T AND T", "D BETWEEN D AND D",
      "N NOT BETWEEN N AND N", "N BETWEEN SYMMETRIC N AND N", "N IS NULL", "T IS NOT NULL", "N ISNULL", "T NOTNULL",
      "C IS TRUE", "C IS NOT FALSE", "C IS UNKNOWN", "C IS NOT UNKNOWN", "N IS NULL = C", "N IN (M, M)",
      "N IN (N, N, N)",
      "N NOT IN (N, N)", "N IN (N)", "T IN (V, V)", "T NOT IN (V, V)", "T IN (T, T)", "T NOT IN (T)", "D IN (D, D)",
      "v IN (V, V)", "c IN (V, V)", "v NOT IN (V, V, V)", "N = ANY (L)", "N O ALL (L)", "N = ANY (ARRAY[N, N])",
      "N <> ALL (ARRAY[N, N])", "N O SOME (ARRAY[M, M])", "T = ANY (ARRAY[V, V])", "T = ANY (ARRAY[V, V]::text[])",
      "v = ANY (ARRAY[V, V]::varchar[])", "v::text = ANY (ARRAY[V, V])", "T = ANY (X)", "T <> ALL (X)",
      "T LIKE ANY (ARRAY[V, V])", "T LIKE T", "T NOT LIKE V", "T ILIKE T", "T NOT ILIKE T", "T LIKE V ESCAPE '!'",
      "T SIMILAR TO V", "T NOT SIMILAR TO V", "T ~ T", "T !~ V", "T ~* V", "T !~* T", "T ~~ V", "T !~~* V", "T ^@ V",
      "(N, T) O (N, T)", "(N, N) IN ((N, N), (N, N))", "row(N, N) = row(N, N)", "(N, T) IS NULL",
      "(D, D) OVERLAPS (D, I)",
      "J @> J", "J ? V", "J ?| X", "J ?& ARRAY[V, V]", "J @? '$.a'", "L && L", "L @> L", "L <@ L",
      "CASE WHEN C THEN C ELSE C END",
      "coalesce(C, C)", "C::text = 'true'", "C::boolean", "N::boolean", "starts_with(T, T)", "boolean 't'",
      "'t'::boolean",
      "T IS NORMALIZED", "(C) IS NULL", "pg_catalog.textlike(T, V)", "N OPERATOR(pg_catalog.=) N", "N = N IS NULL",
      "e = 'sad'", "e IN ('sad', 'ok')", "e::text = V",
      "e <> ALL (ARRAY['sad', 'ok']::mood[])", "e = ANY (ARRAY['sad'::mood, 'ok'])", "coalesce(e, 'ok') > 'sad'",
      "e::text IN (V, V)",
      "y = '\\x01'", "y NOT IN ('\\x01', 'a')", "u = '00000000-0000-0000-0000-000000000000'",
      "u IN (gen_random_uuid(), NULL)",
      "lower(g) = N", "g @> N", "g && '[1,2)'", "g = '[1,2)'::int4range", "k = B'101'", "k & X'5'::bit(3) = B'001'",
      "k IN (B'101', '001')", "N = X'1F'::A", "T = B'101'::B", "tm < '10:00'", "tm BETWEEN '10:00' AND '11:00'::time",
      "tm IN ('10:00', '11:00')", "i IN ('1 day', '2 days')", "i = ANY (ARRAY['1 day', '2 days']::interval[])",
      "o IN (true, false)",
      "o = 't'", "z = V", "z IN (V, V)", "z = V::word", "z NOT IN (V::word, V)", "coalesce(z, V) = T", "z IN (z, V)",
      "lower(z) = T", "z = ANY (ARRAY[V, V]::varchar[])", "z < T", "z = 'abcdefghijkl'::word", "z LIKE T",
      "z::varchar = ANY (ARRAY[V, V])", "position(y in y) = N",
      "v = ANY (ARRAY[V::varchar::text, V::varchar::text])", "position(k in k) > 0", "b IN (M, M)", "m NOT IN (M, M)",
      "f IN (M, M)",
      "s IN (M, M)", "r NOT IN (M, M)", "p = ANY (ARRAY[M, M])", "b <> ALL (ARRAY[M, M])", "s = ANY (ARRAY[M, M])",
      "C IS NOT NULL AND C", "NOT T LIKE V", "NOT N IN (M, M)", "N < N AND N < N", "T LIKE T || V",
    ])

  private static let numbers = ExpressionPatterns(
    leaves: ["s", "n", "n", "b", "m", "p", "r", "f", "\"N\"", "M", "M"],
    branches: [
      "N + N", "N - N", "N * N", "N / N", "N % N", "N ^ N", "-N", "- N", "+N", "- - N", "@ N", "|/ N", "N & N", "N | N",
      "N << N",
      "~ N", "N # N", "coalesce(N, N)", "coalesce(N, N, M)", "nullif(N, N)", "greatest(N, N)", "least(N, N, M)",
      "abs(N)",
      "round(N)", "round(N, 1)", "mod(N, N)", "pg_catalog.abs(N)", "CASE WHEN C THEN N ELSE N END",
      "CASE N WHEN N THEN N END",
      "CASE T WHEN V THEN N ELSE N END", "N::A", "N::A", "CAST(N AS A)", "N::A::A", "M::A", "M::A::A", "'5'::A",
      "extract(year from D)", "extract('day' from I)", "date_part('year', D)", "length(T)", "position(T in T)",
      "char_length(T)",
      "strpos(T, V)", "L[N]", "(ARRAY[N, N])[1]", "array_length(L, 1)", "cardinality(X)", "T::integer",
      "(J ->> 'a')::A",
      "J::A", "integer '3'", "numeric '2.5'", "float8 '1e3'", "2 ^ -1", "- 1 ^ 2", "2 ^ 3 ^ 2", "N - N - N",
      "N - (N - N)",
      "N * N + N", "M", "s", "n", "b", "m", "p", "f", "width_bucket(N, 0, 10, 5)", "D - D", "ascii(T)", "N + M",
      "N * M",
    ])

  private static let texts = ExpressionPatterns(
    leaves: ["t", "v", "c", "\"T t\"", "V", "V"],
    branches: [
      "T || T", "T || V", "T || N", "lower(T)", "upper(T)", "substring(T from N for N)", "substring(T from V)",
      "substring(T, 1, 2)", "substring(T similar V escape '#')", "overlay(T placing T from 1)", "trim(T)",
      "trim(both V from T)",
      "trim(leading from T)", "trim(trailing V from T)", "btrim(T, V)", "ltrim(T)", "T COLLATE \"C\"",
      "T COLLATE pg_catalog.\"C\"",
      "T::B", "T::B", "CAST(T AS B)", "T::B::B", "V::B", "V::B::B", "N::text", "N::B", "D::text",
      "CASE WHEN C THEN T ELSE T END",
      "coalesce(T, T)", "coalesce(T, V)", "nullif(T, V)", "greatest(T, T)", "least(T, V)", "J ->> 'a'", "J #>> '{a,b}'",
      "J ->> 0", "X[1]",
      "(ARRAY[T, T])[N]", "left(T, N)", "replace(T, V, V)", "concat(T, N)", "repeat(T, 2)", "split_part(T, V, 1)",
      "to_char(D, 'YYYY')", "current_user", "session_user", "v", "c", "t", "md5(T)", "reverse(T)",
      "char_length(T)::text",
      "normalize(T)", "array_to_string(X, ',')", "C::text", "initcap(T)", "CASE v WHEN V THEN T ELSE T END",
      "quote_literal(T)",
    ])

  private static let times = ExpressionPatterns(
    leaves: [
      "d", "ts", "tz", "'2020-01-01'", "'2020-01-01 10:00'", "date '2020-01-01'", "timestamp '2020-01-01 10:00'",
      "timestamptz '2020-01-01 10:00+02'", "current_date",
    ],
    branches: [
      "D + I", "D - I", "D AT TIME ZONE 'UTC'", "D AT TIME ZONE T", "D AT TIME ZONE I", "timezone('UTC', D)",
      "date_trunc('day', D)",
      "D::K", "D::K", "CAST(D AS K)", "D::K::K", "coalesce(D, D)", "greatest(D, D)", "nullif(D, D)", "least(D, D)",
      "d + M", "d - M",
      "d", "ts", "tz", "make_date(2020, 1, N)", "CASE WHEN C THEN D ELSE D END", "now()", "localtimestamp",
      "current_timestamp",
      "localtimestamp(0)", "'2020-01-01'::K", "'2020-01-01 10:00'::K::K", "to_date(T, 'YYYY')", "D + tm",
      "timestamp(0) '2020-01-01 10:00'", "timestamp with time zone '2020-01-01 10:00'", "(T)::K",
    ])

  private static let intervals = ExpressionPatterns(
    leaves: ["i", "'1 day'", "interval '1 day'", "interval '1' day", "'2 hours'::interval"],
    branches: [
      "D - D", "I * N", "N * I", "-I", "I + I", "I - I", "make_interval(days => 1, hours => 2)",
      "make_interval(days := s)",
      "I::interval", "interval '1-2' year to month", "interval(0) '1.5 seconds'", "interval '1' second(2)",
      "interval '1 day' * N", "coalesce(I, I)", "age(D, D)", "tm - tm", "justify_days(I)",
      "'90 minutes'::interval hour",
      "T::interval", "i", "CASE WHEN C THEN I END", "I / N", "I::interval second(0)",
    ])

  private static let documents = ExpressionPatterns(
    leaves: ["j", "'{\"a\": 1}'", "'[]'", "'{\"a\": {\"b\": 2}}'::jsonb"],
    branches: [
      "J -> 'a'", "J -> 0", "J -> N", "J #> '{a}'", "J || J", "J - V", "J - 0", "jsonb '{}'", "to_jsonb(N)", "J::jsonb",
      "jsonb_build_object('a', N)",
      "jsonb_set(J, '{a}', J)", "J['a']", "coalesce(J, J)", "jsonb_path_query_first(J, '$.a')", "j", "T::jsonb",
      "J::json::jsonb",
      "CASE WHEN C THEN J ELSE J END", "jsonb_build_array(N, T)", "J #- '{a}'",
    ])

  private static let lists = ExpressionPatterns(
    leaves: ["l", "'{1,2}'", "ARRAY[1, 2]", "'{3}'::integer[]"],
    branches: [
      "ARRAY[N, N]", "ARRAY[M, M]::integer[]", "ARRAY[N, M]::A[]", "L || L", "L || N", "array_append(L, N)", "L[1:2]",
      "L[:1]",
      "ARRAY[]::integer[]", "l", "coalesce(L, L)", "array_remove(L, N)", "L::bigint[]", "CAST(L AS integer[])",
      "N || L",
      "ARRAY[ARRAY[N], ARRAY[N]]", "ARRAY[[1, 2], [3, 4]]", "CASE WHEN C THEN L END", "array[N, N] || L",
    ])

  private static let textLists = ExpressionPatterns(
    leaves: ["x", "w", "'{a,b}'", "ARRAY['a', 'b']", "'{a}'::text[]"],
    branches: [
      "ARRAY[T, T]", "ARRAY[V, V]::text[]", "ARRAY[V, V]::varchar[]", "ARRAY[V, v]", "X || X", "X || T",
      "string_to_array(T, V)", "X[1:1]",
      "x", "w", "coalesce(X, X)", "X::text[]", "array_append(X, T)", "ARRAY[V::varchar, V::varchar]::text[]",
      "ARRAY[V::varchar, V::varchar]", "regexp_split_to_array(T, V)",
    ])
}
