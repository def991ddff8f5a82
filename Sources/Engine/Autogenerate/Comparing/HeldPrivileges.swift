import Dialects
package import Revisions

/// What roles may do in a database, to be given again where an object is dropped and made again.
package struct HeldPrivileges: Hashable, Sendable {
  /// What was granted.
  package var grants: [Grant]
  /// What an object of its kind lets roles do by itself, and was taken from them.
  package var revoked: [Revoke]

  package init(grants: [Grant] = [], revoked: [Revoke] = []) {
    self.grants = grants
    self.revoked = revoked
  }
}

extension Comparison {
  /// Gives again what was granted on objects that are made again. It is taken away before, so that the way back has it too.
  ///
  /// What the declaration says of an object is compared by itself.
  mutating func carryPrivileges(besides declared: Set<PrivilegeTarget>) {
    guard let held else { return }
    for grant in held.grants where isMadeAgain(grant.target) && !declared.contains(grant.target) && isSayable(grant) {
      changePrivileges(
        Revoke(privileges: grant.privileges, on: grant.target, roles: grant.roles, grantOption: grant.grantOption),
        before: grant.target)
      changePrivileges(grant, after: grant.target)
    }
    for revoke in held.revoked where isMadeAgain(revoke.target) && !declared.contains(revoke.target) {
      changePrivileges(
        Grant(privileges: revoke.privileges, on: revoke.target, roles: revoke.roles), before: revoke.target)
      changePrivileges(revoke, after: revoke.target)
    }
  }

  /// Whether an object is dropped and made again, on which something may be granted.
  func isMadeAgain(_ target: PrivilegeTarget) -> Bool {
    guard case .object(let object) = target else { return false }
    return !object.keys.isDisjoint(with: remade)
  }

  /// Whether who may do what with an object that is made again is not known, or cannot be said of what it becomes.
  func losesPrivileges(_ key: ObjectKey) -> Bool {
    guard rules.keepsPrivileges, !to.grants.contains(where: { $0.target.keys.contains(key) }) else { return false }
    guard let held else { return true }
    return held.grants.contains { $0.target.keys.contains(key) && !isSayable($0) }
  }

  /// Whether something can be granted again: a view that reads otherwise may not have the columns.
  private func isSayable(_ grant: Grant) -> Bool {
    grant.target.keys.isDisjoint(with: rewritten) || grant.privileges.allSatisfy(\.columns.isEmpty)
  }

  private mutating func changePrivileges(_ operation: some OperationValue, before target: PrivilegeTarget) {
    var change = Change(operation, .dropGrant, of: target.subject)
    change.frees = target.keys
    changes.append(change)
  }

  private mutating func changePrivileges(_ operation: some OperationValue, after target: PrivilegeTarget) {
    var change = Change(operation, .grant, of: target.subject)
    change.uses = target.keys
    changes.append(change)
  }
}
