/// Adds a column to a table.
public struct AddColumn: OperationValue {
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
}

/// Drops a column and what is in it.
public struct DropColumn: OperationValue {
  /// The table that it is about.
  public var table: QualifiedName
  /// The column that it is about.
  public var column: String
  /// The column as it was, for the way back.
  public var former: Column?
  public let location: SourceLocation

  /// Drops a column; it can be turned round only where it is said what it was.
  public init(_ table: QualifiedName, _ column: String, file: String = #fileID, line: Int = #line) {
    self.table = table
    self.column = column
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a column known as a value, so that the way back can add it again.
  public init(_ table: QualifiedName, was former: Column, file: String = #fileID, line: Int = #line) {
    self.table = table
    column = former.name
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropColumn(self) }
}

/// Gives a column another name.
public struct RenameColumn: OperationValue {
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
}

/// Changes what a column is.
public struct AlterColumn: OperationValue {
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

  /// One change to a column. What was there before is said where the way back needs it.
  public enum Change: Hashable, Sendable {
    /// Another type; `using` says how a value becomes one of it. Without it the database converts as it does by itself:
    /// SQLite keeps what does not convert as it is.
    case type(DataType, from: DataType? = nil, using: SQLFragment? = nil)
    /// Whether NULL may stand in it.
    case nullable(Bool)
    /// Another default.
    case setDefault(Column.DefaultValue, from: Column.DefaultValue? = nil)
    /// No default.
    case dropDefault(from: Column.DefaultValue? = nil)
    /// Another collation; nil is the type's own.
    case collation(String?, from: String? = nil)
    /// Another comment; nil is none.
    case comment(String?, from: String? = nil)

    /// Refuses NULL from now on.
    public static var notNull: Change { .nullable(false) }
    /// Takes NULL from now on.
    public static var nullable: Change { .nullable(true) }
    /// Another default, as a literal: `.default("pending")`.
    public static func `default`(_ value: SQLValue) -> Change { .setDefault(.literal(value)) }
  }
}
