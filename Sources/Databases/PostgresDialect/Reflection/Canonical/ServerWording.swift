/// What the server says otherwise once it has read its own words again: it is left out, and the server puts it there by itself.
enum ServerWording {
  /// A query or an expression without what would not stay as it is.
  static func restored(in text: String) -> String {
    // Most texts have no cast, and to look for longer ones takes longer.
    guard hasCast(text) else { return text }
    let hasLists = text.contains("'::character varying])::text[]")
    let hasNames = ["UNION", "EXCEPT", "INTERSECT"].contains(where: text.contains)
    guard hasLists || hasNames else { return text }
    let sql = SQLText(text)
    var result: [UInt8] = []
    var end = 0
    for place in sql.tokens.indices {
      for range in (hasLists ? castOfList(at: place, in: sql) : [])
        + (hasNames ? nameOfLiteral(at: place, in: sql) : [])
      {
        result += sql.bytes[end..<range.lowerBound]
        end = range.upperBound
      }
    }
    return String(decoding: result + sql.bytes[end...], as: UTF8.self)
  }

  private static func hasCast(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: ":"), previous == byte { return true }
      previous = byte
    }
    return false
  }

  /// A text as it was before the server read its own words again, as it does when a dump is restored: a cast that was that of a list
  /// of texts stands at each of them afterwards.
  static func original(of text: String) -> String {
    guard hasCast(text), text.contains("::text") else { return text }
    let sql = SQLText(text)
    var result: [UInt8] = []
    var end = 0
    for range in sql.tokens.indices.flatMap({ castsInList(at: $0, in: sql) }) {
      result += sql.bytes[end..<range.lowerBound]
      end = range.upperBound
    }
    return String(decoding: result + sql.bytes[end...], as: UTF8.self)
  }

  /// The casts of the texts in a list, with the parentheses in front of them.
  private static func castsInList(at start: Int, in sql: SQLText) -> [Range<Int>] {
    let list = start + 3
    guard sql.isWord("ANY", at: start) || sql.isWord("ALL", at: start), sql.isSymbol("(", at: start + 1),
      sql.isWord("ARRAY", at: start + 2), sql.isSymbol("[", at: list)
    else { return [] }
    var casts: [Range<Int>] = []
    for part in sql.parts(ofGroupAt: list) {
      let isEnclosed = sql.isSymbol("(", at: part.lowerBound)
      let value = part.lowerBound + (isEnclosed ? 1 : 0)
      let end = value + 5
      guard part.count == (isEnclosed ? 10 : 8), sql.tokens[value].kind == .string, isCast(at: value + 1, in: sql),
        sql.text(from: value + 3, to: end) == "character varying", !isEnclosed || sql.isSymbol(")", at: end),
        isCast(at: part.upperBound - 3, in: sql), sql.isWord("TEXT", at: part.upperBound - 1)
      else { return [] }
      if isEnclosed { casts.append(sql.tokens[part.lowerBound].range) }
      casts.append(sql.tokens[end].range.lowerBound..<sql.tokens[part.upperBound - 1].range.upperBound)
    }
    return casts
  }

  /// The cast of a list of texts.
  ///
  /// `status IN ('a', 'b')` of a `varchar` comes back as
  /// `(status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])`. Read again, that cast goes into the list.
  private static func castOfList(at start: Int, in sql: SQLText) -> [Range<Int>] {
    let (inner, list) = (start + 2, start + 4)
    guard sql.isWord("ANY", at: start) || sql.isWord("ALL", at: start), sql.isSymbol("(", at: start + 1),
      sql.isSymbol("(", at: inner), sql.isWord("ARRAY", at: start + 3), sql.isSymbol("[", at: list)
    else { return [] }
    let isOfVarchars = sql.parts(ofGroupAt: list).allSatisfy { part in
      part.count == 5 && sql.tokens[part.lowerBound].kind == .string && isCast(at: part.lowerBound + 1, in: sql)
        && sql.text(from: part.lowerBound + 3, to: part.upperBound) == "character varying"
    }
    let close = sql.end(ofGroupAt: list)
    guard isOfVarchars, sql.isSymbol(")", at: close), isCast(at: close + 1, in: sql),
      sql.text(from: close + 3, to: close + 6) == "text[]", sql.isSymbol(")", at: close + 6)
    else { return [] }
    return [
      sql.tokens[inner].range, sql.tokens[close].range.lowerBound..<sql.tokens[close + 5].range.upperBound,
    ]
  }

  /// The name of a literal that is called like its type, as it would be without one.
  ///
  /// In a later part of a UNION, which gives no names, `'x'` comes back as `'x'::name`, and that as `'x'::name AS name`.
  private static func nameOfLiteral(at place: Int, in sql: SQLText) -> [Range<Int>] {
    guard sql.isWord("AS", at: place), place + 1 < sql.tokens.count, let name = sql.name(sql.tokens[place + 1]) else {
      return []
    }
    var end = place
    if sql.isSymbol("]", at: end - 1), sql.isSymbol("[", at: end - 2) { end -= 2 }
    var start = end
    while start > 0, sql.name(sql.tokens[start - 1]) != nil || sql.isSymbol(".", at: start - 1) { start -= 1 }
    guard start < end, isCast(at: start - 2, in: sql), isLiteral(endingAt: start - 2, in: sql) else { return [] }
    let type = sql.text(from: start, to: end)
    guard name == columnNames[type] ?? sql.name(sql.tokens[end - 1]) else { return [] }
    return [sql.tokens[place - 1].range.upperBound..<sql.tokens[place + 1].range.upperBound]
  }

  private static func isCast(at place: Int, in sql: SQLText) -> Bool {
    place >= 0 && sql.isSymbol(":", at: place) && sql.isSymbol(":", at: place + 1)
  }

  private static func isLiteral(endingAt end: Int, in sql: SQLText) -> Bool {
    guard end > 0 else { return false }
    if sql.tokens[end - 1].kind == .string || sql.isWord("NULL", at: end - 1) { return true }
    guard end > 2, sql.isSymbol(")", at: end - 1), sql.tokens[end - 2].kind == .number, sql.isSymbol("(", at: end - 3)
    else { return false }
    // Behind a name the parentheses are those of a call.
    guard end > 3, let before = sql.name(sql.tokens[end - 4]) else { return true }
    return sql.tokens[end - 4].kind == .word && Keywords.capital.contains(before)
  }

  /// What a column is called that is cast to a type with a spelling of its own, by that spelling.
  private static let columnNames = [
    "bigint": "int8", "bit varying": "varbit", "boolean": "bool", "character": "bpchar", "character varying": "varchar",
    "double precision": "float8", "integer": "int4", "real": "float4", "smallint": "int2",
    "time with time zone": "timetz", "time without time zone": "time", "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
  ]
}
