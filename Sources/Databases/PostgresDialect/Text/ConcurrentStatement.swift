import Revisions

/// A statement outside a transaction, as far as its effect can be looked up.
enum ConcurrentStatement: Hashable {
  case createIndex(String?, table: QualifiedName, ifNotExists: Bool)
  case dropIndex(QualifiedName, ifExists: Bool)
  case detachPartition(table: QualifiedName, partition: QualifiedName)
  case other

  init(parsing statement: String) { self = .other }
}
