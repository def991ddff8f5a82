import Dialects
import Revisions

/// What texts read of that which changes: it has to be there for them, and they may keep it from changing.
extension Comparison {
  /// The columns that change or come, as far as a query mentions them and their tables, or a routine that gives rows of these.
  func touchedColumns(readBy query: SQLFragment) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(query)
    var found: Set<ObjectKey> = []
    for (table, columns) in touchedColumns
    where mentions.contains(table.name) || (givers[table] ?? []).contains(where: mentions.contains) {
      found.formUnion(columns.filter { mentions.contains($0.part) })
    }
    return found
  }

  /// The keys of tables that are dropped and on which a query stands: one that it names, and the primary key by which it selects what
  /// it does not group by.
  func droppedKeys(readBy query: SQLFragment) -> Set<ObjectKey> {
    guard rules.viewsPinColumns, !droppedKeys.isEmpty else { return [] }
    var mentions = Mentions()
    mentions.add(query)
    var found: Set<ObjectKey> = []
    for (table, keys) in droppedKeys where mentions.contains(table.name) {
      for key in keys where key.isPrimaryKey && mentions.contains("group") || key.name.map(mentions.contains) ?? false {
        found.insert(.uniqueness(folded(table)))
        if let name = key.name { found.insert(.constraint(table, name)) }
      }
    }
    return found
  }

  /// The constraints that are renamed and that a text names, by both names.
  func renamedConstraints(namedBy query: SQLFragment) -> Set<ObjectKey> {
    var mentions = Mentions()
    mentions.add(query)
    var found: Set<ObjectKey> = []
    for case (.constraint(let old, let table), .constraint(let new, _)) in renamedObjects
    where mentions.contains(table.name) {
      found.formUnion([old, new].filter(mentions.contains).map { .constraint(table, $0) })
    }
    return found
  }

  /// Whether what reads tables by a query keeps columns or keys of them from changing; columns may be `renamed` under it.
  func isPinned(_ query: SQLFragment, besides renamed: Set<ObjectKey> = []) -> Bool {
    let columns = touchedColumns(readBy: query).subtracting(renamed)
    return rules.viewsPinColumns && !columns.isDisjoint(with: changedColumns) || !droppedKeys(readBy: query).isEmpty
  }

  /// Whether texts about the columns of a table have to be written anew, as they name a type or its values.
  func isRewritten(_ fragments: [SQLFragment?], on table: QualifiedName) -> Bool {
    guard !replacedColumns.isEmpty || !rewordedColumns.isEmpty else { return false }
    let columns = columns(mentionedBy: fragments, on: table)
    return !columns.isDisjoint(with: replacedColumns) || !columns.isDisjoint(with: rewordedColumns)
  }

  /// What a text uses.
  func mentioned(by fragments: SQLFragment?..., except own: ObjectKey? = nil) -> Set<ObjectKey> {
    var mentions = Mentions()
    for fragment in fragments { mentions.add(fragment) }
    return names.keys(mentions, except: own)
  }
}
