/// An index of a table, or of a materialized view.
public struct Index: Hashable, Sendable, Codable {
  /// The name.
  public var name: String
  /// The table that is indexed.
  public var table: QualifiedName
  /// The columns and expressions, in their order.
  public var parts: [Part]
  /// Whether the same values may stand only once.
  public var isUnique: Bool
  /// How it is built.
  public var method: IndexMethod
  /// Columns that are kept in it beside those by which it is searched.
  public var include: [String]
  /// Whether NULLs differ from each other, so that there may be many in a unique index: not so for `NULLS NOT DISTINCT`.
  public var nullsAreDistinct: Bool
  /// The rows that the index holds; nil is all of them.
  public var predicate: SQLFragment?
  /// How it is kept.
  public var storageParameters: StorageParameters
  /// Where it is kept; nil is the database's own choice.
  public var tablespace: String?
  /// Whether a partitioned table's partitions are left without it, until indexes of theirs are attached.
  public var onlyTable: Bool
  /// The index of the partitioned table that it is a part of; nil where it stands by itself, or follows from that one.
  public var parent: QualifiedName?
  /// What it is for.
  public var comment: String?

  /// Makes an index over columns or expressions in their order.
  public init(
    _ name: String, on table: QualifiedName, parts: [Part], unique: Bool = false, using method: IndexMethod = .btree,
    include: [String] = [], nullsNotDistinct: Bool = false, where predicate: SQLFragment? = nil,
    with storageParameters: StorageParameters = [:], tablespace: String? = nil, onlyTable: Bool = false,
    attachedTo parent: QualifiedName? = nil, comment: String? = nil
  ) {
    self.name = name
    self.table = table
    self.parts = parts
    isUnique = unique
    self.method = method
    self.include = include
    nullsAreDistinct = !nullsNotDistinct
    self.predicate = predicate
    self.storageParameters = storageParameters
    self.tablespace = tablespace
    self.onlyTable = onlyTable
    self.parent = parent
    self.comment = comment
  }

  /// Declares an index over columns or expressions in their order: `Index("ix_users_email", on: "users", "email")`.
  public init(
    _ name: String, on table: QualifiedName, _ parts: Part..., unique: Bool = false, using method: IndexMethod = .btree,
    include: [String] = [], nullsNotDistinct: Bool = false, where predicate: SQLFragment? = nil,
    with storageParameters: StorageParameters = [:], tablespace: String? = nil, onlyTable: Bool = false,
    attachedTo parent: QualifiedName? = nil, comment: String? = nil
  ) {
    self.init(
      name, on: table, parts: parts, unique: unique, using: method, include: include,
      nullsNotDistinct: nullsNotDistinct, where: predicate, with: storageParameters, tablespace: tablespace,
      onlyTable: onlyTable, attachedTo: parent, comment: comment)
  }

  /// One column or expression of an index. A literal is a column's name.
  public struct Part: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// What is indexed.
    public var key: Key
    /// The collation of this part; nil is the column's own.
    public var collation: QualifiedName?
    /// The operators that the index serves; nil is the type's own.
    public var operatorClass: OperatorClass?
    /// The order in which it is kept.
    public var direction: Direction
    /// Where NULLs are kept; nil is the database's own choice: behind all else on PostgreSQL where the order ascends.
    public var nulls: NullsOrder?

    /// What is indexed.
    public enum Key: Hashable, Sendable, Codable {
      case column(String)
      case expression(SQLFragment)
    }

    /// The order in which it is kept.
    public enum Direction: Hashable, Sendable, Codable {
      case ascending, descending
    }

    /// Where NULLs are kept.
    public enum NullsOrder: String, Hashable, Sendable, Codable {
      case first = "FIRST"
      case last = "LAST"
    }

    /// Makes a part of an index.
    public init(
      _ key: Key, collation: QualifiedName? = nil, operatorClass: OperatorClass? = nil,
      direction: Direction = .ascending, nulls: NullsOrder? = nil
    ) {
      self.key = key
      self.collation = collation
      self.operatorClass = operatorClass
      self.direction = direction
      self.nulls = nulls
    }

    public init(stringLiteral value: String) { self.init(.column(value)) }

    /// A column, kept from the largest value to the smallest.
    public static func descending(_ column: String, nulls: NullsOrder? = nil) -> Part {
      Part(.column(column), direction: .descending, nulls: nulls)
    }

    /// A column, by a collation or operators of the index's own: `.column("name", operatorClass: "gin_trgm_ops")`.
    public static func column(
      _ column: String, collate collation: QualifiedName? = nil, operatorClass: OperatorClass? = nil,
      direction: Direction = .ascending, nulls: NullsOrder? = nil
    ) -> Part {
      Part(.column(column), collation: collation, operatorClass: operatorClass, direction: direction, nulls: nulls)
    }

    /// An expression over the row: `.expression("lower(email)")`.
    public static func expression(
      _ sql: SQLFragment, collate collation: QualifiedName? = nil, operatorClass: OperatorClass? = nil,
      direction: Direction = .ascending, nulls: NullsOrder? = nil
    ) -> Part {
      Part(.expression(sql), collation: collation, operatorClass: operatorClass, direction: direction, nulls: nulls)
    }
  }
}

/// How an index is built, by name: an open set, as extensions add to it. SQLite knows one, and passes over the name.
public struct IndexMethod: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(stringLiteral value: String) { rawValue = value }

  public static let btree: IndexMethod = "btree"
  public static let hash: IndexMethod = "hash"
  public static let gin: IndexMethod = "gin"
  public static let gist: IndexMethod = "gist"
  public static let spgist: IndexMethod = "spgist"
  public static let brin: IndexMethod = "brin"
}

/// The operators that an index serves for a column. A literal is a class's name: `"gin_trgm_ops"`.
public struct OperatorClass: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
  /// The name.
  public var name: QualifiedName
  /// What the class is told.
  public var parameters: StorageParameters

  /// Makes a class: `OperatorClass("gist_trgm_ops", ["siglen": 32])`.
  public init(_ name: QualifiedName, _ parameters: StorageParameters = [:]) {
    self.name = name
    self.parameters = parameters
  }

  public init(stringLiteral value: String) { self.init(QualifiedName(value)) }
}
