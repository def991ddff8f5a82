import Dialects
import Revisions

extension Schema {
  /// The schema with the keys and indexes that partitions keep as their own once they leave their tables, or bring as they come to them:
  /// as long as they are partitions these are not listed, as they follow from the table's. Said both ways, the one way is the other turned
  /// round.
  func withLeftParts(toward wanted: Schema, dialect: some SchemaReflecting) throws(DialectError) -> Schema {
    let later = Dictionary(wanted.tables.map { ($0.name, $0) }) { first, _ in first }
    let there = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
    var result = self
    var isChanged = false
    for (position, table) in tables.enumerated() {
      guard let parent = table.options.partition?.parent, let new = later[table.name],
        new.options.partition?.parent != parent
      else { continue }
      isChanged = true
      for constraint in there[parent]?.constraints ?? [] {
        switch constraint {
        case .primaryKey, .unique: result.tables[position].constraints.append(constraint.unnamed)
        case .foreignKey: result.tables[position].constraints.append(constraint)
        case .check, .exclusion: continue
        }
      }
      let listed = indexes.filter { $0.table == table.name }
      var names = Set(listed.map(\.name))
      for var index in indexes where index.table == parent && !index.onlyTable {
        index.table = table.name
        index.comment = nil
        guard
          let name = (0...9).lazy.compactMap({ dialect.partName(of: index, number: $0) }).first(where: {
            !names.contains($0)
          })
        else { continue }
        names.insert(name)
        index.name = name
        result.indexes.append(index)
      }
      for index in result.indexes.indices where result.indexes[index].table == table.name {
        result.indexes[index].parent = nil
      }
    }
    return isChanged ? try dialect.canonical(result) : self
  }
}
