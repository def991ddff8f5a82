import Dialects
package import Revisions

/// What was given another name between two schemas: it is renamed, not dropped and made anew.
package struct Renames: Hashable, Sendable {
  /// A table that was renamed.
  package struct Table: Hashable, Sendable {
    package var from: QualifiedName
    package var to: QualifiedName

    package init(from: QualifiedName, to: QualifiedName) {
      self.from = from
      self.to = to
    }
  }

  /// A column that was renamed.
  package struct Column: Hashable, Sendable {
    /// The table, by its new name.
    package var table: QualifiedName
    package var from: String
    package var to: String

    package init(table: QualifiedName, from: String, to: String) {
      self.table = table
      self.from = from
      self.to = to
    }
  }

  package var tables: [Table]
  package var columns: [Column]

  package init(tables: [Table] = [], columns: [Column] = []) {
    self.tables = tables
    self.columns = columns
  }

  package var isEmpty: Bool { tables.isEmpty && columns.isEmpty }

  /// The same the other way round: what leads back.
  package var inverted: Renames {
    var back = Renames(tables: tables.map { Table(from: $0.to, to: $0.from) })
    for column in columns {
      let table = tables.first { $0.to == column.table }?.from ?? column.table
      back.columns.append(Column(table: table, from: column.to, to: column.from))
    }
    return back
  }

  /// What a declaration says of former names, as far as a database still has them.
  package init(declaredIn wanted: Schema, from former: Schema) {
    self.init()
    let tables = Dictionary(former.tables.map { ($0.name, $0) }) { first, _ in first }
    let names = Set(wanted.tables.map(\.name))
    for table in wanted.tables {
      var current = tables[table.name]
      if let old = table.renamedFrom, current == nil, !names.contains(old), let there = tables[old] {
        self.tables.append(Table(from: old, to: table.name))
        current = there
      }
      let columns = Set(current?.columns.map(\.name) ?? [])
      for column in table.columns {
        guard let old = column.renamedFrom, columns.contains(old), !columns.contains(column.name) else { continue }
        self.columns.append(Column(table: table.name, from: old, to: column.name))
      }
    }
  }
}

extension Comparison {
  /// The operations that give the new names; the former schema has them already.
  mutating func rename(_ renames: Renames) {
    for rename in renames.tables {
      var change = Change(
        RenameTable(rename.from.name, to: rename.to.name, schema: rename.from.schema), .rename, of: rename.to)
      change.drops = [.relation(rename.from)]
      change.creates = [.relation(rename.to)]
      changes.append(change)
    }
    for rename in renames.columns {
      var change = Change(RenameColumn(rename.table, rename.from, to: rename.to), .rename, of: rename.table)
      change.uses = [.relation(rename.table)]
      change.drops = [.column(rename.table, rename.from)]
      change.creates = [.column(rename.table, rename.to)]
      changes.append(change)
      // A view would go on with the former name for its own column.
      if rules.viewsPinColumns {
        noteChange(of: .column(rename.table, rename.from))
        noteAddition(of: .column(rename.table, rename.to))
      }
    }
  }
}
