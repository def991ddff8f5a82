import Dialects
import Revisions

extension CanonicalForm {
  /// Puts constraints, which have their names, into their one form and order.
  func settleConstraints(
    of table: inout Table, among tables: [QualifiedName: Table], indexes: inout [Index]
  ) throws(DialectError) {
    var constraints: [TableConstraint] = []
    for constraint in table.constraints {
      constraints.append(try settled(constraint, of: table, among: tables, indexes: &indexes))
    }
    table.constraints = constraints.sorted {
      $0.rank == $1.rank ? ($0.name ?? "") < ($1.name ?? "") : $0.rank < $1.rank
    }
  }

  private func settled(
    _ constraint: TableConstraint, of table: Table, among tables: [QualifiedName: Table], indexes: inout [Index]
  ) throws(DialectError) -> TableConstraint {
    switch constraint {
    case .primaryKey(var key):
      settle(&key.index, of: table, indexes: &indexes)
      return .primaryKey(key)
    case .unique(var unique):
      settle(&unique.index, of: table, indexes: &indexes)
      return .unique(unique)
    case .check(var check):
      check.expression = try expression(check.expression, of: table)
      return .check(check)
    case .foreignKey(var key):
      key.referencedTable = name(key.referencedTable)
      if key.referencedColumns.isEmpty {
        for case .primaryKey(let primary) in tables[key.referencedTable]?.constraints ?? [] {
          key.referencedColumns = primary.columns
        }
      }
      return .foreignKey(key)
    case .exclusion(var exclusion):
      for position in exclusion.elements.indices {
        exclusion.elements[position].part = try part(exclusion.elements[position].part, of: table)
      }
      if let predicate = exclusion.predicate { exclusion.predicate = try expression(predicate, of: table) }
      exclusion.index.storageParameters = parameters(exclusion.index.storageParameters)
      return .exclusion(exclusion)
    }
  }

  /// A constraint that is made of an index takes over what that is told, and the index is no more.
  private func settle(_ index: inout ConstraintIndex, of table: Table, indexes: inout [Index]) {
    index.storageParameters = parameters(index.storageParameters)
    guard let existing = index.existing else { return }
    index.existing = nil
    guard let position = indexes.firstIndex(where: { $0.name == existing && self.name($0.table) == table.name }) else {
      return
    }
    index.include = indexes[position].include
    index.storageParameters = parameters(indexes[position].storageParameters)
    index.tablespace = indexes[position].tablespace
    indexes.remove(at: position)
  }

  /// The column that a check speaks of, where it is exactly one.
  func soleColumn(in expression: String, of table: Table) -> String? {
    let names = Set(ExpressionText.pieces(of: expression).map(ExpressionReader.columns) ?? [])
    let found = table.columns.filter { names.contains(SQLText.name($0.name)) }
    return found.count == 1 ? found.first?.name : nil
  }

  // MARK: Indexes

  func settle(_ index: inout Index, among tables: [QualifiedName: Table]) throws(DialectError) {
    index.table = name(index.table)
    let table = tables[index.table]
    index.parent = index.parent.map(name)
    for position in index.parts.indices { index.parts[position] = try part(index.parts[position], of: table) }
    if let predicate = index.predicate { index.predicate = try expression(predicate, of: table) }
    index.storageParameters = parameters(index.storageParameters)
  }

  func part(_ part: Index.Part, of table: Table?) throws(DialectError) -> Index.Part {
    var result = part
    result.key = try key(part.key, of: table)
    result.collation = part.collation.map(visibleName)
    // The column's own is not said, and changes with the column.
    if case .column(let name) = result.key, let own = table?.columns.first(where: { $0.name == name })?.collation,
      own == result.collation
    {
      result.collation = nil
    }
    result.operatorClass?.name = visibleName(part.operatorClass?.name ?? "")
    switch (part.direction, part.nulls) {
    case (.ascending, .last), (.descending, .first): result.nulls = nil
    default: break
    }
    return result
  }

  /// An expression that is only a column's name is that column.
  func key(_ key: Index.Part.Key, of table: Table?) throws(DialectError) -> Index.Part.Key {
    guard case .expression(let fragment) = key else { return key }
    let settled = try expression(fragment, of: table)
    if let pieces = ExpressionText.pieces(of: settled.plainText ?? ""), pieces.count == 1, pieces[0].kind == .name,
      let token = SQLText(pieces[0].text).tokens.first, let name = SQLText(pieces[0].text).name(token)
    {
      return .column(name)
    }
    return .expression(settled)
  }
}

extension TableConstraint {
  /// Where its kind stands in a table.
  fileprivate var rank: Int {
    switch self {
    case .primaryKey: 0
    case .unique: 1
    case .exclusion: 2
    case .check: 3
    case .foreignKey: 4
    }
  }
}
