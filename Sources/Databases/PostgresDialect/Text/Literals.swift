import Dialects
import Revisions

/// Values as SQL text.
enum PostgresLiteral {
  static func text(of value: SQLValue) throws(DialectError) -> String { "\(value)" }
}
