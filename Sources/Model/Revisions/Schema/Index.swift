/// An index of a table.
public struct Index: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The table that is indexed.
  public var table: QualifiedName
  /// The columns and expressions, in their order.
  public var parts: [Part]
  /// Whether the same values may stand only once.
  public var isUnique: Bool
  /// The rows that the index holds; nil is all of them.
  public var predicate: SQLFragment?

  /// Makes an index over columns or expressions in their order.
  public init(
    _ name: String, on table: QualifiedName, parts: [Part], unique: Bool = false, where predicate: SQLFragment? = nil
  ) {
    self.name = name
    self.table = table
    self.parts = parts
    isUnique = unique
    self.predicate = predicate
  }

  /// One column or expression of an index. A literal is a column's name.
  public struct Part: Hashable, Sendable, ExpressibleByStringLiteral {
    /// What is indexed.
    public var key: Key
    /// The collation of this part; nil is the column's own.
    public var collation: String?
    /// The order in which it is kept.
    public var direction: Direction

    /// What is indexed.
    public enum Key: Hashable, Sendable {
      case column(String)
      case expression(SQLFragment)
    }

    /// The order in which it is kept.
    public enum Direction: Hashable, Sendable {
      case ascending, descending
    }

    /// Makes a part of an index.
    public init(_ key: Key, collation: String? = nil, direction: Direction = .ascending) {
      self.key = key
      self.collation = collation
      self.direction = direction
    }

    public init(stringLiteral value: String) { self.init(.column(value)) }

    /// A column, kept from the largest value to the smallest.
    public static func descending(_ column: String) -> Part { Part(.column(column), direction: .descending) }

    /// A column, by a collation of the index's own.
    public static func column(
      _ column: String, collate collation: String? = nil, direction: Direction = .ascending
    ) -> Part {
      Part(.column(column), collation: collation, direction: direction)
    }

    /// An expression over the row: `.expression("lower(email)")`.
    public static func expression(_ sql: SQLFragment, direction: Direction = .ascending) -> Part {
      Part(.expression(sql), direction: direction)
    }
  }
}
