import Dialects
import Revisions

extension PostgresDialect {
  /// The statements of an operation, which on PostgreSQL never depend on what the database holds.
  func statements(for operation: Operation) throws(DialectError) -> [Statement] {
    switch operation {
    case .createTable(let create): return try createTable(create)
    case .dropTable(let drop): return try dropTable(drop)
    case .renameTable(let rename): return try renameTable(rename)
    case .addColumn(let add): return try addColumn(add)
    case .dropColumn(let drop): return try dropColumn(drop)
    case .alterColumn(let alter): return try alterColumn(alter)
    case .renameColumn(let rename): return try renameColumn(rename)
    case .addConstraint(let add): return try addConstraint(add)
    case .dropConstraint(let drop): return try dropConstraint(drop)
    case .createIndex(let create): return try createIndex(create)
    case .dropIndex(let drop): return try dropIndex(drop)
    case .createView(let create): return try createView(create)
    case .dropView(let drop): return try dropView(drop)
    case .createTrigger(let create): return try createTrigger(create)
    case .dropTrigger(let drop): return try dropTrigger(drop)
    case .insertRows(let insert): return try insertRows(insert)
    case .deleteRows(let delete): return try deleteRows(delete)
    case .sql(let sql): return try statements(of: sql)
    case .when, .live, .outsideTransaction:
      throw DialectError("this operation is the engine's to carry out, not a dialect's")
    }
  }
}
