/// What a database does by itself when a table's rows change.
public struct Trigger: Hashable, Sendable, Codable {
  /// The name.
  public var name: String
  /// The table whose changes set it off.
  public var table: QualifiedName
  /// Whether it acts before the change, after it or in its place.
  public var timing: Timing
  /// What sets it off.
  public var events: [Event]
  /// Whether it acts for each row or once a statement.
  public var level: Level
  /// The rows for which it acts; nil is all of them.
  public var condition: SQLFragment?
  /// What it does.
  public var action: Action
  /// The name under which it sees the rows as they were; nil where it does not.
  public var oldTable: String?
  /// The name under which it sees the rows as they are; nil where it does not.
  public var newTable: String?
  /// What makes it a constraint trigger; nil where it is none.
  public var constraint: Constraint?
  /// Whether it acts at all.
  public var state = State.enabled
  /// What it is for.
  public var comment: String?

  /// Whether a trigger acts before the change, after it or in its place.
  public enum Timing: String, Hashable, Sendable, Codable {
    case before = "BEFORE"
    case after = "AFTER"
    case insteadOf = "INSTEAD OF"
  }

  /// What sets a trigger off.
  public enum Event: Hashable, Sendable, Codable {
    case insert
    case delete
    /// A change, of any column or of those named.
    case update(of: [String])
    /// All rows at once.
    case truncate

    /// A change of any column.
    public static var update: Event { .update(of: []) }
  }

  /// Whether a trigger acts for each row or once a statement.
  public enum Level: String, Hashable, Sendable, Codable {
    case row = "ROW"
    case statement = "STATEMENT"
  }

  /// What a trigger does.
  public enum Action: Hashable, Sendable, Codable {
    /// Statements, each ended by a semicolon: SQLite's form.
    case statements(SQLFragment)
    /// A call of a function with texts as arguments: PostgreSQL's form.
    case function(QualifiedName, arguments: [String] = [])
  }

  /// What makes a trigger a constraint trigger.
  public struct Constraint: Hashable, Sendable, Codable {
    /// When it acts.
    public var deferrable: Deferrable
    /// Another table that it is about; nil where there is none.
    public var referencedTable: QualifiedName?

    /// Makes what makes a trigger a constraint trigger.
    public init(_ deferrable: Deferrable = .no, from referencedTable: QualifiedName? = nil) {
      self.deferrable = deferrable
      self.referencedTable = referencedTable
    }
  }

  /// Whether a trigger acts.
  public enum State: String, Hashable, Sendable, Codable, CaseIterable {
    /// On what clients change, but not on what replication brings.
    case enabled = "ENABLE"
    /// Never.
    case disabled = "DISABLE"
    /// Only on what replication brings.
    case replica = "ENABLE REPLICA"
    /// On either.
    case always = "ENABLE ALWAYS"
  }

  /// Makes a trigger that runs statements for each row.
  public init(
    _ name: String, on table: QualifiedName, _ timing: Timing, _ events: [Event], when condition: SQLFragment? = nil,
    body: SQLFragment, comment: String? = nil
  ) {
    self.init(name, on: table, timing, events, level: .row, condition: condition, action: .statements(body))
    self.comment = comment
  }

  /// Makes a trigger that calls a function.
  ///
  /// `referencingOld` and `referencingNew` name the rows as they were and as they are; `constraint` makes it a constraint
  /// trigger.
  public init(
    _ name: String, on table: QualifiedName, _ timing: Timing, _ events: [Event], forEach level: Level = .row,
    when condition: SQLFragment? = nil, execute function: QualifiedName, arguments: [String] = [],
    referencingOld oldTable: String? = nil, referencingNew newTable: String? = nil, constraint: Constraint? = nil,
    state: State = .enabled, comment: String? = nil
  ) {
    self.init(
      name, on: table, timing, events, level: level, condition: condition,
      action: .function(function, arguments: arguments))
    self.oldTable = oldTable
    self.newTable = newTable
    self.constraint = constraint
    self.state = state
    self.comment = comment
  }

  private init(
    _ name: String, on table: QualifiedName, _ timing: Timing, _ events: [Event], level: Level,
    condition: SQLFragment?, action: Action
  ) {
    self.name = name
    self.table = table
    self.timing = timing
    self.events = events
    self.level = level
    self.condition = condition
    self.action = action
  }
}
