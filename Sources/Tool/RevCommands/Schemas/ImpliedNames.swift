internal import Autogenerate
internal import Dialects
internal import Revisions

/// The names of constraints that a database gives by itself, so that a declaration need not say them.
struct ImpliedNames {
  private var constraints: [QualifiedName: Set<TableConstraint>] = [:]

  /// Finds them by leaving out all names, and looking which come back.
  init(in schema: Schema, _ dialect: any ReflectingDialect) {
    for table in schema.tables {
      var bare = Schema()
      var unnamed = table
      unnamed.constraints = table.constraints.map(\.unnamed)
      bare.tables = [unnamed]
      guard let named = try? dialect.canonical(bare).tables.first else { continue }
      constraints[table.name] = Set(named.constraints)
    }
  }

  /// What leaves them out.
  var rendering: SwiftRendering {
    SwiftRendering { [constraints] constraint, table in constraints[table.name]?.contains(constraint) ?? false }
  }
}
