public import Revisions

/// How a kind of database reads back what stands in it, and what of a declared schema it would keep.
public protocol SchemaReflecting: Sendable {
  /// Reads what a database consists of, in a number of queries that does not grow with it.
  ///
  /// All values are in the form that ``canonical(_:)`` gives. Names of the scope's default schema come without it. Throws
  /// ``DialectError`` for what cannot be read, and whatever the connection throws.
  ///
  /// `open` opens another connection to the same database, for a dialect that reads a large one on two.
  func reflect(
    _ scope: ReflectionScope, from connection: any DatabaseConnection, beside open: ConnectionOpening?
  ) async throws -> Reflection

  /// A schema in the one form in which two of them can be compared, as far as that is known without asking a database.
  ///
  /// Types have one spelling; constraints stand on the table, under the names that the database would give them; values are
  /// literals where they can be; the text of expressions is free of comments and of what makes no difference; what this database
  /// does not keep, such as a comment on SQLite, is left out. Throws ``DialectError`` for what this database cannot keep
  /// although it makes a difference.
  func canonical(_ schema: Schema) throws(DialectError) -> Schema

  /// What this kind of database would refuse of a table as it is declared, where others would not.
  func faults(of table: Table) -> [TableFault]

  /// Whether a statement would make what a database makes by itself, as its own dumps say it all the same.
  func isMadeAnyway(_ statement: String, reading catalog: any DatabaseConnection) async throws -> Bool

  /// A declared schema in its own words that says how constraints are called which have no name: as ``canonical(_:)`` has it.
  func named(_ schema: Schema) throws(DialectError) -> NamedSchema

  /// How two schemas in canonical form are told apart, and what becomes of the difference.
  var comparison: ComparisonRules { get }

  /// How a value of one type becomes one of another where the database would not do it by itself; nil where it does.
  func conversion(of column: String, from former: DataType, to type: DataType) throws(DialectError) -> SQLFragment?

  /// What it takes that a column of one type becomes one of another.
  func cost(ofChanging former: DataType, to type: DataType) -> TypeChangeCost

  /// Where long values of a type are kept unless a column says otherwise; nil where that is not known, or cannot be chosen.
  func usualStorage(of type: DataType) -> Column.Storage?

  /// Whether two defaults in canonical form come to the same value, though a database words them differently.
  func isSame(_ value: Column.DefaultValue?, _ other: Column.DefaultValue?) -> Bool

  /// Whether two expressions or queries in canonical form are the same to the database, though it words them differently after it was
  /// restored from a dump. `table` is the one whose columns an expression speaks of.
  func isSame(_ expression: SQLFragment, _ other: SQLFragment, of table: Table?) -> Bool

  /// The statement after which a column that has values already gets its next number beyond them, from a sequence or, where that is
  /// nil, by its identity; nil where the database sees to that, or the column holds no numbers.
  ///
  /// `isNoted` says that it goes on behind the number too that ``notingNumber(of:in:)`` has noted in the same transaction.
  func numbering(
    of column: Column, in table: QualifiedName, by sequence: DatabaseSequence?, isNoted: Bool
  ) throws(DialectError) -> SQLFragment?

  /// The statement that notes the last number that a column was given, until the end of the transaction; nil where nobody asks for it.
  func notingNumber(of column: Column, in table: QualifiedName) throws(DialectError) -> SQLFragment?

  /// What the part of a partitioned table's index is called that stands on a partition: `index` is on that already, and `number` tells it
  /// from others that would be called alike. Nil where there are none.
  func partName(of index: Index, number: Int) -> String?

  /// What a table says of its own of a column that it has from a parent alone: another default, or that NULL may stand there or not.
  func overrides(
    of inherited: Column, by column: Column, in table: QualifiedName
  ) throws(DialectError) -> [SQLObject]

  /// What has to run before operations that a comparison found, for the time of their revision; nil where that is nothing.
  ///
  /// `copies` says that they make what a database has already as it is.
  func preparation(for operations: [Operation], copies: Bool) -> SQL?
}

/// Opens a connection.
public typealias ConnectionOpening = @Sendable () async throws -> sending any MigrationConnection

extension SchemaReflecting {
  /// Reads what a database consists of on one connection.
  public func reflect(_ scope: ReflectionScope, from connection: any DatabaseConnection) async throws -> Reflection {
    try await reflect(scope, from: connection, beside: nil)
  }

