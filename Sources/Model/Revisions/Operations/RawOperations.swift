/// Runs SQL as it is written: one statement or several, each ended by a semicolon.
public struct SQL: OperationValue, Hashable, Codable {
  /// The SQL.
  public var text: SQLFragment
  /// SQL that undoes it, for the way back.
  public var reverse: SQLFragment?
  public let location: SourceLocation

  /// Runs SQL; it can be turned round only where `reverse` says how.
  public init(_ text: SQLFragment, reverse: SQLFragment? = nil, file: String = #fileID, line: Int = #line) {
    self.text = text
    self.reverse = reverse
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .sql(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let reverse else { throw irreversible("SQL(…) does not say what undoes it: use `reverse:`") }
    return .sql(SQL(reverse, reverse: text, file: file, line: line))
  }
}

/// What differs by database: operations for one kind of it, and others for the rest.
public struct When: OperationValue, Codable {
  /// The kind of database that it is for.
  public var dialect: DialectName
  /// What runs on that kind of database.
  public var then: Operations
  /// What runs on every other.
  public var otherwise: Operations
  public let location: SourceLocation

  /// Runs operations on one kind of database only.
  public init(
    _ dialect: DialectName, file: String = #fileID, line: Int = #line, @OperationsBuilder _ then: () -> Operations,
    @OperationsBuilder otherwise: () -> Operations = { Operations([]) }
  ) {
    self.init(dialect, then: then(), otherwise: otherwise(), file: file, line: line)
  }

  /// Runs some operations on one kind of database and others on the rest.
  public init(
    _ dialect: DialectName, then: Operations, otherwise: Operations, file: String = #fileID, line: Int = #line
  ) {
    self.dialect = dialect
    self.then = then
    self.otherwise = otherwise
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .when(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    // What has no way back on one kind of database may have one on the others.
    .when(
      When(
        dialect, then: then.turnedRoundIfPossible, otherwise: otherwise.turnedRoundIfPossible, file: file, line: line))
  }
}

/// Runs operations one by one, each committed by itself, for what a database refuses inside a transaction.
///
/// What stands before and behind it has a transaction each; the journal counts the statements, so that a run that was
/// killed goes on where it stopped.
public struct OutsideTransaction: OperationValue, Codable {
  /// What runs outside a transaction.
  public var body: Operations
  public let location: SourceLocation

  /// Runs operations outside a transaction.
  public init(file: String = #fileID, line: Int = #line, @OperationsBuilder _ body: () -> Operations) {
    self.init(body: body(), file: file, line: line)
  }

  /// Runs operations outside a transaction.
  public init(body: Operations, file: String = #fileID, line: Int = #line) {
    self.body = body
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .outsideTransaction(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .outsideTransaction(OutsideTransaction(body: try body.turnedRound(), file: file, line: line))
  }
}
