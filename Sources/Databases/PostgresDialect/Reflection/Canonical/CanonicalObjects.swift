import Dialects
import Revisions

extension CanonicalForm {
  // MARK: Views

  func settle(_ view: inout View) throws(DialectError) {
    view.name = name(view.name)
    view.query = try query(view.query)
  }

  func settle(_ view: inout MaterializedView) throws(DialectError) {
    view.name = name(view.name)
    view.query = try query(view.query)
    view.storageParameters = parameters(view.storageParameters)
    if view.accessMethod == "heap" { view.accessMethod = nil }
  }

  // MARK: Routines

  func settle(_ routine: inout Routine) throws(DialectError) {
    routine.name = name(routine.name)
    routine.language = routine.language.lowercased()
    let isProcedure = routine.kind == .procedure
    let arguments = RoutineText.arguments(routine.arguments, ofProcedure: isProcedure)
    routine.arguments = arguments.map(\.text).joined(separator: ", ")
    if let returns = routine.returns {
      routine.returns = RoutineText.result(returns)
    } else if !isProcedure {
      let results = arguments.filter(\.isResult)
      routine.returns = results.count == 1 ? results[0].type : results.isEmpty ? nil : "record"
    }
    if case .sql(let body) = routine.body { routine.body = .sql(try query(body)) }
    let usualCost: Double = ["c", "internal"].contains(routine.language) ? 1 : 100
    if routine.cost == usualCost { routine.cost = nil }
    if routine.rows == 1_000 || routine.rows == 0 { routine.rows = nil }
    routine.support = routine.support.map(visibleName)
  }

  // MARK: Triggers and policies

  /// A trigger with statements of its own calls a function here, which is added.
  func settle(_ trigger: inout Trigger, routines: inout [Routine]) throws(DialectError) {
    trigger.table = name(trigger.table)
    if case .statements(let body) = trigger.action {
      let function = dialect.bodyFunction(of: trigger.name, on: trigger.table)
      routines.append(
        Routine(
          .function, function, returns: "trigger", language: "plpgsql",
          body: .text(try dialect.bodyText(body, of: trigger.name))))
      trigger.action = .function(function, arguments: [])
    }
    if let condition = trigger.condition {
      trigger.condition = try expression(condition)
    }
    if case .function(let function, let arguments) = trigger.action {
      trigger.action = .function(name(function), arguments: arguments)
    }
    if let referenced = trigger.constraint?.referencedTable { trigger.constraint?.referencedTable = name(referenced) }
    trigger.events.sort { $0.rank < $1.rank }
  }

  func settle(_ policy: inout Policy, among tables: [QualifiedName: Table]) throws(DialectError) {
    policy.table = name(policy.table)
    let table = tables[policy.table]
    if let using = policy.using { policy.using = try expression(using, of: table) }
    if let check = policy.check { policy.check = try expression(check, of: table) }
    let isForAll = policy.roles.isEmpty || policy.roles.contains(.public)
    policy.roles = isForAll ? [.public] : policy.roles.sorted { $0.description < $1.description }
  }

  // MARK: Grants, comments and what is known by its SQL

  /// A grant on all that a schema has now, one by one: the server keeps it so.
  func single(_ grant: Grant, in schema: Schema) -> [Grant] {
    guard case .all(let kind, let home) = grant.target else { return [grant] }
    func isInside(_ name: QualifiedName) -> Bool { name.schema ?? self.home == home }
    let routines = schema.routines.filter { isInside($0.name) }
    let functions = routines.filter { $0.kind == .function }.map {
      PrivilegeTarget.function($0.name, RoutineText.inputTypes(of: $0))
    }
    let procedures = routines.filter { $0.kind == .procedure }.map {
      PrivilegeTarget.procedure($0.name, RoutineText.inputTypes(of: $0))
    }
    let targets: [PrivilegeTarget] =
      switch kind {
      case .tables:
        (schema.tables.map(\.name) + schema.views.map(\.name) + schema.materializedViews.map(\.name)).filter(isInside)
          .map { .table($0) }
      case .sequences: schema.sequences.map(\.name).filter(isInside).map { .sequence($0) }
      case .functions: functions
      case .procedures: procedures
      case .routines: functions + procedures
      case .types, .schemas: []
      }
    return targets.map {
      Grant(privileges: grant.privileges, on: $0, roles: grant.roles, grantOption: grant.grantOption)
    }
  }

