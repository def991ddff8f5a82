package import Dialects
package import Revisions

/// Says operations in the words of the declaration that they lead to, where the canonical form has others: as `.bigInteger` and
/// `.identity()` where SQLite itself knows only a key of integers.
///
/// So what a database gets is what a person wrote, whatever canonicalising made of it.
package struct Wording {
  private var tables: [QualifiedName: Table] = [:]
  /// The constraints that each table has in canonical form: what is created with fewer is not the table as it is declared.
  private var counts: [QualifiedName: Int] = [:]
  /// The constraints with expressions, by their names, those too that a database gives.
  private var constraints: [ObjectKey: TableConstraint] = [:]
  private var domains: [QualifiedName: Domain] = [:]
  private var indexes: [QualifiedName: Index] = [:]
  private var views: [QualifiedName: View] = [:]
  private var materializedViews: [QualifiedName: MaterializedView] = [:]
  private var routines: [ObjectKey: Routine] = [:]
  private var triggers: [ObjectKey: Trigger] = [:]
  private var policies: [ObjectKey: Policy] = [:]

  /// Takes the words of a declaration, and what it is in canonical form. `saying` are the names of constraints that are said where
  /// the declaration leaves them to the database.
  package init(
    of declared: Schema, canonical: Schema, dialect: some SchemaReflecting, saying names: ChosenNames = .uncertain
  ) throws(DialectError) {
    let named = try dialect.named(declared)
    for table in named[names].tables { tables[table.name] = table.withoutFormerNames }
    for table in canonical.tables { counts[table.name] = table.constraints.count }
    for table in named[.all].tables {
      for constraint in table.allConstraints where constraint.hasExpressions {
        if let name = constraint.name { constraints[.constraint(table.name, name)] = constraint }
      }
    }
    for domain in named[.all].domains { domains[domain.name] = domain }
    for index in declared.indexes { indexes[QualifiedName(index.name, schema: index.table.schema)] = index }
    for view in declared.views { views[view.name] = view }
    for view in declared.materializedViews { materializedViews[view.name] = view }
    for routine in declared.routines { routines[.routine(routine)] = routine }
    for trigger in declared.triggers { triggers[.trigger(trigger)] = trigger }
    for policy in declared.policies { policies[.policy(policy)] = policy }
  }

  /// The operation in the declaration's words.
  package func worded(_ operation: Operation) -> Operation {
    switch operation {
    case .createTable(var create):
      create.table = worded(create.table)
      return .createTable(create)
    case .addColumn(var add):
      guard var column = column(add.column.name, of: add.table), !column.isSerial(as: add.column) else {
        return operation
      }
      column.constraints = []
      add.column = column
      return .addColumn(add)
    case .alterColumn(var alter):
      guard let value = column(alter.column, of: alter.table)?.defaultValue else { return operation }
      alter.changes = alter.changes.map { change in
        if case .setDefault(_, let former) = change { .setDefault(value, from: former) } else { change }
      }
      return .alterColumn(alter)
    case .addConstraint(var add):
      add.constraint = worded(add.constraint, of: add.table)
      return .addConstraint(add)
    case .createDomain(var create):
      create.domain = domains[create.domain.name] ?? create.domain
      return .createDomain(create)
    case .alterDomain(var alter):
      guard let domain = domains[alter.name] else { return operation }
      alter.changes = alter.changes.map { worded($0, of: domain) }
      return .alterDomain(alter)
    case .createIndex(var create):
      let name = QualifiedName(create.index.name, schema: create.index.table.schema)
      create.index = indexes[name] ?? create.index
      return .createIndex(create)
    case .createView(var create):
      create.view = views[create.view.name] ?? create.view
      return .createView(create)
    case .createMaterializedView(var create):
      create.view = materializedViews[create.view.name] ?? create.view
      return .createMaterializedView(create)
    case .createTrigger(var create):
      let declared = triggers[.trigger(create.trigger)]
      // Its statements have become a function, which is made by itself.
      if case .statements? = declared?.action, case .function = create.trigger.action { return operation }
      create.trigger = declared ?? create.trigger
      return .createTrigger(create)
    case .createRoutine(var create):
      create.routine = routines[.routine(create.routine)] ?? create.routine
      return .createRoutine(create)
    case .createPolicy(var create):
      let policy = policies[.policy(create.policy)]
      create.policy.using = policy?.using ?? create.policy.using
      create.policy.check = policy?.check ?? create.policy.check
      return .createPolicy(create)
    case .alterPolicy(var alter):
      let policy = policies[ObjectKey(.policy, alter.table, alter.name)]
      alter.changes = alter.changes.map { change in
        switch change {
        case .using(let rows, let former): .using(policy?.using ?? rows, from: former)
        case .check(let rows, let former): .check(policy?.check ?? rows, from: former)
        case .roles: change
        }
      }
      return .alterPolicy(alter)
    default: return operation
    }
  }

  private func column(_ name: String, of table: QualifiedName) -> Column? {
    tables[table]?.columns.first { $0.name == name }
  }

  private func worded(_ canonical: Table) -> Table {
    guard var table = tables[canonical.name], canonical.constraints.count == counts[table.name],
      canonical.options.clusteredIndex == table.options.clusteredIndex,
      canonical.options.replicaIdentity == table.options.replicaIdentity
    else {
      var table = canonical
      table.constraints = table.constraints.map { worded($0, of: table.name) }
      return table
    }
    for position in table.columns.indices {
      let canonical = canonical.columns.first { $0.name == table.columns[position].name }
      guard let canonical, table.columns[position].isSerial(as: canonical) else { continue }
      table.columns[position].type = canonical.type
      table.columns[position].defaultValue = canonical.defaultValue
      table.columns[position].isNullable = canonical.isNullable
    }
    return table
  }

  /// A constraint with the expressions as they are declared; of all else there is one form.
  private func worded(_ constraint: TableConstraint, of table: QualifiedName) -> TableConstraint {
    let declared = constraint.name.flatMap { constraints[.constraint(table, $0)] }
    switch (constraint, declared) {
    case (.check(var check), .check(let declared)?):
      check.expression = declared.expression
      return .check(check)
    case (.exclusion(var exclusion), .exclusion(let declared)?):
      exclusion.elements = declared.elements
      exclusion.predicate = declared.predicate
      return .exclusion(exclusion)
    default: return constraint
    }
  }

  private func worded(_ change: AlterDomain.Change, of domain: Domain) -> AlterDomain.Change {
    switch change {
    case .setDefault(let value, let former): return .setDefault(domain.defaultValue ?? value, from: former)
    case .addCheck(var check):
      check.expression = domain.checks.first { $0.name == check.name }?.expression ?? check.expression
      return .addCheck(check)
    case .dropDefault, .nullable, .dropCheck, .validateCheck: return change
    }
  }
}

extension Column {
  /// Whether its words would make a sequence of their own, beside the one that is made already.
  fileprivate func isSerial(as canonical: Column) -> Bool {
    defaultValue == nil && canonical.defaultValue != nil && identity == nil
  }
}

extension TableConstraint {
  /// Whether it is of a kind that has expressions.
  fileprivate var hasExpressions: Bool {
    switch self {
    case .check, .exclusion: true
    case .primaryKey, .unique, .foreignKey: false
    }
  }
}

extension Table {
  /// The table as a database keeps it.
  var withoutFormerNames: Table {
    var table = self
    table.renamedFrom = nil
    for position in table.columns.indices { table.columns[position].renamedFrom = nil }
    return table
  }

  /// The constraints that stand on its columns, and those that stand on itself.
  fileprivate var allConstraints: [TableConstraint] { columns.flatMap(\.constraints) + constraints }
}
