public import Revisions

/// How a kind of database reads back what stands in it, and what of a declared schema it would keep.
public protocol SchemaReflecting: Sendable {
  /// Reads what a database consists of, in a number of queries that does not grow with it.
  ///
  /// All values are in the form that ``canonical(_:)`` gives. Names of the scope's default schema come without it. Throws
  /// ``DialectError`` for what cannot be read, and whatever the connection throws.
  func reflect(_ scope: ReflectionScope, from connection: any DatabaseConnection) async throws -> Reflection

  /// A schema in the one form in which two of them can be compared, as far as that is known without asking a database.
  ///
  /// Types have one spelling; constraints stand on the table, under the names that the database would give them; values are
  /// literals where they can be; the text of expressions is free of comments and of what makes no difference; what this database
  /// does not keep, such as a comment on SQLite, is left out. Throws ``DialectError`` for what this database cannot keep
  /// although it makes a difference.
  func canonical(_ schema: Schema) throws(DialectError) -> Schema

  /// How two schemas in canonical form are told apart, and what becomes of the difference.
  var comparison: ComparisonRules { get }

  /// How a value of one type becomes one of another where the database would not do it by itself; nil where it does.
  func conversion(of column: String, from former: DataType, to type: DataType) throws(DialectError) -> SQLFragment?
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

  /// Makes rules.
  public init(
    foldsNames: Bool, renamesParts: Bool, viewsPinColumns: Bool, rewordsExpressions: Bool, keepsPrivileges: Bool
  ) {
    self.foldsNames = foldsNames
    self.renamesParts = renamesParts
    self.viewsPinColumns = viewsPinColumns
    self.rewordsExpressions = rewordsExpressions
    self.keepsPrivileges = keepsPrivileges
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
  /// The version of the database, by which the wording of expressions may differ.
  public var version: String

  /// Makes a reflection.
  public init(_ schema: Schema, unsupported: [UnsupportedObject] = [], version: String = "") {
    self.schema = schema
    self.unsupported = unsupported
    self.version = version
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
