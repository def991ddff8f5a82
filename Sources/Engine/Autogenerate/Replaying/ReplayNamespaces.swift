import Revisions

/// Schemas and extensions.
extension SchemaReplay {
  mutating func create(_ operation: CreateSchema) throws(ReplayError.Problem) {
    let key = folded(operation.name)
    guard namespaces[key] == nil, !isHome(operation.name) else {
      if operation.ifNotExists || isHome(operation.name) { return }
      throw .alreadyThere(.schema(operation.name))
    }
    namespaces[key] = Namespace(operation.name)
  }

  mutating func drop(_ operation: DropSchema) throws(ReplayError.Problem) {
    let key = folded(operation.name)
    guard namespaces.removeValue(forKey: key) != nil else {
      if operation.ifExists || isHome(operation.name) { return }
      throw .missing(.schema(operation.name))
    }
    forgetGrants(on: .schema(operation.name))
    guard operation.cascade else { return }
    func isInside(_ name: QualifiedName) -> Bool { name.schema == key }
    for table in tables.keys.filter(isInside) { drop(table: table, cascade: true) }
    for view in (Array(views.keys) + Array(materializedViews.keys)).filter(isInside) {
      remove(view: view)
      dropViews(reading: [view])
    }
    for sequence in sequences.keys.filter(isInside) { remove(sequence: sequence) }
    for routine in routines.keys.filter(isInside) { routines[routine] = nil }
    for type in (Array(enums.keys) + Array(domains.keys) + Array(compositeTypes.keys)).filter(isInside) {
      enums[type] = nil
      domains[type] = nil
      compositeTypes[type] = nil
      try dropUses(of: type)
    }
    // Extensions, triggers elsewhere that call what is gone, and so on.
    unfollowed.append(UnfollowedOperation(what: .cascade(.schema(operation.name)), location: operation.location))
  }

  mutating func create(_ operation: CreateExtension) throws(ReplayError.Problem) {
    let key = folded(operation.extension.name)
    if extensions[key] != nil {
      if operation.ifNotExists { return }
      throw .alreadyThere(.extension(operation.extension.name))
    }
    var part = Schema()
    part.extensions = [operation.extension]
    for value in try canonical(part).extensions { extensions[folded(value.name)] = value }
    if operation.cascade {
      unfollowed.append(
        UnfollowedOperation(what: .cascade(.extension(operation.extension.name)), location: operation.location))
    }
  }

  mutating func drop(_ operation: DropExtension) throws(ReplayError.Problem) {
    guard extensions.removeValue(forKey: folded(operation.name)) != nil else {
      if operation.ifExists { return }
      throw .missing(.extension(operation.name))
    }
    if operation.cascade {
      unfollowed.append(UnfollowedOperation(what: .cascade(.extension(operation.name)), location: operation.location))
    }
  }

  mutating func update(_ operation: UpdateExtension) throws(ReplayError.Problem) {
    let key = folded(operation.name)
    guard extensions[key] != nil else { throw .missing(.extension(operation.name)) }
    // Without a version it is the newest, and nobody here knows which that is.
    extensions[key]?.version = operation.version
  }
}
