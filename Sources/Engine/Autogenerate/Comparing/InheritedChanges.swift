import Revisions

extension Comparison {
  /// A partition, or a table that inherits, as it is once what changes of its parents has come down to it.
  func following(_ old: Table, _ new: Table) -> Table {
    var result = old
    for parent in old.parents where new.parents.contains(parent) {
      guard let former = from.tables.first(where: { $0.name == parent }),
        let wanted = to.tables.first(where: { $0.name == parent })
      else { continue }
      result.followColumns(from: former, to: wanted, as: new)
      result.followChecks(from: former, to: wanted, as: new)
    }
    return result
  }
}

extension Table {
  fileprivate mutating func followColumns(from former: Table, to wanted: Table, as new: Table) {
    let old = Dictionary(former.columns.map { ($0.name, $0) }) { first, _ in first }
    let kept = Set(wanted.columns.map(\.name))
    let own = Set(new.columns.map(\.name))
    columns.removeAll { old[$0.name] != nil && !kept.contains($0.name) && !own.contains($0.name) }
    for column in wanted.columns {
      guard let position = columns.firstIndex(where: { $0.name == column.name }) else {
        if old[column.name] == nil { columns.append(column.inherited) }
        continue
      }
      guard let before = old[column.name] else { continue }
      if before.type != column.type { columns[position].type = column.type }
      if before.collation != column.collation { columns[position].collation = column.collation }
      if before.isNullable != column.isNullable { columns[position].isNullable = column.isNullable }
      if before.defaultValue != column.defaultValue { columns[position].defaultValue = column.defaultValue }
      if before.generated != column.generated { columns[position].generated = column.generated }
    }
  }

  /// Checks are the only constraints of a parent that stand among those of its children.
  fileprivate mutating func followChecks(from former: Table, to wanted: Table, as new: Table) {
    func isCheck(_ constraint: TableConstraint) -> Bool {
      if case .check(let check) = constraint { check.isInherited } else { false }
    }
    let added = wanted.constraints.filter { isCheck($0) && !former.constraints.contains($0) }
    let dropped = former.constraints.filter { isCheck($0) && !wanted.constraints.contains($0) }
    constraints.removeAll { constraint in dropped.contains { $0.name == constraint.name } }
    for constraint in added where !constraints.contains(where: { $0.name == constraint.name }) {
      constraints.append(constraint)
    }
  }
}

extension Column {
  /// The column as a child has it that takes it over.
  fileprivate var inherited: Column {
    var copy = self
    copy.identity = nil
    copy.comment = nil
    copy.statistics = nil
    copy.renamedFrom = nil
    return copy
  }
}
