import Revisions

extension SchemaReplay {
  mutating func create(_ operation: CreateRoutine) throws(ReplayError.Problem) {
    var routine = operation.routine
    routine.name = resolved(routine.name)
    let name = folded(routine.name)
    guard var settled = try settled(routine) else { return }
    let there = routines[name]?.firstIndex { $0.signature.map(Self.plain) == settled.signature.map(Self.plain) }
    if let there {
      guard operation.orReplace else { throw .alreadyThere(settled.address) }
      settled.comment = settled.comment ?? routines[name]?[there].comment
      routines[name]?[there] = settled
    } else {
      routines[name, default: []].append(settled)
    }
  }

  mutating func drop(_ operation: DropRoutine) throws(ReplayError.Problem) {
    let key = key(operation.name)
    guard let position = try position(of: key, operation.kind, operation.signature),
      let routine = routines[key]?.remove(at: position)
    else {
      if operation.ifExists { return }
      throw .missing(Self.address(operation.kind, operation.name, operation.signature ?? []))
    }
    if routines[key]?.isEmpty == true { routines[key] = nil }
    forgetGrants(on: .object(routine.address))
    guard operation.cascade else { return }
    for (trigger, value) in triggers {
      if case .function(let function, _) = value.action, folded(function) == key { remove(trigger: trigger) }
    }
    unfollowed.append(UnfollowedOperation(what: .cascade(routine.address), location: operation.location))
  }

  /// The routine that an address means.
  mutating func change(
    routine name: QualifiedName, _ kind: Routine.Kind, _ signature: [String]?, _ change: (inout Routine) -> Void
  ) throws(ReplayError.Problem) {
    let key = key(name)
    guard let position = try position(of: key, kind, signature), var routine = routines[key]?.remove(at: position)
    else { throw .missing(Self.address(kind, name, signature ?? [])) }
    let former = routine
    change(&routine)
    if routines[key]?.isEmpty == true { routines[key] = nil }
    routines[folded(routine.name), default: []].append(routine)
    guard routine.name != former.name else { return }
    if let grants = grants.removeValue(forKey: .object(former.address)) {
      self.grants[.object(routine.address)] = grants.map { $0.on(.object(routine.address)) }
    }
    for (trigger, value) in triggers {
      guard case .function(let function, let arguments) = value.action, folded(function) == key else { continue }
      triggers[trigger]?.action = .function(routine.name, arguments: arguments)
    }
  }

  /// Where the routine of an address stands among those of its name; without a signature there has to be one only.
  ///
  /// The address may say the arguments in other words than the routine does: in the names of its types, or without those of
  /// the arguments.
  private func position(
    of key: QualifiedName, _ kind: Routine.Kind, _ signature: [String]?
  ) throws(ReplayError.Problem) -> Int? {
    let candidates = (routines[key] ?? []).enumerated().filter { $0.element.kind == kind }
    guard let signature else { return candidates.count == 1 ? candidates[0].offset : nil }
    let wanted = signature.map(Self.plain)
    if let exact = candidates.first(where: { $0.element.signature.map(Self.plain) == wanted }) { return exact.offset }

    var routine = Routine(kind, key, arguments: signature.joined(separator: ", "), language: "sql", body: "")
    routine.returns = kind == .function ? "integer" : nil
    if let same = try settled(routine)?.signature.map(Self.plain),
      let found = candidates.first(where: { $0.element.signature.map(Self.plain) == same })
    {
      return found.offset
    }
    let types = candidates.filter { candidate in
      let arguments = candidate.element.signature.map(Self.plain)
      return arguments.count == wanted.count && zip(arguments, wanted).allSatisfy { $0 == $1 || $0.hasSuffix(" " + $1) }
    }
    return types.count == 1 ? types[0].offset : nil
  }

  private func settled(_ routine: Routine) throws(ReplayError.Problem) -> Routine? {
    var part = Schema()
    part.routines = [routine]
    return try canonical(part).routines.first
  }

  /// An argument in small letters, with single spaces.
  private static func plain(_ argument: String) -> String {
    argument.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func address(
    _ kind: Routine.Kind, _ name: QualifiedName, _ signature: [String]
  ) -> DatabaseObject {
    switch kind {
    case .function: .function(name, signature)
    case .procedure: .procedure(name, signature)
    }
  }
}

extension Routine {
  /// What comments and privileges know it as.
  var address: DatabaseObject {
    switch kind {
    case .function: .function(name, signature)
    case .procedure: .procedure(name, signature)
    }
  }
}
