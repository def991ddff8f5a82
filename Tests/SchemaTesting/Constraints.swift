import RandomTesting
import Revisions

extension SchemaGenerator {
  /// A unique constraint or a check, on the table or on its one column.
  mutating func addConstraint(to position: Int, of schema: inout Schema) {
    let table = schema.tables[position]
    guard !table.columns.isEmpty else { return }
    let index = number(0...(table.columns.count - 1))
    let column = table.columns[index]
    let name = constraintName(in: schema)
    if once(in: 2) {
      var check = TableConstraint.check(Check(condition(on: column, in: schema), name: name))
      if database == .postgresql { check = embellished(check, of: table) }
      if once(in: 2) {
        schema.tables[position].columns[index].constraints.append(check)
      } else {
        schema.tables[position].constraints.append(check)
      }
      return
    }
    let candidates = table.columns.filter(\.isOrderable).map(\.name)
    // What is unique in a partitioned table has to be so by the key of its partitions.
    guard !candidates.isEmpty, table.options.partitioning == nil else { return }
    let columns = some(of: candidates, upTo: 3)
    var unique = TableConstraint.unique(Unique(columns: columns, name: name))
    if database == .postgresql { unique = embellished(unique, of: table) }
    if columns.count == 1, once(in: 2), let index = table.columns.firstIndex(where: { $0.name == columns[0] }) {
      schema.tables[position].columns[index].constraints.append(unique)
    } else {
      schema.tables[position].constraints.append(unique)
    }
  }

  /// A foreign key to some table's primary key, with columns of its own.
  mutating func addForeignKey(to position: Int, of schema: inout Schema) {
    guard let target = schema.tables.filter({ !$0.keyColumns.isEmpty }).randomElement(using: &random),
      schema.tables[position].options.partition == nil
    else { return }
    var columns: [String] = []
    for name in target.keyColumns {
      guard let referenced = target.columns.first(where: { $0.name == name }) else { continue }
      let name = self.name(besides: schema.tables[position].columns.map(\.name))
      // SQLite makes a sole integer key an INTEGER, whatever it was declared as.
      schema.tables[position].columns.append(Column(name, referenced.type))
      columns.append(name)
    }
    var key = ForeignKey(
      columns: columns, references: target.name, once(in: 2) ? target.keyColumns : [], name: constraintName(in: schema),
      onDelete: pick(ForeignKey.Action.allCases), onUpdate: pick(ForeignKey.Action.allCases),
      deferrable: pick([.no, .initiallyImmediate, .initiallyDeferred]))
    if database == .sqlite, target.name.name.utf8.allSatisfy({ $0 < 0x80 }), once(in: 4) {
      key.referencedTable.name = target.name.name.uppercased()
    }
    var constraint = TableConstraint.foreignKey(key)
    if database == .postgresql, schema.tables[position].options.partitioning == nil {
      constraint = embellished(constraint, of: target)
    }
    if columns.count == 1, once(in: 2) {
      let last = schema.tables[position].columns.count - 1
      schema.tables[position].columns[last].constraints.append(constraint)
    } else {
      schema.tables[position].constraints.append(constraint)
    }
  }
}

extension Table {
  /// The columns of the primary key.
  var keyColumns: [String] {
    for case .primaryKey(let key) in columns.flatMap(\.constraints) + constraints { return key.columns }
    return []
  }
}
