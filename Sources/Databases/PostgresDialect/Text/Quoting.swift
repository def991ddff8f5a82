import Dialects

/// Names as PostgreSQL's identifiers.
enum PostgresQuoting {
  static func quoted(_ name: String) throws(DialectError) -> String { "\"" + name + "\"" }
}