  /// Nothing.
  public func faults(of table: Table) -> [TableFault] { [] }

  /// No.
  public func isMadeAnyway(_ statement: String, reading catalog: any DatabaseConnection) async throws -> Bool { false }

  /// As long as a dialect does not know better, a table is rewritten, and its values may not fit.
  public func cost(ofChanging former: DataType, to type: DataType) -> TypeChangeCost {
    former == type ? [] : [.rewritesTable, .mayLoseValues]
  }

  public func usualStorage(of type: DataType) -> Column.Storage? { nil }

  /// As it is: constraints without names have none.
  public func named(_ schema: Schema) throws(DialectError) -> NamedSchema {
    NamedSchema(all: schema, uncertain: schema)
  }

  /// Whether they are equal.
  public func isSame(_ value: Column.DefaultValue?, _ other: Column.DefaultValue?) -> Bool { value == other }

  /// Whether they are equal.
  public func isSame(_ expression: SQLFragment, _ other: SQLFragment, of table: Table?) -> Bool { expression == other }

  /// No statement: the database sees to it.
  public func numbering(
    of column: Column, in table: QualifiedName, by sequence: DatabaseSequence?, isNoted: Bool
  ) throws(DialectError) -> SQLFragment? { nil }

  /// No statement: the database sees to it.
  public func notingNumber(of column: Column, in table: QualifiedName) throws(DialectError) -> SQLFragment? { nil }

  /// No name: there are no partitions.
  public func partName(of index: Index, number: Int) -> String? { nil }

  /// None: there is no inheritance.
  public func overrides(
    of inherited: Column, by column: Column, in table: QualifiedName
  ) throws(DialectError) -> [SQLObject] { [] }

  /// Nothing.
  public func preparation(for operations: [Operation], copies: Bool) -> SQL? { nil }
}

/// What it takes that a column gets another type.
public struct TypeChangeCost: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The whole table is written anew.
  public static let rewritesTable = TypeChangeCost(rawValue: 1 << 0)
  /// Values may not fit the new type, lose a part of what they said, or say it in other words.
  public static let mayLoseValues = TypeChangeCost(rawValue: 1 << 1)
  /// What becomes of a value depends on the time zone of the session that runs the change.
  public static let dependsOnTimeZone = TypeChangeCost(rawValue: 1 << 2)
  /// There is no cast: each value goes by its text, and what that does not fit fails.
  public static let convertsByText = TypeChangeCost(rawValue: 1 << 4)
  /// Expressions of indexes and constraints that compare the column with values no longer say what they would if they were written
  /// anew: they name the former type.
  public static let rewordsExpressions = TypeChangeCost(rawValue: 1 << 3)
}

/// What a comparison has to know of a kind of database.
public struct ComparisonRules: Hashable, Sendable {
  /// Whether names that differ by their case alone are the same.
  public var foldsNames: Bool
  /// Whether constraints and indexes can be given another name; else they are dropped and made again.
  public var renamesParts: Bool
  /// Whether a view keeps the columns that it reads from being changed.
  public var viewsPinColumns: Bool
  /// Whether expressions are read back in other words than they were written in.
  public var rewordsExpressions: Bool
  /// Whether it is kept who may do what with an object, and lost where that is dropped and made again.
  public var keepsPrivileges: Bool
  /// Whether a table is made anew for most changes to it, so that those to one table are worth keeping together.
  public var rebuildsTables: Bool
  /// Whether a foreign key keeps the constraint or index by which it finds its rows from being dropped.
  public var foreignKeysPinUniqueness: Bool
  /// Whether a foreign key can be made that refers to what is not there, or is not unique: only rows would need it.
  public var foreignKeysMayDangle: Bool
  /// The access method of a table that names none; nil where there is no choice.
  public var accessMethod: String?
  /// Where a table is kept that does not say so; nil where there is no choice.
  public var tablespace: String?
  /// The schema that a name without one is in; nil where there are no others.
  public var defaultSchema: String?
  /// The schemas that every new database has: they are neither made nor dropped.
  public var givenSchemas: Set<String>

