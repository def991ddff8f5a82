import Dialects
import Revisions

extension Comparison {
  /// The operations that give the new names; the former schema has them already.
  mutating func rename(_ renames: Renames) {
    for rename in renames.tables { self.rename(rename) }
    for rename in renames.columns {
      var change = Change(RenameColumn(rename.table, rename.from, to: rename.to), .rename, of: rename.table)
      change.uses = [.relation(rename.table)]
      change.drops = [.column(rename.table, rename.from)]
      change.creates = [.column(rename.table, rename.to)]
      changes.append(change)
      // A view would go on with the former name for its own column.
      if rules.viewsPinColumns {
        noteRename(of: .column(rename.table, rename.from), to: .column(rename.table, rename.to))
      }
      if rules.rebuildsTables, isKeyOfIntegers(rename) {
        keysRenamedAlone[.column(rename.table, rename.to)] = rename.from
      }
    }
    for rename in renames.sequences {
      var change = Change(Rename(.sequence(rename.from), to: rename.to.name), .rename, of: rename.to)
      change.drops = [.relation(rename.from)]
      change.creates = [.relation(rename.to)]
      // It goes with its table.
      if let owner = from.sequences.first(where: { $0.name == rename.to })?.owner {
        change.uses = [.relation(owner.table)]
      }
      changes.append(change)
    }
  }

  /// Whether a column is the key of its table, and holds integers.
  private func isKeyOfIntegers(_ rename: Renames.Column) -> Bool {
    guard let table = from.tables.first(where: { $0.name == rename.table }),
      let column = table.columns.first(where: { $0.name == rename.to })
    else { return false }
    return column.type == .integer
      && table.constraints.contains { constraint in
        if case .primaryKey(let key) = constraint { key.columns == [rename.to] } else { false }
      }
  }

  private mutating func rename(_ table: Renames.Table) {
    let (old, new) = (table.from, table.to)
    var steps: [(operation: Operation, result: QualifiedName)] = []
    let moved = QualifiedName(old.name, schema: new.schema)
    let renamed = QualifiedName(new.name, schema: old.schema)
    func move(_ name: QualifiedName) -> Operation {
      let schemas = (from: old.schema ?? rules.defaultSchema, to: new.schema ?? rules.defaultSchema ?? "")
      return SetSchema(of: .table(name), to: schemas.to, from: schemas.from).operation
    }
    if old.schema == new.schema {
      steps = [(RenameTable(old.name, to: new.name, schema: old.schema).operation, new)]
    } else if old.name == new.name {
      steps = [(move(old), new)]
    } else if from.hasRelation(moved) || to.hasRelation(moved) {
      steps = [(RenameTable(old.name, to: new.name, schema: old.schema).operation, renamed), (move(renamed), new)]
    } else {
      steps = [(move(old), moved), (RenameTable(old.name, to: new.name, schema: new.schema).operation, new)]
    }
    var current = old
    for (position, step) in steps.enumerated() {
      var change = Change(step.operation, .rename, of: new)
      change.creates = [.relation(step.result)]
      change.frees = Set(ObjectKey.namespace(of: current))
      change.uses = Set(ObjectKey.namespace(of: step.result))
      // The name in between is nobody else's.
      if position == 0 { change.drops = [.relation(current)] } else { change.uses.insert(.relation(current)) }
      changes.append(change)
      current = step.result
    }
  }
}

extension Schema {
  /// Whether a table, view or sequence has that name.
  fileprivate func hasRelation(_ name: QualifiedName) -> Bool {
    tables.contains { $0.name == name } || views.contains { $0.name == name }
      || materializedViews.contains { $0.name == name } || sequences.contains { $0.name == name }
  }
}
