import Revisions

/// The foreign keys of tables that cannot be made with their tables: those of a cycle, and those that refer to what a table has only
/// after it was made, such as a unique index.
struct ForeignKeyCycles {
  /// The keys, by the table that they stand in.
  private(set) var late: [QualifiedName: Set<ForeignKey>] = [:]

  init(_ tables: [Table], all: [Table], folded: (QualifiedName) -> QualifiedName) {
    var waiting: [QualifiedName: Table] = [:]
    for table in tables { waiting[folded(table.name)] = table }
    var byName: [QualifiedName: Table] = [:]
    for table in all { byName[folded(table.name)] = table }

    var needs: [QualifiedName: Set<QualifiedName>] = [:]
    var neededBy: [QualifiedName: [QualifiedName]] = [:]
    for (name, table) in waiting {
      for key in table.foreignKeys {
        let target = folded(key.referencedTable)
        if let other = byName[target], !other.isUnique(key.referencedColumns) {
          late[name, default: []].insert(key)
        } else if target != name, waiting[target] != nil, needs[name, default: []].insert(target).inserted {
          neededBy[target, default: []].append(name)
        }
      }
    }
    var ready = waiting.keys.filter { needs[$0]?.isEmpty ?? true }
    var left = Set(waiting.keys)
    while !left.isEmpty {
      while let name = ready.popLast() {
        left.remove(name)
        for other in neededBy[name] ?? [] {
          if needs[other]?.remove(name) != nil, needs[other]?.isEmpty == true { ready.append(other) }
        }
      }
      // All that are left wait for each other, or for those that do: one of them goes first, without the keys it waits for.
      guard let name = left.min(by: { Self.order($0, $1, needs) }), let table = waiting[name] else { break }
      for key in table.foreignKeys where needs[name]?.contains(folded(key.referencedTable)) == true {
        late[name, default: []].insert(key)
      }
      needs[name] = []
      ready.append(name)
    }
  }

  /// The one that waits for the fewest goes first.
  private static func order(
    _ left: QualifiedName, _ right: QualifiedName, _ needs: [QualifiedName: Set<QualifiedName>]
  ) -> Bool {
    let counts = (needs[left]?.count ?? 0, needs[right]?.count ?? 0)
    if counts.0 != counts.1 { return counts.0 < counts.1 }
    return (left.schema ?? "", left.name) < (right.schema ?? "", right.name)
  }
}

extension Table {
  /// The foreign keys, in their order.
  var foreignKeys: [ForeignKey] {
    constraints.compactMap { constraint in if case .foreignKey(let key) = constraint { key } else { nil } }
  }

  /// Whether a constraint of the table lets values of these columns stand only once; none means the primary key.
  fileprivate func isUnique(_ columns: [String]) -> Bool {
    if columns.isEmpty { return true }
    let wanted = Set(columns.map(\.asciiLowercased))
    return constraints.contains { constraint in
      switch constraint {
      case .primaryKey(let key): Set(key.columns.map(\.asciiLowercased)) == wanted
      case .unique(let unique): Set(unique.columns.map(\.asciiLowercased)) == wanted
      case .check, .foreignKey, .exclusion: false
      }
    }
  }
}