  /// Makes rules.
  public init(
    foldsNames: Bool, renamesParts: Bool, viewsPinColumns: Bool, rewordsExpressions: Bool, keepsPrivileges: Bool,
    rebuildsTables: Bool = false,
    foreignKeysPinUniqueness: Bool = false, foreignKeysMayDangle: Bool = false, accessMethod: String? = nil,
    tablespace: String? = nil,
    defaultSchema: String? = nil, givenSchemas: Set<String> = []
  ) {
    self.foldsNames = foldsNames
    self.renamesParts = renamesParts
    self.viewsPinColumns = viewsPinColumns
    self.rewordsExpressions = rewordsExpressions
    self.keepsPrivileges = keepsPrivileges
    self.rebuildsTables = rebuildsTables
    self.foreignKeysPinUniqueness = foreignKeysPinUniqueness
    self.foreignKeysMayDangle = foreignKeysMayDangle
    self.accessMethod = accessMethod
    self.tablespace = tablespace
    self.defaultSchema = defaultSchema
    self.givenSchemas = givenSchemas
  }
}

/// What of a database is read.
public struct ReflectionScope: Hashable, Sendable {
  /// The schemas that are read.
  public var schemas: Schemas
  /// Tables that are no part of it, such as the version table.
  public var ignoredTables: Set<QualifiedName>
  /// Whether it is read who was granted what.
  public var includesGrants: Bool

  /// Which schemas are read.
  public enum Schemas: Hashable, Sendable {
    /// The one in which a name without a schema is made.
    case `default`
    /// Those named; the default one is among them only where it is named.
    case named([String])
    /// All but the database's own.
    case all
  }

  /// Makes a scope.
  public init(_ schemas: Schemas = .default, ignoring tables: Set<QualifiedName> = [], includesGrants: Bool = false) {
    self.schemas = schemas
    ignoredTables = tables
    self.includesGrants = includesGrants
  }
}

/// What was read of a database.
public struct Reflection: Hashable, Sendable {
  /// All that values can express.
  public var schema: Schema
  /// What they cannot: it is named, and left alone.
  public var unsupported: [UnsupportedObject]
  /// The statements that make all of it, and what is only named, in their order and to the letter, where the database keeps them;
  /// else none.
  public var originals: [Original]
  /// What roles may do by themselves with an object of its kind, and were forbidden; read with what was granted.
  public var revoked: [Revoke]
  /// To whom views and routines belong that are somebody else's than the reader's; read with what was granted.
  public var owners: [SetOwner]
  /// The indexes of the schema that are there and not used, as building them failed or is not done.
  public var invalidIndexes: Set<QualifiedName>
  /// The version of the database, by which the wording of expressions may differ.
  public var version: String
  /// The schema whose objects have names without one; nil where there are no schemas.
  public var defaultSchema: String?
  /// The schemas that were not read, as far as anything is in them.
  public var schemasLeftOut: [String]

  /// Makes a reflection.
  public init(
    _ schema: Schema, unsupported: [UnsupportedObject] = [], originals: [Original] = [], revoked: [Revoke] = [],
    owners: [SetOwner] = [], invalidIndexes: Set<QualifiedName> = [],
    version: String = "", defaultSchema: String? = nil, schemasLeftOut: [String] = []
  ) {
    self.schema = schema
    self.defaultSchema = defaultSchema
    self.schemasLeftOut = schemasLeftOut
    self.revoked = revoked
    self.owners = owners
    self.unsupported = unsupported
    self.originals = originals
    self.invalidIndexes = invalidIndexes
    self.version = version
  }
}

/// A statement as a database keeps it of what it made.
public struct Original: Hashable, Sendable {
  /// The statement.
  public var text: String
  /// Whether it takes something that another database may do without, such as the module of a virtual table.
  public var isOptional: Bool

  /// Makes an original.
  public init(_ text: String, isOptional: Bool = false) {
    self.text = text
    self.isOptional = isOptional
  }
}

/// Something in a database that operations cannot express.
public struct UnsupportedObject: Hashable, Sendable {
  /// What it is, in the database's words: `foreign table`.
  public var kind: String
  /// Its name, as a sentence has it.
  public var name: String
  /// The table that it is a part of; nil where it stands by itself.
  public var table: QualifiedName?

  /// Makes an object.
  public init(_ kind: String, _ name: String, of table: QualifiedName? = nil) {
    self.kind = kind
    self.name = name
    self.table = table
  }
}
