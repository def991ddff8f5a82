import Revisions

extension Comparison {
  /// Lets tables do without the defaults and checks that ask a routine which in turn needs the table: they are added once both are
  /// there, and taken away before either goes.
  mutating func breakRoutineCircles() {
    let isPossible = changes.contains { change in
      switch change.operation {
      case .createRoutine, .dropRoutine: true
      default: false
      }
    }
    guard isPossible else { return }
    let needs = ChangeNeeds(of: changes)
    let circles = Circles(zip(needs.certain, needs.inBodies).map { Array($0.union($1)) })
    var routines: [Int: Set<ObjectKey>] = [:]
    for (position, change) in changes.enumerated() {
      let keys = change.creates.union(change.drops).filter { $0.kind == .routine }
      if !keys.isEmpty { routines[circles.number[position], default: []].formUnion(keys) }
    }
    for position in changes.indices {
      guard let asked = routines[circles.number[position]] else { continue }
      switch changes[position].operation {
      case .createTable(var creation):
        let parts = takeOut(asking: asked, of: &creation.table)
        guard !parts.isEmpty else { continue }
        changes[position].operation = .createTable(creation)
        changes[position].uses.subtract(asked)
        add(parts, to: creation.table.name)
      case .dropTable(var drop):
        guard var table = drop.former else { continue }
        let parts = takeOut(asking: asked, of: &table)
        guard !parts.isEmpty else { continue }
        drop.former = table
        changes[position].operation = .dropTable(drop)
        changes[position].frees.subtract(asked)
        self.drop(parts, of: table.name)
      default: continue
      }
    }
  }

  /// What of a table asks routines.
  private struct Asking {
    var defaults: [(column: String, value: Column.DefaultValue)] = []
    var checks: [Check] = []

    var isEmpty: Bool { defaults.isEmpty && checks.isEmpty }
  }

  private func takeOut(asking routines: Set<ObjectKey>, of table: inout Table) -> Asking {
    var parts = Asking()
    for position in table.columns.indices {
      guard let value = table.columns[position].defaultValue, !keys(in: value).isDisjoint(with: routines) else {
        continue
      }
      parts.defaults.append((table.columns[position].name, value))
      table.columns[position].defaultValue = nil
    }
    table.constraints.removeAll { constraint in
      guard case .check(let check) = constraint, !uses(of: constraint, on: table.name).isDisjoint(with: routines) else {
        return false
      }
      parts.checks.append(check)
      return true
    }
    return parts
  }

  private func keys(in value: Column.DefaultValue) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(value)
    return names.keysOfExpression(mentions)
  }

  private mutating func add(_ parts: Asking, to table: QualifiedName) {
    for (column, value) in parts.defaults {
      var change = Change(AlterColumn(table, column, .setDefault(value)), .alterColumn, of: table)
      change.uses = keys(in: value).union([.relation(table)])
      changes.append(change)
    }
    for check in parts.checks { add(.check(check), to: table, isNew: true) }
  }

  private mutating func drop(_ parts: Asking, of table: QualifiedName) {
    for (column, value) in parts.defaults {
      var change = Change(AlterColumn(table, column, .dropDefault(from: value)), .dropConstraint, of: table)
      change.frees = keys(in: value).union([.relation(table)])
      changes.append(change)
    }
    for check in parts.checks { drop(.check(check), of: table) }
  }
}
