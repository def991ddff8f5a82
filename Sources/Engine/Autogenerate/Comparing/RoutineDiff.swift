import Revisions

extension Comparison {
  mutating func compareRoutines() {
    let (added, dropped, kept) = pairs(from.routines, to.routines, by: ObjectKey.routine)
    for routine in added { create(routine) }
    for routine in dropped { drop(routine) }
    noteReplacements(of: dropped, by: added)
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
        change.inBody = bodyUses(of: new).union(bodyUses(of: old))
          .subtracting(headingUses(of: new).union(headingUses(of: old)))
        changes.append(change)
      } else {
        makeAgain(old, new)
      }
    }
    noteWhatStandsOnRoutines()
  }

  /// Notes routines that go while others of their names come, with other arguments: what calls the one is to call the other, which
  /// comes once the former is gone, as a call may fit both.
  private mutating func noteReplacements(of dropped: [Routine], by added: [Routine]) {
    let newcomers = Dictionary(grouping: added) { folded($0.name) }
    for old in dropped {
      guard let others = newcomers[folded(old.name)] else { continue }
      let keys = others.map(ObjectKey.routine)
      remade.formUnion(keys + [.routine(old)])
      for position in changes.indices where changes[position].drops.contains(.routine(old)) {
        changes[position].drops.formUnion(keys)
      }
    }
  }

  /// Notes what is made again because of routines that are: operators, aggregates, and routines whose bodies were read as they were
  /// created. Tables are compared next, and have to know.
  private mutating func noteWhatStandsOnRoutines() {
    var spread = Spread(from: remade)
    addOthers(to: &spread)
    let kept = addRoutines(to: &spread)
    remade = spread.again
    for (old, new) in kept where spread.reached.contains(.routine(new)) && !isMadeAgain(new) { makeAgain(old, new) }
  }

  /// Whether a routine keeps a type from being made anew.
  private func takesReplacedType(_ routine: Routine) -> Bool {
    guard !replacedTypes.isEmpty else { return false }
    var mentions = Mentions()
    mentions.add(routine.arguments)
    if let returns = routine.returns { mentions.add(returns) }
    return replacedTypes.contains { mentions.contains($0.name) }
  }

  /// Adds the routines that stay unless they have to be made again: they take or give the rows of tables and views, or their bodies
  /// were read as they were created. Gives back all of them.
  func addRoutines(to spread: inout Spread) -> [(old: Routine, new: Routine)] {
    guard !spread.again.isEmpty || !changedColumns.isEmpty || !droppedKeys.isEmpty else { return [] }
    let kept = pairs(from.routines, to.routines, by: ObjectKey.routine).kept
    for (old, new) in kept {
      var held = types(of: old).filter { $0.kind == .relation }
      var isPinned = false
      if case .sql(let body) = old.body {
        let read = mentioned(by: body, except: .routine(old))
        held.formUnion(read.subtracting(QueryNames(body).doubtful(read)))
        isPinned = self.isPinned(body) || old.body != new.body && !renamedConstraints(namedBy: body).isEmpty
      }
      spread.add(.routine(new), using: held, isAgain: isPinned)
    }
    return kept
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
    change.inBody = bodyUses(of: routine).subtracting(headingUses(of: routine))
    changes.append(change)
  }

  private mutating func drop(_ routine: Routine) {
    var change = Change(DropRoutine(was: routine), .dropRoutine, of: routine.name)
    change.drops = [.routine(routine)]
    change.frees = uses(of: routine)
    change.doubtful = doubtful(routine, change.frees)
    change.inBody = bodyUses(of: routine).subtracting(headingUses(of: routine))
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

  /// Notes which columns and constraints bodies stand on, once it is known what becomes of these.
  mutating func noteWhatBodiesRead() {
    for position in changes.indices {
      switch changes[position].operation {
      case .createRoutine(let create):
        changes[position].uses.formUnion(parts(readBy: create.routine))
        if let former = create.former { changes[position].frees.formUnion(parts(readBy: former)) }
      case .dropRoutine(let drop):
        if let former = drop.former { changes[position].frees.formUnion(parts(readBy: former)) }
      default: continue
      }
    }
  }

  private func parts(readBy routine: Routine) -> Set<ObjectKey> {
    guard case .sql(let fragment) = routine.body else { return [] }
    return touchedColumns(readBy: fragment).union(droppedKeys(readBy: fragment))
      .union(renamedConstraints(namedBy: fragment))
  }

  private func uses(of routine: Routine) -> Set<ObjectKey> {
    var keys = headingUses(of: routine).union(bodyUses(of: routine))
    if case .sql(let fragment) = routine.body { keys.formUnion(mentioned(by: fragment)) }
    keys.remove(.routine(routine))
    return keys
  }

  private func headingUses(of routine: Routine) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(routine.arguments)
    if let returns = routine.returns { mentions.add(returns) }
    if let support = routine.support { mentions.add(support.name) }
    return names.keys(mentions).union(ObjectKey.namespace(of: routine.name))
  }

  /// What the text of a body names. Only SQL is read as the routine is created; other languages look for names as they run.
  private func bodyUses(of routine: Routine) -> Set<ObjectKey> {
    guard case .text(let text) = routine.body, routine.language.lowercased() == "sql" else { return [] }
    var mentions = Mentions()
    mentions.add(text)
    return names.keys(mentions)
  }
}
