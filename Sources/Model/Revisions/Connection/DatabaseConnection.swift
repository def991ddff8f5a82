/// A connection to a database, as the engine and ordinary Swift in a script see it.
///
/// A connection belongs to one task at a time and is not `Sendable`.
public protocol DatabaseConnection: AnyObject {
  /// The kind of database at the other end.
  var dialect: DialectName { get }

  /// Runs one statement with its values bound, and returns how many rows it changed.
  ///
  /// Throws ``DatabaseError`` where the database refuses it.
  @discardableResult
  func execute(_ statement: SQLFragment) async throws -> Int

  /// Runs one statement with its values bound, and returns its rows.
  ///
  /// Throws ``DatabaseError`` where the database refuses it.
  func query(_ statement: SQLFragment) async throws -> [SQLRow]
}

/// One row of a result.
public struct SQLRow: Hashable, Sendable {
  /// The names of the columns, shared by all rows of a result.
  public let columns: [String]
  /// The values in the order of the columns.
  public let values: [SQLValue]

  /// Makes a row.
  public init(columns: [String], values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  /// The value at a position, from 0; NULL where there is no such column.
  public subscript(_ index: Int) -> SQLValue { values.indices.contains(index) ? values[index] : .null }

  /// The value of the first column of that name; NULL where there is none.
  public subscript(_ column: String) -> SQLValue { columns.firstIndex(of: column).map { self[$0] } ?? .null }
}

/// What a database said when it refused something.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, in kinds that the engine acts upon.
  public enum Kind: Hashable, Sendable {
    /// The statement itself was refused.
    case statement
    /// Another connection holds what is needed, and waiting did not help; trying again may.
    case busy
    /// What is to be made is there already: an object of that name, or a row of that key.
    case alreadyExists
    /// The database cannot be opened or reached.
    case unreachable
    /// The database may only be read.
    case readOnly
    /// There is no room left.
    case full
    /// What is there is not a database, or a damaged one.
    case corrupt
    /// The statement was interrupted.
    case interrupted
    /// The connection broke while it was in use: what became of the last statement, a COMMIT say, is not known.
    case connectionLost
  }

  /// What it is.
  public var kind: Kind
  /// The database's own words.
  public var message: String
  /// The database's own code, such as `SQLITE_CONSTRAINT_UNIQUE` or an SQLSTATE.
  public var code: String
  /// More of what it said: which key, which row.
  public var detail: String?
  /// What the database itself advises.
  public var hint: String?
  /// The statement as it was sent, without bound values; nil where there was none.
  public var statement: String?
  /// Where in the statement the error stands, in bytes from 0, where the database says so.
  public var offset: Int?

  /// Makes an error.
  public init(
    kind: Kind, message: String, code: String, detail: String? = nil, hint: String? = nil, statement: String? = nil,
    offset: Int? = nil
  ) {
    self.kind = kind
    self.message = message
    self.code = code
    self.detail = detail
    self.hint = hint
    self.statement = statement
    self.offset = offset
  }

  public var description: String { "\(message) (\(code))" }
}
