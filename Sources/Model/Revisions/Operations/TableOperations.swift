/// Creates a table.
public struct CreateTable: OperationValue {
  /// The table to create.
  public var table: Table
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a table of the columns and constraints that the closure lists.
  public init(
    _ name: String, schema: String? = nil, comment: String? = nil, strict: Bool = false, withoutRowID: Bool = false,
    ifNotExists: Bool = false, file: String = #fileID, line: Int = #line, @TableBuilder _ body: () -> [TableElement]
  ) {
    var options = Table.Options()
    options.isStrict = strict
    options.isWithoutRowID = withoutRowID
    self.init(
      Table(QualifiedName(name, schema: schema), comment: comment, options: options, elements: body()),
      ifNotExists: ifNotExists, file: file, line: line)
  }

  /// Creates a table as a value has it.
  public init(_ table: Table, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.table = table
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createTable(self) }
}

/// Drops a table and all that is in it.
public struct DropTable: OperationValue {
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// The table as it was, for the way back.
  public var former: Table?
  public let location: SourceLocation

  /// Drops a table; it can be turned round only where its columns are listed.
  public init(
    _ name: String, schema: String? = nil, ifExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    table = QualifiedName(name, schema: schema)
    self.ifExists = ifExists
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a table whose columns and constraints the closure lists, so that the way back can create it again.
  public init(
    _ name: String, schema: String? = nil, comment: String? = nil, strict: Bool = false, withoutRowID: Bool = false,
    file: String = #fileID, line: Int = #line, @TableBuilder was body: () -> [TableElement]
  ) {
    self.init(
      was: CreateTable(
        name, schema: schema, comment: comment, strict: strict, withoutRowID: withoutRowID, file: file, line: line,
        body
      ).table, file: file, line: line)
  }

  /// Drops a table known as a value.
  public init(was former: Table, file: String = #fileID, line: Int = #line) {
    table = former.name
    ifExists = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropTable(self) }
}

/// Gives a table another name.
public struct RenameTable: OperationValue {
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
}
