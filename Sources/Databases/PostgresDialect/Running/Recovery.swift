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
          SELECT CASE WHEN indisvalid THEN 'done' WHEN NOT indisvalid THEN 'broken' ELSE 'pending' END, \
          format('DROP INDEX CONCURRENTLY IF EXISTS %s', CAST(indexrelid AS regclass)) FROM (SELECT 1) AS one \
          LEFT JOIN pg_catalog.pg_index ON indrelid = to_regclass(\(try quoted(table))) AND indexrelid IN \
          (SELECT oid FROM pg_catalog.pg_class WHERE relname = \(name))
          """,
        acceptsExisting: ifNotExists,
        // A script cannot look whether an index that is there is whole.
        offlineRepairs: ifNotExists
          ? [] : ["DROP INDEX CONCURRENTLY IF EXISTS \(try quoted(QualifiedName(name, schema: table.schema)))"])
    case .dropIndex(let index, let ifExists):
      return Recovery(
        query: "SELECT CASE WHEN to_regclass(\(try quoted(index))) IS NULL THEN 'done' ELSE 'pending' END, NULL",
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
    case .reindex(let kind, let name, let concurrently):
      guard concurrently else { return nil }
      return try leftovers(of: kind, name)
    case .other:
      return nil
    }
  }

  /// A broken `REINDEX CONCURRENTLY` leaves copies behind that are of no use, and has to run again.
  private func leftovers(of kind: ReindexKind, _ name: QualifiedName?) throws(DialectError) -> Recovery {
    let tables: SQLFragment
    switch (kind, name) {
    case (.index, let name?):
      tables =
        "indrelid = (SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass(\(try quoted(name))))"
    case (.table, let name?): tables = "indrelid = to_regclass(\(try quoted(name)))"
    default: tables = "true"
    }
    return Recovery(
      query: """
        SELECT 'broken', format('DROP INDEX CONCURRENTLY IF EXISTS %s', CAST(indexrelid AS regclass)) \
        FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_class.oid = indexrelid \
        WHERE NOT indisvalid AND relname ~ '_ccnew[0-9]*$' AND \(tables)
        """,
      acceptsExisting: false, offlineRepairs: [])
  }

  private func quoted(_ name: QualifiedName) throws(DialectError) -> String {
    guard let schema = name.schema else { return try PostgresQuoting.quoted(name.name) }
    return try PostgresQuoting.quoted(schema) + "." + PostgresQuoting.quoted(name.name)
  }
}
