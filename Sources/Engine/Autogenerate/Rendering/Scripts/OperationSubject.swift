import Revisions

/// What an operation is about, for the sake of reading.
enum OperationSubject: Hashable {
  case table(QualifiedName)
  case kind(String)

  init(_ operation: Operation) {
    self = Self.table(of: operation).map { .table($0) } ?? .kind(Self.kind(of: operation))
  }

  /// What a property of such operations is named after, the best first.
  var names: [String] {
    switch self {
    case .table(let table): [table.name] + (table.schema.map { ["\($0) \(table.name)"] } ?? [])
    case .kind(let kind): [kind]
    }
  }

  private static func table(of operation: Operation) -> QualifiedName? {
    switch operation {
    case .createTable(let operation): operation.table.name
    case .dropTable(let operation): operation.table
    case .renameTable(let operation): operation.table
    case .alterTable(let operation): operation.table
    case .attachPartition(let operation): operation.partition
    case .detachPartition(let operation): operation.partition
    case .addColumn(let operation): operation.table
    case .dropColumn(let operation): operation.table
    case .alterColumn(let operation): operation.table
    case .renameColumn(let operation): operation.table
    case .addConstraint(let operation): operation.table
    case .dropConstraint(let operation): operation.table
    case .alterConstraint(let operation): operation.table
    case .validateConstraint(let operation): operation.table
    case .invalidateConstraint(let operation): operation.table
    case .createIndex(let operation): operation.index.table
    case .dropIndex(let operation): operation.table
    case .comment(let operation): operation.object.tableOfComment
    case .setRowSecurity(let operation): operation.table
    default: nil
    }
  }

  /// The name of several operations such as this one.
  static func kind(of operation: Operation) -> String {
    switch operation {
    case .createTable, .dropTable, .renameTable, .alterTable: "tables"
    case .attachPartition, .detachPartition: "partitions"
    case .addColumn, .dropColumn, .alterColumn, .renameColumn: "columns"
    case .addConstraint(let operation): operation.constraint.isForeignKey ? "foreignKeys" : "constraints"
    case .dropConstraint(let operation): operation.former?.isForeignKey == true ? "foreignKeys" : "constraints"
    case .alterConstraint, .validateConstraint, .invalidateConstraint: "constraints"
    case .createIndex, .dropIndex, .attachIndex: "indexes"
    case .createView, .dropView, .createMaterializedView, .dropMaterializedView, .refreshMaterializedView: "views"
    case .createTrigger, .dropTrigger, .setTriggerState: "triggers"
    case .createRoutine, .dropRoutine: "routines"
    case .createEnum, .dropEnum, .addEnumValue, .renameEnumValue, .replaceEnum: "enums"
    case .createDomain, .dropDomain, .alterDomain: "domains"
    case .createCompositeType, .dropCompositeType, .alterCompositeType: "compositeTypes"
    case .createSequence, .dropSequence, .alterSequence: "sequences"
    case .createSchema, .dropSchema: "schemas"
    case .createExtension, .dropExtension, .updateExtension: "extensions"
    case .grant, .revoke: "privileges"
    case .createPolicy, .dropPolicy, .alterPolicy, .setRowSecurity: "policies"
    case .comment: "comments"
    case .rename: "names"
    case .setSchema, .setOwner, .setTablespace, .setStorageParameters: "settings"
    case .insertRows, .deleteRows: "rows"
    case .sql, .when, .live, .outsideTransaction: "statements"
    }
  }
}

extension Operation {
  var isCreationOfTable: Bool {
    if case .createTable = self { true } else { false }
  }

  /// Whether it leaves everything there that was there before, under its name.
  var onlyAdds: Bool {
    switch self {
    case .createTable, .addConstraint, .createIndex, .createView, .createMaterializedView, .createTrigger,
      .createRoutine,
      .createEnum, .createDomain, .createCompositeType, .createSequence, .createSchema, .createExtension, .createPolicy,
      .setRowSecurity, .grant, .comment:
      true
    default: false
    }
  }

  /// Whether it needs nothing but its table, and nothing but its table changes by it.
  var dependsOnItsTableAlone: Bool {
    switch self {
    case .createIndex(let operation):
      let index = operation.index
      return !operation.concurrently && index.parent == nil && index.predicate.map(\.namesNothing) ?? true
        && index.parts.allSatisfy { part in
          if case .column = part.key { part.collation == nil && part.operatorClass == nil } else { false }
        }
    case .comment(let operation): return operation.object.tableOfComment != nil
    default: return false
    }
  }
}

extension SQLFragment {
  /// Whether it is sure to call no function and to name no type, by what it is spelled with.
  fileprivate var namesNothing: Bool { plainText.map { !$0.dropFirst().contains("(") && !$0.contains(":") } ?? false }
}

extension DatabaseObject {
  /// The table that a comment on it is read with.
  fileprivate var tableOfComment: QualifiedName? {
    switch self {
    case .table(let name), .column(let name, _): name
    default: nil
    }
  }
}

extension TableConstraint {
  fileprivate var isForeignKey: Bool {
    if case .foreignKey = self { true } else { false }
  }
}
