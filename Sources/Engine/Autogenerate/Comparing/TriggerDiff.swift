import Dialects
import Revisions

extension Comparison {
  mutating func compareTriggers() {
    let (added, dropped, kept) = pairs(from.triggers, to.triggers) { trigger in
      rules.foldsNames
        ? ObjectKey(.trigger, folded(trigger.table), folded(trigger.name)) : ObjectKey.trigger(trigger)
    }
    for trigger in added { create(trigger) }
    for trigger in dropped { drop(trigger) }
    for (old, new) in kept {
      var same = old
      same.state = new.state
      same.comment = new.comment
      guard same == new, !isMadeAgain(old) else {
        drop(old)
        create(new)
        continue
      }
      if old.state != new.state {
        changes.append(
          Change(SetTriggerState(new.name, on: new.table, new.state, from: old.state), .createTrigger, of: new.table))
      }
      compareComment(
        old.comment, new.comment, on: .trigger(new.name, on: new.table), of: new.table, uses: [.trigger(new)])
    }
  }

  /// Whether a trigger goes with its view or function, or keeps a column from being changed.
  private func isMadeAgain(_ trigger: Trigger) -> Bool {
    if remade.contains(.relation(trigger.table)) || !uses(of: trigger).isDisjoint(with: remade) { return true }
    return rules.viewsPinColumns && !columns(of: trigger).isDisjoint(with: changedColumns)
  }

  /// The columns that the database knows a trigger to be about.
  private func columns(of trigger: Trigger) -> Set<ObjectKey> {
    var keys = columns(mentionedBy: [trigger.condition], on: trigger.table)
    for case .update(let columns) in trigger.events { keys.formUnion(columns.map { .column(trigger.table, $0) }) }
    return keys
  }

  private mutating func create(_ trigger: Trigger) {
    make(
      CreateTrigger(trigger), .createTrigger, of: trigger.table, as: .trigger(trigger),
      uses: uses(of: trigger).union(columns(of: trigger)))
  }

  private mutating func drop(_ trigger: Trigger) {
    remove(
      DropTrigger(was: trigger), .dropTrigger, of: trigger.table, as: .trigger(trigger),
      frees: uses(of: trigger).union(columns(of: trigger)))
  }

  private func uses(of trigger: Trigger) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(trigger.condition)
    switch trigger.action {
    case .statements(let body): mentions.add(body)
    case .function(let function, _): mentions.add(function.name)
    }
    var keys = names.keys(mentions).union([.relation(trigger.table)])
    if let table = trigger.constraint?.referencedTable { keys.insert(.relation(table)) }
    return keys
  }
}
