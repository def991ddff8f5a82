import Dialects
import Revisions

extension Comparison {
  mutating func comparePolicies() {
    let (added, dropped, kept) = pairs(from.policies, to.policies, by: ObjectKey.policy)
    for policy in added { create(policy) }
    for policy in dropped { drop(policy) }
    for (old, new) in kept {
      var same = old
      same.roles = new.roles
      same.comment = new.comment
      if new.using != nil, old.using != nil { same.using = new.using }
      if new.check != nil, old.check != nil { same.check = new.check }
      // The text that it had has to be there for the way back, and only a drop keeps it.
      let isRead = reworded.contains(.policy(old)) && (old.using != new.using || old.check != new.check)
      guard same == new, !isRead, !isMadeAgain(old) else {
        drop(old)
        create(new)
        continue
      }
      var parts: [AlterPolicy.Change] = []
      if old.roles != new.roles { parts.append(.roles(new.roles, from: old.roles)) }
      if let using = new.using, using != old.using { parts.append(.using(using, from: old.using)) }
      if let check = new.check, check != old.check { parts.append(.check(check, from: old.check)) }
      if !parts.isEmpty {
        var change = Change(AlterPolicy(new.name, on: new.table, changes: parts), .createPolicy, of: new.table)
        change.uses = uses(of: new)
        change.frees = uses(of: old)
        changes.append(change)
      }
      compareComment(
        old.comment, new.comment, on: .policy(new.name, on: new.table), of: new.table, uses: [.policy(new)])
    }
  }

  private func isMadeAgain(_ policy: Policy) -> Bool {
    !uses(of: policy).isDisjoint(with: remade)
      || (rules.viewsPinColumns
        && !columns(mentionedBy: [policy.using, policy.check], on: policy.table).isDisjoint(with: changedColumns))
  }

  private mutating func create(_ policy: Policy) {
    make(CreatePolicy(policy), .createPolicy, of: policy.table, as: .policy(policy), uses: uses(of: policy))
  }

  private mutating func drop(_ policy: Policy) {
    remove(DropPolicy(was: policy), .dropPolicy, of: policy.table, as: .policy(policy), frees: uses(of: policy))
  }

  private func uses(of policy: Policy) -> Set<ObjectKey> {
    mentioned(by: policy.using, policy.check, except: .relation(policy.table))
      .union(columns(mentionedBy: [policy.using, policy.check], on: policy.table))
      .union([.relation(policy.table)])
  }

  /// Compares who may do what, with those objects of which the declaration says anything; what is made has to be granted too.
  mutating func compareGrants() {
    let wanted = to.grants.flatMap(\.singles)
    let former = from.grants.flatMap(\.singles)
    let (there, kept) = (Set(former), Set(wanted))
    let targets = Set((declared == .wanted ? wanted : former).map(\.target))
    let made = Set(changes.flatMap(\.creates))
    var access = defaultPrivilegesTaken(besides: targets)
    for grant in former
    where targets.contains(grant.target) && (!kept.contains(grant) || isMadeAgain(grant)) {
      access.before.append(change(grant.reverse, before: grant))
    }
    for grant in wanted where !there.contains(grant) || isMadeAgain(grant) {
      guard targets.contains(grant.target) || !grant.target.keys.isDisjoint(with: made) else { continue }
      access.after.append(change(grant, after: grant))
    }
    carryPrivileges(besides: targets, in: &access)
    // The way back takes the steps in the reverse order, and is to find them in this one.
    changes += access.before.reversed() + access.after
  }

  mutating func compareComments() {
    let former = from.comments.map { comment in
      guard let object = renamedObjects[comment.object] else { return comment }
      return Revisions.Comment(on: object, comment.text)
    }
    let (added, dropped, kept) = pairs(former, to.comments, by: \.object)
    for comment in added {
      compareComment(nil, comment.text, on: comment.object, of: comment.object.subject, uses: comment.object.keys)
    }
    for comment in dropped { remove(comment) }
    let gone = Set(changes.flatMap(\.drops))
    for (old, new) in kept {
      if old.object.keys.isDisjoint(with: gone) {
        compareComment(old.text, new.text, on: new.object, of: new.object.subject, uses: new.object.keys)
      } else {
        remove(old)
        compareComment(nil, new.text, on: new.object, of: new.object.subject, uses: new.object.keys)
      }
    }
  }

  /// Takes a comment away before what it is about goes: that would take it along, but the way back is to have it.
  private mutating func remove(_ comment: Revisions.Comment) {
    var change = Change(
      Comment(on: comment.object, nil, from: comment.text), .dropComment, of: comment.object.subject)
    // What was renamed is meant by its new name, which something else may have given up for it.
    let given = changes.filter { $0.rank == .rename }.reduce(into: Set<ObjectKey>()) { $0.formUnion($1.creates) }
    change.uses = comment.object.keys.intersection(given)
    change.frees = comment.object.keys.subtracting(given)
    changes.append(change)
  }
}

extension Grant {
  /// One grant for each privilege and role.
  fileprivate var singles: [Grant] {
    privileges.flatMap { privilege in
      roles.map { Grant(privileges: [privilege], on: target, roles: [$0], grantOption: grantOption) }
    }
  }
}

extension PrivilegeTarget {
  var subject: QualifiedName {
    switch self {
    case .object(let object): object.subject
    case .all(_, let schema): QualifiedName(schema)
    case .future(_, let schema, _): QualifiedName(schema ?? "")
    }
  }

  var keys: Set<ObjectKey> {
    switch self {
    case .object(let object): object.keys
    case .all(_, let schema): [ObjectKey(.namespace, named: schema)]
    case .future(_, let schema, _): schema.map { [ObjectKey(.namespace, named: $0)] } ?? []
    }
  }
}

extension DatabaseObject {
  /// What a person would look for it under.
  fileprivate var subject: QualifiedName {
    switch self {
    case .column(let table, _), .constraint(_, let table), .domainConstraint(_, let table), .trigger(_, let table),
      .policy(_, let table):
      table
    default: QualifiedName(name ?? "", schema: schema)
    }
  }

  /// What has to be there for it.
  var keys: Set<ObjectKey> {
    switch self {
    case .table(let name), .view(let name), .materializedView(let name), .sequence(let name), .index(let name):
      [.relation(name)]
    case .column(let table, let column): [.relation(table), .column(table, column)]
    case .constraint(let name, let table): [.relation(table), .constraint(table, name)]
    case .domainConstraint(_, let domain), .domain(let domain), .type(let domain): [.type(domain)]
    case .function(let name, let signature), .procedure(let name, let signature):
      [.routine(name, signature)]
    case .trigger(let name, let table): [ObjectKey(.trigger, table, name)]
    case .policy(let name, let table): [ObjectKey(.policy, table, name)]
    case .schema(let name): [ObjectKey(.namespace, named: name)]
    case .extension(let name): [ObjectKey(.extension, named: name)]
    case .database: []
    case .other(let kind, let address): [ObjectKey(.other, QualifiedName(address.plainText ?? ""), kind)]
    }
  }
}
