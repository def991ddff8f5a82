import Revisions

/// Types as the server spells them, and as people do.
enum TypeText {
  /// A type by any of its spellings.
  static func type(of text: String) -> DataType { parsed(text) ?? .raw(text) }

  /// A type by any of its spellings; nil where the text is more than a type.
  static func parsed(_ text: String) -> DataType? {
    var reader = TypeReader(text: SQLText(text))
    return reader.type()
  }

  /// The server's own names that have a case, by which a type is found in quotes too.
  static func named(_ name: String) -> DataType? {
    switch name {
    case "int2": .smallInteger
    case "int4": .integer
    case "int8": .bigInteger
    case "float4": .real
    case "float8": .double
    case "bool": .boolean
    case "text": .text
    case "varchar": .varchar(length: nil)
    case "bytea": .binary
    case "numeric": .numeric
    case "date": .date
    case "time": .time
    case "timetz": .time(withTimeZone: true)
    case "timestamp": .timestamp
    case "timestamptz": .timestampWithTimeZone
    case "interval": .interval
    case "json": .json
    case "jsonb": .jsonb
    case "uuid": .uuid
    case "varbit": .varbit()
    case "inet": .inet
    case "cidr": .cidr
    case "macaddr": .macaddr
    case "xml": .xml
    case "tsvector": .tsvector
    case "tsquery": .tsquery
    case "int4range": .range(of: .integer)
    case "int8range": .range(of: .bigInteger)
    case "numrange": .range(of: .numeric)
    case "daterange": .range(of: .date)
    case "tsrange": .range(of: .timestamp)
    case "tstzrange": .range(of: .timestampWithTimeZone)
    case "int4multirange": .multirange(of: .integer)
    case "int8multirange": .multirange(of: .bigInteger)
    case "nummultirange": .multirange(of: .numeric)
    case "datemultirange": .multirange(of: .date)
    case "tsmultirange": .multirange(of: .timestamp)
    case "tstzmultirange": .multirange(of: .timestampWithTimeZone)
    default: nil
    }
  }

  /// A type in its one form.
  static func canonical(_ type: DataType) -> DataType {
    switch type {
    case .raw(let text): return self.type(of: text)
    case .named(let name):
      if name.schema == nil || name.schema == "pg_catalog", let known = named(name.name) { return known }
      return name.schema == "pg_catalog" ? .named(QualifiedName(name.name)) : type
    case .numeric(let precision?, nil): return .numeric(precision: precision, scale: 0)
    case .numeric(nil, _): return .numeric
    case .bit(nil, false): return .bit(length: 1)
    case .time(let precision?, let zone) where precision > 6: return .time(precision: 6, withTimeZone: zone)
    case .timestamp(let precision?, let zone) where precision > 6: return .timestamp(precision: 6, withTimeZone: zone)
    case .range(let element): return .range(of: plain(canonical(element)))
    case .multirange(let element): return .multirange(of: plain(canonical(element)))
    case .array(let element):
      // The server does not keep how many dimensions an array was declared with.
      let element = canonical(element)
      if case .array = element { return element }
      return .array(of: element)
    default: return type
    }
  }

  /// A type without its length, precision and the like.
  static func plain(_ type: DataType) -> DataType {
    switch type {
    case .numeric: .numeric
    case .varchar: .varchar(length: nil)
    case .char: .named("bpchar")
    case .bit(_, let varying): varying ? .varbit() : .named("bit")
    case .time(_, let zone): .time(withTimeZone: zone)
    case .timestamp(_, let zone): .timestamp(withTimeZone: zone)
    case .array(let element): .array(of: plain(element))
    case .raw(let text) where text.hasPrefix("interval"): .interval
    case .raw(let text): text.firstIndex(of: "(").map { named(before: String(text[..<$0])) } ?? type
    default: type
    }
  }

  private static func named(before parameters: String) -> DataType { type(of: parameters) }

  /// What the server writes behind a literal that is the default of a column of a type: the digits and fields of an interval say
  /// how its text is read.
  static func ofLiteral(_ type: DataType) -> DataType {
    if case .raw(let text) = type, text.hasPrefix("interval") { type } else { plain(type) }
  }

  /// Whether a type limits what its values may be, so that even NULL is cast to it.
  static func isLimited(_ type: DataType) -> Bool { ofLiteral(type) != type }
}

/// Reads a type's spelling.
private struct TypeReader {
  var text: SQLText

  mutating func type() -> DataType? {
    guard var type = element() else { return nil }
    // `int ARRAY[3]`, `int[3][]`: how many and how long is not kept.
    if text.take("ARRAY") { type = .array(of: type) }
    while text.isSymbol("[") {
      text.position = text.end(ofGroupAt: text.position)
      if case .array = type { continue }
      type = .array(of: type)
    }
    return text.current == nil ? type : nil
  }

