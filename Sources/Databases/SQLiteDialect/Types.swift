import Dialects
import Revisions

/// How SQLite spells types.
///
/// A declared type is a name to SQLite; what it does with values follows from letters in it (`INT` makes it an integer,
/// `CHAR` text, and so on). So each spelling is chosen to hold what the type means, and read back as the same.
enum SQLiteTypes {
  static func name(of type: DataType, strict: Bool) throws(DialectError) -> String {
    strict ? strictName(of: type) : try name(of: type)
  }

  /// Whether a STRICT table takes another name for a type than others do.
  static func dependsOnStrictness(_ type: DataType) -> Bool { (try? name(of: type)) != strictName(of: type) }

  private static func name(of type: DataType) throws(DialectError) -> String {
    switch type {
    case .smallInteger: "SMALLINT"
    case .integer: "INTEGER"
    case .bigInteger: "BIGINT"
    case .numeric(nil, _): "NUMERIC"
    case .numeric(let precision?, nil): "NUMERIC(\(precision))"
    case .numeric(let precision?, let scale?): "NUMERIC(\(precision), \(scale))"
    case .real: "REAL"
    case .double: "DOUBLE PRECISION"
    case .boolean: "BOOLEAN"
    case .text: "TEXT"
    case .varchar(nil): "VARCHAR"
    case .varchar(let length?): "VARCHAR(\(length))"
    case .char(let length): "CHAR(\(length))"
    case .binary: "BLOB"
    case .date: "DATE"
    case .time: "TIME"
    case .timestamp: "TIMESTAMP"
    // Its own name has INT in it, and an interval that looks like a number would become one.
    case .interval: "TEXT"
    case .json, .jsonb, .array: "JSON"
    case .uuid: "CHAR(36)"
    case .named, .bit, .inet, .cidr, .macaddr, .xml, .tsvector, .tsquery, .range, .multirange: "TEXT"
    case .raw(let spelling): spelling
    }
  }

  /// A STRICT table knows six types.
  private static func strictName(of type: DataType) -> String {
    switch type {
    case .smallInteger, .integer, .bigInteger, .boolean: "INTEGER"
    case .numeric(_, let scale): scale == 0 ? "INTEGER" : "REAL"
    case .real, .double: "REAL"
    case .binary: "BLOB"
    case .raw(let spelling): spelling
    case .text, .varchar, .char, .date, .time, .timestamp, .interval, .json, .jsonb, .array, .uuid, .named, .bit,
      .inet, .cidr, .macaddr, .xml, .tsvector, .tsquery, .range, .multirange:
      "TEXT"
    }
  }
}
