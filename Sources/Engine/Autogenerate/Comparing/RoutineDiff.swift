import Revisions

extension Comparison {
  mutating func compareRoutines() {
    let (added, dropped, kept) = pairs(from.routines, to.routines, by: ObjectKey.routine)
    for routine in added { create(routine) }
    for routine in dropped { drop(routine) }
    for (old, new) in kept where old != new || takesReplacedType(old) {
      compareComment(
        old.comment, new.comment, on: address(new), of: new.name, uses: [.routine(new)])
      var (former, wanted) = (old, new)
      former.comment = nil
      wanted.comment = nil
      if takesReplacedType(old) {
        makeAgain(old, new)
        continue
      }
      guard former != wanted else { continue }
      // PostgreSQL replaces the body and attributes of a routine, but neither its kind, its result nor its arguments' names.
      if old.kind == new.kind, old.returns == new.returns, old.arguments == new.arguments {
        var change = Change(CreateRoutine(wanted, orReplace: true, was: former), .createRoutine, of: new.name)
        change.uses = uses(of: new).union([.routine(new)])
        change.frees = uses(of: old)
        change.doubtful = doubtful(new, change.uses).intersection(doubtful(old, change.uses.union(change.frees)))
        changes.append(change)
      } else {
        makeAgain(old, new)
      }
    }
  }

  /// Whether a routine keeps a type from being made anew.
  private func takesReplacedType(_ routine: Routine) -> Bool {
    guard !replacedTypes.isEmpty else { return false }
    var mentions = Mentions()
    mentions.add(routine.arguments)
    if let returns = routine.returns { mentions.add(returns) }
    return replacedTypes.contains { mentions.contains($0.name) }
  }

  /// The tables and views with which a routine goes where they are made again: it takes or gives their rows, or its body was read as
  /// it was created.
  func relationsRead(by routine: Routine) -> Set<ObjectKey> {
    var found = types(of: routine)
    if case .sql(let fragment) = routine.body {
      let read = mentioned(by: fragment)
      found.formUnion(read.subtracting(QueryNames(fragment).doubtful(read)))
    }
    return found.filter { $0.kind == .relation }
  }

  /// Whether it is dropped and created already.
  func isMadeAgain(_ routine: Routine) -> Bool {
    changes.contains { $0.drops.contains(.routine(routine)) }
  }

  /// Drops a routine and creates it, in the place of what only replaced it.
  mutating func makeAgain(_ old: Routine, _ new: Routine) {
    changes.removeAll { change in
      guard case .createRoutine(let create) = change.operation, create.orReplace else { return false }
      return ObjectKey.routine(create.routine) == .routine(new)
    }
    remade.insert(.routine(new))
    drop(old)
    create(new)
    if losesPrivileges(.routine(new)) { changes[changes.count - 1].hazards = [.losesPrivileges] }
  }

  private mutating func create(_ routine: Routine) {
    var change = Change(CreateRoutine(routine), .createRoutine, of: routine.name)
    change.creates = [.routine(routine)]
    change.uses = uses(of: routine)
    change.doubtful = doubtful(routine, change.uses)
    changes.append(change)
  }

  private mutating func drop(_ routine: Routine) {
    var change = Change(DropRoutine(was: routine), .dropRoutine, of: routine.name)
    change.drops = [.routine(routine)]
    change.frees = uses(of: routine)
    change.doubtful = doubtful(routine, change.frees)
    changes.append(change)
  }

  private func address(_ routine: Routine) -> DatabaseObject {
    switch routine.kind {
    case .function: .function(routine.name, routine.signature)
    case .procedure: .procedure(routine.name, routine.signature)
    }
  }

  /// Those of some objects that only a word of the body may name, where nothing of their kind is named.
  private func doubtful(_ routine: Routine, _ keys: Set<ObjectKey>) -> Set<ObjectKey> {
    let certain = types(of: routine)
    switch routine.body {
    case .text(let text): return QueryNames(.raw(text)).doubtful(keys).subtracting(certain)
    case .sql(let fragment): return QueryNames(fragment).doubtful(keys).subtracting(certain)
    case .symbol: return []
    }
  }

  /// The types, and the tables and views whose rows, it takes and gives.
  private func types(of routine: Routine) -> Set<ObjectKey> {
    var heading = Mentions()
    // What an argument is called says nothing.
    for argument in routine.signature { heading.add(ArgumentType.ofInput(argument) ?? "") }
    if let returns = routine.returns { heading.add(returns) }
    // What is called like one of PostgreSQL's own types is not meant by its bare name.
    return names.keys(heading).filter { key in
      !OwnTypes.names.contains(key.name) || key.schema.map(heading.contains) ?? false
    }
  }

  private func uses(of routine: Routine) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(routine.arguments)
    if let returns = routine.returns { mentions.add(returns) }
    switch routine.body {
    case .text(let text):
      // Only SQL is read as the routine is created; other languages look for names as they run.
      if routine.language.lowercased() == "sql" { mentions.add(text) }
    case .sql(let fragment): mentions.add(fragment)
    case .symbol: break
    }
    return names.keys(mentions, except: .routine(routine)).union(ObjectKey.namespace(of: routine.name))
  }
}