  private mutating func element() -> DataType? {
    guard let first = text.current else { return nil }
    guard first.kind == .word else { return other() }
    let start = text.position
    switch text.name(first) {
    case "int", "integer", "int4": return plain(.integer)
    case "smallint", "int2": return plain(.smallInteger)
    case "bigint", "int8": return plain(.bigInteger)
    case "real", "float4": return plain(.real)
    case "float8": return plain(.double)
    case "float":
      text.position += 1
      guard let bits = numbers() else { return .double }
      return bits.first.map { $0 <= 24 ? .real : .double }
    case "double":
      text.position += 1
      return text.take("PRECISION") ? .double : nil
    case "numeric", "decimal", "dec":
      text.position += 1
      guard let digits = numbers() else { return .numeric }
      return .numeric(precision: digits.first, scale: digits.count > 1 ? digits[1] : 0)
    case "bool", "boolean": return plain(.boolean)
    case "bytea": return plain(.binary)
    case "varchar": return characters(varying: true)
    case "character", "char", "nchar":
      guard !text.isWord("VARYING", at: start + 1) else {
        text.position += 1
        return characters(varying: true)
      }
      return characters(varying: false)
    case "national":
      text.position += 2
      if text.isWord("VARYING") { return characters(varying: true) }
      text.position -= 1
      return characters(varying: false)
    case "bpchar":
      text.position += 1
      guard let length = numbers() else { return .named("bpchar") }
      return length.first.map { .char(length: $0) }
    case "bit":
      text.position += 1
      let varying = text.take("VARYING")
      let length = numbers()?.first
      return .bit(length: length ?? (varying ? nil : 1), varying: varying)
    case "varbit":
      text.position += 1
      return .varbit(numbers()?.first)
    case "time", "timetz", "timestamp", "timestamptz": return timed()
    case "interval": return interval()
    default: return other()
    }
  }

  private mutating func plain(_ type: DataType) -> DataType {
    text.position += 1
    return type
  }

  private mutating func characters(varying: Bool) -> DataType? {
    text.position += 1
    let length = numbers()?.first
    return varying ? .varchar(length: length) : .char(length: length ?? 1)
  }

  private mutating func timed() -> DataType? {
    guard let first = text.current, let name = text.name(first) else { return nil }
    text.position += 1
    let precision = numbers()?.first.map { min($0, 6) }
    var withTimeZone = name.hasSuffix("tz")
    if text.isWord("WITH") || text.isWord("WITHOUT") {
      withTimeZone = text.isWord("WITH")
      guard text.isWord("TIME", at: text.position + 1), text.isWord("ZONE", at: text.position + 2) else { return nil }
      text.position += 3
    }
    return name.hasPrefix("timestamp")
      ? .timestamp(precision: precision, withTimeZone: withTimeZone)
      : .time(precision: precision, withTimeZone: withTimeZone)
  }

  /// An interval of certain fields, or so many digits, has no case.
  private mutating func interval() -> DataType? {
    let start = text.position
    text.position += 1
    let fields: [StaticString] = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"]
    while fields.contains(where: { text.isWord($0) }) { text.position += 1 }
    if text.isSymbol("(") { text.position = text.end(ofGroupAt: text.position) }
    guard text.position > start + 1 else { return .interval }
    return .raw(text.text(from: start, to: text.position).lowercased())
  }

  /// A type by its name, with what it is told between parentheses.
  private mutating func other() -> DataType? {
    guard var name = text.takeName() else { return nil }
    if name.schema == "pg_catalog" { name.schema = nil }
    guard text.isSymbol("(") else {
      return name.schema == nil ? TypeText.named(name.name) ?? .named(name) : .named(name)
    }
    let group = text.position
    text.position = text.end(ofGroupAt: group)
    let parameters = text.text(from: group, to: text.position).filter { $0 != " " }
    // The server's own are found in quotes too, and are told the same there.
    if name.schema == nil, Self.limitedTypes.contains(name.name) { return TypeText.parsed(name.name + parameters) }
    return .raw(SQLText.name(name) + parameters)
  }

  private static let limitedTypes = [
    "numeric", "varchar", "bpchar", "bit", "varbit", "time", "timetz", "timestamp", "timestamptz",
  ]

  private mutating func numbers() -> [Int]? {
    guard text.isSymbol("(") else { return nil }
    let parts = text.parts(ofGroupAt: text.position)
    let numbers = parts.compactMap { Int(text.text(from: $0.lowerBound, to: $0.upperBound)) }
    text.position = text.end(ofGroupAt: text.position)
    return numbers.count == parts.count ? numbers : nil
  }
}

extension TypeText {
  /// A type as the server spells it.
  static func spelling(of type: DataType) -> String {
    switch type {
    case .smallInteger: "smallint"
    case .integer: "integer"
    case .bigInteger: "bigint"
    case .numeric(nil, _): "numeric"
    case .numeric(let precision?, let scale): "numeric(\(precision),\(scale ?? 0))"
    case .real: "real"
    case .double: "double precision"
    case .boolean: "boolean"
    case .text: "text"
    case .varchar(let length): "character varying" + digits(length)
    case .char(let length): "character(\(length))"
    case .binary: "bytea"
    case .date: "date"
    case .time(let precision, let zone): "time" + digits(precision) + (zone ? " with time zone" : " without time zone")
    case .timestamp(let precision, let zone):
      "timestamp" + digits(precision) + (zone ? " with time zone" : " without time zone")
    case .interval: "interval"
    case .json: "json"
    case .jsonb: "jsonb"
    case .uuid: "uuid"
    case .bit(let length, let varying): (varying ? "bit varying" : "bit") + digits(length)
    case .inet: "inet"
    case .cidr: "cidr"
    case .macaddr: "macaddr"
    case .xml: "xml"
    case .tsvector: "tsvector"
    case .tsquery: "tsquery"
    case .range(let element): rangePrefix(element) + "range"
    case .multirange(let element): rangePrefix(element) + "multirange"
    case .array(let element): spelling(of: element) + "[]"
    case .named(let name): SQLText.name(name)
    case .raw(let text): text
    }
  }

  private static func digits(_ number: Int?) -> String { number.map { "(\($0))" } ?? "" }

  private static func rangePrefix(_ element: DataType) -> String {
    switch element {
    case .integer: "int4"
    case .bigInteger: "int8"
    case .numeric: "num"
    case .timestamp(_, let zone): zone ? "tstz" : "ts"
    default: spelling(of: element)
    }
  }
}
