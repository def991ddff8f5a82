package import Revisions

extension Schema {
  /// What stands in a schema by itself, and what kind of thing it is.
  package var placedObjects: [(kind: String, name: QualifiedName)] {
    var list: [(kind: String, name: QualifiedName)] = []
    func add(_ kind: String, _ names: [QualifiedName]) { list += names.map { (kind, $0) } }
    add("table", tables.map(\.name))
    add("view", views.map(\.name))
    add("materialized view", materializedViews.map(\.name))
    add("enum", enums.map(\.name))
    add("domain", domains.map(\.name))
    add("type", compositeTypes.map(\.name))
    add("sequence", sequences.map(\.name))
    add("function", routines.map(\.name))
    return list
  }

  /// The same with a schema for each object that is declared in one: it need not be declared by itself.
  package func withImpliedNamespaces() -> Schema {
    let declared = Set(namespaces.map(\.name))
    let implied = Set(placedObjects.compactMap(\.name.schema)).subtracting(declared)
      .filter { !$0.hasPrefix("pg_") && $0 != "information_schema" }
    guard !implied.isEmpty else { return self }
    var result = self
    result.namespaces = (namespaces + implied.map { Namespace($0) }).sorted { $0.name < $1.name }
    return result
  }
}
