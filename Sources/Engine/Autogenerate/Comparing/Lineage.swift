import Revisions

/// Which tables have their columns from which: children from the tables that they inherit from, partitions from their table.
struct Lineage {
  /// The tables before and after, by their names.
  private(set) var former: [QualifiedName: Table] = [:]
  private(set) var wanted: [QualifiedName: Table] = [:]
  /// The parents under which tables stay, and the other way round.
  private var parents: [QualifiedName: [QualifiedName]] = [:]
  private var children: [QualifiedName: [QualifiedName]] = [:]

  init(from: Schema, to: Schema) {
    // Few databases have any.
    guard from.tables.contains(where: { !$0.parents.isEmpty }) || to.tables.contains(where: { !$0.parents.isEmpty })
    else { return }
    former = Dictionary(from.tables.map { ($0.name, $0) }) { first, _ in first }
    wanted = Dictionary(to.tables.map { ($0.name, $0) }) { first, _ in first }
    for table in to.tables {
      guard let old = former[table.name] else { continue }
      // A partition that is to take other rows leaves its table meanwhile.
      if old.options.partition != table.options.partition { continue }
      for parent in table.parents where old.parents.contains(parent) && !leavesColumns(parent, to: table, was: old) {
        children[parent, default: []].append(table.name)
        parents[table.name, default: []].append(parent)
      }
    }
  }

  /// Whether a parent drops a column that a child is to have by itself from now on. The child is let go meanwhile, or what is in the
  /// column would be lost.
  private func leavesColumns(_ parent: QualifiedName, to new: Table, was old: Table) -> Bool {
    guard new.options.inherits.contains(parent) else { return false }
    let own = Set(new.columns.map(\.name)).subtracting(old.columns.map(\.name))
    guard !own.isEmpty else { return false }
    let stays = Set(wantedColumns(of: [parent]).map(\.name))
    return formerColumns(of: [parent]).contains { own.contains($0.name) && !stays.contains($0.name) }
  }

  /// The parents under which a table stays all the time.
  func parents(of table: QualifiedName) -> [QualifiedName] { parents[table] ?? [] }

  /// The checks that tables had and that their children have too.
  func formerChecks(of tables: some Sequence<QualifiedName>) -> [TableConstraint] {
    Self.checks(of: tables, in: former)
  }

  /// The checks that tables are to have and that their children have to have too.
  func wantedChecks(of tables: some Sequence<QualifiedName>) -> [TableConstraint] {
    Self.checks(of: tables, in: wanted)
  }

  private static func checks(
    of names: some Sequence<QualifiedName>, in tables: [QualifiedName: Table]
  ) -> [TableConstraint] {
    lineage(of: names, in: tables).flatMap { $0.constraints.filter(\.isInheritedCheck) }
  }

  /// The columns that tables had, their own and those of their parents, as a child has them.
  func formerColumns(of tables: some Sequence<QualifiedName>) -> [Column] { Self.columns(of: tables, in: former) }

  /// The columns that tables are to have.
  func wantedColumns(of tables: some Sequence<QualifiedName>) -> [Column] { Self.columns(of: tables, in: wanted) }

  private static func columns(
    of names: some Sequence<QualifiedName>, in tables: [QualifiedName: Table]
  ) -> [Column] {
    var seen: Set<String> = []
    return lineage(of: names, in: tables).flatMap { table in
      table.columns.filter { seen.insert($0.name).inserted }.map(\.inherited)
    }
  }

  /// Tables, and all from which they inherit.
  private static func lineage(
    of names: some Sequence<QualifiedName>, in tables: [QualifiedName: Table]
  ) -> [Table] {
    var found: [Table] = []
    var visited: Set<QualifiedName> = []
    var left = Array(names.reversed())
    while let name = left.popLast() {
      guard visited.insert(name).inserted, let table = tables[name] else { continue }
      found.append(table)
      left += table.options.inherits.reversed()
    }
    return found
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

extension TableConstraint {
  /// Whether it is a check that children have too.
  var isInheritedCheck: Bool { if case .check(let check) = self { check.isInherited } else { false } }
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
