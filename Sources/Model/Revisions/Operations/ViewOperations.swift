/// Creates a view.
public struct CreateView: OperationValue, Hashable, Codable {
  /// The view to create.
  public var view: View
  /// Whether it takes the place of one that is there.
  public var orReplace: Bool
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  /// The view whose place it takes, for the way back.
  public var former: View?
  public let location: SourceLocation

  /// Creates a view: `CreateView("active_users", as: "SELECT * FROM users WHERE active")`.
  public init(
    _ name: QualifiedName, columns: [String] = [], as query: SQLFragment, options: View.Options = View.Options(),
    orReplace: Bool = false, ifNotExists: Bool = false, was former: View? = nil, file: String = #fileID,
    line: Int = #line
  ) {
    self.init(
      View(name, columns: columns, as: query, options: options), orReplace: orReplace, ifNotExists: ifNotExists,
      was: former, file: file, line: line)
  }

  /// Creates a view as a value has it.
  ///
  /// One that takes the place of another can be turned round only where `was` says what that was. With `was`, a view that
  /// PostgreSQL cannot replace, since columns go or change, is dropped and created with the former one's comment, owner and
  /// privileges; where more would be lost, or something depends on it, that is an error.
  public init(
    _ view: View, orReplace: Bool = false, ifNotExists: Bool = false, was former: View? = nil, file: String = #fileID,
    line: Int = #line
  ) {
    self.view = view
    self.orReplace = orReplace
    self.ifNotExists = ifNotExists
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createView(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard orReplace else {
      return .dropView(DropView(was: view, ifExists: ifNotExists, file: file, line: line))
    }
    guard let former else {
      throw irreversible("CreateView(\"\(view.name)\", orReplace: true) does not say what it replaces: use `was:`")
    }
    return .createView(CreateView(former, orReplace: true, was: view, file: file, line: line))
  }
}

/// Drops a view.
public struct DropView: OperationValue, Hashable, Codable {
  /// The name.
  public var name: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it is dropped too.
  public var cascade: Bool
  /// The view as it was, for the way back.
  public var former: View?
  public let location: SourceLocation

  /// Drops a view; it can be turned round only where its query is given.
  public init(
    _ name: QualifiedName, ifExists: Bool = false, cascade: Bool = false, was query: SQLFragment? = nil,
    columns: [String] = [], file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    self.cascade = cascade
    former = query.map { View(name, columns: columns, as: $0) }
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a view known as a value, so that the way back can create it again.
  public init(was former: View, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropView(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropView(\"\(name)\") does not give the view's query: use `was:`") }
    return .createView(CreateView(former, ifNotExists: ifExists, file: file, line: line))
  }
}

/// Creates a materialized view.
public struct CreateMaterializedView: OperationValue, Hashable, Codable {
  /// The view to create.
  public var view: MaterializedView
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a materialized view: `CreateMaterializedView("totals", as: "SELECT sum(price) FROM orders")`.
  public init(
    _ name: QualifiedName, columns: [String] = [], as query: SQLFragment, withData: Bool = true,
    with storageParameters: StorageParameters = [:], tablespace: String? = nil, ifNotExists: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.init(
      MaterializedView(
        name, columns: columns, as: query, withData: withData, with: storageParameters, tablespace: tablespace),
      ifNotExists: ifNotExists, file: file, line: line)
  }

  /// Creates a materialized view as a value has it.
  public init(_ view: MaterializedView, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line) {
    self.view = view
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createMaterializedView(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropMaterializedView(DropMaterializedView(was: view, ifExists: ifNotExists, file: file, line: line))
  }
}

/// Drops a materialized view.
public struct DropMaterializedView: OperationValue, Hashable, Codable {
  /// The name.
  public var name: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it is dropped too.
  public var cascade: Bool
  /// The view as it was, for the way back.
  public var former: MaterializedView?
  public let location: SourceLocation

  /// Drops a materialized view; it can be turned round only where it is said what it was.
  public init(
    _ name: QualifiedName, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a materialized view known as a value, so that the way back can create it again.
  public init(was former: MaterializedView, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropMaterializedView(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else {
      throw irreversible("DropMaterializedView(\"\(name)\") does not say what the view was: use `was:`")
    }
    return .createMaterializedView(CreateMaterializedView(former, ifNotExists: ifExists, file: file, line: line))
  }
}

/// Fills a materialized view anew.
///
/// Its reverse is itself: what it shows is to follow from the tables, whichever way they changed.
public struct RefreshMaterializedView: OperationValue, Hashable, Codable {
  /// The name.
  public var name: QualifiedName
  /// Whether others may go on reading it meanwhile; it then needs a unique index.
  public var concurrently: Bool
  /// Whether it is filled; else it is emptied, and cannot be read before the next time.
  public var withData: Bool
  public let location: SourceLocation

  /// Fills a materialized view anew.
  public init(
    _ name: QualifiedName, concurrently: Bool = false, withData: Bool = true, file: String = #fileID,
    line: Int = #line
  ) {
    self.name = name
    self.concurrently = concurrently
    self.withData = withData
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .refreshMaterializedView(self) }

  public func reversed() throws(IrreversibleError) -> Operation { operation }
}
