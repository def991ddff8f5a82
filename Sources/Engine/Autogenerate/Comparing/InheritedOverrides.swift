import Dialects
import Revisions

extension Lineage {
  /// Says what tables say of the columns that their parents have and keep in the same way on both sides.
  ///
  /// Whether such a column is its table's own as well cannot be changed. So where only one side lists it, it has it from the parent
  /// alone there too, with what it says of it besides. That holds for tables that nothing inherits from: of others it would come down.
  static func listAlike(
    _ from: inout Schema, _ to: inout Schema, _ dialect: some SchemaReflecting
  ) throws(DialectError) {
    let lineage = Lineage(from: from, to: to)
    let names = to.tables.filter { !$0.options.inherits.isEmpty }.map(\.name)
    guard names.contains(where: { !lineage.parents(of: $0).isEmpty }) else { return }
    let parents = Set((from.tables + to.tables).flatMap(\.options.inherits))
    for name in names where !parents.contains(name) {
      let parents = lineage.parents(of: name)
      guard !parents.isEmpty, let former = lineage.former[name], let wanted = lineage.wanted[name] else { continue }
      let above = (former: lineage.formerColumns(of: parents), wanted: lineage.wantedColumns(of: parents))
      let kept = Set(above.former.map(\.name)).intersection(above.wanted.map(\.name))
      let (old, new) = (Set(former.columns.map(\.name)), Set(wanted.columns.map(\.name)))
      try from.takeOver(kept.intersection(old.subtracting(new)), of: name, from: above.former, dialect)
      try to.takeOver(kept.intersection(new.subtracting(old)), of: name, from: above.wanted, dialect)
    }
  }
}

extension Schema {
  /// Has a table take over some of its columns from its parents alone, as far as they are the same there but for what a child may say
  /// of them.
  fileprivate mutating func takeOver(
    _ columns: Set<String>, of table: QualifiedName, from above: [Column], _ dialect: some SchemaReflecting
  ) throws(DialectError) {
    guard !columns.isEmpty, let position = tables.firstIndex(where: { $0.name == table }) else { return }
    for column in tables[position].columns where columns.contains(column.name) {
      guard let inherited = above.first(where: { $0.name == column.name }) else { continue }
      var same = column
      (same.isNullable, same.defaultValue, same.comment) = (inherited.isNullable, inherited.defaultValue, nil)
      guard same == inherited else { continue }
      tables[position].columns.removeAll { $0.name == column.name }
      others += try dialect.overrides(of: inherited, by: column, in: table)
      if let comment = column.comment { comments.append(Comment(on: .column(table: table, column.name), comment)) }
    }
  }
}
