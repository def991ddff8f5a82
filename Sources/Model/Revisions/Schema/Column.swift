/// A column of a table, with the constraints that were declared on it.
///
/// ```swift
/// Column("user_id", .bigInteger).notNull().references("users", "id", onDelete: .cascade)
/// ```
public struct Column: Hashable, Sendable, Codable {
  /// The name.
  public var name: String
  /// What it holds.
  public var type: DataType
  /// Whether NULL may stand in it; a primary key's column never may.
  public var isNullable = true
  /// The value of a row that is given none; nil is NULL.
  public var defaultValue: DefaultValue?
  /// How it follows from other columns; nil where it does not.
  public var generated: Generated?
  /// How the database numbers its rows; nil where it does not.
  public var identity: Identity?
  /// A collation's name, for text.
  public var collation: QualifiedName?
  /// Where a long value is kept; nil is the type's own.
  public var storage: Storage?
  /// How a long value is compressed, `pglz` or `lz4`; nil is the database's own choice.
  public var compression: String?
  /// How closely the planner looks at its values, from 0 to 10,000; nil is the database's own choice.
  public var statistics: Int?
  /// What it is for, where the database keeps comments.
  public var comment: String?
  /// Constraints declared on the column itself, in their order.
  public var constraints: [TableConstraint] = []
  /// The name that it had before, in a declared schema: a column of that name becomes this one. The database keeps nothing of it.
  public var renamedFrom: String?

  /// Makes a nullable column without a default.
  public init(_ name: String, _ type: DataType) {
    self.name = name
    self.type = type
  }

  /// The value that a row gets where none is given.
  public enum DefaultValue: Hashable, Sendable, Codable {
    /// A value, written as a literal by the dialect.
    case literal(SQLValue)
    /// An expression that the database computes.
    case expression(SQLFragment)

    /// The time of the statement: `CURRENT_TIMESTAMP`.
    public static var currentTimestamp: DefaultValue { .expression("CURRENT_TIMESTAMP") }
  }

  /// A column whose value follows from others.
  public struct Generated: Hashable, Sendable, Codable {
    /// The expression, in SQL.
    public var expression: SQLFragment
    /// Whether the value is kept in the row, rather than computed as it is read.
    public var isStored: Bool

    /// Makes a generated column's rule.
    public init(_ expression: SQLFragment, isStored: Bool) {
      self.expression = expression
      self.isStored = isStored
    }
  }

  /// A column that the database numbers.
  public struct Identity: Hashable, Sendable, Codable {
    /// Whether a value given by a statement is refused (`GENERATED ALWAYS`) or taken.
    public var isAlways = false
    /// Whether a number is never given twice, even after its row is gone: SQLite's AUTOINCREMENT.
    public var neverReuses = false
    /// The first number; nil is the database's own choice, 1.
    public var start: Int64?
    /// The distance between numbers; nil is the database's own choice, 1.
    public var increment: Int64?
    /// The smallest number; nil is the database's own choice.
    public var minimum: Int64?
    /// The largest number; nil is the database's own choice.
    public var maximum: Int64?
    /// How many numbers a session takes at a time; nil is the database's own choice, 1.
    public var cache: Int64?
    /// Whether it begins again at the other end.
    public var cycles = false
    /// The name of the sequence behind it; nil is the database's own choice.
    public var sequence: QualifiedName?

    /// Makes an identity; without arguments, one that takes values given by statements.
    public init(
      always: Bool = false, start: Int64? = nil, increment: Int64? = nil, minimum: Int64? = nil,
      maximum: Int64? = nil, cache: Int64? = nil, cycles: Bool = false, neverReuses: Bool = false,
      sequence: QualifiedName? = nil
    ) {
      isAlways = always
      self.neverReuses = neverReuses
      self.start = start
      self.increment = increment
      self.minimum = minimum
      self.maximum = maximum
      self.cache = cache
      self.cycles = cycles
      self.sequence = sequence
    }
  }