  /// Grants one role at a time, with all that it has on something in one.
  func grants(_ grants: [Grant]) -> [Grant] {
    struct Key: Hashable {
      var target: PrivilegeTarget
      var role: Role
      var option: GrantOption
    }
    var sums: [Key: [Privilege.Kind: Set<String>]] = [:]
    for grant in grants {
      var target = self.target(grant.target)
      var column: [String] = []
      if case .object(.column(let table, let name)) = target {
        target = .table(table)
        column = [name]
      }
      for role in grant.roles {
        for privilege in grant.privileges {
          let key = Key(target: target, role: role, option: grant.grantOption)
          sums[key, default: [:]][privilege.kind, default: []].formUnion(privilege.columns + column)
        }
      }
    }
    return sums.map { key, sum in
      let privileges = sum.sorted { $0.key.rawValue < $1.key.rawValue }.map { Privilege($0, columns: $1.sorted()) }
      return Grant(privileges: privileges, on: key.target, roles: [key.role], grantOption: key.option)
    }.sorted {
      ("\($0.target)", "\($0.roles[0])", "\($0.grantOption)") < ("\($1.target)", "\($1.roles[0])", "\($1.grantOption)")
    }
  }

  private func target(_ target: PrivilegeTarget) -> PrivilegeTarget {
    switch target {
    // A view is granted as a table is.
    case .object(.view(let view)), .object(.materializedView(let view)): .table(name(view))
    case .object(let object): .object(self.object(object))
    case .future(.routines, let schema, let creator): .future(.functions, inSchema: schema, createdBy: creator)
    case .future(let kind, let schema, .currentUser): .future(kind, inSchema: schema)
    case .all, .future: target
    }
  }

  func object(_ object: DatabaseObject) -> DatabaseObject {
    switch object {
    case .table(let table): .table(name(table))
    case .column(let table, let column): .column(table: name(table), column)
    case .constraint(let constraint, let table): .constraint(constraint, on: name(table))
    case .domainConstraint(let constraint, let domain): .domainConstraint(constraint, on: name(domain))
    case .index(let index): .index(name(index))
    case .view(let view): .view(name(view))
    case .materializedView(let view): .materializedView(name(view))
    case .sequence(let sequence): .sequence(name(sequence))
    case .type(let type): .type(name(type))
    case .domain(let domain): .domain(name(domain))
    case .function(let function, let types): .function(name(function), types.map(RoutineText.type))
    case .procedure(let procedure, let types): .procedure(name(procedure), types.map(RoutineText.type))
    case .trigger(let trigger, let table): .trigger(trigger, on: name(table))
    case .policy(let policy, let table): .policy(policy, on: name(table))
    case .other(let kind, let address): .other(kind, address.plainText.map { .raw($0) } ?? address)
    case .schema, .extension, .database: object
    }
  }

  func settle(_ object: inout SQLObject) throws(DialectError) {
    object.creation = try query(object.creation)
    object.removal = try query(object.removal)
    object.relation = (object.relation ?? relation(of: object)).map(name)
  }

  /// What an object is a part of, by its address or the statement that makes it.
  private func relation(of object: SQLObject) -> QualifiedName? {
    var text = SQLText(object.address)
    switch object.kind {
    case "RULE":
      guard text.takeName() != nil, text.take("ON") else { return nil }
      return text.takeName()
    case "COLUMN OPTIONS", "COLUMN DEFAULT", "COLUMN STATISTICS":
      // A column stands behind its table.
      let name = text.takeName()
      return text.current == nil ? name?.schema.map { QualifiedName($0) } : name
    case "CLUSTERING", "INDEX STATISTICS": return text.takeName()
    case "STATISTICS":
      text = SQLText(object.creation.plainText ?? "")
      var place = 0
      while place < text.tokens.count, !text.isSymbol(";", at: place) {
        if text.isWord("FROM", at: place) { text.position = place + 1 }
        place = text.isSymbol("(", at: place) ? text.end(ofGroupAt: place) : place + 1
      }
      return text.position > 0 ? text.takeName() : nil
    default: return nil
    }
  }
}

extension Trigger.Event {
  /// Its place where the server lists several.
  fileprivate var rank: Int {
    switch self {
    case .insert: 0
    case .delete: 1
    case .update: 2
    case .truncate: 3
    }
  }
}
