/// A column's type, by what it holds; each dialect says how it spells it.
public indirect enum DataType: Hashable, Sendable, Codable {
  /// A 16-bit integer.
  case smallInteger
  /// A 32-bit integer (64-bit on SQLite, as every integer there).
  case integer
  /// A 64-bit integer.
  case bigInteger
  /// An exact number of `precision` digits, `scale` of them behind the point.
  case numeric(precision: Int?, scale: Int?)
  /// A 32-bit floating-point number.
  case real
  /// A 64-bit floating-point number.
  case double
  case boolean
  /// Text of any length.
  case text
  /// Text of at most `length` characters, where the database checks that.
  case varchar(length: Int?)
  /// Text of exactly `length` characters, padded with blanks.
  case char(length: Int)
  case binary
  case date
  /// A time of day, with fractional digits as `precision` says (0 to 6).
  case time(precision: Int? = nil, withTimeZone: Bool = false)
  /// A point in time, with fractional digits as `precision` says (0 to 6).
  case timestamp(precision: Int? = nil, withTimeZone: Bool = false)
  case interval
  case json
  /// JSON in the database's binary form, where it has one.
  case jsonb
  case uuid
  /// A string of bits: exactly `length`, or at most so many where it varies.
  case bit(length: Int? = nil, varying: Bool = false)
  /// An address of a host, with or without its network.
  case inet
  /// An address of a network.
  case cidr
  /// An address of a network card.
  case macaddr
  case xml
  /// A document as a text search sees it.
  case tsvector
  /// What a text search looks for.
  case tsquery
  /// A range of numbers or times: `.range(of: .integer)`, `.range(of: .timestampWithTimeZone)`.
  case range(of: DataType)
  /// Several ranges.
  case multirange(of: DataType)
  /// A list of values of one type.
  case array(of: DataType)
  /// A type by its name in the database, such as an enumeration or a domain, quoted as a name.
  case named(QualifiedName)
  /// A type spelt out as the database reads it, for what has no case here: `.raw("citext")`.
  case raw(String)

  /// Text of at most `length` characters: `VARCHAR(length)`.
  public static func string(_ length: Int? = nil) -> DataType { .varchar(length: length) }

  /// An exact number: `NUMERIC(precision, scale)`.
  public static func decimal(_ precision: Int, _ scale: Int) -> DataType {
    .numeric(precision: precision, scale: scale)
  }

  /// An exact number of any size.
  public static var numeric: DataType { .numeric(precision: nil, scale: nil) }

  /// A string of at most so many bits, or of any number.
  public static func varbit(_ length: Int? = nil) -> DataType { .bit(length: length, varying: true) }

  /// A point in time without a zone.
  public static var timestamp: DataType { .timestamp() }

  /// A point in time that knows its zone.
  public static var timestampWithTimeZone: DataType { .timestamp(withTimeZone: true) }

  /// A time of day without a zone.
  public static var time: DataType { .time() }

  /// Whether this is one of the three integers.
  public var isInteger: Bool {
    switch self {
    case .smallInteger, .integer, .bigInteger: true
    default: false
    }
  }

  /// Whether this is a type of numbers.
  public var isNumeric: Bool {
    switch self {
    case .numeric, .real, .double: true
    default: isInteger
    }
  }
}
