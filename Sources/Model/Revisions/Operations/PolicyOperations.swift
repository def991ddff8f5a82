/// Creates a policy: a rule for which rows of a table somebody may see or write.
///
/// It has no effect before ``SetRowSecurity`` turns policies on for the table.
public struct CreatePolicy: OperationValue, Hashable, Codable {
  /// The policy to create.
  public var policy: Policy
  public let location: SourceLocation

  /// Creates a policy: `CreatePolicy("own", on: "notes", for: .select, to: "app", using: "owner = current_user")`.
  ///
  /// Without a role it is for everybody.
  public init(
    _ name: String, on table: QualifiedName, for command: Policy.Command = .all, permissive: Bool = true,
    to roles: Role..., using: SQLFragment? = nil, check: SQLFragment? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.init(
      Policy(
        name, on: table, for: command, permissive: permissive, roles: roles.isEmpty ? [.public] : roles, using: using,
        check: check),
      file: file, line: line)
  }

  /// Creates a policy as a value has it.
  public init(_ policy: Policy, file: String = #fileID, line: Int = #line) {
    self.policy = policy
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createPolicy(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .dropPolicy(DropPolicy(was: policy, file: file, line: line))
  }
}

/// Drops a policy.
public struct DropPolicy: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// The policy as it was, for the way back.
  public var former: Policy?
  public let location: SourceLocation

  /// Drops a policy; it can be turned round only where it is said what it was.
  public init(
    _ name: String, on table: QualifiedName, ifExists: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.table = table
    self.ifExists = ifExists
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a policy known as a value, so that the way back can create it again.
  public init(was former: Policy, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    table = former.table
    self.ifExists = ifExists
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropPolicy(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("DropPolicy(\"\(name)\") does not say what the policy was: use `was:`")
    }
    return .createPolicy(CreatePolicy(former, file: file, line: line))
  }
}

/// Changes whom a policy is for, or what it lets them see or write.
public struct AlterPolicy: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// The table that it is about.
  public var table: QualifiedName
  /// What changes.
  public var changes: [Change]
  public let location: SourceLocation

  /// Changes a policy: `AlterPolicy("own", on: "notes", .using("owner = current_user", from: "true"))`.
  public init(
    _ name: String, on table: QualifiedName, _ changes: Change..., file: String = #fileID, line: Int = #line
  ) {
    self.init(name, on: table, changes: changes, file: file, line: line)
  }

  /// Changes a policy in the ways listed.
  public init(
    _ name: String, on table: QualifiedName, changes: [Change], file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.table = table
    self.changes = changes
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .alterPolicy(self) }

  /// One change to a policy. What was there before is said where the way back needs it.
  public enum Change: Hashable, Sendable, Codable {
    /// Whom it is for.
    case roles([Role], from: [Role]? = nil)
    /// The rows that are there for them.
    case using(SQLFragment, from: SQLFragment? = nil)
    /// The rows that they may write.
    case check(SQLFragment, from: SQLFragment? = nil)

    /// The change that takes this one back; nil where it is not said what was there before.
    fileprivate var reversed: Change? {
      switch self {
      case .roles(let new, let from): from.map { .roles($0, from: new) }
      case .using(let new, let from): from.map { .using($0, from: new) }
      case .check(let new, let from): from.map { .check($0, from: new) }
      }
    }
  }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let back = Self.reversed(changes, by: \.reversed) else {
      throw irreversible("AlterPolicy(\"\(name)\") does not say what was there before: use `from:`")
    }
    return .alterPolicy(AlterPolicy(name, on: table, changes: back, file: file, line: line))
  }
}

/// Turns policies on or off for a table.
public struct SetRowSecurity: OperationValue, Hashable, Codable {
  /// The table that it is about.
  public var table: QualifiedName
  /// Whether policies decide who sees which rows; nil leaves that as it is.
  public var enabled: Bool?
  /// Whether they hold for the table's owner too; nil leaves that as it is.
  public var forced: Bool?
  public let location: SourceLocation

  /// Turns policies on or off: `SetRowSecurity(on: "notes", enabled: true)`.
  public init(
    on table: QualifiedName, enabled: Bool? = nil, forced: Bool? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.table = table
    self.enabled = enabled
    self.forced = forced
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .setRowSecurity(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .setRowSecurity(
      SetRowSecurity(on: table, enabled: enabled.map { !$0 }, forced: forced.map { !$0 }, file: file, line: line))
  }
}
