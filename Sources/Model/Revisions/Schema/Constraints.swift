/// When a constraint is checked.
public enum Deferrable: Hashable, Sendable, Codable {
  /// After each statement, always.
  case no
  /// After each statement, unless a transaction asks otherwise.
  case initiallyImmediate
  /// When the transaction commits.
  case initiallyDeferred
}

/// The columns that name a row. They refuse NULL from then on, even when the key is gone.
public struct PrimaryKey: Hashable, Sendable, Codable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// The columns, in their order.
  public var columns: [String]
  /// When it is checked.
  public var deferrable = Deferrable.no
  /// How its index is made and kept.
  public var index = ConstraintIndex()

  /// Makes a primary key of columns in their order.
  public init(columns: [String], name: String? = nil) {
    self.name = name
    self.columns = columns
  }

  /// Makes a primary key of columns in their order.
  public init(_ columns: String..., name: String? = nil) { self.init(columns: columns, name: name) }
}

/// Columns whose values together stand only once.
public struct Unique: Hashable, Sendable, Codable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// The columns, in their order.
  public var columns: [String]
  /// When it is checked.
  public var deferrable = Deferrable.no
  /// Whether NULLs differ from each other, so that there may be many: not so for `NULLS NOT DISTINCT`.
  public var nullsAreDistinct = true
  /// How its index is made and kept.
  public var index = ConstraintIndex()

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
public struct Check: Hashable, Sendable, Codable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// The expression, in SQL.
  public var expression: SQLFragment
  /// Whether the rows that were there already have been checked: not so for `NOT VALID`.
  public var isValidated = true
  /// Whether tables that inherit from this one have it too: not so for `NO INHERIT`.
  public var isInherited = true

  /// Makes a check.
  public init(_ expression: SQLFragment, name: String? = nil) {
    self.name = name
    self.expression = expression
  }
}

/// Columns whose values must stand in another table.
public struct ForeignKey: Hashable, Sendable, Codable {
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
  /// The columns that `.setNull` and `.setDefault` set when a parent is deleted; empty is all of the key.
  public var onDeleteColumns: [String] = []
  /// What becomes of a row whose parent's key changes.
  public var onUpdate: Action
  /// How NULLs count in a key of several columns.
  public var match: Match
  /// When it is checked.
  public var deferrable: Deferrable
  /// Whether the rows that were there already have been checked: not so for `NOT VALID`.
  public var isValidated = true

