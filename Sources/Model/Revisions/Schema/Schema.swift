/// All that a database consists of, as far as operations can express it: what is declared, what stands in a database, or
/// what a graph of revisions leads to.
///
/// ```swift
/// let users = Table("users") {
///   Column("id", .bigInteger).primaryKey().identity()
///   Column("mood", .named("mood")).notNull()
/// }
///
/// let schema = Schema {
///   Enum("mood", "sad", "ok")
///   users
///   Index("ix_users_mood", on: "users", "mood")
/// }
/// ```
///
/// A name without a schema stands in the default one. Only what is declared as a whole counts: the order of the lists below
/// says nothing, except for what is ordered in a database too, such as a table's columns.
public struct Schema: Hashable, Sendable, Codable {
  /// The schemas in which names stand, but for the default one.
  public var namespaces: [Namespace] = []
  public var extensions: [Extension] = []
  public var enums: [EnumType] = []
  public var domains: [Domain] = []
  public var compositeTypes: [CompositeType] = []
  /// Sequences that do not belong to an identity column.
  public var sequences: [DatabaseSequence] = []
  public var tables: [Table] = []
  /// Indexes that do not belong to a constraint.
  public var indexes: [Index] = []
  public var views: [View] = []
  public var materializedViews: [MaterializedView] = []
  public var routines: [Routine] = []
  public var triggers: [Trigger] = []
  public var policies: [Policy] = []
  /// What roles were granted; empty means that nothing is said about it.
  public var grants: [Grant] = []
  /// Comments on what has no place of its own for one, such as a constraint.
  public var comments: [Comment] = []
  /// What has no value of its own here.
  public var others: [SQLObject] = []

  /// An empty schema.
  public init() {}

  /// Makes a schema of what the closure lists.
  public init(@SchemaBuilder _ body: () -> Schema) { self = body() }

  /// Adds all that another one has.
  public mutating func merge(_ other: Schema) {
    namespaces += other.namespaces
    extensions += other.extensions
    enums += other.enums
    domains += other.domains
    compositeTypes += other.compositeTypes
    sequences += other.sequences
    tables += other.tables
    indexes += other.indexes
    views += other.views
    materializedViews += other.materializedViews
    routines += other.routines
    triggers += other.triggers
    policies += other.policies
    grants += other.grants
    comments += other.comments
    others += other.others
  }
}

/// A schema of a database, as a name among names: what `CREATE SCHEMA` makes.
public struct Namespace: Hashable, Sendable, Codable {
  /// The name.
  public var name: String
  /// What it is for.
  public var comment: String?

  /// Makes a namespace: `Namespace("app")`.
  public init(_ name: String, comment: String? = nil) {
    self.name = name
    self.comment = comment
  }
}

/// An object that has no value of its own here, such as an aggregate or a rule: it is known by the SQL that makes it.
public struct SQLObject: Hashable, Sendable, Codable {
  /// What it is, by the words that stand before its address in SQL: `AGGREGATE`.
  public var kind: String
  /// Its address, as SQL has it: `app.total(integer)`.
  public var address: String
  /// The statement that makes it.
  public var creation: SQLFragment
  /// The statement that drops it.
  public var removal: SQLFragment
  /// The table, view or index that it is a part of; nil where it stands by itself, or where only the dialect knows.
  public var relation: QualifiedName?

  /// Makes an object; without `drop` it is dropped by its kind and address.
  public init(_ kind: String, _ address: String, create creation: SQLFragment, drop removal: SQLFragment? = nil) {
    self.kind = kind
    self.address = address
    self.creation = creation
    self.removal = removal ?? .raw("DROP \(kind) \(address)")
  }
}

/// An enumeration, as a declared schema calls it.
public typealias Enum = EnumType
