import Revisions

extension Comparison {
  /// A partition, or a table that inherits, as it is once what changes of its parents has come down to it, and with all the columns
  /// that it has to be given.
  func following(_ old: Table, _ new: Table) -> (old: Table, new: Table) {
    var (result, target) = (old, new)
    if !old.options.inherits.isEmpty || !new.options.inherits.isEmpty { settle(&result, &target) }
    for parent in lineage.parents(of: new.name) {
      guard let former = lineage.former[parent], let wanted = lineage.wanted[parent] else { continue }
      if new.options.partition != nil { result.followList(from: former, to: wanted, as: new) }
      result.followColumns(from: former, to: wanted)
      result.followChecks(from: former, to: wanted)
    }
    return (result, target)
  }

  /// Compares the parents of a table.
  mutating func compareParents(of old: Table, _ new: Table) {
    let kept = lineage.parents(of: new.name)
    let lost = old.options.inherits.filter { !kept.contains($0) }
    let gained = new.options.inherits.filter { !kept.contains($0) }
    if !lost.isEmpty {
      let operation = AlterTable(new.name, changes: lost.map { .disinherit($0) })
      changes.append(parting(operation, of: new.name, from: lost))
    }
    if !gained.isEmpty {
      let operation = AlterTable(new.name, changes: gained.map { .inherit($0) })
      changes.append(joining(operation, of: new.name, to: gained))
    }
  }

  /// What takes a table from under its parents: what they leave behind is dropped only then, and what they get later does not come
  /// down.
  func parting(
    _ operation: some OperationValue, of table: QualifiedName, from parents: [QualifiedName]
  ) -> Change {
    var change = Change(operation, .alterTable, of: table)
    change.uses = [.relation(table)]
    change.frees = Set(parents.map { .relation($0) })
    let former = lineage.formerColumns(of: parents)
    for column in former {
      for table in parents + [table] { change.frees.insert(.column(table, column.name)) }
      // What a table has to be while it has its parent it is until then.
      change.frees.insert(.nullability(table, column.name))
    }
    for column in lineage.wantedColumns(of: parents) where !former.contains(where: { $0.name == column.name }) {
      for parent in parents { change.drops.insert(.column(parent, column.name)) }
    }
    for name in lineage.formerChecks(of: parents).compactMap(\.name) {
      for table in parents + [table] { change.frees.insert(.constraint(table, name)) }
    }
    return change
  }

  /// What puts a table under parents: it has to have what they have by then, and that alone.
  func joining(_ operation: some OperationValue, of table: QualifiedName, to parents: [QualifiedName]) -> Change {
    var change = Change(operation, .alterTable, of: table)
    change.uses = Set((parents + [table]).map { .relation($0) })
    let wanted = lineage.wantedColumns(of: parents)
    for column in wanted {
      for table in parents + [table] {
        let name = column.name
        change.uses.formUnion([.column(table, name), .storage(table, name), .nullability(table, name)])
      }
    }
    for name in lineage.wantedChecks(of: parents).compactMap(\.name) {
      for table in parents + [table] { change.uses.insert(.constraint(table, name)) }
    }
    for column in lineage.formerColumns(of: parents) where !wanted.contains(where: { $0.name == column.name }) {
      for table in parents + [table] { change.creates.insert(.column(table, column.name)) }
    }
    return change
  }

  /// Lists the columns and checks of a table that inherits as they have to be compared: a child does not list what it has from its
  /// parents alone.
  ///
  /// See "Inheritance" in PostgreSQL's manual, and the notes on ADD COLUMN, DROP COLUMN and NO INHERIT under ALTER TABLE.
  private func settle(_ old: inout Table, _ new: inout Table) {
    func names(_ columns: [Column]) -> Set<String> { Set(columns.map(\.name)) }
    let kept = lineage.parents(of: new.name)
    let lost = old.options.inherits.filter { !kept.contains($0) }
    let gained = new.options.inherits.filter { !kept.contains($0) }
    let stays = names(lineage.wantedColumns(of: kept))
    let (listed, wanted) = (names(old.columns), names(new.columns))
    // What its parents have is not dropped from a child. That it is the child's own as well can no longer be changed then.
    old.columns.removeAll { !wanted.contains($0.name) && stays.contains($0.name) }
    // What a parent leaves behind as it is let go, and what has become the child's own as well.
    let left = names(lineage.formerColumns(of: lost)).union(stays)
    old.columns += lineage.formerColumns(of: old.options.inherits).filter { column in
      let name = column.name
      return !listed.contains(name) && left.contains(name) && (wanted.contains(name) || !stays.contains(name))
    }
    // A new parent wants its columns and checks to be there as it has them.
    let there = Dictionary(old.columns.map { ($0.name, $0) }) { first, _ in first }
    for var column in lineage.wantedColumns(of: gained) where !wanted.contains(column.name) {
      if stays.contains(column.name) { continue }
      column.comment = there[column.name]?.comment
      column.statistics = there[column.name]?.statistics
      new.columns.append(column)
    }
    func add(_ checks: [TableConstraint], to table: inout Table) {
      let names = Set(table.constraints.compactMap(\.name))
      table.constraints += checks.filter { check in !(check.name.map(names.contains) ?? true) }
    }
    add(lineage.formerChecks(of: lost), to: &old)
    add(lineage.wantedChecks(of: gained), to: &new)
  }
}

extension Table {
  /// A partition lists all its columns, those that come and go with its table's too.
  fileprivate mutating func followList(from former: Table, to wanted: Table, as new: Table) {
    let old = Set(former.columns.map(\.name))
    let kept = Set(wanted.columns.map(\.name))
    let own = Set(new.columns.map(\.name))
    columns.removeAll { old.contains($0.name) && !kept.contains($0.name) && !own.contains($0.name) }
    let there = Set(columns.map(\.name))
    for column in wanted.columns where !there.contains(column.name) && !old.contains(column.name) {
      columns.append(column.inherited)
    }
  }

  fileprivate mutating func followColumns(from former: Table, to wanted: Table) {
    let old = Dictionary(former.columns.map { ($0.name, $0) }) { first, _ in first }
    for column in wanted.columns {
      guard let before = old[column.name], let position = columns.firstIndex(where: { $0.name == column.name }) else {
        continue
      }
      if before.type != column.type { columns[position].type = column.type }
      if before.collation != column.collation { columns[position].collation = column.collation }
      if before.isNullable != column.isNullable { columns[position].isNullable = column.isNullable }
      if before.defaultValue != column.defaultValue { columns[position].defaultValue = column.defaultValue }
      if before.generated != column.generated { columns[position].generated = column.generated }
      if before.storage != column.storage { columns[position].storage = column.storage }
    }
  }

  /// Checks are the only constraints of a parent that stand among those of its children.
  fileprivate mutating func followChecks(from former: Table, to wanted: Table) {
    let added = wanted.constraints.filter { $0.isInheritedCheck && !former.constraints.contains($0) }
    let dropped = former.constraints.filter { $0.isInheritedCheck && !wanted.constraints.contains($0) }
    constraints.removeAll { constraint in dropped.contains { $0.name == constraint.name } }
    for constraint in added where !constraints.contains(where: { $0.name == constraint.name }) {
      constraints.append(constraint)
    }
  }
}
