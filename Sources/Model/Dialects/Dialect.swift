public import Revisions

/// What a kind of database has to say for itself: how it spells things, and what it can do.
///
/// A dialect is a value without a connection. What it must look up in a database it asks of the connection it is
/// handed, which is the database itself online, and a scratch copy of its schema offline.
public protocol Dialect: Sendable {
  /// The name by which `When` addresses it.
  var name: DialectName { get }

  /// How many revisions share a transaction.
  var transactionStrategy: TransactionStrategy { get }

  /// The statement that begins a transaction in which a revision can run.
  var beginTransaction: String { get }

  /// How the journal reads the database's clock.
  var journalClock: JournalClock { get }

  /// A query whose rows are rule violations that are no business of a single statement, such as rows without a parent
  /// while foreign keys are not enforced. A commit must not add to them. Nil where the database itself sees to it.
  var violationsQuery: SQLFragment? { get }

  /// A query that yields a row where a violation matters, and none where it does not; nil where it always does.
  func evidence(of violation: SQLRow) -> SQLFragment?

  /// A query that yields a row where a table of that name exists, and none where it does not.
  func tableExists(_ table: QualifiedName) -> SQLFragment

  /// A query for the schema in which a name without one is made; nil where a name without one is as good.
  var defaultSchemaQuery: SQLFragment? { get }

  /// A query for how many characters a column of text takes, NULL for any number; nil where the database checks none.
  func lengthLimit(of column: String, in table: QualifiedName) -> SQLFragment?

  /// A statement that makes a schema where it is missing; nil where there are none to make.
  func creatingSchema(_ name: String) throws(DialectError) -> String?

  /// The lock by which only one runner at a time works on a database; nil where a transaction sees to that.
  func runnerLock(for versionTable: QualifiedName) -> RunnerLock?

  /// How a script of SQL protects the database it is run on.
  var offlineFraming: any OfflineFraming { get }

  /// Statements that fail with these words unless a query of one row and one column yields 1: a ``Statement/Kind/check(failure:)``
  /// for a script that somebody else runs.
  func failing(unless query: String, _ failure: String) throws -> [String]

  /// What a revision of these operations needs changed in the session while it runs; nil where it needs nothing.
  func sessionChange(for operations: [Operation]) -> SessionChange?

  /// A name as an identifier. This is the only function that quotes.
  ///
  /// Throws ``DialectError`` for a name that the database cannot keep whole.
  func quoted(_ identifier: String) throws(DialectError) -> String

  /// A value as SQL text. This is the only function that writes literals.
  ///
  /// Throws ``DialectError`` for a value that has no literal, such as text with a NUL in it.
  func literal(_ value: SQLValue) throws(DialectError) -> String

  /// Cuts a text into its statements, exactly as the database would.
  ///
  /// Throws ``DialectError`` where the text ends inside a statement's string, comment or body; the line of its
  /// location is counted from the text's first, which is 1.
  func cut(_ text: String) throws(DialectError) -> [CutStatement]

  /// How a statement, as written by a person, stands to transactions.
  func transactionRule(of statement: String) -> Statement.TransactionRule

  /// Whether a statement for an operation cannot run inside a transaction.
  func runsOutsideTransaction(_ operation: Operation) -> Bool

  /// Whether a statement, as written by a person, changes what a server has for all its databases, such as a role.
  func reachesBeyondDatabase(_ statement: String) -> Bool

  /// Whether a statement, as written by a person, changes settings under which later statements would run.
  func changesSettings(_ statement: String) -> Bool

  /// How to find out what became of a statement outside a transaction that a run was cut off in; nil where it can only
  /// be run again.
  func recovery(of statement: Statement) throws(DialectError) -> Recovery?

  /// Whether the statements for an operation depend on what the database holds.
  func needsCatalog(for operation: Operation) -> Bool

  /// The statements that carry out an operation on schema or rows.
  ///
  /// `catalog` is given wherever ``needsCatalog(for:)`` asks for it. Not called for `SQL`, `When`, `Live` and
  /// `OutsideTransaction`, which are the same everywhere. Throws ``DialectError`` for what this database cannot do, and
  /// whatever the connection throws. Neither need know where in a script it stands: see
  /// ``locatedStatements(for:reading:)``.
  func statements(for operation: Operation, reading catalog: (any DatabaseConnection)?) async throws -> [Statement]

  /// Whether an operation is one change with those right before it, which then have their statements together.
  func joins(_ operation: Operation, to others: [Operation]) -> Bool

  /// The statements for operations of which each joins those before it.
  ///
  /// Throws as ``statements(for:reading:)`` does; a ``DialectError`` may know which of them it is about.
  func statements(
    forAll operations: [Operation], reading catalog: (any DatabaseConnection)?
  ) async throws -> [Statement]
}

