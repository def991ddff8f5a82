import Dialects
import Revisions

extension Schema {
  /// The schema with its tables and their columns spelled as another spells them, where case makes no difference to the database: it
  /// would to comparing what constraints, indexes and triggers say of them.
  func spelled(like wanted: Schema, dialect: some SchemaReflecting) throws(DialectError) -> Schema {
    let rules = dialect.comparison
    let others = Dictionary(wanted.tables.map { (rules.folded($0.name), $0) }) { first, _ in first }
    var renames = Renames()
    for table in tables {
      guard let other = others[rules.folded(table.name)] else { continue }
      if other.name != table.name { renames.tables.append(Renames.Table(from: table.name, to: other.name)) }
      let names = Dictionary(other.columns.map { (rules.folded($0.name), $0.name) }) { first, _ in first }
      for column in table.columns {
        guard let name = names[rules.folded(column.name)], name != column.name else { continue }
        renames.columns.append(Renames.Column(table: other.name, from: column.name, to: name))
      }
    }
    guard !renames.isEmpty else { return self }
    let respelled = renames.applied(to: self)
    // The texts of views and triggers are compared to the letter, and keep theirs.
    var result = self
    (result.tables, result.indexes) = (respelled.tables, respelled.indexes)
    return try dialect.canonical(result)
  }
}
