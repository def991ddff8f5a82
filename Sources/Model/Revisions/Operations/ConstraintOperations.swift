/// Adds a constraint to a table.
public struct AddConstraint: OperationValue, Hashable, Codable {
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

  /// Adds an exclusion.
  public init(_ exclusion: Exclusion, to table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(.exclusion(exclusion), to: table, file: file, line: line)
  }

  public var operation: Operation { .addConstraint(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropConstraint(DropConstraint(was: constraint, on: table, file: file, line: line))
  }
}

/// Drops a constraint of a table.
public struct DropConstraint: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// Which of the table's constraints is meant.
  public var target: Target
  /// Whether what depends on it is dropped too.
  public var cascade: Bool
  /// The constraint as it was, for the way back.
  public var former: TableConstraint?
  public let location: SourceLocation

  /// Which constraint is meant.
  public enum Target: Hashable, Sendable, Codable {
    /// The one of that name.
    case named(String)
    /// The one that says the same, for constraints that were never named.
    case matching(TableConstraint)
  }

  /// Drops the constraint of that name; it can be turned round only where it is said what it was.
  public init(
    _ name: String, on table: QualifiedName, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    target = .named(name)
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a constraint known as a value: by its name where it has one, else the one that says the same.
  public init(was former: TableConstraint, on table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.table = table
    target = former.name.map(Target.named) ?? .matching(former)
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropConstraint(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else {
      throw irreversible("DropConstraint on \"\(table)\" does not say what the constraint was: use `was:`")
    }
    return .addConstraint(AddConstraint(former, to: table, file: file, line: line))
  }
}

/// Changes when a foreign key is checked.
public struct AlterConstraint: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The name.
  public var name: String
  /// When it is checked from now on.
  public var deferrable: Deferrable
  /// When it was checked before, for the way back.
  public var former: Deferrable?
  public let location: SourceLocation

  /// Changes a constraint: `AlterConstraint("fk_a", on: "t", deferrable: .initiallyDeferred, from: .no)`.
  public init(
    _ name: String, on table: QualifiedName, deferrable: Deferrable, from former: Deferrable? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    self.name = name
    self.deferrable = deferrable
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .alterConstraint(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("AlterConstraint(\"\(name)\") does not say when it was checked before: use `from:`")
    }
    return .alterConstraint(
      AlterConstraint(name, on: table, deferrable: former, from: deferrable, file: file, line: line))
  }
}

/// Checks the rows that were there before a constraint was added as `notValid()`.
public struct ValidateConstraint: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The name.
  public var name: String
  /// The constraint, for the way back, on which it is added again without a look at the rows.
  public var former: TableConstraint?
  public let location: SourceLocation

  /// Checks the rows; it can be turned round only where it is said what the constraint is.
  public init(_ name: String, on table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(name: name, on: table, was: nil, file: file, line: line)
  }

  /// Checks the rows for a check known as a value.
  public init(was check: Check, on table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(name: check.name ?? "", on: table, was: .check(check), file: file, line: line)
  }

  /// Checks the rows for a foreign key known as a value.
  public init(was key: ForeignKey, on table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.init(name: key.name ?? "", on: table, was: .foreignKey(key), file: file, line: line)
  }

  init(name: String, on table: QualifiedName, was former: TableConstraint?, file: String, line: Int) {
    self.table = table
    self.name = name
    self.former = former
    self.former?.isValidated = false
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .validateConstraint(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("ValidateConstraint(\"\(name)\") does not say what the constraint is: use `was:`")
    }
    return .invalidateConstraint(InvalidateConstraint(former, on: table, file: file, line: line))
  }
}

/// Takes ``ValidateConstraint`` back: the constraint is dropped, and added again without a look at the rows.
public struct InvalidateConstraint: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The constraint, a check or a foreign key with a name.
  public var constraint: TableConstraint
  public let location: SourceLocation

  /// Makes a constraint `NOT VALID` again.
  public init(_ constraint: TableConstraint, on table: QualifiedName, file: String = #fileID, line: Int = #line) {
    self.table = table
    self.constraint = constraint
    self.constraint.isValidated = false
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .invalidateConstraint(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .validateConstraint(
      ValidateConstraint(name: constraint.name ?? "", on: table, was: constraint, file: file, line: line))
  }
}
