package import Dialects
package import Revisions

/// PostgreSQL: operations as its statements, from version 13 on.
package struct PostgresDialect: Dialect {
  /// Makes the dialect.
  package init() {}

  package var name: DialectName { .postgresql }

  package var transactionStrategy: TransactionStrategy { .perRevision }

  package var beginTransaction: String { "BEGIN" }

  package var journalClock: JournalClock {
    JournalClock(
      prepare: [], start: [], startedAt: "transaction_timestamp()", now: "clock_timestamp()",
      elapsedMilliseconds:
        "CAST(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000 AS bigint)")
  }

  package var violationsQuery: SQLFragment? { nil }

  package func tableExists(_ table: QualifiedName) -> SQLFragment {
    "SELECT 1 FROM pg_catalog.pg_class WHERE relname = \(table.name)"
  }

  package var offlineFraming: any OfflineFraming { PostgresOfflineFraming() }

  package func sessionChange(for operations: [Operation]) -> SessionChange? { nil }

  package func quoted(_ identifier: String) throws(DialectError) -> String { try PostgresQuoting.quoted(identifier) }

  package func literal(_ value: SQLValue) throws(DialectError) -> String { try PostgresLiteral.text(of: value) }

  package func cut(_ text: String) throws(DialectError) -> [CutStatement] { try StatementCutter.cut(text) }

  package func transactionRule(of statement: String) -> Statement.TransactionRule {
    TransactionRules.rule(of: statement)
  }

  package func needsCatalog(for operation: Operation) -> Bool { false }

  package func statements(
    for operation: Operation, reading catalog: (any DatabaseConnection)?
  ) async throws -> [Statement] {
    do {
      var statements = try statements(for: operation)
      for position in statements.indices where statements[position].location == nil {
        statements[position].location = operation.value.location
      }
      return statements
    } catch {
      var located = error
      located.location = located.location ?? operation.value.location
      throw located
    }
  }
}
