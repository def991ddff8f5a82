/// Creates a table.
public struct CreateTable: OperationValue, Hashable, Codable {
  /// The table to create.
  public var table: Table
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a table of the columns and constraints that the closure lists.
  ///
  /// `partitionBy` spreads its rows over partitions; `unlogged`, `with`, `tablespace` and `using` say how it is kept.
  public init(
    _ name: String, schema: String? = nil, comment: String? = nil, strict: Bool = false, withoutRowID: Bool = false,
    partitionBy partitioning: Partitioning? = nil, inherits: [QualifiedName] = [], unlogged: Bool = false,
    using accessMethod: String? = nil, with storageParameters: StorageParameters = [:], tablespace: String? = nil,
    rowSecurity: Table.RowSecurity = .off, replicaIdentity: Table.ReplicaIdentity = .primaryKey,
    ifNotExists: Bool = false, file: String = #fileID, line: Int = #line, @TableBuilder _ body: () -> [TableElement]
  ) {
    self.init(
      Table(
        name, schema: schema, comment: comment, strict: strict, withoutRowID: withoutRowID, partitionBy: partitioning,
        inherits: inherits, unlogged: unlogged, using: accessMethod, with: storageParameters, tablespace: tablespace,
        rowSecurity: rowSecurity, replicaIdentity: replicaIdentity, body),
      ifNotExists: ifNotExists, file: file, line: line)
  }

  /// Creates a partition: `CreateTable("m_2026", partitionOf: "m", .from("2026-01-01", to: "2027-01-01"))`.
  ///
  /// It has the columns of the other table; `partitionBy` spreads its own rows further.
  public init(
    _ name: String, schema: String? = nil, partitionOf parent: QualifiedName, _ bound: PartitionBound,
    comment: String? = nil, partitionBy partitioning: Partitioning? = nil,
    with storageParameters: StorageParameters = [:], tablespace: String? = nil, ifNotExists: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    var options = Table.Options()
    options.partition = Partition(of: parent, bound)
    options.partitioning = partitioning
    options.storageParameters = storageParameters
    options.tablespace = tablespace
    self.init(
      Table(QualifiedName(name, schema: schema), comment: comment, options: options), ifNotExists: ifNotExists,
      file: file, line: line)
  }

  /// Creates a table as a value has it.
  public init(_ table: Table, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.table = table
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createTable(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropTable(DropTable(was: table, ifExists: ifNotExists, file: file, line: line))
  }
}

/// Drops a table and all that is in it.
public struct DropTable: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it is dropped too.
  public var cascade: Bool
  /// The table as it was, for the way back.
  public var former: Table?
  public let location: SourceLocation

  /// Drops a table; it can be turned round only where its columns are listed.
  public init(
    _ name: String, schema: String? = nil, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID,
    line: Int = #line
  ) {
    table = QualifiedName(name, schema: schema)
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a table whose columns and constraints the closure lists, so that the way back can create it again.
  public init(
    _ name: String, schema: String? = nil, comment: String? = nil, strict: Bool = false, withoutRowID: Bool = false,
    partitionBy partitioning: Partitioning? = nil, inherits: [QualifiedName] = [], unlogged: Bool = false,
    using accessMethod: String? = nil, with storageParameters: StorageParameters = [:], tablespace: String? = nil,
    rowSecurity: Table.RowSecurity = .off, replicaIdentity: Table.ReplicaIdentity = .primaryKey,
    file: String = #fileID, line: Int = #line, @TableBuilder was body: () -> [TableElement]
  ) {
    self.init(
      was: Table(
        name, schema: schema, comment: comment, strict: strict, withoutRowID: withoutRowID, partitionBy: partitioning,
        inherits: inherits, unlogged: unlogged, using: accessMethod, with: storageParameters, tablespace: tablespace,
        rowSecurity: rowSecurity, replicaIdentity: replicaIdentity, body),
      file: file, line: line)
  }

  /// Drops a table known as a value.
  public init(was former: Table, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    table = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropTable(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropTable(\"\(table)\") does not list the table's columns") }
    return .createTable(CreateTable(former, ifNotExists: ifExists, file: file, line: line))
  }
}

/// Gives a table another name.
public struct RenameTable: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The name that it gets.
  public var newName: String
  public let location: SourceLocation

  /// Renames a table within its schema.
  public init(
    _ name: String, to newName: String, schema: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    table = QualifiedName(name, schema: schema)
    self.newName = newName
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .renameTable(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .renameTable(RenameTable(newName, to: table.name, schema: table.schema, file: file, line: line))
  }
}

/// Changes what a table is, beside its columns and constraints.
public struct AlterTable: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// What changes, in the order in which it does.
  public var changes: [Change]
  public let location: SourceLocation

  /// Changes a table: `AlterTable("events", .unlogged(false))`.
  public init(_ table: QualifiedName, _ changes: Change..., file: String = #fileID, line: Int = #line) {
    self.init(table, changes: changes, file: file, line: line)
  }

  /// Changes a table in the ways listed.
  public init(_ table: QualifiedName, changes: [Change], file: String = #fileID, line: Int = #line) {
    self.table = table
    self.changes = changes
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .alterTable(self) }

  /// One change to a table. What was there before is said where the way back needs it.
  public enum Change: Hashable, Sendable, Codable {
    /// Whether it is faster, and empty after a crash.
    case unlogged(Bool)
    /// By what logical replication tells rows; before, it was the primary key unless said otherwise.
    case replicaIdentity(Table.ReplicaIdentity, from: Table.ReplicaIdentity = .primaryKey)
    /// The index by whose order CLUSTER would write the rows; nil is none.
    case clusteredIndex(String?, from: String? = nil)
    /// The columns of another table from now on, which must be there already.
    case inherit(QualifiedName)
    /// No longer the columns of another table; those that are there stay.
    case disinherit(QualifiedName)
    /// The access method that keeps its rows.
    case accessMethod(String, from: String? = nil)

    /// The change that takes this one back; nil where it is not said what was there before.
    fileprivate var reversed: Change? {
      switch self {
      case .unlogged(let flag): .unlogged(!flag)
      case .replicaIdentity(let new, let from): .replicaIdentity(from, from: new)
      case .clusteredIndex(let new, let from): .clusteredIndex(from, from: new)
      case .inherit(let parent): .disinherit(parent)
      case .disinherit(let parent): .inherit(parent)
      case .accessMethod(let new, let from): from.map { .accessMethod($0, from: new) }
      }
    }
  }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let back = Self.reversed(changes, by: \.reversed) else {
      throw irreversible("AlterTable(\"\(table)\") does not say what was there before: use `from:`")
    }
    return .alterTable(AlterTable(table, changes: back, file: file, line: line))
  }
}
