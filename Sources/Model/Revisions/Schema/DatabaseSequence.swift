/// A sequence: numbers that a database gives out, one after the other.
public struct DatabaseSequence: Hashable, Sendable, Codable {
  /// The name.
  public var name: QualifiedName
  /// The type of its numbers; nil is the database's own choice, `.bigInteger`.
  public var type: DataType?
  /// The first number; nil is the database's own choice.
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
  public var cycles: Bool
  /// The column with which it goes; nil where it goes with none.
  public var owner: Owner?
  /// What it is for.
  public var comment: String?

  /// The column with which a sequence is dropped.
  public struct Owner: Hashable, Sendable, Codable {
    /// The table.
    public var table: QualifiedName
    /// The column.
    public var column: String

    /// Makes the address of a column.
    public init(_ table: QualifiedName, _ column: String) {
      self.table = table
      self.column = column
    }

    /// The address of a column: `.column("users", "id")`.
    public static func column(_ table: QualifiedName, _ column: String) -> Owner { Owner(table, column) }
  }

  /// Makes a sequence: `DatabaseSequence("order_numbers", start: 1000)`.
  public init(
    _ name: QualifiedName, _ type: DataType? = nil, start: Int64? = nil, increment: Int64? = nil,
    minimum: Int64? = nil, maximum: Int64? = nil, cache: Int64? = nil, cycles: Bool = false,
    ownedBy owner: Owner? = nil,
    comment: String? = nil
  ) {
    self.name = name
    self.type = type
    self.start = start
    self.increment = increment
    self.minimum = minimum
    self.maximum = maximum
    self.cache = cache
    self.cycles = cycles
    self.owner = owner
    self.comment = comment
  }
}
