import Revisions

/// What a statement that runs outside a transaction is about, so that a run that was broken off in it can look at what
/// is there.
///
/// Names are as the server knows them: bare words in lower case, quotes taken off, no longer than it keeps. A name
/// without a schema is looked for in the search path.
enum ConcurrentStatement: Hashable, Sendable {
  /// `CREATE [UNIQUE] INDEX`, concurrently or not. The index stands in its table's schema; without a name, the server chooses one.
  case createIndex(String?, table: QualifiedName, ifNotExists: Bool)
  /// `DROP INDEX` of one index, concurrently or not.
  case dropIndex(QualifiedName, ifExists: Bool)
  /// `REINDEX`. The name is nil where the present database is meant.
  case reindex(ReindexKind, QualifiedName?, concurrently: Bool)
  /// `ALTER TABLE … DETACH PARTITION … CONCURRENTLY`.
  case detachPartition(table: QualifiedName, partition: QualifiedName)
  /// Anything else, and what the server would not understand.
  case other

  /// What a `REINDEX` goes through.
  enum ReindexKind: Hashable, Sendable {
    case index, table, schema, database, system
  }

  /// Reads a single statement.
  init(parsing statement: String) {
    var reader = StatementReader(statement)
    let parsed =
      if reader.accept("CREATE") {
        Self.createIndex(&reader)
      } else if reader.accept("DROP", "INDEX") {
        Self.dropIndex(&reader)
      } else if reader.accept("REINDEX") {
        Self.reindex(&reader)
      } else if reader.accept("ALTER", "TABLE") {
        Self.detachPartition(&reader)
      } else {
        Self?.none
      }
    self = parsed ?? .other
  }

  private static func createIndex(_ reader: inout StatementReader) -> Self? {
    reader.accept("UNIQUE")
    guard reader.accept("INDEX") else { return nil }
    reader.accept("CONCURRENTLY")
    let ifNotExists = reader.accept("IF", "NOT", "EXISTS")
    let name = reader.isAt("ON") ? nil : reader.name()
    guard reader.accept("ON"), let table = reader.relation() else { return nil }
    return .createIndex(name, table: table, ifNotExists: ifNotExists)
  }

  private static func dropIndex(_ reader: inout StatementReader) -> Self? {
    reader.accept("CONCURRENTLY")
    let ifExists = reader.accept("IF", "EXISTS")
    guard let name = reader.qualifiedName() else { return nil }
    if !reader.accept("RESTRICT") { reader.accept("CASCADE") }
    return reader.isAtEnd ? .dropIndex(name, ifExists: ifExists) : nil
  }

  private static func reindex(_ reader: inout StatementReader) -> Self? {
    let isOption = reader.options()["concurrently"] == false
    let kind: ReindexKind
    if reader.accept("INDEX") {
      kind = .index
    } else if reader.accept("TABLE") {
      kind = .table
    } else if reader.accept("SCHEMA") {
      kind = .schema
    } else if reader.accept("DATABASE") {
      kind = .database
    } else if reader.accept("SYSTEM") {
      kind = .system
    } else {
      return nil
    }
    let concurrently = reader.accept("CONCURRENTLY") || isOption
    let name = reader.qualifiedName()
    guard reader.isAtEnd, name != nil || kind == .database || kind == .system else { return nil }
    return .reindex(kind, name, concurrently: concurrently)
  }

  private static func detachPartition(_ reader: inout StatementReader) -> Self? {
    _ = reader.accept("IF", "EXISTS")
    guard let table = reader.relation(), reader.accept("DETACH", "PARTITION"),
      let partition = reader.qualifiedName(), reader.accept("CONCURRENTLY")
    else { return nil }
    return .detachPartition(table: table, partition: partition)
  }
}
