/// Creates a trigger.
public struct CreateTrigger: OperationValue, Hashable, Codable {
  /// The trigger to create.
  public var trigger: Trigger
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a trigger that runs statements, as SQLite's do:
  /// `CreateTrigger("touch", on: "users", .after, [.update], body: "UPDATE … ;")`.
  public init(
    _ name: String, on table: QualifiedName, _ timing: Trigger.Timing, _ events: [Trigger.Event],
    when condition: SQLFragment? = nil, body: SQLFragment, ifNotExists: Bool = false, file: String = #fileID,
    line: Int = #line
  ) {
    self.init(
      Trigger(name, on: table, timing, events, when: condition, body: body), ifNotExists: ifNotExists, file: file,
      line: line)
  }

  /// Creates a trigger that calls a function, as PostgreSQL's do:
  /// `CreateTrigger("touch", on: "users", .before, [.update], execute: "touch_row")`.
  public init(
    _ name: String, on table: QualifiedName, _ timing: Trigger.Timing, _ events: [Trigger.Event],
    forEach level: Trigger.Level = .row, when condition: SQLFragment? = nil, execute function: QualifiedName,
    arguments: [String] = [], referencingOld oldTable: String? = nil, referencingNew newTable: String? = nil,
    constraint: Trigger.Constraint? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.init(
      Trigger(
        name, on: table, timing, events, forEach: level, when: condition, execute: function, arguments: arguments,
        referencingOld: oldTable, referencingNew: newTable, constraint: constraint),
      file: file, line: line)
  }

  /// Creates a trigger as a value has it.
  public init(_ trigger: Trigger, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.trigger = trigger
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createTrigger(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropTrigger(DropTrigger(was: trigger, ifExists: ifNotExists, file: file, line: line))
  }
}

/// Drops a trigger.
public struct DropTrigger: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// The trigger as it was, for the way back.
  public var former: Trigger?
  public let location: SourceLocation

  /// Drops a trigger; it can be turned round only where it is said what it was.
  public init(
    _ name: String, on table: QualifiedName, ifExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.table = table
    self.ifExists = ifExists
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a trigger known as a value, so that the way back can create it again.
  public init(was former: Trigger, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    table = former.table
    self.ifExists = ifExists
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropTrigger(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("DropTrigger(\"\(name)\") does not say what the trigger was: use `was:`")
    }
    return .createTrigger(CreateTrigger(former, ifNotExists: ifExists, file: file, line: line))
  }
}

/// Says whether a trigger acts.
public struct SetTriggerState: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether it acts from now on.
  public var state: Trigger.State
  /// Whether it acted before, for the way back.
  public var former: Trigger.State?
  public let location: SourceLocation

  /// Says whether a trigger acts: `SetTriggerState("touch", on: "users", .disabled, from: .enabled)`.
  public init(
    _ name: String, on table: QualifiedName, _ state: Trigger.State, from former: Trigger.State? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.table = table
    self.state = state
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .setTriggerState(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("SetTriggerState(\"\(name)\") does not say whether it acted before: use `from:`")
    }
    return .setTriggerState(SetTriggerState(name, on: table, former, from: state, file: file, line: line))
  }
}
