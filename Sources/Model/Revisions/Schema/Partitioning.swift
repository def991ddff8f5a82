/// How a table's rows are spread over others: its partitions.
public struct Partitioning: Hashable, Sendable, Codable {
  /// By what a row finds its partition.
  public var strategy: Strategy
  /// The columns and expressions that decide, in their order.
  public var parts: [Part]

  /// By what a row finds its partition.
  public enum Strategy: String, Hashable, Sendable, Codable, CaseIterable {
    case range = "RANGE"
    case list = "LIST"
    case hash = "HASH"
  }

  /// One column or expression of a partition key. A literal is a column's name.
  public struct Part: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// What decides.
    public var key: Index.Part.Key
    /// The collation of this part; nil is the column's own.
    public var collation: QualifiedName?
    /// The operators by which it is compared; nil is the type's own.
    public var operatorClass: QualifiedName?

    /// Makes a part of a partition key.
    public init(_ key: Index.Part.Key, collation: QualifiedName? = nil, operatorClass: QualifiedName? = nil) {
      self.key = key
      self.collation = collation
      self.operatorClass = operatorClass
    }

    public init(stringLiteral value: String) { self.init(.column(value)) }

    /// An expression over the row: `.expression("date_trunc('day', at)")`.
    public static func expression(_ sql: SQLFragment) -> Part { Part(.expression(sql)) }
  }

  /// Makes a rule for a table's partitions.
  public init(_ strategy: Strategy, parts: [Part]) {
    self.strategy = strategy
    self.parts = parts
  }

  /// By ranges of values: `.range("created_at")`.
  public static func range(_ parts: Part...) -> Partitioning { Partitioning(.range, parts: parts) }
  /// By lists of values.
  public static func list(_ parts: Part...) -> Partitioning { Partitioning(.list, parts: parts) }
  /// By the remainder of a hash.
  public static func hash(_ parts: Part...) -> Partitioning { Partitioning(.hash, parts: parts) }
}

/// The rows that belong to a partition.
public enum PartitionBound: Hashable, Sendable, Codable {
  /// Those from a lower bound up to, and without, an upper one; a value for each part of the key.
  case range(from: [Value], to: [Value])
  /// Those whose value is listed.
  case list([Value])
  /// Those whose hash leaves a remainder when divided.
  case hash(modulus: Int, remainder: Int)
  /// Those that belong to no other.
  case `default`

  /// A value in a bound. A literal is a value; `.minimum` and `.maximum` lie before and behind all others.
  public enum Value: Hashable, Sendable, Codable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
  {
    /// A value, written as a literal by the dialect.
    case literal(SQLValue)
    /// An expression that the database computes once.
    case expression(SQLFragment)
    /// `MINVALUE`.
    case minimum
    /// `MAXVALUE`.
    case maximum

    public init(stringLiteral value: String) { self = .literal(.text(value)) }
    public init(integerLiteral value: Int64) { self = .literal(.integer(value)) }
    public init(floatLiteral value: Double) { self = .literal(.double(value)) }
    public init(booleanLiteral value: Bool) { self = .literal(.boolean(value)) }
    public init(nilLiteral: ()) { self = .literal(.null) }
  }

  /// Values from a lower bound up to, and without, an upper one: `.from("2026-01-01", to: "2027-01-01")`.
  public static func from(_ lower: Value..., to upper: Value...) -> PartitionBound { .range(from: lower, to: upper) }

  /// Values that are listed: `.in("de", "fr")`.
  public static func `in`(_ values: Value...) -> PartitionBound { .list(values) }
}

/// The table that a partition belongs to, and its share of the rows.
public struct Partition: Hashable, Sendable, Codable {
  /// The table whose rows it holds.
  public var parent: QualifiedName
  /// Which of them.
  public var bound: PartitionBound

  /// Makes a partition's place.
  public init(of parent: QualifiedName, _ bound: PartitionBound) {
    self.parent = parent
    self.bound = bound
  }
}
