/// A table: its columns, the constraints that stand beside them, and what else a database keeps of it.
public struct Table: Hashable, Sendable {
  /// The table's name.
  public var name: QualifiedName
  /// The columns, in their order.
  public var columns: [Column]
  /// Constraints declared on the table rather than on one column, in their order.
  public var constraints: [TableConstraint]
  /// What it is for, where the database keeps comments.
  public var comment: String?
  /// What only some databases have.
  public var options: Options

  /// What only some databases have; the others pass over it.
  public struct Options: Hashable, Sendable {
    /// SQLite's STRICT: a value of another type is an error.
    public var isStrict = false
    /// SQLite's WITHOUT ROWID: rows are kept by their primary key.
    public var isWithoutRowID = false

    /// A table with nothing special.
    public init() {}
  }

  /// Makes a table.
  public init(
    _ name: QualifiedName, columns: [Column] = [], constraints: [TableConstraint] = [], comment: String? = nil,
    options: Options = Options()
  ) {
    self.name = name
    self.columns = columns
    self.constraints = constraints
    self.comment = comment
    self.options = options
  }
}

/// Anything that stands between the braces of a table: a column or a constraint.
public enum TableElement: Hashable, Sendable {
  case column(Column)
  case constraint(TableConstraint)
}

/// Reads the elements of a table from a closure.
@resultBuilder
public enum TableBuilder {
  public static func buildExpression(_ column: Column) -> TableElement { .column(column) }
  public static func buildExpression(_ key: PrimaryKey) -> TableElement { .constraint(.primaryKey(key)) }
  public static func buildExpression(_ unique: Unique) -> TableElement { .constraint(.unique(unique)) }
  public static func buildExpression(_ check: Check) -> TableElement { .constraint(.check(check)) }
  public static func buildExpression(_ key: ForeignKey) -> TableElement { .constraint(.foreignKey(key)) }
  public static func buildBlock(_ elements: TableElement...) -> [TableElement] { elements }
}

extension Table {
  /// Makes a table of the elements that a closure lists.
  public init(
    _ name: QualifiedName, comment: String? = nil, options: Options = Options(), elements: [TableElement]
  ) {
    self.init(name, comment: comment, options: options)
    for element in elements {
      switch element {
      case .column(let column): columns.append(column)
      case .constraint(let constraint): constraints.append(constraint)
      }
    }
  }
}
