internal import Autogenerate
internal import Dialects
internal import Revisions

/// The names of constraints that a database gives by itself, so that a declaration need not say them.
struct ImpliedNames {
  private var constraints: [QualifiedName: Set<TableConstraint>] = [:]

  /// Finds them by leaving out all names, and then fewer, until those come back that are left out: a name that is said is one that
  /// no other constraint gets.
  init(in schema: Schema, _ dialect: any ReflectingDialect) {
    for table in schema.tables { constraints[table.name] = Set(table.constraints) }
    while let named = try? dialect.canonical(unnamed(schema)) {
      var isSettled = true
      for table in named.tables {
        let left = constraints[table.name]?.intersection(table.constraints)
        if left?.count != constraints[table.name]?.count { isSettled = false }
        constraints[table.name] = left
      }
      if isSettled { return }
    }
    constraints = [:]
  }

  /// The tables of a schema without the names that may be left out.
  private func unnamed(_ schema: Schema) -> Schema {
    var result = Schema()
    result.tables = schema.tables
    for position in result.tables.indices {
      let implied = constraints[result.tables[position].name] ?? []
      result.tables[position].constraints = result.tables[position].constraints.map {
        implied.contains($0) ? $0.unnamed : $0
      }
    }
    return result
  }

  /// What leaves them out.
  var rendering: SwiftRendering {
    SwiftRendering { [constraints] constraint, table in constraints[table.name]?.contains(constraint) ?? false }
  }
}
