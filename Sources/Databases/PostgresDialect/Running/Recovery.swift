import Dialects
import Revisions

extension ConcurrentStatement {
  /// How to find out what became of the statement; nil where it can only be run again.
  func recovery() throws(DialectError) -> Recovery? {
    switch self {
    case .createIndex(let name, let table, let ifNotExists):
      guard let name else { return nil }
      return Recovery(
        query: """
          SELECT CASE WHEN indisvalid THEN 'done' ELSE 'broken' END, \
          format('DROP INDEX CONCURRENTLY IF EXISTS %s', CAST(indexrelid AS regclass)) FROM pg_catalog.pg_index \
          WHERE indrelid = to_regclass(\(try quoted(table))) AND indexrelid IN \
          (SELECT oid FROM pg_catalog.pg_class WHERE relname = \(name))
          """,
        acceptsExisting: ifNotExists,
        // A script cannot look whether an index that is there is whole.
        offlineRepairs: [
          "DROP INDEX CONCURRENTLY IF EXISTS \(try quoted(QualifiedName(name, schema: table.schema)))"
        ])
    case .dropIndex(let index, let ifExists):
      return Recovery(
        query: "SELECT CASE WHEN to_regclass(\(try quoted(index))) IS NULL THEN 'done' ELSE 'pending' END",
        acceptsExisting: ifExists, offlineRepairs: [])
    case .detachPartition(let table, let partition):
      return Recovery(
        query: """
          SELECT state, repair FROM (\
          SELECT CASE WHEN inhdetachpending THEN 'broken' ELSE 'pending' END AS state, \
          format('ALTER TABLE %s DETACH PARTITION %s FINALIZE', CAST(inhparent AS regclass), CAST(inhrelid AS regclass)) \
          AS repair FROM pg_catalog.pg_inherits WHERE inhparent = to_regclass(\(try quoted(table))) \
          AND inhrelid = to_regclass(\(try quoted(partition))) \
          UNION ALL SELECT 'done', NULL) AS states LIMIT 1
          """,
        acceptsExisting: false, offlineRepairs: [])
    case .reindex, .other:
      return nil
    }
  }

  private func quoted(_ name: QualifiedName) throws(DialectError) -> String {
    guard let schema = name.schema else { return try PostgresQuoting.quoted(name.name) }
    return try PostgresQuoting.quoted(schema) + "." + PostgresQuoting.quoted(name.name)
  }
}
