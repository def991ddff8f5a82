import Revisions

/// New names and new schemas, for any object.
extension SchemaReplay {
  mutating func rename(_ operation: Rename) throws(ReplayError.Problem) {
    let name = operation.newName
    func beside(_ old: QualifiedName) -> QualifiedName { QualifiedName(name, schema: old.schema) }
    switch operation.object {
    case .table(let old): try rename(table: old, to: beside(old))
    case .column(let table, let column): try rename(column: column, of: table, to: name)
    case .constraint(let old, let table): try rename(constraint: old, of: table, to: name)
    case .domainConstraint(let old, let domain): try rename(check: old, ofDomain: domain, to: name)
    case .index(let old): try rename(index: old, to: name)
    case .view(let old), .materializedView(let old): try rename(view: old, to: beside(old), operation.object)
    case .sequence(let old): try rename(sequence: old, to: beside(old))
    case .schema(let old): try rename(namespace: old, to: name)
    case .type(let old), .domain(let old): try rename(type: old, to: beside(old), operation.object)
    case .function(let old, let signature):
      try change(routine: old, .function, signature) { $0.name = QualifiedName(name, schema: $0.name.schema) }
    case .procedure(let old, let signature):
      try change(routine: old, .procedure, signature) { $0.name = QualifiedName(name, schema: $0.name.schema) }
    case .trigger(let old, let table): try rename(trigger: old, of: table, to: name)
    case .policy(let old, let table): try rename(policy: old, of: table, to: name)
    case .database: break
    case .extension: throw .impossible(operation.object)
    case .other:
      unfollowed.append(UnfollowedOperation(what: .object(operation.object), location: operation.location))
    }
  }

  mutating func setSchema(_ operation: SetSchema) throws(ReplayError.Problem) {
    let schema = isHome(operation.schema) ? nil : operation.schema
    if let schema, namespaces[folded(schema)] == nil { throw .missing(.schema(schema)) }
    try move(operation.object, to: schema, operation)
  }

  private mutating func move(
    _ object: DatabaseObject, to schema: String?, _ operation: SetSchema
  ) throws(ReplayError.Problem) {
    func moved(_ old: QualifiedName) -> QualifiedName { QualifiedName(old.name, schema: schema) }
    switch object {
    // What belongs to a table goes where it goes.
    case .table(let old): try rename(table: old, to: moved(old))
    case .view(let old), .materializedView(let old): try rename(view: old, to: moved(old), object)
    case .sequence(let old): try rename(sequence: old, to: moved(old))
    case .type(let old), .domain(let old): try rename(type: old, to: moved(old), object)
    case .function(let old, let signature):
      try change(routine: old, .function, signature) { $0.name = QualifiedName($0.name.name, schema: schema) }
    case .procedure(let old, let signature):
      try change(routine: old, .procedure, signature) { $0.name = QualifiedName($0.name.name, schema: schema) }
    case .extension(let name):
      guard extensions[folded(name)] != nil else { throw .missing(object) }
      extensions[folded(name)]?.schema = schema
    case .other: unfollowed.append(UnfollowedOperation(what: .object(object), location: operation.location))
    case .column, .constraint, .domainConstraint, .index, .schema, .trigger, .policy, .database:
      throw .impossible(object)
    }
  }

  private mutating func rename(
    view name: QualifiedName, to newName: QualifiedName, _ object: DatabaseObject
  ) throws(ReplayError.Problem) {
    let key = key(name)
    guard let old = views[key]?.name ?? materializedViews[key]?.name else { throw .missing(object) }
    let new = resolved(newName)
    if folded(new) != key, isRelation(folded(new)) { throw .alreadyThere(object) }
    try changeMentions(of: old, old.name) { part in
      part.renameTable(old, to: new)
      for position in part.views.indices where part.views[position].name == old { part.views[position].name = new }
      for position in part.materializedViews.indices where part.materializedViews[position].name == old {
        part.materializedViews[position].name = new
      }
    }
  }

  /// Gives a type another name, in all that are made of it.
  private mutating func rename(
    type name: QualifiedName, to newName: QualifiedName, _ object: DatabaseObject
  ) throws(ReplayError.Problem) {
    let key = key(name)
    let new = resolved(newName)
    guard let old = enums[key]?.name ?? domains[key]?.name ?? compositeTypes[key]?.name else { throw .missing(object) }
    if folded(new) != key, isType(folded(new)) { throw .alreadyThere(object) }
    if var type = enums.removeValue(forKey: key) {
      type.name = new
      enums[folded(new)] = type
    } else if var domain = domains.removeValue(forKey: key) {
      domain.name = new
      domains[folded(new)] = domain
      for check in domain.checks.compactMap(\.name) {
        moveComment(on: .domainConstraint(check, on: old), to: .domainConstraint(check, on: new))
      }
    } else if var type = compositeTypes.removeValue(forKey: key) {
      type.name = new
      compositeTypes[folded(new)] = type
      for attribute in type.attributes {
        moveComment(on: .column(table: old, attribute.name), to: .column(table: new, attribute.name))
      }
    }
    for (former, target) in [(PrivilegeTarget.type(old), PrivilegeTarget.type(new)), (.domain(old), .domain(new))] {
      if let list = grants.removeValue(forKey: former) { grants[target] = list.map { $0.on(target) } }
    }
    for (key, domain) in domains where domain.type.named(old) {
      domains[key]?.type = domain.type.renaming(old, to: new)
    }
    for (key, type) in compositeTypes {
      for position in type.attributes.indices where type.attributes[position].type.named(old) {
        compositeTypes[key]?.attributes[position].type = type.attributes[position].type.renaming(old, to: new)
      }
    }
    for var table in tables.values where table.columns.contains(where: { $0.type.named(old) }) {
      for position in table.columns.indices {
        table.columns[position].type = table.columns[position].type.renaming(old, to: new)
      }
      put(table)
    }
    for (key, list) in routines {
      routines[key] = list.map { routine in
        var routine = routine
        routine.arguments = NameInText(old.name, in: routine.arguments).replaced(with: new.name)
        routine.returns = routine.returns.map { NameInText(old.name, in: $0).replaced(with: new.name) }
        return routine
      }
    }
  }

