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
    case .array(let element): return try typeName(element) + "[]"
    case .named(let name): return try quoted(name)
    case .raw(let spelling): return spelling
    }
  }

  private static func timed(_ name: String, _ precision: Int?, _ withTimeZone: Bool) -> String {
    name + (precision.map { "(\($0))" } ?? "") + (withTimeZone ? " WITH TIME ZONE" : "")
  }
}
