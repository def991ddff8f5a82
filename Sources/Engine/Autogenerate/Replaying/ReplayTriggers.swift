import Revisions

extension SchemaReplay {
  mutating func create(_ operation: CreateTrigger) throws(ReplayError.Problem) {
    let trigger = operation.trigger
    let table = key(trigger.table)
    guard tables[table] != nil || views[table] != nil else { throw .missing(.table(trigger.table)) }
    if triggers[triggerKey(trigger.name, table)] != nil {
      if operation.ifNotExists { return }
      throw .alreadyThere(.trigger(trigger.name, on: trigger.table))
    }
    try settle(trigger)
  }

  mutating func drop(_ operation: DropTrigger) throws(ReplayError.Problem) {
    let key = triggerKey(operation.name, key(operation.table))
    if remove(trigger: key) == nil, !operation.ifExists {
      throw .missing(.trigger(operation.name, on: operation.table))
    }
  }

  mutating func setState(_ operation: SetTriggerState) throws(ReplayError.Problem) {
    let key = triggerKey(operation.name, key(operation.table))
    guard triggers[key] != nil else { throw .missing(.trigger(operation.name, on: operation.table)) }
    triggers[key]?.state = operation.state
  }

  mutating func rename(
    trigger name: String, of table: QualifiedName, to newName: String
  ) throws(ReplayError.Problem) {
    let table = key(table)
    let old = triggerKey(name, table)
    guard var trigger = triggers[old] else { throw .missing(.trigger(name, on: table)) }
    let new = triggerKey(newName, table)
    if new != old, triggers[new] != nil { throw .alreadyThere(.trigger(newName, on: table)) }
    remove(trigger: old)
    trigger.name = newName
    put(trigger)
  }

  func settled(_ trigger: Trigger, on table: Table?) throws(ReplayError.Problem) -> [Trigger] {
    var part = Schema()
    part.triggers = [trigger]
    if let table { part.tables = [table] }
    return try canonical(part).triggers
  }

  mutating func settle(_ trigger: Trigger) throws(ReplayError.Problem) {
    let table = key(trigger.table)
    for trigger in try settled(trigger, on: tables[table]) { put(trigger) }
  }
}