/// A change to the session that lasts for one revision, which then shares its transaction with no other.
public struct SessionChange: Sendable {
  /// Statements that make the change, outside a transaction.
  public var begin: [String]
  /// Statements that take it back, outside a transaction.
  public var end: [String]
  /// How a script protects the database while the change lasts.
  public var offlineFraming: any OfflineFraming

  /// Makes a change.
  public init(begin: [String], end: [String], offlineFraming: any OfflineFraming) {
    self.begin = begin
    self.end = end
    self.offlineFraming = offlineFraming
  }
}

/// How many revisions share a transaction.
public enum TransactionStrategy: Sendable {
  /// A run of revisions shares one, with a savepoint each.
  case sharedWithSavepoints
  /// Each revision has its own; they are sent one behind the other through a ``StatementPipeline``.
  case perRevision(any Fencing)
}

/// How the journal reads the database's clock, so that online and offline runs agree.
public struct JournalClock: Sendable {
  /// Statements that prepare a session for keeping time.
  public var prepare: [String]
  /// Statements that note the start of a revision.
  public var start: [String]
  /// An expression for the moment that the last `start` noted.
  public var startedAt: String
  /// An expression for the present moment.
  public var now: String
  /// An expression for the time to now, in whole milliseconds, from the moment that another expression gives.
  public var elapsedMilliseconds: @Sendable (_ since: String) -> String

  /// Makes a clock.
  public init(
    prepare: [String], start: [String], startedAt: String, now: String,
    elapsedMilliseconds: @escaping @Sendable (_ since: String) -> String
  ) {
    self.prepare = prepare
    self.start = start
    self.startedAt = startedAt
    self.now = now
    self.elapsedMilliseconds = elapsedMilliseconds
  }
}

extension Dialect {
  /// No: each is a change of its own.
  public func joins(_ operation: Operation, to others: [Operation]) -> Bool { false }

  /// Those of each, one after the other.
  public func statements(
    forAll operations: [Operation], reading catalog: (any DatabaseConnection)?
  ) async throws -> [Statement] {
    var statements: [Statement] = []
    for operation in operations { statements += try await self.statements(for: operation, reading: catalog) }
    return statements
  }

  /// Operations with those that join them.
  public func joined(_ operations: [Operation]) -> [[Operation]] {
    var groups: [[Operation]] = []
    for operation in operations {
      if let last = groups.last, joins(operation, to: last) {
        groups[groups.count - 1].append(operation)
      } else {
        groups.append([operation])
      }
    }
    return groups
  }

  /// How transactions prove where they start, where each revision has its own.
  public var fencing: (any Fencing)? {
    if case .perRevision(let fencing) = transactionStrategy { fencing } else { nil }
  }

  /// A table's name, each part quoted.
  public func quoted(_ name: QualifiedName) throws(DialectError) -> String {
    guard let schema = name.schema else { return try quoted(name.name) }
    return try quoted(schema) + "." + quoted(name.name)
  }

  /// Names, quoted and separated by commas.
  public func quotedList(_ names: [String]) throws(DialectError) -> String {
    var parts: [String] = []
    for name in names { parts.append(try quoted(name)) }
    return parts.joined(separator: ", ")
  }

  /// A fragment as text: names quoted, values written as literals.
  public func rendered(_ fragment: SQLFragment) throws(DialectError) -> String {
    var text = ""
    for segment in fragment.segments {
      switch segment {
      case .raw(let sql): text += sql
      case .value(let value): text += try literal(value)
      case .identifier(let parts):
        for (position, part) in parts.enumerated() {
          if position > 0 { text += "." }
          text += try quoted(part)
        }
      }
    }
    return text
  }

  /// The statements for operations of which each joins those before it, each knowing where the first of them stands.
  ///
  /// Throws as ``statements(for:reading:)`` does; a ``DialectError`` knows that too.
  public func locatedStatements(
    for operations: [Operation], reading catalog: (any DatabaseConnection)?
  ) async throws -> [Statement] {
    do {
      var statements = try await statements(forAll: operations, reading: catalog)
      for position in statements.indices where statements[position].location == nil {
        statements[position].location = operations.first?.value.location
      }
      return statements
    } catch var error as DialectError {
      error.location = error.location ?? operations.first?.value.location
      throw error
    }
  }

  /// The statements of SQL that a person wrote, each knowing its line in the script.
  public func statements(of sql: SQL) throws(DialectError) -> [Statement] {
    do {
      var result: [Statement] = []
      for part in try cut(rendered(sql.text)) {
        result.append(
          Statement(
            part.text, transactionRule: transactionRule(of: part.text),
            location: SourceLocation(file: sql.location.file, line: sql.location.line + part.lineOffset)))
      }
      return result
    } catch {
      var located = error
      let line = sql.location.line + (error.location.map { $0.line - 1 } ?? 0)
      located.location = SourceLocation(file: sql.location.file, line: line)
      throw located
    }
  }
}
