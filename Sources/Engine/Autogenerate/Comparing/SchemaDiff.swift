package import Dialects
package import Revisions

/// The operations that lead from one schema to another, in an order in which they can run.
///
/// Both schemas are in the canonical form of one dialect; see `SchemaReflecting`. What was given another name is known before:
/// see ``Renames``.
package struct SchemaDiff: Sendable {
  /// The operations, in their order.
  package private(set) var operations: [PlannedOperation] = []
  /// Differences for which there is no operation, in words.
  package private(set) var inexpressible: [String] = []

  /// Whether something is made again on which roles may have been granted something, and it is not known what.
  package private(set) var asksForPrivileges = false

  /// One of the two schemas.
  package enum Side: Sendable {
    case former, wanted
  }

  /// Compares two schemas. What is made is said in the words that `wording` has for it.
  ///
  /// Grants are compared on what the schema that is `declared` grants anything on. Of the former schema's indexes those of
  /// `invalidIndexes` are there and not used. `held` is who may do what in the database that it is about, to be given again where an
  /// object is made again; nil where that is not known. Throws ``DialectError`` where the dialect cannot say how values of a type become
  /// others.
  package init(
    from former: Schema, to wanted: Schema, renames: Renames = Renames(), dialect: some SchemaReflecting,
    declared: Side = .wanted, invalidIndexes: Set<QualifiedName> = [], wording: Wording? = nil,
    held: HeldPrivileges? = nil
  ) throws(DialectError) {
    var former = declared == .former ? former.filled(like: wanted) : former
    var wanted = declared == .wanted ? wanted.filled(like: former) : wanted
    if let rest = renames.makingRoom(in: former) {
      let room = try SchemaDiff(from: former, to: rest, dialect: dialect)
      operations = room.operations
      former = rest
    }
    var renamed = try renames.applied(to: former, toward: wanted, dialect: dialect)
    if dialect.comparison.foldsNames { renamed.schema = try renamed.schema.spelled(like: wanted, dialect: dialect) }
    try Lineage.listAlike(&renamed.schema, &wanted, dialect)
    let (left, joining) = (
      try renamed.schema.withLeftParts(toward: wanted, dialect: dialect),
      try wanted.withLeftParts(toward: renamed.schema, dialect: dialect)
    )
    var comparison = Comparison(
      from: left, to: joining, dialect: dialect, declared: declared, invalidIndexes: invalidIndexes)
    comparison.held = held
    if dialect.comparison.viewsPinColumns { comparison.followedQueries = renames.followedQueries(of: former) }
    comparison.reworded = former.reworded(in: renamed.schema, by: renames)
    comparison.rename(renamed.renames)
    try comparison.run()
    if !renames.isEmpty { comparison.dropAsItWas(former, renames) }
    operations += ChangeOrder.sorted(comparison.changes, byTable: dialect.comparison.rebuildsTables).map {
      PlannedOperation(
        operation: wording?.worded($0.operation) ?? $0.operation, hazards: $0.hazards, subject: $0.subject)
    }
    inexpressible = comparison.inexpressible
    asksForPrivileges = comparison.asksForPrivileges
  }

  /// Whether nothing is left to do.
  package var isEmpty: Bool { operations.isEmpty && inexpressible.isEmpty }
}
