/// Creates an index.
public struct CreateIndex: OperationValue {
  /// The index to create.
  public var index: Index
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates an index: `CreateIndex("ix_users_email", on: "users", "email", unique: true)`.
  public init(
    _ name: String, on table: QualifiedName, _ parts: Index.Part..., unique: Bool = false,
    where predicate: SQLFragment? = nil, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.init(
      Index(name, on: table, parts: parts, unique: unique, where: predicate), ifNotExists: ifNotExists, file: file,
      line: line)
  }

  /// Creates an index as a value has it.
  public init(_ index: Index, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.index = index
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createIndex(self) }
}

/// Drops an index.
public struct DropIndex: OperationValue {
  /// The name.
  public var name: String
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// The index as it was, for the way back.
  public var former: Index?
  public let location: SourceLocation

  /// Drops an index; it can be turned round only where it is said what it was.
  public init(
    _ name: String, on table: QualifiedName, ifExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.table = table
    self.ifExists = ifExists
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops an index known as a value, so that the way back can create it again.
  public init(was former: Index, file: String = #fileID, line: Int = #line) {
    name = former.name
    table = former.table
    ifExists = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropIndex(self) }
}
