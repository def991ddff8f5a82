/// Lets roles do something.
public struct Grant: OperationValue, Hashable, Codable {
  /// What they may do.
  public var privileges: [Privilege]
  /// With what they may do it.
  public var target: PrivilegeTarget
  /// The roles.
  public var roles: [Role]
  /// Whether they may hand it on.
  public var grantOption: GrantOption
  public let location: SourceLocation

  /// Grants privileges: `Grant(.select, .insert, on: .table("notes"), to: "app")`, or for columns
  /// `Grant(.select("id", "title"), on: .table("notes"), to: "guest", .currentUser)`.
  public init(
    _ privileges: Privilege..., on target: PrivilegeTarget, to roles: Role..., grantOption: GrantOption = .without,
    file: String = #fileID, line: Int = #line
  ) {
    self.init(
      privileges: privileges, on: target, roles: roles, grantOption: grantOption, file: file, line: line)
  }

  /// Grants the privileges in a list to the roles in a list.
  public init(
    privileges: [Privilege], on target: PrivilegeTarget, roles: [Role], grantOption: GrantOption = .without,
    file: String = #fileID, line: Int = #line
  ) {
    self.privileges = privileges
    self.target = target
    self.roles = roles
    self.grantOption = grantOption
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .grant(self) }

  /// Takes the privileges from the roles, which is the way back where they did not have them before.
  public func reversed() throws(IrreversibleError) -> Operation {
    .revoke(
      Revoke(
        privileges: privileges, on: target, roles: roles, grantOption: grantOption, file: file, line: line))
  }
}

/// Lets roles do something no longer.
public struct Revoke: OperationValue, Hashable, Codable {
  /// What they may no longer do.
  public var privileges: [Privilege]
  /// With what they may no longer do it.
  public var target: PrivilegeTarget
  /// The roles.
  public var roles: [Role]
  /// Whether they could hand it on, for the way back; `.only` takes that alone.
  public var grantOption: GrantOption
  /// Whether those to whom they handed it on lose it too.
  public var cascade: Bool
  public let location: SourceLocation

  /// Revokes privileges: `Revoke(.insert, on: .table("notes"), from: "app")`.
  public init(
    _ privileges: Privilege..., on target: PrivilegeTarget, from roles: Role..., grantOption: GrantOption = .without,
    cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.init(
      privileges: privileges, on: target, roles: roles, grantOption: grantOption, cascade: cascade, file: file,
      line: line)
  }

  /// Revokes the privileges in a list from the roles in a list.
  public init(
    privileges: [Privilege], on target: PrivilegeTarget, roles: [Role], grantOption: GrantOption = .without,
    cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.privileges = privileges
    self.target = target
    self.roles = roles
    self.grantOption = grantOption
    self.cascade = cascade
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .revoke(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    return .grant(
      Grant(privileges: privileges, on: target, roles: roles, grantOption: grantOption, file: file, line: line))
  }
}
