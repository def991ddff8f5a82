package import Dialects
package import Revisions

extension PostgresDialect {
  /// PostgreSQL converts by itself where an assignment would; for the rest a cast has to be asked for, and where there is none, values
  /// go by their text.
  package func conversion(
    of column: String, from former: DataType, to type: DataType
  ) throws(DialectError) -> SQLFragment? {
    let (value, target) = (try quoted(column), try typeName(type))
    return switch Self.conversion(from: former, to: type) {
    case .assignment: nil
    case .cast: .raw("\(value)::\(target)")
    case .comparison: .raw("\(value) <> 0")
    case .number: .raw("\(value)::integer::\(target)")
    case .text, .unknown: .raw("\(value)::text::\(target)")
    }
  }

  /// How values of one type become those of another.
  enum Conversion {
    /// By themselves.
    case assignment
    /// By a cast that has to be asked for.
    case cast
    /// A number that is not zero is true: only `integer` has a cast to `boolean`.
    case comparison
    /// A truth value becomes `integer`, and that another number.
    case number
    /// By their text, as there is no cast.
    case text
    /// By their text, as it is not known whether there is a cast: from one enumeration to another there is none.
    case unknown
  }

  /// See "Value Storage" and "Type Conversion" in PostgreSQL's manual (10.4), and `pg_cast`.
  static func conversion(from former: DataType, to type: DataType) -> Conversion {
    if former == type { return .assignment }
    switch (TypeFamily(former), TypeFamily(type)) {
    case (_, .text): return .assignment
    case (.text, _): return .cast
    case (.named, .named), (_, .named): return .unknown
    case (.named, _), (.other, _), (_, .other): return .cast
    case (.number, .number), (.json, .json), (.network, .network), (.bits, .bits): return .assignment
    case (.date, .date), (.date, .timestamp), (.timestamp, .date), (.timestamp, .timestamp): return .assignment
    case (.number, .boolean): return former == .integer ? .cast : .comparison
    case (.boolean, .number): return type == .integer ? .cast : .number
    default: break
    }
    return hasCast(former, to: type) ? .cast : .text
  }

  /// Whether `pg_cast` has one, of types whose families differ or are none.
  private static func hasCast(_ former: DataType, to type: DataType) -> Bool {
    switch (former, type) {
    case (.timestamp(_, let isZoned), .time(_, let wantsZone)): isZoned || !wantsZone
    case (.time, .time), (.time(_, false), .interval), (.interval, .time(_, false)): true
    case (.jsonb, .boolean), (.jsonb, .smallInteger), (.jsonb, .integer), (.jsonb, .bigInteger), (.jsonb, .numeric),
      (.jsonb, .real), (.jsonb, .double):
      true
    case (.integer, .bit(_, false)), (.bigInteger, .bit(_, false)), (.bit(_, false), .integer),
      (.bit(_, false), .bigInteger):
      true
    case (.range(let element), .multirange(let other)): element == other
    case (.array(let old), .array(let new)):
      switch conversion(from: old, to: new) {
      case .assignment, .cast: true
      case .comparison, .number, .text, .unknown: false
      }
    default: TypeText.plain(former) == TypeText.plain(type)
    }
  }
}

/// Types among which values go back and forth in the same ways.
private enum TypeFamily {
  case text, number, boolean, date, timestamp, json, network, bits
  /// What is known to the database by a name.
  case named
  /// What is spelt out.
  case other
  /// None.
  case alone

  init(_ type: DataType) {
    switch type {
    case .text, .varchar, .char: self = .text
    case .smallInteger, .integer, .bigInteger, .numeric, .real, .double: self = .number
    case .boolean: self = .boolean
    case .date: self = .date
    case .timestamp: self = .timestamp
    case .json, .jsonb: self = .json
    case .inet, .cidr: self = .network
    case .bit: self = .bits
    case .named: self = .named
    case .raw: self = .other
    case .binary, .time, .interval, .uuid, .macaddr, .xml, .tsvector, .tsquery, .range, .multirange, .array:
      self = .alone
    }
  }
}
