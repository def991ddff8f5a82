import Dialects
package import Revisions

/// What roles may do in a database and to whom its objects belong, to be given again where an object is dropped and made again.
package struct HeldPrivileges: Hashable, Sendable {
  /// What was granted.
  package var grants: [Grant]
  /// What an object of its kind lets roles do by itself, and was taken from them.
  package var revoked: [Revoke]
  /// To whom views and routines belong that are not the reader's own.
  package var owners: [SetOwner]

  package init(grants: [Grant] = [], revoked: [Revoke] = [], owners: [SetOwner] = []) {
    self.grants = grants
    self.revoked = revoked
    self.owners = owners
  }
}

extension Comparison {
  /// Whether it would help to know who may do what.
  var asksForPrivileges: Bool {
    rules.keepsPrivileges && held == nil
      && (!remade.isEmpty || !changedColumns.isDisjoint(with: addedColumns))
  }

  /// Changes of who may do what, in the order in which they build on each other.
  struct AccessChanges {
    /// Those before an object goes, so that the way back has them as it is there again.
    var before: [Change] = []
    /// Those once it is there.
    var after: [Change] = []
  }

  /// Gives again what was granted on objects that are made again, and the objects to whom they belonged.
  ///
  /// What the declaration grants on an object is compared by itself, and what nobody has granted is taken as for any other.
  func carryPrivileges(besides declared: Set<PrivilegeTarget>, in access: inout AccessChanges) {
    guard let held else { return }
    for grant in held.grants where isMadeAgain(grant) && !declared.contains(grant.target) && isSayable(grant) {
      access.before.append(change(grant.reverse, before: grant))
      access.after.append(change(grant, after: grant))
    }
    for revoke in held.revoked where isMadeAgain(revoke.target) && !to.grants.contains(where: revoke.contradicts) {
      let grant = Grant(privileges: revoke.privileges, on: revoke.target, roles: revoke.roles)
      access.before.append(change(grant, before: grant))
      access.after.append(change(revoke, after: grant))
    }
    for owner in held.owners where !owner.object.keys.isDisjoint(with: remade) {
      let grant = Grant(privileges: [], on: .object(owner.object), roles: [])
      access.before.append(
        change(SetOwner(of: owner.object, to: .currentUser, from: owner.owner), before: grant))
      access.after.append(change(SetOwner(of: owner.object, to: owner.owner, from: .currentUser), after: grant))
    }
  }

  /// What takes from roles what default privileges would give them on what is made, and nobody was to have.
  func defaultPrivilegesTaken(besides declared: Set<PrivilegeTarget>) -> AccessChanges {
    var access = AccessChanges()
    let known = held?.grants ?? from.grants
    let defaults = known.filter { if case .future(_, _, createdBy: nil) = $0.target { true } else { false } }
    guard !defaults.isEmpty else { return access }
    let made = Set(changes.flatMap(\.creates))
    for (target, key) in grantables where made.contains(key) {
      let isRemade = remade.contains(key)
      guard declared.contains(target) || isRemade && held != nil else { continue }
      let wanted = (declared.contains(target) ? to.grants : known).filter { $0.target == target }
      for grant in defaults where grant.target.covers(target, home: rules.defaultSchema) {
        for role in grant.roles where !wanted.contains(where: { $0.says(grant, to: role) }) {
          let given = Grant(privileges: grant.privileges, on: target, roles: [role])
          if isRemade { access.before.append(change(given, before: given)) }
          access.after.append(change(given.reverse, after: given))
        }
      }
    }
    return access
  }

  /// What default privileges can be about, and what it is there as.
  private var grantables: [(target: PrivilegeTarget, key: ObjectKey)] {
    let relations = to.tables.map(\.name) + to.views.map(\.name) + to.materializedViews.map(\.name)
    return relations.map { (.table($0), .relation($0)) }
      + to.sequences.map { (.sequence($0.name), .relation($0.name)) }
      + to.routines.map { routine in
        let arguments = routine.signature.compactMap { ArgumentType.ofInput($0) }
        let target: PrivilegeTarget =
          routine.kind == .procedure ? .procedure(routine.name, arguments) : .function(routine.name, arguments)
        return (target, .routine(routine))
      }
  }

  /// Whether an object is dropped and made again, on which something may be granted.
  func isMadeAgain(_ target: PrivilegeTarget) -> Bool {
    guard case .object(let object) = target else { return false }
    return !object.keys.isDisjoint(with: remade)
  }

  /// Whether what something is granted on is dropped and made again, be it a column alone.
  func isMadeAgain(_ grant: Grant) -> Bool { isMadeAgain(grant.target) || isMadeAgain(grant.columnKeys) }

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

  func change(_ operation: some OperationValue, before grant: Grant) -> Change {
    var change = Change(operation, .dropGrant, of: grant.target.subject)
    change.frees = grant.keys
    return change
  }

  func change(_ operation: some OperationValue, after grant: Grant) -> Change {
    var change = Change(operation, .grant, of: grant.target.subject)
    change.uses = grant.keys
    return change
  }
}

extension Grant {
  /// What has to be there for it.
  var keys: Set<ObjectKey> { target.keys.union(columnKeys) }

  /// The columns that it names.
  var columnKeys: Set<ObjectKey> {
    guard case .object(.table(let table)) = target else { return [] }
    return Set(privileges.flatMap(\.columns).map { .column(table, $0) })
  }

  /// What takes it away.
  var reverse: Revoke { Revoke(privileges: privileges, on: target, roles: roles, grantOption: grantOption) }

  /// Whether it lets a role do exactly what another grant does.
  fileprivate func says(_ other: Grant, to role: Role) -> Bool {
    roles.contains(role) && privileges == other.privileges && grantOption == other.grantOption
  }
}

extension Revoke {
  /// Whether a grant gives what this takes away.
  fileprivate func contradicts(_ grant: Grant) -> Bool {
    grant.target == target && !Set(grant.roles).isDisjoint(with: roles)
      && grant.privileges.contains { granted in
        granted.kind == .all || privileges.contains { $0.kind == .all || $0.kind == granted.kind }
      }
  }
}

extension PrivilegeTarget {
  /// Whether default privileges are about an object. `home` is the schema of names without one.
  fileprivate func covers(_ target: PrivilegeTarget, home: String?) -> Bool {
    guard case .future(let kind, let schema, _) = self, case .object(let object) = target,
      schema == nil || schema == object.schema ?? home
    else { return false }
    switch object {
    case .table: return kind == .tables
    case .sequence: return kind == .sequences
    // Those of functions are those of procedures too.
    case .function, .procedure: return kind == .functions || kind == .routines
    default: return false
    }
  }
}
