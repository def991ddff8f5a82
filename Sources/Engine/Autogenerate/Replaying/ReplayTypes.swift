import Revisions

/// Domains and composite types.
extension SchemaReplay {
  mutating func create(_ operation: CreateDomain) throws(ReplayError.Problem) {
    guard !isType(key(operation.domain.name)) else { throw .alreadyThere(.domain(operation.domain.name)) }
    try settle(operation.domain)
  }

  mutating func drop(_ operation: DropDomain) throws(ReplayError.Problem) {
    guard let domain = domains.removeValue(forKey: key(operation.name)) else {
      if operation.ifExists { return }
      throw .missing(.domain(operation.name))
    }
    for check in domain.checks {
      if let name = check.name { comments[.domainConstraint(name, on: domain.name)] = nil }
    }
    forgetGrants(on: .domain(domain.name))
    if operation.cascade { try dropUses(of: domain.name) }
  }

  mutating func alter(_ operation: AlterDomain) throws(ReplayError.Problem) {
    guard var domain = domains[key(operation.name)] else { throw .missing(.domain(operation.name)) }
    func position(_ name: String) throws(ReplayError.Problem) -> Int {
      guard let position = domain.checks.firstIndex(where: { $0.name == name }) else {
        throw .missing(.domainConstraint(name, on: operation.name))
      }
      return position
    }
    for change in operation.changes {
      switch change {
      case .setDefault(let value, _): domain.defaultValue = value
      case .dropDefault: domain.defaultValue = nil
      case .nullable(let flag): domain.isNullable = flag
      case .addCheck(let check):
        if let name = check.name, domain.checks.contains(where: { $0.name == name }) {
          throw .alreadyThere(.domainConstraint(name, on: operation.name))
        }
        domain.checks.append(check)
      case .dropCheck(let name, _):
        domain.checks.remove(at: try position(name))
        comments[.domainConstraint(name, on: domain.name)] = nil
      case .validateCheck(let name): domain.checks[try position(name)].isValidated = true
      }
    }
    try settle(domain)
  }

  mutating func rename(
    check name: String, ofDomain domainName: QualifiedName, to newName: String
  ) throws(ReplayError.Problem) {
    guard var domain = domains[key(domainName)] else { throw .missing(.domain(domainName)) }
    guard let position = domain.checks.firstIndex(where: { $0.name == name }) else {
      throw .missing(.domainConstraint(name, on: domainName))
    }
    domain.checks[position].name = newName
    moveComment(on: .domainConstraint(name, on: domain.name), to: .domainConstraint(newName, on: domain.name))
    try settle(domain)
  }

  private mutating func settle(_ domain: Domain) throws(ReplayError.Problem) {
    var part = Schema()
    part.domains = [domain]
    for domain in try canonical(part).domains { domains[folded(domain.name)] = domain }
  }

  mutating func create(_ operation: CreateCompositeType) throws(ReplayError.Problem) {
    guard !isType(key(operation.type.name)) else { throw .alreadyThere(.type(operation.type.name)) }
    try settle(operation.type)
  }

  mutating func drop(_ operation: DropCompositeType) throws(ReplayError.Problem) {
    guard let type = compositeTypes.removeValue(forKey: key(operation.name)) else {
      if operation.ifExists { return }
      throw .missing(.type(operation.name))
    }
    forgetGrants(on: .type(type.name))
    for attribute in type.attributes { comments[.column(table: type.name, attribute.name)] = nil }
    if operation.cascade { try dropUses(of: type.name) }
  }

  mutating func alter(_ operation: AlterCompositeType) throws(ReplayError.Problem) {
    guard var type = compositeTypes[key(operation.name)] else { throw .missing(.type(operation.name)) }
    func position(_ name: String) throws(ReplayError.Problem) -> Int {
      guard let position = type.attributes.firstIndex(where: { $0.name == name }) else {
        throw .missingPart(name, of: operation.name)
      }
      return position
    }
    func refuse(_ name: String) throws(ReplayError.Problem) {
      if type.attributes.contains(where: { $0.name == name }) { throw .partAlreadyThere(name, of: operation.name) }
    }
    for change in operation.changes {
      switch change {
      case .add(let attribute):
        try refuse(attribute.name)
        type.attributes.append(attribute)
      case .drop(let name, _):
        type.attributes.remove(at: try position(name))
        comments[.column(table: type.name, name)] = nil
      case .type(let name, let new, _): type.attributes[try position(name)].type = new
      case .rename(let name, let new):
        try refuse(new)
        type.attributes[try position(name)].name = new
        moveComment(on: .column(table: type.name, name), to: .column(table: type.name, new))
      }
    }
    try settle(type)
  }

  private mutating func settle(_ type: CompositeType) throws(ReplayError.Problem) {
    var part = Schema()
    part.compositeTypes = [type]
    for type in try canonical(part).compositeTypes { compositeTypes[folded(type.name)] = type }
  }
}
