package import Revisions

/// Says operations in the words of the declaration that they lead to, where the canonical form has others: as `.bigInteger` and
/// `.identity()` where SQLite itself knows only a key of integers.
package struct Wording {
  private var tables: [QualifiedName: Table] = [:]
  /// The constraints that each table has in canonical form: what is created with fewer is not the table as it is declared.
  private var constraints: [QualifiedName: Int] = [:]
  private var indexes: [QualifiedName: Index] = [:]
  private var views: [QualifiedName: View] = [:]
  private var materializedViews: [QualifiedName: MaterializedView] = [:]
  private var routines: [ObjectKey: Routine] = [:]
  private var triggers: [ObjectKey: Trigger] = [:]

  /// Takes the words of a declaration, and what it is in canonical form.
  package init(of declared: Schema, canonical: Schema) {
    for table in declared.tables { tables[table.name] = table.withoutFormerNames }
    for table in canonical.tables { constraints[table.name] = table.constraints.count }
    for index in declared.indexes { indexes[QualifiedName(index.name, schema: index.table.schema)] = index }
    for view in declared.views { views[view.name] = view }
    for view in declared.materializedViews { materializedViews[view.name] = view }
    for routine in declared.routines { routines[.routine(routine)] = routine }
    for trigger in declared.triggers { triggers[.trigger(trigger)] = trigger }
  }

  /// The operation in the declaration's words.
  package func worded(_ operation: Operation) -> Operation {
    switch operation {
    case .createTable(var create):
      guard var table = tables[create.table.name], create.table.constraints.count == constraints[table.name],
        create.table.options.clusteredIndex == table.options.clusteredIndex,
        create.table.options.replicaIdentity == table.options.replicaIdentity
      else { return operation }
      for position in table.columns.indices {
        let canonical = create.table.columns.first { $0.name == table.columns[position].name }
        guard let canonical, table.columns[position].isSerial(as: canonical) else { continue }
        table.columns[position].type = canonical.type
        table.columns[position].defaultValue = canonical.defaultValue
        table.columns[position].isNullable = canonical.isNullable
      }
      create.table = table
      return .createTable(create)
    case .addColumn(var add):
      guard var column = tables[add.table]?.columns.first(where: { $0.name == add.column.name }),
        !column.isSerial(as: add.column)
      else {
        return operation
      }
      column.constraints = []
      add.column = column
      return .addColumn(add)
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
    default: return operation
    }
  }
}

extension Column {
  /// Whether its words would make a sequence of their own, beside the one that is made already.
  fileprivate func isSerial(as canonical: Column) -> Bool {
    defaultValue == nil && canonical.defaultValue != nil && identity == nil
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
}
