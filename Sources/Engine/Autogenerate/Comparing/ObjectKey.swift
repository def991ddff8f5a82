import Revisions

/// What stands under a name in a database, so that changes can say what they make, drop and need.
package struct ObjectKey: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case namespace, `extension`
    /// A type of its own, or a table's.
    case type
    /// A table, view, sequence or index: they share their names.
    case relation
    case routine
    case column, constraint, trigger, policy
    /// How a column is kept, which partitions take over as it changes.
    case storage
    /// Whether NULL may stand in a column, which a primary key decides too.
    case nullability
    /// That a table is no partition any more, so that what it had of its table is its own.
    case independence
    /// That a table is no partition yet, so that what it is given before is what its table wants of it.
    case attachment
    /// Which rows the partitions of a table take.
    case bounds
    /// What makes the rows of a table unique, which foreign keys refer to.
    case uniqueness
    /// That a column has its new name before it is dropped and made again.
    case renaming
    /// What has no value of its own.
    case other
    case privilege, comment
  }

  package var kind: Kind
  package var schema: String?
  package var name: String
  /// What it is of the object: a column's name, a routine's arguments.
  package var part: String

  init(_ kind: Kind, _ name: QualifiedName, _ part: String = "") {
    self.kind = kind
    schema = name.schema
    self.name = name.name
    self.part = part
  }

  init(_ kind: Kind, named name: String) { self.init(kind, QualifiedName(name)) }

  static func relation(_ name: QualifiedName) -> ObjectKey { ObjectKey(.relation, name) }
  static func type(_ name: QualifiedName) -> ObjectKey { ObjectKey(.type, name) }
  static func column(_ table: QualifiedName, _ column: String) -> ObjectKey { ObjectKey(.column, table, column) }
  static func nullability(_ table: QualifiedName, _ column: String) -> ObjectKey {
    ObjectKey(.nullability, table, column)
  }
  static func storage(_ table: QualifiedName, _ column: String) -> ObjectKey { ObjectKey(.storage, table, column) }
  static func constraint(_ table: QualifiedName, _ name: String) -> ObjectKey { ObjectKey(.constraint, table, name) }
  static func uniqueness(_ table: QualifiedName) -> ObjectKey { ObjectKey(.uniqueness, table) }
  static func independence(of table: QualifiedName) -> ObjectKey { ObjectKey(.independence, table) }
  static func attachment(of table: QualifiedName) -> ObjectKey { ObjectKey(.attachment, table) }
  static func bounds(of table: QualifiedName) -> ObjectKey { ObjectKey(.bounds, table) }
  static func index(_ index: Index) -> ObjectKey {
    .relation(QualifiedName(index.name, schema: index.table.schema))
  }
  static func routine(_ routine: Routine) -> ObjectKey {
    .routine(routine.name, routine.signature)
  }
  /// A routine is told from others of its name by the types that it is called with.
  static func routine(_ name: QualifiedName, _ signature: [String]) -> ObjectKey {
    ObjectKey(.routine, name, signature.compactMap { ArgumentType.ofInput($0) }.joined(separator: ","))
  }
  static func trigger(_ trigger: Trigger) -> ObjectKey { ObjectKey(.trigger, trigger.table, trigger.name) }
  static func policy(_ policy: Policy) -> ObjectKey { ObjectKey(.policy, policy.table, policy.name) }
  static func other(_ object: SQLObject) -> ObjectKey { ObjectKey(.other, QualifiedName(object.address), object.kind) }
  static func namespace(of name: QualifiedName) -> [ObjectKey] {
    name.schema.map { [ObjectKey(.namespace, named: $0)] } ?? []
  }
}
