/// Adds a column to a table.
public struct AddColumn: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The column to add.
  public var column: Column
  public let location: SourceLocation

  /// Adds a column: `AddColumn("users", Column("email", .text))`.
  public init(_ table: QualifiedName, _ column: Column, file: String = #fileID, line: Int = #line) {
    self.table = table
    self.column = column
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .addColumn(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropColumn(DropColumn(table, was: column, file: file, line: line))
  }
}

/// Drops a column and what is in it.
public struct DropColumn: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The column that it is about.
  public var column: String
  /// Whether what depends on it is dropped too.
  public var cascade: Bool
  /// The column as it was, for the way back.
  public var former: Column?
  public let location: SourceLocation

  /// Drops a column; it can be turned round only where it is said what it was.
  public init(
    _ table: QualifiedName, _ column: String, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    self.column = column
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a column known as a value, so that the way back can add it again.
  public init(_ table: QualifiedName, was former: Column, file: String = #fileID, line: Int = #line) {
    self.table = table
    column = former.name
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropColumn(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else {
      throw irreversible("DropColumn(\"\(table)\", \"\(column)\") does not say what the column was: use `was:`")
    }
    return .addColumn(AddColumn(table, former, file: file, line: line))
  }
}

/// Gives a column another name.
public struct RenameColumn: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The column that it is about.
  public var column: String
  /// The name that it gets.
  public var newName: String
  public let location: SourceLocation

  /// Renames a column: `RenameColumn("users", "mail", to: "email")`.
  public init(
    _ table: QualifiedName, _ column: String, to newName: String, file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    self.column = column
    self.newName = newName
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .renameColumn(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .renameColumn(RenameColumn(table, newName, to: column, file: file, line: line))
  }
}

/// Changes what a column is.
public struct AlterColumn: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// The column that it is about.
  public var column: String
  /// What changes, in the order in which it does.
  public var changes: [Change]
  public let location: SourceLocation

  /// Changes a column: `AlterColumn("users", "email", .type(.text, from: .string(50)), .notNull)`.
  public init(
    _ table: QualifiedName, _ column: String, _ changes: Change..., file: String = #fileID, line: Int = #line
  ) {
    self.init(table, column, changes: changes, file: file, line: line)
  }

  /// Changes a column in the ways listed.
  public init(
    _ table: QualifiedName, _ column: String, changes: [Change], file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    self.column = column
    self.changes = changes
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .alterColumn(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    for case .dropExpression in changes {
      throw irreversible(
        "AlterColumn(\"\(table)\", \"\(column)\", .dropExpression): no column that is there can be made to follow from others again"
      )
    }
    guard let back = Self.reversed(changes, by: \.reversed) else {
      throw irreversible(
        "AlterColumn(\"\(table)\", \"\(column)\") does not say what was there before: use `from:`")
    }
    return .alterColumn(AlterColumn(table, column, changes: back, file: file, line: line))
  }

  /// One change to a column. What was there before is said where the way back needs it.
  public enum Change: Hashable, Sendable, Codable {
    /// Another type; `using` says how a value becomes one of it. Without it the database converts as it does by itself:
    /// SQLite keeps what does not convert as it is. `reverseUsing` says the same for the way back.
    case type(DataType, from: DataType? = nil, using: SQLFragment? = nil, reverseUsing: SQLFragment? = nil)
    /// Whether NULL may stand in it.
    case nullable(Bool)
    /// Another default.
    case setDefault(Column.DefaultValue, from: Column.DefaultValue? = nil)
    /// No default.
    case dropDefault(from: Column.DefaultValue? = nil)
    /// Another collation; nil is the type's own.
    case collation(QualifiedName?, from: QualifiedName? = nil)
    /// Another comment; nil is none.
    case comment(String?, from: String? = nil)
    /// Lets the database number the rows.
    case addIdentity(Column.Identity)
    /// Another way of numbering the rows.
    case identity(Column.Identity, from: Column.Identity? = nil)
    /// Numbers the rows no longer.
    case dropIdentity(from: Column.Identity? = nil)
    /// Makes a generated column an ordinary one, with the values that it has; there is no way back.
    case dropExpression
    /// Where a long value is kept from now on.
    case storage(Column.Storage, from: Column.Storage? = nil)
    /// How a long value is compressed from now on; nil is the database's own choice.
    case compression(String?, from: String? = nil)
    /// How closely the planner looks at the values of this table alone, not of its partitions; nil is the database's own choice.
    case statistics(Int?, from: Int? = nil)

    /// Refuses NULL from now on.
    public static var notNull: Change { .nullable(false) }
    /// Takes NULL from now on.
    public static var nullable: Change { .nullable(true) }
    /// Another default, as a literal: `.default("pending")`.
    public static func `default`(_ value: SQLValue) -> Change { .setDefault(.literal(value)) }

    /// The change that takes this one back; nil where it is not said what was there before.
    fileprivate var reversed: Change? {
      switch self {
      case .type(let new, let from, let using, let reverse):
        from.map { .type($0, from: new, using: reverse, reverseUsing: using) }
      case .nullable(let flag): .nullable(!flag)
      case .setDefault(let new, let from): from.map { .setDefault($0, from: new) } ?? .dropDefault(from: new)
      case .dropDefault(let from): from.map { .setDefault($0) }
      case .collation(let new, let from): .collation(from, from: new)
      case .comment(let new, let from): .comment(from, from: new)
      case .addIdentity(let identity): .dropIdentity(from: identity)
      case .identity(let new, let from): from.map { .identity($0, from: new) }
      case .dropIdentity(let from): from.map { .addIdentity($0) }
      case .dropExpression: nil
      case .storage(let new, let from): from.map { .storage($0, from: new) }
      case .compression(let new, let from): .compression(from, from: new)
      case .statistics(let new, let from): .statistics(from, from: new)
      }
    }
  }
}
