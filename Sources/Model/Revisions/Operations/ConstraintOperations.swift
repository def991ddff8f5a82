/// Adds a constraint to a table.
public struct AddConstraint: OperationValue {
  /// The table that it is about.
  public var table: QualifiedName
  /// The constraint to add.
  public var constraint: TableConstraint
  public let location: SourceLocation

  /// Adds any constraint.
  public init(
    _ constraint: TableConstraint, to table: QualifiedName, file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    self.constraint = constraint
    location = SourceLocation(file: file, line: line)
  }

  /// Adds a primary key.
  public init(_ key: PrimaryKey, to table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(.primaryKey(key), to: table, file: file, line: line)
  }

  /// Adds a unique constraint.
  public init(_ unique: Unique, to table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(.unique(unique), to: table, file: file, line: line)
  }

  /// Adds a check.
  public init(_ check: Check, to table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(.check(check), to: table, file: file, line: line)
  }

  /// Adds a foreign key.
  public init(_ key: ForeignKey, to table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(.foreignKey(key), to: table, file: file, line: line)
  }

  public var operation: Operation { .addConstraint(self) }
}

/// Drops a constraint of a table.
public struct DropConstraint: OperationValue {
  /// The table that it is about.
  public var table: QualifiedName
  /// Which of the table's constraints is meant.
  public var target: Target
  /// The constraint as it was, for the way back.
  public var former: TableConstraint?
  public let location: SourceLocation

  /// Which constraint is meant.
  public enum Target: Hashable, Sendable {
    /// The one of that name.
    case named(String)
    /// The one that says the same, for constraints that were never named.
    case matching(TableConstraint)
  }

  /// Drops the constraint of that name; it can be turned round only where it is said what it was.
  public init(_ name: String, on table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.table = table
    target = .named(name)
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a constraint known as a value: by its name where it has one, else the one that says the same.
  public init(was former: TableConstraint, on table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.table = table
    target = former.name.map(Target.named) ?? .matching(former)
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropConstraint(self) }
}
