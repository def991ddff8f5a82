import Dialects
import Revisions

extension CanonicalForm {
  func table(_ table: Table) throws(DialectError) -> Table {
    let relation = self.relation(table.name)
    let columns = relation?.columns ?? [:]
    let key = relation?.primaryKey ?? []
    var result = Table(QualifiedName(table.name.name, schema: Self.home(table.name.schema)))
    result.renamedFrom = table.renamedFrom.map { QualifiedName($0.name, schema: Self.home($0.schema)) }
    result.options.isStrict = table.options.isStrict
    result.options.isWithoutRowID = table.options.isWithoutRowID

    var constraints: [TableConstraint] = []
    for column in table.columns {
      for constraint in column.constraints {
        constraints.append(try self.constraint(constraint, on: table.name, over: columns))
      }
    }
    for constraint in table.constraints {
      constraints.append(try self.constraint(constraint, on: table.name, over: columns))
    }
    if !key.isEmpty, !constraints.contains(where: \.isPrimaryKey) {
      constraints.append(.primaryKey(PrimaryKey(columns: key)))
    }
    // What is said twice without a name says no more than once.
    var seen: Set<TableConstraint> = []
    result.constraints = Self.sorted(constraints.filter { $0.name != nil || seen.insert($0).inserted })
    result.columns.reserveCapacity(table.columns.count)
    for column in table.columns {
      result.columns.append(try self.column(column, of: table, key: key, over: columns))
    }
    return result
  }

  private func column(
    _ column: Column, of table: Table, key: [String], over columns: [FoldedName: String]
  ) throws(DialectError) -> Column {
    let isInKey = key.contains { SQLiteQuoting.same($0, column.name) }
    let isAlone = isInKey && key.count == 1 && !table.options.isWithoutRowID
    var result = Column(column.name, .integer)
    if !table.options.isStrict, column.type.isCanonicalOnSQLite, !isAlone || !column.type.isInteger {
      result.type = column.type
    } else if !isAlone || !column.type.isInteger {
      let spelling = try SQLiteTypes.name(of: column.type, strict: table.options.isStrict)
      result.type = DataType(sqlite: spelling)
      // These would become INTEGER, and with it the row's own number.
      if isAlone, result.type.isInteger, result.type != .integer { result.type = .raw(spelling) }
    }
    result.isNullable = column.isNullable && !isInKey
    if let value = column.defaultValue { result.defaultValue = try defaultValue(value) }
    if let generated = column.generated {
      result.generated = Column.Generated(
        try expression(generated.expression, over: columns), isStored: generated.isStored)
    }
    if column.identity?.neverReuses == true {
      result.identity = Column.Identity()
      result.identity?.neverReuses = true
    }
    result.collation = CollationNames.ofColumn(column.collation)
    result.renamedFrom = column.renamedFrom
    return result
  }

  // MARK: Constraints

  private func constraint(
    _ constraint: TableConstraint, on table: QualifiedName, over columns: [FoldedName: String]
  ) throws(DialectError) -> TableConstraint {
    func declared(_ names: [String]) -> [String] { names.map { columns[FoldedName($0)] ?? $0 } }
    switch constraint {
    case .primaryKey(let key): return .primaryKey(PrimaryKey(columns: declared(key.columns), name: key.name))
    case .unique(let unique): return .unique(Unique(columns: declared(unique.columns), name: unique.name))
    case .check(let check): return .check(Check(try expression(check.expression, over: columns), name: check.name))
    case .foreignKey(let key):
      let target = QualifiedName(key.referencedTable.name, schema: table.schema)
      let other = relation(target)
      var referenced = key.referencedColumns.map { other?.columns[FoldedName($0)] ?? $0 }
      if referenced.isEmpty, let parent = other?.primaryKey, parent.count == key.columns.count { referenced = parent }
      return .foreignKey(
        ForeignKey(
          columns: declared(key.columns),
          references: QualifiedName(other?.name ?? target.name, schema: Self.home(target.schema)), referenced,
          name: key.name,
          onDelete: key.onDelete, onUpdate: key.onUpdate, match: key.match,
          // Without a transaction that could ask otherwise, "initially immediate" says nothing.
          deferrable: key.deferrable == .initiallyDeferred ? .initiallyDeferred : .no))
    case .exclusion(let exclusion): throw dialect.refusal(of: exclusion, on: table)
    }
  }

  /// By kind, then by name, then by content: nothing else tells apart those without a name.
  private static func sorted(_ constraints: [TableConstraint]) -> [TableConstraint] {
    guard constraints.count > 1 else { return constraints }
    let keyed = constraints.enumerated().map { (key: SortKey($0.element), offset: $0.offset, constraint: $0.element) }
    return keyed.sorted { $0.key == $1.key ? $0.offset < $1.offset : $0.key < $1.key }.map(\.constraint)
  }

  private struct SortKey: Comparable {
    let kind: Int
    let name: String?
    let content: [String]

    init(_ constraint: TableConstraint) {
      name = constraint.name
      switch constraint {
      case .primaryKey: (kind, content) = (0, [])
      case .unique(let unique): (kind, content) = (1, unique.columns)
      case .exclusion: (kind, content) = (2, [])
      case .check(let check): (kind, content) = (3, [check.expression.plainText ?? ""])
      case .foreignKey(let key):
        kind = 4
        content =
          key.columns + [key.referencedTable.name] + key.referencedColumns
          + [key.onDelete.rawValue, key.onUpdate.rawValue, key.match.rawValue]
          + (key.deferrable == .no ? [] : ["DEFERRED"])
      }
    }

    static func < (left: SortKey, right: SortKey) -> Bool {
      if left.kind != right.kind { return left.kind < right.kind }
      switch (left.name, right.name) {
      case (let one?, let other?) where one != other: return one < other
      case (_?, nil): return true
      case (nil, _?): return false
      default: return left.content.lexicographicallyPrecedes(right.content)
      }
    }
  }
}
