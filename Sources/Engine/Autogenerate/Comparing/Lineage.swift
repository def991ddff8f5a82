import Revisions

/// Which tables have their columns from which: children from the tables that they inherit from, partitions from their table.
struct Lineage {
  /// The tables before and after, by their names.
  private(set) var former: [QualifiedName: Table] = [:]
  private(set) var wanted: [QualifiedName: Table] = [:]
  /// Those that are there before as well as after, and have that parent in both.
  private var children: [QualifiedName: [QualifiedName]] = [:]

  init(from: Schema, to: Schema) {
    // Few databases have any.
    guard from.tables.contains(where: { !$0.parents.isEmpty }) || to.tables.contains(where: { !$0.parents.isEmpty })
    else { return }
    former = Dictionary(from.tables.map { ($0.name, $0) }) { first, _ in first }
    wanted = Dictionary(to.tables.map { ($0.name, $0) }) { first, _ in first }
    for table in to.tables {
      guard let old = former[table.name] else { continue }
      for parent in table.parents where old.parents.contains(parent) {
        children[parent, default: []].append(table.name)
      }
    }
  }

  /// The columns that tables had, their own and those of their parents, as a child has them.
  func formerColumns(of tables: some Sequence<QualifiedName>) -> [Column] { Self.columns(of: tables, in: former) }

  /// The columns that tables are to have.
  func wantedColumns(of tables: some Sequence<QualifiedName>) -> [Column] { Self.columns(of: tables, in: wanted) }

  private static func columns(
    of names: some Sequence<QualifiedName>, in tables: [QualifiedName: Table]
  ) -> [Column] {
    var columns: [Column] = []
    var seen: Set<String> = []
    var visited: Set<QualifiedName> = []
    var left = Array(names.reversed())
    while let name = left.popLast() {
      guard visited.insert(name).inserted, let table = tables[name] else { continue }
      for column in table.columns where seen.insert(column.name).inserted { columns.append(column.inherited) }
      left += table.options.inherits.reversed()
    }
    return columns
  }

  /// Where a column goes along when a table drops it, and where it stays, as it is the child's own as well.
  func drop(of column: String, from table: QualifiedName) -> Descent { descent(of: column, from: table, in: former) }

  /// Where a column comes along when a table gets it, and where it is the child's own as well, which has to have it by then.
  func addition(of column: String, to table: QualifiedName) -> Descent { descent(of: column, from: table, in: wanted) }

  /// How far down a column goes.
  struct Descent {
    /// The columns of those that have it from their parent alone.
    var following: Set<ObjectKey> = []
    /// The columns of those that have it themselves too.
    var owned: Set<ObjectKey> = []
  }

  private func descent(
    of column: String, from table: QualifiedName, in tables: [QualifiedName: Table]
  ) -> Descent {
    var descent = Descent()
    var left = children[table] ?? []
    while let name = left.popLast() {
      let key = ObjectKey.column(name, column)
      if tables[name]?.owns(column) ?? false {
        descent.owned.insert(key)
      } else if descent.following.insert(key).inserted {
        left += children[name] ?? []
      }
    }
    return descent
  }

  /// A column of all that have a table above them.
  func keys(of column: String, below table: QualifiedName) -> Set<ObjectKey> {
    var keys: Set<ObjectKey> = []
    var left = children[table] ?? []
    while let name = left.popLast() {
      if keys.insert(.column(name, column)).inserted { left += children[name] ?? [] }
    }
    return keys
  }
}

extension Table {
  /// Whether it would keep a column that its parents drop. A partition lists its columns, and has none of its own.
  fileprivate func owns(_ column: String) -> Bool {
    options.partition == nil && columns.contains { $0.name == column }
  }
}

extension Column {
  /// The column as a child has it that takes it over.
  var inherited: Column {
    var copy = self
    copy.identity = nil
    copy.comment = nil
    copy.statistics = nil
    copy.renamedFrom = nil
    return copy
  }
}
