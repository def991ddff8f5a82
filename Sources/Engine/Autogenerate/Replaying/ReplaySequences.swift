import Revisions

extension SchemaReplay {
  mutating func create(_ operation: CreateSequence) throws(ReplayError.Problem) {
    if isRelation(key(operation.sequence.name)) {
      if operation.ifNotExists { return }
      throw .alreadyThere(.sequence(operation.sequence.name))
    }
    if let owner = operation.sequence.owner { try check(owner) }
    try settle(operation.sequence)
  }

  mutating func drop(_ operation: DropSequence) throws(ReplayError.Problem) {
    guard let sequence = remove(sequence: key(operation.name)) else {
      if operation.ifExists { return }
      throw .missing(.sequence(operation.name))
    }
    guard operation.cascade else { return }
    for var table in tables.values {
      let former = table
      for position in table.columns.indices {
        guard case .expression(let expression)? = table.columns[position].defaultValue,
          expression.asksSequence(sequence.name)
        else { continue }
        table.columns[position].defaultValue = nil
      }
      if table != former { put(table) }
    }
  }

  mutating func alter(_ operation: AlterSequence) throws(ReplayError.Problem) {
    guard var sequence = sequences[key(operation.name)] else { throw .missing(.sequence(operation.name)) }
    // The end from which it counts may move: where it starts does not.
    sequence.start = sequence.firstNumber
    for change in operation.changes {
      switch change {
      case .type(let type, _): sequence.type = type
      case .start(let number, _): sequence.start = number
      case .increment(let number, _): sequence.increment = number
      case .minimum(let limit, _): sequence.minimum = limit.number
      case .maximum(let limit, _): sequence.maximum = limit.number
      case .cache(let number, _): sequence.cache = number
      case .cycles(let flag): sequence.cycles = flag
      case .ownedBy(let owner, _):
        if let owner { try check(owner) }
        sequence.owner = owner
      // Where it stands is no part of a schema.
      case .restart: continue
      }
    }
    try settle(sequence)
  }

  /// Whether the column is there that a sequence is to belong to.
  private mutating func check(_ owner: DatabaseSequence.Owner) throws(ReplayError.Problem) {
    let table = try table(owner.table)
    guard table.columns.contains(where: { isSame($0.name, owner.column) }) else {
      throw .missing(.column(table: owner.table, owner.column))
    }
  }

  private mutating func settle(_ sequence: DatabaseSequence) throws(ReplayError.Problem) {
    var part = Schema()
    part.sequences = [sequence]
    for sequence in try canonical(part).sequences { put(sequence) }
  }

  /// Gives a sequence another name, and the defaults that ask it.
  mutating func rename(sequence name: QualifiedName, to newName: QualifiedName) throws(ReplayError.Problem) {
    let old = key(name)
    guard var sequence = sequences[old] else { throw .missing(.sequence(name)) }
    let new = resolved(newName)
    if folded(new) != old, isRelation(folded(new)) { throw .alreadyThere(.sequence(newName)) }
    let former = sequence.name
    let grants = grants[.sequence(former)]
    remove(sequence: old)
    sequence.name = new
    put(sequence)
    if let grants { self.grants[.sequence(new)] = grants.map { $0.on(.sequence(new)) } }
    for var table in tables.values {
      let unchanged = table
      table.renameSequence(former, to: new)
      if table != unchanged { put(table) }
    }
  }
}

extension AlterSequence.Limit {
  fileprivate var number: Int64? {
    switch self {
    case .at(let number): number
    case .ofType: nil
    }
  }
}
