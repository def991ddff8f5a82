import Revisions

/// Privileges and policies.
extension SchemaReplay {
  mutating func grant(_ operation: Grant) throws(ReplayError.Problem) {
    for target in try targets(of: operation.target) {
      var list = (grants[target] ?? []).flatMap(\.atoms)
      for single in operation.on(target).atoms {
        let there = list.firstIndex { $0.privileges == single.privileges && $0.roles == single.roles }
        if let there {
          if single.grantOption != .without { list[there].grantOption = .with }
        } else {
          list.append(single)
        }
      }
      try settle(list, on: target)
    }
  }

  mutating func revoke(_ operation: Revoke) throws(ReplayError.Problem) {
    for target in try targets(of: operation.target) {
      var list = (grants[target] ?? []).flatMap(\.atoms)
      func isMeant(_ grant: Grant) -> Bool {
        guard let role = grant.roles.first, operation.roles.contains(role), let privilege = grant.privileges.first
        else { return false }
        return operation.privileges.contains { revoked in
          (revoked.kind == .all || revoked.kind == privilege.kind)
            && (revoked.columns.isEmpty || Set(privilege.columns).isSubset(of: revoked.columns))
            && (revoked.columns.isEmpty || !privilege.columns.isEmpty)
        }
      }
      if operation.grantOption == .only {
        for position in list.indices where isMeant(list[position]) { list[position].grantOption = .without }
      } else {
        list.removeAll(where: isMeant)
      }
      try settle(list, on: target)
    }
  }

  private mutating func settle(_ list: [Grant], on target: PrivilegeTarget) throws(ReplayError.Problem) {
    grants[target] = nil
    guard !list.isEmpty else { return }
    var part = Schema()
    part.grants = list
    for grant in try canonical(part).grants { grants[grant.target, default: []].append(grant) }
  }

  /// What a privilege is granted on, as it stands in the lists here: all that a schema has now, one by one.
  private mutating func targets(of target: PrivilegeTarget) throws(ReplayError.Problem) -> [PrivilegeTarget] {
    switch target {
    case .future: return [target]
    case .object(let object):
      let object = try there(object)
      // A view is granted as a table is.
      switch object {
      case .view(let name), .materializedView(let name): return [.table(name)]
      default: return [.object(object)]
      }
    case .all(let kind, let schema):
      let schema = isHome(schema) ? nil : folded(schema)
      func isInside(_ name: QualifiedName) -> Bool { name.schema.map(folded) == schema }
      let names = tables.values.map(\.name) + views.values.map(\.name) + materializedViews.values.map(\.name)
      let routines = routines.values.flatMap(\.self).filter { isInside($0.name) }
      switch kind {
      case .tables: return names.filter(isInside).map { .table($0) }
      case .sequences: return sequences.values.map(\.name).filter(isInside).map { .sequence($0) }
      case .functions: return routines.filter { $0.kind == .function }.map { .object($0.address) }
      case .procedures: return routines.filter { $0.kind == .procedure }.map { .object($0.address) }
      case .routines: return routines.map { .object($0.address) }
      case .types, .schemas: return []
      }
    }
  }

  mutating func forgetPrivileges(on column: String, of table: QualifiedName) {
    guard let list = grants[.table(table)] else { return }
    grants[.table(table)] = list.compactMap { grant in
      var grant = grant
      grant.privileges = grant.privileges.compactMap { privilege in
        guard !privilege.columns.isEmpty else { return privilege }
        let columns = privilege.columns.filter { $0 != column }
        return columns.isEmpty ? nil : Privilege(privilege.kind, columns: columns.sorted())
      }
      return grant.privileges.isEmpty ? nil : grant
    }
  }

  // MARK: Policies

  mutating func create(_ operation: CreatePolicy) throws(ReplayError.Problem) {
    let policy = operation.policy
    let table = try table(policy.table)
    guard policies[policyKey(policy.name, folded(table.name))] == nil else {
      throw .alreadyThere(.policy(policy.name, on: policy.table))
    }
    try settle(policy)
  }

  mutating func drop(_ operation: DropPolicy) throws(ReplayError.Problem) {
    let key = policyKey(operation.name, key(operation.table))
    if remove(policy: key) == nil, !operation.ifExists {
      throw .missing(.policy(operation.name, on: operation.table))
    }
  }

  mutating func alter(_ operation: AlterPolicy) throws(ReplayError.Problem) {
    let key = policyKey(operation.name, key(operation.table))
    guard var policy = policies[key] else { throw .missing(.policy(operation.name, on: operation.table)) }
    for change in operation.changes {
      switch change {
      case .roles(let roles, _): policy.roles = roles
      case .using(let expression, _): policy.using = expression
      case .check(let expression, _): policy.check = expression
      }
    }
    try settle(policy)
  }

  mutating func rename(policy name: String, of table: QualifiedName, to newName: String) throws(ReplayError.Problem) {
    let table = key(table)
    let old = policyKey(name, table)
    guard var policy = policies[old] else { throw .missing(.policy(name, on: table)) }
    let new = policyKey(newName, table)
    if new != old, policies[new] != nil { throw .alreadyThere(.policy(newName, on: table)) }
    remove(policy: old)
    policy.name = newName
    put(policy)
  }

  mutating func setRowSecurity(_ operation: SetRowSecurity) throws(ReplayError.Problem) {
    let (enabled, forced) = (operation.enabled, operation.forced)
    try change(operation.table) { table in
      table.options.hasRowSecurity = enabled ?? table.options.hasRowSecurity
      table.options.forcesRowSecurity = forced ?? table.options.forcesRowSecurity
    }
  }

  private mutating func settle(_ policy: Policy) throws(ReplayError.Problem) {
    var part = Schema()
    part.policies = [policy]
    for policy in try canonical(part).policies { put(policy) }
  }
}

extension Grant {
  /// One grant for each privilege, column and role.
  var atoms: [Grant] {
    privileges.flatMap { privilege in
      let parts =
        privilege.columns.isEmpty ? [privilege] : privilege.columns.map { Privilege(privilege.kind, columns: [$0]) }
      return parts.flatMap { part in
        roles.map { Grant(privileges: [part], on: target, roles: [$0], grantOption: grantOption) }
      }
    }
  }

  /// The same on another target.
  func on(_ target: PrivilegeTarget) -> Grant {
    Grant(privileges: privileges, on: target, roles: roles, grantOption: grantOption)
  }
}
