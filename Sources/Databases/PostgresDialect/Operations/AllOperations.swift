import Dialects
import Revisions

extension PostgresDialect {
  /// The statements of an operation, which on PostgreSQL never depend on what the database holds.
  func statements(for operation: Operation) throws(DialectError) -> [Statement] {
    switch operation {
    case .sql(let sql): return try statements(of: sql)
    default: throw DialectError("this operation is the engine's to carry out, not a dialect's")
    }
  }
}
