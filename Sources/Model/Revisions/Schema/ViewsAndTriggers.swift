/// A view: a query under a name.
public struct View: Hashable, Sendable {
  /// The name.
  public var name: QualifiedName
  /// The names of its columns, where they are not those of the query.
  public var columns: [String]
  /// The query that it stands for.
  public var query: SQLFragment

  /// Makes a view.
  public init(_ name: QualifiedName, columns: [String] = [], as query: SQLFragment) {
    self.name = name
    self.columns = columns
    self.query = query
  }
}

/// What a database does by itself when a table's rows change.
public struct Trigger: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The table whose changes set it off.
  public var table: QualifiedName
  /// Whether it acts before the change, after it or in its place.
  public var timing: Timing
  /// What sets it off.
  public var events: [Event]
  /// The rows for which it acts; nil is all of them.
  public var condition: SQLFragment?
  /// The statements to run, each ended by a semicolon.
  public var body: SQLFragment

  /// Whether a trigger acts before the change, after it or in its place.
  public enum Timing: String, Hashable, Sendable {
    case before = "BEFORE"
    case after = "AFTER"
    case insteadOf = "INSTEAD OF"
  }

  /// What sets a trigger off.
  public enum Event: Hashable, Sendable {
    case insert
    case delete
    /// A change, of any column or of those named.
    case update(of: [String])

    /// A change of any column.
    public static var update: Event { .update(of: []) }
  }

  /// Makes a trigger that acts for each row.
  public init(
    _ name: String, on table: QualifiedName, _ timing: Timing, _ events: [Event], when condition: SQLFragment? = nil,
    body: SQLFragment
  ) {
    self.name = name
    self.table = table
    self.timing = timing
    self.events = events
    self.condition = condition
    self.body = body
  }
}
