/// A rule for which rows of a table somebody may see or write.
public struct Policy: Hashable, Sendable, Codable {
  /// The name.
  public var name: String
  /// The table.
  public var table: QualifiedName
  /// What it is about.
  public var command: Command
  /// Whether one permissive policy is enough for a row, or each restrictive one has to hold.
  public var isPermissive: Bool
  /// Whom it is for.
  public var roles: [Role]
  /// The rows that are there for them; nil where that is not limited.
  public var using: SQLFragment?
  /// The rows that they may write; nil is what `using` says.
  public var check: SQLFragment?
  /// What it is for.
  public var comment: String?

  /// What a policy is about.
  public enum Command: String, Hashable, Sendable, Codable, CaseIterable {
    case all = "ALL"
    case select = "SELECT"
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
  }

  /// Makes a policy for the roles in a list.
  public init(
    _ name: String, on table: QualifiedName, for command: Command = .all, permissive: Bool = true, roles: [Role],
    using: SQLFragment? = nil, check: SQLFragment? = nil, comment: String? = nil
  ) {
    self.name = name
    self.table = table
    self.command = command
    isPermissive = permissive
    self.roles = roles
    self.using = using
    self.check = check
    self.comment = comment
  }

  /// Makes a policy: `Policy("own", on: "notes", for: .select, to: "app", using: "owner = current_user")`. Without a role, it is
  /// for everybody.
  public init(
    _ name: String, on table: QualifiedName, for command: Command = .all, permissive: Bool = true, to roles: Role...,
    using: SQLFragment? = nil, check: SQLFragment? = nil, comment: String? = nil
  ) {
    self.init(
      name, on: table, for: command, permissive: permissive, roles: roles.isEmpty ? [.public] : roles, using: using,
      check: check, comment: comment)
  }
}