  /// What becomes of a row whose parent goes or changes.
  public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
    case noAction = "NO ACTION"
    case restrict = "RESTRICT"
    case cascade = "CASCADE"
    case setNull = "SET NULL"
    case setDefault = "SET DEFAULT"
  }

  /// How NULLs count in a key of several columns.
  public enum Match: String, Hashable, Sendable, Codable, CaseIterable {
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

/// What no two rows may share, by operators of one's own: no two bookings of a room whose times overlap.
public struct Exclusion: Hashable, Sendable, Codable {
  /// The name; nil where it has none of its own.
  public var name: String?
  /// How the index behind it is built.
  public var method: IndexMethod
  /// What is compared, each by its operator; two rows that all of them hold for exclude each other.
  public var elements: [Element]
  /// The rows that it is about; nil is all of them.
  public var predicate: SQLFragment?
  /// When it is checked.
  public var deferrable = Deferrable.no
  /// How its index is made and kept.
  public var index = ConstraintIndex()

  /// Something that is compared, and how.
  public struct Element: Hashable, Sendable, Codable {
    /// What is compared.
    public var part: Index.Part
    /// The operator, as SQL has it: `&&`, or `OPERATOR(app.&&)`.
    public var comparison: String

    /// Makes an element.
    public init(_ part: Index.Part, with comparison: String) {
      self.part = part
      self.comparison = comparison
    }

    /// A column: `.column("room", with: "=")`.
    public static func column(_ column: String, with comparison: String) -> Element {
      Element(Index.Part(.column(column)), with: comparison)
    }

    /// An expression over the row: `.expression("tstzrange(starts, ends)", with: "&&")`.
    public static func expression(_ sql: SQLFragment, with comparison: String) -> Element {
      Element(Index.Part(.expression(sql)), with: comparison)
    }
  }

  /// Makes an exclusion of elements in their order.
  public init(
    elements: [Element], using method: IndexMethod = .gist, where predicate: SQLFragment? = nil, name: String? = nil
  ) {
    self.name = name
    self.method = method
    self.elements = elements
    self.predicate = predicate
  }

  /// Makes an exclusion: `Exclusion(.column("room", with: "="), .column("during", with: "&&"), name: "no_overlap")`.
  public init(
    _ elements: Element..., using method: IndexMethod = .gist, where predicate: SQLFragment? = nil,
    name: String? = nil
  ) {
    self.init(elements: elements, using: method, where: predicate, name: name)
  }
}

/// How the index behind a constraint is made and kept.
public struct ConstraintIndex: Hashable, Sendable, Codable {
  /// Columns that are kept in it beside those that the constraint is about.
  public var include: [String] = []
  /// How it is kept.
  public var storageParameters: StorageParameters = [:]
  /// Where it is kept; nil is the database's own choice.
  public var tablespace: String?
  /// A unique index that is there already, and becomes the constraint's own; nil where one is made.
  ///
  /// Dropping the constraint makes that index again: see ``TableConstraint/releasedIndex(of:)``.
  public var existing: String?

  /// An index with nothing special.
  public init() {}
}

/// Any constraint of a table.
public enum TableConstraint: Hashable, Sendable, Codable {
  case primaryKey(PrimaryKey)
  case unique(Unique)
  case check(Check)
  case foreignKey(ForeignKey)
  case exclusion(Exclusion)

  /// The constraint's name, where it was given one.
  public var name: String? {
    get {
      switch self {
      case .primaryKey(let key): key.name
      case .unique(let unique): unique.name
      case .check(let check): check.name
      case .foreignKey(let key): key.name
      case .exclusion(let exclusion): exclusion.name
      }
    }
    set {
      switch self {
      case .primaryKey(var key):
        key.name = newValue
        self = .primaryKey(key)
      case .unique(var unique):
        unique.name = newValue
        self = .unique(unique)
      case .check(var check):
        check.name = newValue
        self = .check(check)
      case .foreignKey(var key):
        key.name = newValue
        self = .foreignKey(key)
      case .exclusion(var exclusion):
        exclusion.name = newValue
        self = .exclusion(exclusion)
      }
    }
  }

  /// The index that a constraint of that table was made of, as it was; nil where it was made of none.
  ///
  /// A constraint takes its index with it when it is dropped. The way back of a revision that made one of the other has to
  /// leave what that revision found.
  public func releasedIndex(of table: QualifiedName) -> Index? {
    let columns: [String]
    let index: ConstraintIndex
    var nullsAreDistinct = true
    switch self {
    case .primaryKey(let key): (columns, index) = (key.columns, key.index)
    case .unique(let unique):
      (columns, index) = (unique.columns, unique.index)
      nullsAreDistinct = unique.nullsAreDistinct
    case .check, .foreignKey, .exclusion: return nil
    }
    return index.existing.map { name in
      Index(
        name, on: table, parts: columns.map { Index.Part(.column($0)) }, unique: true, include: index.include,
        nullsNotDistinct: !nullsAreDistinct, with: index.storageParameters, tablespace: index.tablespace)
    }
  }

  /// Whether the rows that were there already have been checked.
  public var isValidated: Bool {
    get {
      switch self {
      case .check(let check): check.isValidated
      case .foreignKey(let key): key.isValidated
      case .primaryKey, .unique, .exclusion: true
      }
    }
    set {
      switch self {
      case .check(var check):
        check.isValidated = newValue
        self = .check(check)
      case .foreignKey(var key):
        key.isValidated = newValue
        self = .foreignKey(key)
      case .primaryKey, .unique, .exclusion: break
      }
    }
  }
}
