/// Creates a view.
public struct CreateView: OperationValue {
  /// The view to create.
  public var view: View
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a view: `CreateView("active_users", as: "SELECT * FROM users WHERE active")`.
  public init(
    _ name: QualifiedName, columns: [String] = [], as query: SQLFragment, ifNotExists: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.init(View(name, columns: columns, as: query), ifNotExists: ifNotExists, file: file, line: line)
  }

  /// Creates a view as a value has it.
  public init(_ view: View, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.view = view
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createView(self) }
}

/// Drops a view.
public struct DropView: OperationValue {
  /// The name.
  public var name: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// The view as it was, for the way back.
  public var former: View?
  public let location: SourceLocation

  /// Drops a view; it can be turned round only where its query is given.
  public init(
    _ name: QualifiedName, ifExists: Bool = false, was query: SQLFragment? = nil, columns: [String] = [],
    file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    former = query.map { View(name, columns: columns, as: $0) }
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropView(self) }
}

/// Creates a trigger.
public struct CreateTrigger: OperationValue {
  /// The trigger to create.
  public var trigger: Trigger
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a trigger: `CreateTrigger("touch", on: "users", .after, [.update], body: "UPDATE … ;")`.
  public init(
    _ name: String, on table: QualifiedName, _ timing: Trigger.Timing, _ events: [Trigger.Event],
    when condition: SQLFragment? = nil, body: SQLFragment, ifNotExists: Bool = false, file: String = #fileID,
    line: Int = #line
  ) {
    self.init(
      Trigger(name, on: table, timing, events, when: condition, body: body), ifNotExists: ifNotExists, file: file,
      line: line)
  }

  /// Creates a trigger as a value has it.
  public init(_ trigger: Trigger, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.trigger = trigger
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createTrigger(self) }
}

/// Drops a trigger.
public struct DropTrigger: OperationValue {
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
  public init(was former: Trigger, file: String = #fileID, line: Int = #line) {
    name = former.name
    table = former.table
    ifExists = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropTrigger(self) }
}