  /// Gives a schema another name, and moves what stands in it.
  private mutating func rename(namespace name: String, to newName: String) throws(ReplayError.Problem) {
    let old = folded(name)
    guard var namespace = namespaces[old] else { throw .missing(.schema(name)) }
    guard namespaces[folded(newName)] == nil || folded(newName) == old else { throw .alreadyThere(.schema(newName)) }
    namespace.name = newName
    namespaces[folded(newName)] = namespace
    func isInside(_ name: QualifiedName) -> Bool { name.schema.map(folded) == old }
    var inside: [DatabaseObject] = []
    inside += tables.values.map(\.name).filter(isInside).map { .table($0) }
    inside += views.values.map(\.name).filter(isInside).map { .view($0) }
    inside += materializedViews.values.map(\.name).filter(isInside).map { .materializedView($0) }
    inside += enums.values.map(\.name).filter(isInside).map { .type($0) }
    inside += compositeTypes.values.map(\.name).filter(isInside).map { .type($0) }
    inside += domains.values.map(\.name).filter(isInside).map { .domain($0) }
    inside += routines.values.flatMap(\.self).filter { isInside($0.name) }.map(\.address)
    for object in inside { try move(object, to: newName, SetSchema(of: object, to: newName)) }
    // Those that belong to a table are there by now.
    for sequence in sequences.values.map(\.name).filter(isInside) {
      try rename(sequence: sequence, to: QualifiedName(sequence.name, schema: newName))
    }
    for value in extensions.values where value.schema.map(folded) == old {
      extensions[folded(value.name)]?.schema = newName
    }
    if let list = grants.removeValue(forKey: .schema(name)) {
      grants[.schema(newName)] = list.map { $0.on(.schema(newName)) }
    }
    if old != folded(newName) { namespaces[old] = nil }
  }

  /// Changes all that may mention a table or view, or a column of it.
  ///
  /// `word` is the name that is mentioned: what a text says is found by it.
  mutating func changeMentions(
    of name: QualifiedName, _ word: String, _ change: (inout Schema) -> Void
  ) throws(ReplayError.Problem) {
    let key = folded(name)
    var part = Schema()
    for table in (referrers[key] ?? []).union([key]) { if let table = take(table: table) { part.tables.append(table) } }
    var constraints: Set<String> = []
    for table in part.tables where folded(table.name) == key {
      constraints.formUnion(table.constraints.compactMap(\.name))
    }
    for constraint in constraints {
      if let comment = comments.removeValue(forKey: .constraint(constraint, on: name)) { part.comments.append(comment) }
    }
    for belonging in belongings.removeValue(forKey: key) ?? [] {
      let name = QualifiedName(belonging.name, schema: belonging.schema)
      if let trigger = remove(trigger: belonging) { part.triggers.append(trigger) }
      if let policy = remove(policy: belonging) { part.policies.append(policy) }
      guard belonging.kind == .relation else { continue }
      if let index = indexes.removeValue(forKey: name) { part.indexes.append(index) }
      if let sequence = sequences.removeValue(forKey: name) { part.sequences.append(sequence) }
    }
    for (key, policy) in policies where policy.using?.names(word) ?? false || policy.check?.names(word) ?? false {
      if let policy = remove(policy: key) { part.policies.append(policy) }
    }
    for (key, trigger) in triggers where trigger.names(word) {
      if let trigger = remove(trigger: key) { part.triggers.append(trigger) }
    }
    for (other, view) in views where other == key || view.query.names(word) {
      views[other] = nil
      part.views.append(view)
    }
    for (other, view) in materializedViews where other == key || view.query.names(word) {
      materializedViews[other] = nil
      part.materializedViews.append(view)
    }
    part.grants = grants.removeValue(forKey: .table(name)) ?? []
    for (other, object) in others where object.relation == name || object.creation.names(word) {
      others[other] = nil
      part.others.append(object)
      let object = DatabaseObject.other(object.kind, .raw(object.address))
      if let comment = comments.removeValue(forKey: object) { part.comments.append(comment) }
    }

    change(&part)

    part.tables.forEach { put($0) }
    for sequence in part.sequences { put(sequence) }
    for index in part.indexes { put(index) }
    for table in part.tables { try settle(table) }
    for view in part.views { views[folded(view.name)] = view }
    for view in part.materializedViews { materializedViews[folded(view.name)] = view }
    for trigger in part.triggers { put(trigger) }
    for policy in part.policies { put(policy) }
    for comment in part.comments { comments[comment.object] = comment }
    for grant in part.grants { grants[grant.target, default: []].append(grant) }
    for object in part.others { others[ObjectKey.other(object)] = object }
  }
}

extension Trigger {
  /// Whether its statements mention a name.
  fileprivate func names(_ word: String) -> Bool {
    if case .statements(let body) = action { body.names(word) } else { false }
  }
}