  /// Where a long value is kept.
  public enum Storage: String, Hashable, Sendable, Codable, CaseIterable {
    /// In the row, uncompressed.
    case plain = "PLAIN"
    /// In the row where it fits compressed, else beside it.
    case main = "MAIN"
    /// Beside the row, uncompressed.
    case external = "EXTERNAL"
    /// Compressed, and beside the row where it is still long.
    case extended = "EXTENDED"
  }
}

extension Column {
  /// Refuses NULL.
  public func notNull() -> Column { with { $0.isNullable = false } }

  /// Makes this column the primary key; for several columns use ``PrimaryKey``.
  public func primaryKey(name: String? = nil) -> Column {
    with {
      $0.isNullable = false
      $0.constraints.append(.primaryKey(PrimaryKey(columns: [$0.name], name: name)))
    }
  }

  /// Lets no value stand twice.
  public func unique(name: String? = nil) -> Column {
    with { $0.constraints.append(.unique(Unique(columns: [$0.name], name: name))) }
  }

  /// Requires an expression to hold for each row.
  public func check(_ expression: SQLFragment, name: String? = nil) -> Column {
    with { $0.constraints.append(.check(Check(expression, name: name))) }
  }

  /// Requires the value to stand in another table's column.
  public func references(
    _ table: QualifiedName, _ column: String, name: String? = nil, onDelete: ForeignKey.Action = .noAction,
    onUpdate: ForeignKey.Action = .noAction, deferrable: Deferrable = .no
  ) -> Column {
    with {
      $0.constraints.append(
        .foreignKey(
          ForeignKey(
            columns: [$0.name], references: table, [column], name: name, onDelete: onDelete, onUpdate: onUpdate,
            deferrable: deferrable)))
    }
  }

  /// Gives the value of a row that has none.
  public func `default`(_ value: DefaultValue) -> Column { with { $0.defaultValue = value } }

  /// Gives a literal for a row that has none: `.default("pending")`, `.default(0)`.
  public func `default`(_ value: SQLValue) -> Column { with { $0.defaultValue = .literal(value) } }

  /// Computes the value from other columns.
  public func generated(as expression: SQLFragment, stored: Bool = true) -> Column {
    with { $0.generated = Generated(expression, isStored: stored) }
  }

  /// Lets the database number the rows.
  public func identity(always: Bool = false, start: Int64? = nil, increment: Int64? = nil) -> Column {
    with { $0.identity = Identity(always: always, start: start, increment: increment) }
  }

  /// Lets the database number the rows as a value says.
  public func identity(_ identity: Identity) -> Column { with { $0.identity = identity } }

  /// Lets the database number the rows and never give a number twice: SQLite's AUTOINCREMENT, an identity elsewhere.
  public func autoincrement() -> Column {
    with {
      var identity = Identity()
      identity.neverReuses = true
      $0.identity = identity
    }
  }

  /// Compares text by a named collation.
  public func collate(_ collation: QualifiedName) -> Column { with { $0.collation = collation } }

  /// Says where a long value is kept.
  public func storage(_ storage: Storage) -> Column { with { $0.storage = storage } }

  /// Says how a long value is compressed: `pglz` or `lz4`.
  public func compression(_ method: String) -> Column { with { $0.compression = method } }

  /// Says how closely the planner looks at the values, from 0 to 10,000.
  public func statistics(_ target: Int) -> Column { with { $0.statistics = target } }

  /// Says what the column is for, where the database keeps comments.
  public func comment(_ comment: String) -> Column { with { $0.comment = comment } }

  /// Gives it a constraint that says more than the modifiers can: `.constraint(.unique(Unique("a").nullsNotDistinct()))`.
  public func constraint(_ constraint: TableConstraint) -> Column { with { $0.constraints.append(constraint) } }

  /// Says what the column was called before, in a declared schema.
  public func renamed(from name: String) -> Column { with { $0.renamedFrom = name } }

  private func with(_ change: (inout Column) -> Void) -> Column {
    var copy = self
    change(&copy)
    return copy
  }
}
