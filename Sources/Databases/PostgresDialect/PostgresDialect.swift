package import Dialects
package import Revisions

/// PostgreSQL: operations as its statements, from version 13 on.
package struct PostgresDialect: Dialect {
  let settings: PostgresSettings

  /// Makes the dialect for sessions with these settings.
  package init(settings: PostgresSettings = PostgresSettings()) { self.settings = settings }

  package var name: DialectName { .postgresql }

  package var transactionStrategy: TransactionStrategy { .perRevision(PostgresFencing()) }

  package var beginTransaction: String { "BEGIN" }

  package var journalClock: JournalClock {
    JournalClock(
      prepare: [], start: [], startedAt: "transaction_timestamp()", now: "clock_timestamp()",
      elapsedMilliseconds: { "CAST(round(extract(epoch FROM clock_timestamp() - \($0)) * 1000) AS bigint)" })
  }

  package var violationsQuery: SQLFragment? { nil }

  package func evidence(of violation: SQLRow) -> SQLFragment? { nil }

  package var defaultSchemaQuery: SQLFragment? { "SELECT current_schema()" }

  package func tableExists(_ table: QualifiedName) -> SQLFragment {
    """
    SELECT 1 FROM pg_catalog.pg_class WHERE relname = \(table.name) AND relkind IN ('r', 'p', 'v', 'f') \
    AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = \(schema(of: table)))
    """
  }

  package func lengthLimit(of column: String, in table: QualifiedName) -> SQLFragment? {
    """
    SELECT character_maximum_length FROM information_schema.columns \
    WHERE table_schema = \(schema(of: table)) AND table_name = \(table.name) AND column_name = \(column)
    """
  }

  private func schema(of table: QualifiedName) -> SQLFragment {
    if let schema = table.schema { "\(schema)::text" } else { "current_schema()" }
  }

  /// `CREATE SCHEMA IF NOT EXISTS` asks for the right to create one even where it is there.
  package func creatingSchema(_ name: String) throws(DialectError) -> String? {
    let isMissing = "to_regnamespace(\(try literal(.text(quoted(name))))) IS NULL"
    return block(where: isMissing, [Statement("CREATE SCHEMA \(try quoted(name))")]).text
  }

  package func runnerLock(for versionTable: QualifiedName) -> RunnerLock? {
    let key: SQLFragment = """
      hashtextextended('rev ' || quote_ident(\(schema(of: versionTable))) || '.' || quote_ident(\(versionTable.name)), 0)
      """
    return RunnerLock(acquire: "SELECT pg_try_advisory_lock(\(key))", release: "SELECT pg_advisory_unlock(\(key))")
  }

  package var offlineFraming: any OfflineFraming { PostgresOfflineFraming(self, settings: settings) }

  package func failing(unless query: String, _ failure: String) throws -> [String] {
    [try PostgresFencing().check(query, failure: failure)]
  }

  package func reachesBeyondDatabase(_ statement: String) -> Bool { ServerWide.isChanged(by: statement) }

  package func sessionChange(for operations: [Operation]) -> SessionChange? { nil }

  package func quoted(_ identifier: String) throws(DialectError) -> String { try PostgresQuoting.quoted(identifier) }

  package func literal(_ value: SQLValue) throws(DialectError) -> String { try PostgresLiteral.text(of: value) }

  package func cut(_ text: String) throws(DialectError) -> [CutStatement] { try StatementCutter.cut(text) }

  package func transactionRule(of statement: String) -> Statement.TransactionRule {
    TransactionRules.rule(of: statement)
  }

  package func runsOutsideTransaction(_ operation: Operation) -> Bool {
    switch operation {
    case .createIndex, .dropIndex, .detachPartition:
      (try? statements(for: operation))?.contains { $0.transactionRule == .outside } ?? false
    default: false
    }
  }

  package func changesSettings(_ statement: String) -> Bool { SessionEffects.changesSettings(statement) }

  package func recovery(of statement: Statement) throws(DialectError) -> Recovery? {
    try ConcurrentStatement(parsing: statement.text).recovery()
  }

  package func needsCatalog(for operation: Operation) -> Bool { false }

  package func statements(
    for operation: Operation, reading catalog: (any DatabaseConnection)?
  ) async throws -> [Statement] {
    try statements(for: operation)
  }
}
