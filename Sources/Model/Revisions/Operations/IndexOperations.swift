/// Creates an index.
public struct CreateIndex: OperationValue, Hashable, Codable {
  /// The index to create.
  public var index: Index
  /// Whether others may go on writing meanwhile; it then runs outside a transaction.
  public var concurrently: Bool
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates an index: `CreateIndex("ix_users_email", on: "users", "email", unique: true)`.
  public init(
    _ name: String, on table: QualifiedName, _ parts: Index.Part..., unique: Bool = false,
    using method: IndexMethod = .btree, include: [String] = [], nullsNotDistinct: Bool = false,
    where predicate: SQLFragment? = nil, with storageParameters: StorageParameters = [:], tablespace: String? = nil,
    concurrently: Bool = false, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.init(
      Index(
        name, on: table, parts: parts, unique: unique, using: method, include: include,
        nullsNotDistinct: nullsNotDistinct, where: predicate, with: storageParameters, tablespace: tablespace),
      concurrently: concurrently, ifNotExists: ifNotExists, file: file, line: line)
  }

  /// Creates an index as a value has it.
  public init(
    _ index: Index, concurrently: Bool = false, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.index = index
    self.concurrently = concurrently
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createIndex(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropIndex(DropIndex(was: index, concurrently: concurrently, ifExists: ifNotExists, file: file, line: line))
  }
}

/// Drops an index.
public struct DropIndex: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether others may go on reading and writing meanwhile; it then runs outside a transaction.
  public var concurrently: Bool
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it is dropped too.
  public var cascade: Bool
  /// The index as it was, for the way back.
  public var former: Index?
  public let location: SourceLocation

  /// Drops an index; it can be turned round only where it is said what it was.
  public init(
    _ name: String, on table: QualifiedName, concurrently: Bool = false, ifExists: Bool = false, cascade: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.table = table
    self.concurrently = concurrently
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops an index known as a value, so that the way back can create it again.
  public init(
    was former: Index, concurrently: Bool = false, ifExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    name = former.name
    table = former.table
    self.concurrently = concurrently
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropIndex(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropIndex(\"\(name)\") does not say what the index was: use `was:`") }
    return .createIndex(
      CreateIndex(former, concurrently: concurrently, ifNotExists: ifExists, file: file, line: line))
  }
}

/// Makes a partition's index a part of the partitioned table's.
public struct AttachIndex: OperationValue, Hashable, Codable {
  /// The partition's index.
  public var index: QualifiedName
  /// The partitioned table's index.
  public var parent: QualifiedName
  public let location: SourceLocation

  /// Attaches an index: `AttachIndex("ix_m_2026_at", to: "ix_m_at")`. PostgreSQL has no way back.
  public init(_ index: QualifiedName, to parent: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.index = index
    self.parent = parent
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .attachIndex(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    throw irreversible(
      "AttachIndex(\"\(index)\", to: \"\(parent)\") has no reverse: PostgreSQL cannot detach an index, only drop \(parent) with all its parts"
    )
  }
}
