/// A value that is bound to a statement, read from a row, or written into SQL as a literal by the dialect.
public enum SQLValue: Hashable, Sendable, Codable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case double(Double)
  case text(String)
  case blob([UInt8])

  /// The text of a text value, nil for any other.
  public var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  /// The number of an integer value (a boolean counts as 0 or 1), nil for any other.
  public var integer: Int64? {
    switch self {
    case .integer(let number): number
    case .boolean(let flag): flag ? 1 : 0
    default: nil
    }
  }

  /// Whether this is SQL's NULL.
  public var isNull: Bool { self == .null }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(nilLiteral: ()) { self = .null }
}

/// What can stand as a value in SQL: `connection.execute("UPDATE t SET a = \(name)")`.
public protocol SQLValueConvertible {
  /// The value as SQL knows it.
  var sqlValue: SQLValue { get }
}

extension SQLValue: SQLValueConvertible {
  public var sqlValue: SQLValue { self }
}

extension String: SQLValueConvertible {
  public var sqlValue: SQLValue { .text(self) }
}

extension Substring: SQLValueConvertible {
  public var sqlValue: SQLValue { .text(String(self)) }
}

extension Bool: SQLValueConvertible {
  public var sqlValue: SQLValue { .boolean(self) }
}

extension Int: SQLValueConvertible {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int32: SQLValueConvertible {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLValueConvertible {
  public var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLValueConvertible {
  public var sqlValue: SQLValue { .double(self) }
}

extension [UInt8]: SQLValueConvertible {
  public var sqlValue: SQLValue { .blob(self) }
}

extension Optional: SQLValueConvertible where Wrapped: SQLValueConvertible {
  public var sqlValue: SQLValue { map(\.sqlValue) ?? .null }
}
