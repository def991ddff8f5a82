/// A table: its columns, the constraints that stand beside them, and what else a database keeps of it.
public struct Table: Hashable, Sendable, Codable {
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
  /// The name that it had before, in a declared schema: a table of that name becomes this one. Without a schema it is looked for
  /// beside this one first, then in the default schema, from which it moves. The database keeps nothing of it.
  public var renamedFrom: QualifiedName?

  /// What only some databases have. The others pass over what makes no difference to the rows, and refuse what does.
  public struct Options: Hashable, Sendable, Codable {
    /// SQLite's STRICT: a value of another type is an error.
    public var isStrict = false
    /// SQLite's WITHOUT ROWID: rows are kept by their primary key.
    public var isWithoutRowID = false
    /// PostgreSQL's UNLOGGED: faster, and empty after a crash.
    public var isUnlogged = false
    /// How its rows are spread over partitions; nil where it keeps them itself.
    public var partitioning: Partitioning?
    /// The table that it is a partition of; nil where it is none.
    ///
    /// Without columns it is created with those of the other table; with columns it is created by itself and attached.
    public var partition: Partition?
    /// The tables whose columns it has too.
    public var inherits: [QualifiedName] = []
    /// How it is kept.
    public var storageParameters: StorageParameters = [:]
    /// Where it is kept; nil is the database's own choice.
    public var tablespace: String?
    /// The access method that keeps its rows; nil is the database's own choice.
    public var accessMethod: String?
    /// Whether policies decide who sees which rows.
    public var hasRowSecurity = false
    /// Whether policies hold for the table's owner too.
    public var forcesRowSecurity = false
    /// By what logical replication tells rows that change or go.
    public var replicaIdentity = ReplicaIdentity.primaryKey
    /// The index by whose order CLUSTER would write the rows; nil where there is none.
    public var clusteredIndex: String?

    /// A table with nothing special.
    public init() {}
  }

  /// By what logical replication tells rows that change or go.
  public enum ReplicaIdentity: Hashable, Sendable, Codable {
    /// The primary key, where there is one: what a new table has.
    case primaryKey
    /// The columns of a unique index.
    case index(String)
    /// All columns.
    case full
    /// Nothing: changes and deletes are not replicated.
    case nothing
  }

  /// Whether policies say which rows are seen.
  public struct RowSecurity: Hashable, Sendable {
    /// Whether the table's policies apply.
    public var isEnabled: Bool
    /// Whether they apply to the table's owner as well.
    public var isForced: Bool

    /// Makes any of the four.
    public init(enabled: Bool, forced: Bool) {
      isEnabled = enabled
      isForced = forced
    }

    /// No policy applies.
    public static let off = RowSecurity(enabled: false, forced: false)
    /// Policies apply, but not to the owner.
    public static let enabled = RowSecurity(enabled: true, forced: false)
    /// Policies apply to the owner as well.
    public static let forced = RowSecurity(enabled: true, forced: true)
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

extension Table {
  /// Declares a table of the columns and constraints that the closure lists.
  ///
  /// `renamedFrom` is the name that it had before; the others are those of ``CreateTable``.
  public init(
    _ name: String, schema: String? = nil, comment: String? = nil, strict: Bool = false, withoutRowID: Bool = false,
    partitionBy partitioning: Partitioning? = nil, partitionOf partition: Partition? = nil,
    inherits: [QualifiedName] = [], unlogged: Bool = false, using accessMethod: String? = nil,
    with storageParameters: StorageParameters = [:], tablespace: String? = nil, rowSecurity: RowSecurity = .off,
    replicaIdentity: ReplicaIdentity = .primaryKey, clusteredOn index: String? = nil, options: Options = Options(),
    renamedFrom: QualifiedName? = nil, @TableBuilder _ body: () -> [TableElement]
  ) {
    var options = options
    options.isStrict = options.isStrict || strict
    options.isWithoutRowID = options.isWithoutRowID || withoutRowID
    options.partitioning = partitioning ?? options.partitioning
    options.partition = partition ?? options.partition
    if !inherits.isEmpty { options.inherits = inherits }
    options.isUnlogged = options.isUnlogged || unlogged
    options.accessMethod = accessMethod ?? options.accessMethod
    if !storageParameters.isEmpty { options.storageParameters = storageParameters }
    options.tablespace = tablespace ?? options.tablespace
    options.hasRowSecurity = options.hasRowSecurity || rowSecurity.isEnabled
    options.forcesRowSecurity = options.forcesRowSecurity || rowSecurity.isForced
    if replicaIdentity != .primaryKey { options.replicaIdentity = replicaIdentity }
    options.clusteredIndex = index ?? options.clusteredIndex
    self.init(QualifiedName(name, schema: schema), comment: comment, options: options, elements: body())
    self.renamedFrom = renamedFrom
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
  public static func buildExpression(_ column: Column) -> [TableElement] { [.column(column)] }
  public static func buildExpression(_ key: PrimaryKey) -> [TableElement] { [.constraint(.primaryKey(key))] }
  public static func buildExpression(_ unique: Unique) -> [TableElement] { [.constraint(.unique(unique))] }
  public static func buildExpression(_ check: Check) -> [TableElement] { [.constraint(.check(check))] }
  public static func buildExpression(_ key: ForeignKey) -> [TableElement] { [.constraint(.foreignKey(key))] }
  public static func buildExpression(_ exclusion: Exclusion) -> [TableElement] { [.constraint(.exclusion(exclusion))] }
  public static func buildExpression(_ columns: [Column]) -> [TableElement] { columns.map { .column($0) } }
  public static func buildBlock(_ parts: [TableElement]...) -> [TableElement] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [TableElement]?) -> [TableElement] { part ?? [] }
  public static func buildEither(first: [TableElement]) -> [TableElement] { first }
  public static func buildEither(second: [TableElement]) -> [TableElement] { second }
  public static func buildArray(_ parts: [[TableElement]]) -> [TableElement] { parts.flatMap { $0 } }
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
