import Dialects
import Revisions

extension PostgresDialect {
  /// A type as PostgreSQL spells it.
  func typeName(_ type: DataType) throws(DialectError) -> String {
    switch type {
    case .smallInteger: return "SMALLINT"
    case .integer: return "INTEGER"
    case .bigInteger: return "BIGINT"
    case .numeric(nil, _): return "NUMERIC"
    case .numeric(let precision?, nil): return "NUMERIC(\(precision))"
    case .numeric(let precision?, let scale?): return "NUMERIC(\(precision), \(scale))"
    case .real: return "REAL"
    case .double: return "DOUBLE PRECISION"
    case .boolean: return "BOOLEAN"
    case .text: return "TEXT"
    case .varchar(nil): return "VARCHAR"
    case .varchar(let length?): return "VARCHAR(\(length))"
    case .char(let length): return "CHAR(\(length))"
    case .binary: return "BYTEA"
    case .date: return "DATE"
    case .time(let precision, let zone): return Self.timed("TIME", precision, zone)
    case .timestamp(let precision, let zone): return Self.timed("TIMESTAMP", precision, zone)
    case .interval: return "INTERVAL"
    case .json: return "JSON"
    case .jsonb: return "JSONB"
    case .uuid: return "UUID"
    case .bit(let length, let varying):
      return (varying ? "BIT VARYING" : "BIT") + (length.map { "(\($0))" } ?? "")
    case .inet: return "INET"
    case .cidr: return "CIDR"
    case .macaddr: return "MACADDR"
    case .xml: return "XML"
    case .tsvector: return "TSVECTOR"
    case .tsquery: return "TSQUERY"
    case .range(let element): return try rangeName(of: element, "RANGE")
    case .multirange(let element): return try rangeName(of: element, "MULTIRANGE")
    case .array(let element): return try typeName(element) + "[]"
    case .named(let name): return try quoted(name)
    case .raw(let spelling): return spelling
    }
  }

  /// The range types that PostgreSQL has by itself; others have names of their own.
  private func rangeName(of element: DataType, _ kind: String) throws(DialectError) -> String {
    switch element {
    case .integer: return "INT4" + kind
    case .bigInteger: return "INT8" + kind
    case .numeric: return "NUM" + kind
    case .date: return "DATE" + kind
    case .timestamp(_, let zone): return (zone ? "TSTZ" : "TS") + kind
    default:
      throw DialectError(
        "PostgreSQL has no \(kind.lowercased()) type of \(try typeName(element)) by itself",
        hint: "create one with CREATE TYPE … AS RANGE, and use `.named`")
    }
  }

  private static func timed(_ name: String, _ precision: Int?, _ withTimeZone: Bool) -> String {
    name + (precision.map { "(\($0))" } ?? "") + (withTimeZone ? " WITH TIME ZONE" : "")
  }
}
