/// Creates a schema.
public struct CreateSchema: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// Who owns it; nil is the role that runs the revision.
  public var owner: Role?
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  public let location: SourceLocation

  /// Creates a schema: `CreateSchema("app")`.
  public init(
    _ name: String, owner: Role? = nil, ifNotExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.owner = owner
    self.ifNotExists = ifNotExists
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createSchema(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropSchema(DropSchema(name, owner: owner, ifExists: ifNotExists, file: file, line: line))
  }
}

/// Drops a schema, which has to be empty unless `cascade` says otherwise.
public struct DropSchema: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// Who owned it, for the way back; nil is the role that runs the revision.
  public var owner: Role?
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether all that stands in it is dropped too.
  public var cascade: Bool
  public let location: SourceLocation

  /// Drops a schema: `DropSchema("app")`.
  public init(
    _ name: String, owner: Role? = nil, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID,
    line: Int = #line
  ) {
    self.name = name
    self.owner = owner
    self.ifExists = ifExists
    self.cascade = cascade
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropSchema(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    return .createSchema(CreateSchema(name, owner: owner, ifNotExists: ifExists, file: file, line: line))
  }
}
