/// When a constraint is checked.
public enum Deferrable: Hashable, Sendable {
  /// After each statement, always.
  case no
  /// After each statement, unless a transaction asks otherwise.
  case initiallyImmediate
  /// When the transaction commits.
  case initiallyDeferred
}

/// The columns that name a row.
public struct PrimaryKey: Hashable, Sendable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// The columns, in their order.
  public var columns: [String]

  /// Makes a primary key of columns in their order.
  public init(columns: [String], name: String? = nil) {
    self.name = name
    self.columns = columns
  }

  /// Makes a primary key of columns in their order.
  public init(_ columns: String..., name: String? = nil) { self.init(columns: columns, name: name) }
}

/// Columns whose values together stand only once.
public struct Unique: Hashable, Sendable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// The columns, in their order.
  public var columns: [String]
  /// When it is checked.
  public var deferrable = Deferrable.no

  /// Makes a unique constraint over columns in their order.
  public init(columns: [String], name: String? = nil, deferrable: Deferrable = .no) {
    self.name = name
    self.columns = columns
    self.deferrable = deferrable
  }

  /// Makes a unique constraint over columns in their order.
  public init(_ columns: String..., name: String? = nil) { self.init(columns: columns, name: name) }
}

/// An expression that holds for each row.
public struct Check: Hashable, Sendable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// The expression, in SQL.
  public var expression: SQLFragment

  /// Makes a check.
  public init(_ expression: SQLFragment, name: String? = nil) {
    self.name = name
    self.expression = expression
  }
}

/// Columns whose values must stand in another table.
public struct ForeignKey: Hashable, Sendable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// The columns, in their order.
  public var columns: [String]
  /// The table that the values must stand in.
  public var referencedTable: QualifiedName
  /// The columns referred to; empty means the other table's primary key.
  public var referencedColumns: [String]
  /// What becomes of a row whose parent is deleted.
  public var onDelete: Action
  /// What becomes of a row whose parent's key changes.
  public var onUpdate: Action
  /// How NULLs count in a key of several columns.
  public var match: Match
  /// When it is checked.
  public var deferrable: Deferrable

  /// What becomes of a row whose parent goes or changes.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    case noAction = "NO ACTION"
    case restrict = "RESTRICT"
    case cascade = "CASCADE"
    case setNull = "SET NULL"
    case setDefault = "SET DEFAULT"
  }

  /// How NULLs count in a key of several columns.
  public enum Match: String, Hashable, Sendable, CaseIterable {
    case simple = "SIMPLE"
    case full = "FULL"
  }

  /// Makes a foreign key; without `referencedColumns` it refers to the other table's primary key.
  public init(
    columns: [String], references table: QualifiedName, _ referencedColumns: [String] = [], name: String? = nil,
    onDelete: Action = .noAction, onUpdate: Action = .noAction, match: Match = .simple, deferrable: Deferrable = .no
  ) {
    self.name = name
    self.columns = columns
    referencedTable = table
    self.referencedColumns = referencedColumns
    self.onDelete = onDelete
    self.onUpdate = onUpdate
    self.match = match
    self.deferrable = deferrable
  }
}

/// Any constraint of a table.
public enum TableConstraint: Hashable, Sendable {
  case primaryKey(PrimaryKey)
  case unique(Unique)
  case check(Check)
  case foreignKey(ForeignKey)

  /// The constraint's name, where it was given one.
  public var name: String? {
    switch self {
    case .primaryKey(let key): key.name
    case .unique(let unique): unique.name
    case .check(let check): check.name
    case .foreignKey(let key): key.name
    }
  }
}
