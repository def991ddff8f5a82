import Dialects
import Revisions

/// What any object has: a comment, a name, a schema, a place, parameters.
extension SchemaReplay {
  /// An object as it stands in the lists here; throws where it is not there.
  mutating func there(_ object: DatabaseObject) throws(ReplayError.Problem) -> DatabaseObject {
    switch object {
    case .table(let name):
      let key = key(name)
      // What is said of a table may be said of a view too.
      if let found = tables[key]?.name ?? views[key]?.name ?? materializedViews[key]?.name { return .table(found) }
    case .column(let table, let column):
      let key = key(table)
      if let table = tables[key] {
        if let found = table.columns.first(where: { isSame($0.name, column) }) {
          return .column(table: table.name, found.name)
        }
      } else if let view = views[key]?.name ?? materializedViews[key]?.name {
        // What columns a view has is in its query.
        return .column(table: view, column)
      } else if let type = compositeTypes[key], type.attributes.contains(where: { $0.name == column }) {
        return .column(table: type.name, column)
      }
    case .constraint(let name, let table):
      if let table = tables[key(table)], let position = position(of: name, in: table) {
        return .constraint(table.constraints[position].name ?? name, on: table.name)
      }
    case .domainConstraint(let name, let domain):
      if let domain = domains[key(domain)], domain.checks.contains(where: { $0.name == name }) {
        return .domainConstraint(name, on: domain.name)
      }
    case .index(let name): if let found = indexes[key(name)] { return .index(found.qualifiedName) }
    case .view(let name): if let found = views[key(name)] { return .view(found.name) }
    case .materializedView(let name):
      if let found = materializedViews[key(name)] { return .materializedView(found.name) }
    case .sequence(let name): if let found = sequences[key(name)] { return .sequence(found.name) }
    case .schema(let name): if namespaces[folded(name)] != nil || isHome(name) { return object }
    case .type(let name):
      let key = key(name)
      if let found = enums[key]?.name ?? compositeTypes[key]?.name { return .type(found) }
      if let found = domains[key]?.name { return .domain(found) }
    case .domain(let name): if let found = domains[key(name)] { return .domain(found.name) }
    case .function(let name, let signature): return try address(of: name, .function, signature)
    case .procedure(let name, let signature): return try address(of: name, .procedure, signature)
    case .trigger(let name, let table):
      if let found = triggers[triggerKey(name, key(table))] { return .trigger(found.name, on: found.table) }
    case .policy(let name, let table):
      if let found = policies[policyKey(name, key(table))] { return .policy(found.name, on: found.table) }
    case .extension(let name): if let found = extensions[folded(name)] { return .extension(found.name) }
    case .database, .other: return object
    }
    throw .missing(object)
  }

  private mutating func address(
    of name: QualifiedName, _ kind: Routine.Kind, _ signature: [String]
  ) throws(ReplayError.Problem) -> DatabaseObject {
    var address: DatabaseObject?
    try change(routine: name, kind, signature) { address = $0.address }
    return address ?? .function(name, signature)
  }

  mutating func comment(_ operation: Comment) throws(ReplayError.Problem) {
    // What a database does not keep is left out of the canonical form, here as everywhere.
    let object = try there(operation.object)
    let text = operation.text?.isEmpty == true ? nil : operation.text
    switch object {
    case .table(let name):
      let key = folded(name)
      if tables[key] != nil { try change(name) { $0.comment = text } }
      if var view = views[key] {
        view.comment = text
        try settle(view)
      }
    case .column(let table, let column) where tables[folded(table)] != nil:
      try change(table) { table in
        for position in table.columns.indices where table.columns[position].name == column {
          table.columns[position].comment = text
        }
      }
    case .index(let name):
      guard var index = indexes[folded(name)] else { return }
      index.comment = text
      try settle(index)
    case .view(let name):
      guard var view = views[folded(name)] else { return }
      view.comment = text
      try settle(view)
    case .materializedView(let name):
      guard var view = materializedViews[folded(name)] else { return }
      view.comment = text
      try settle(view)
    case .trigger(let name, let table):
      guard var trigger = triggers[triggerKey(name, folded(table))] else { return }
      trigger.comment = text
      try settle(trigger)
    case .sequence(let name): sequences[folded(name)]?.comment = text
    case .schema(let name) where namespaces[folded(name)] != nil: namespaces[folded(name)]?.comment = text
    case .type(let name):
      enums[folded(name)]?.comment = text
      compositeTypes[folded(name)]?.comment = text
    case .domain(let name): domains[folded(name)]?.comment = text
    case .function(let name, let signature): try change(routine: name, .function, signature) { $0.comment = text }
    case .procedure(let name, let signature): try change(routine: name, .procedure, signature) { $0.comment = text }
    case .policy(let name, let table): policies[policyKey(name, folded(table))]?.comment = text
    case .extension(let name): extensions[folded(name)]?.comment = text
    case .constraint, .domainConstraint, .database, .other, .schema, .column:
      comments[object] = nil
      guard let text else { return }
      var part = Schema()
      part.comments = [Comment(on: object, text)]
      for comment in try canonical(part).comments { comments[comment.object] = comment }
    }
  }

  /// Lets a comment go along with what it is on, which has another name now.
  mutating func moveComment(on old: DatabaseObject, to new: DatabaseObject) {
    guard var comment = comments.removeValue(forKey: old) else { return }
    comment.object = new
    comments[new] = comment
  }

  mutating func setTablespace(_ operation: SetTablespace) throws(ReplayError.Problem) {
    let tablespace = operation.tablespace == rules.tablespace ? nil : operation.tablespace
    switch try there(operation.object) {
    case .table(let name): try change(name) { $0.options.tablespace = tablespace }
    case .index(let name): indexes[folded(name)]?.tablespace = tablespace
    case .materializedView(let name): materializedViews[folded(name)]?.tablespace = tablespace
    case .database: break
    default: throw .impossible(operation.object)
    }
  }

  mutating func setStorageParameters(_ operation: SetStorageParameters) throws(ReplayError.Problem) {
    switch try there(operation.object) {
    case .table(let name): try change(name) { $0.options.storageParameters.apply(operation.parameters) }
    case .index(let name):
      guard var index = indexes[folded(name)] else { return }
      index.storageParameters.apply(operation.parameters)
      try settle(index)
    case .materializedView(let name):
      guard var view = materializedViews[folded(name)] else { return }
      view.storageParameters.apply(operation.parameters)
      try settle(view)
    case .view(let name):
      for parameter in operation.parameters.list { views[folded(name)]?.options.apply(parameter) }
    case .database: break
    default: throw .impossible(operation.object)
    }
  }
}

extension StorageParameters {
  /// Sets those that have a value, and takes away those that have none.
  fileprivate mutating func apply(_ changes: StorageParameters) {
    for change in changes.list {
      if let position = list.firstIndex(where: { $0.name == change.name }) {
        if change.value == nil { list.remove(at: position) } else { list[position] = change }
      } else if change.value != nil {
        list.append(change)
      }
    }
  }
}

extension View.Options {
  fileprivate mutating func apply(_ parameter: StorageParameters.Parameter) {
    let isOn = ["true", "on", "yes", "1"].contains(parameter.value?.lowercased())
    switch parameter.name.lowercased() {
    case "security_barrier": isSecurityBarrier = isOn
    case "security_invoker": isSecurityInvoker = isOn
    case "check_option": checkOption = parameter.value.flatMap { View.CheckOption(rawValue: $0.uppercased()) }
    default: break
    }
  }
}
