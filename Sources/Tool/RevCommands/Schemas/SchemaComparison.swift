internal import Autogenerate
internal import Dialects
internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository

/// What leads from one schema to another, and back.
struct SchemaComparison {
  let former: SchemaReading
  let wanted: SchemaReading
  /// What was renamed.
  let renames: Renames
  /// The operations that lead there.
  let upgrade: SchemaDiff
  /// The operations that lead back.
  let downgrade: SchemaDiff

  /// Whether it would help to know who may do what.
  var asksForPrivileges: Bool { upgrade.asksForPrivileges || downgrade.asksForPrivileges }

  /// Whether nothing is left to do.
  var isUpToDate: Bool { upgrade.isEmpty }
}

extension SchemaReader {
  /// Compares two schemas that were read. `renames` decides about what looks renamed; `held` is who may do what in the database
  /// that is one of them.
  func compare(
    _ former: SchemaReading, _ wanted: SchemaReading, held: HeldPrivileges? = nil,
    renames decide: (Schema, Schema, Renames) throws -> Renames
  ) async throws -> SchemaComparison {
    let whole = (former: former.schema, wanted: wanted.schema)
    var (former, wanted) = (former, wanted)
    former.schema = filter.applied(to: former.schema)
    wanted.schema = filter.applied(to: wanted.schema)
    try requireIncluded(wanted, against: former)
    try requireIncluded(former, against: wanted)
    // Where a declaration says nothing of grants, nothing is asked of them.
    if wanted.declared != nil, wanted.schema.grants.isEmpty { former.schema.grants = [] }
    let renames = try decide(
      former.schema, wanted.schema,
      Renames(declaredIn: wanted.schema, from: former.schema, rules: dialect.comparison))
    former.schema = former.schema.worded(like: wanted.schema, dialect)
    let wording = try wording(of: wanted, saying: .uncertain)
    if (wanted.declared == nil) != (former.declared == nil),
      try Settlement.isNeeded(wanted.schema, former.schema, renames: renames, dialect: dialect)
    {
      if wanted.declared != nil {
        let readBack = try await readBack(whole.wanted, of: wanted, like: former)
        wanted.readBack = readBack
        wanted.schema = try Settlement.settled(
          declared: wanted.schema, readBack: readBack, reflected: former.schema,
          renames: renames, dialect: dialect)
      } else {
        former.schema = try Settlement.settled(
          declared: former.schema, readBack: try await readBack(whole.former, of: former, like: wanted),
          reflected: wanted.schema,
          renames: renames.inverted, dialect: dialect)
      }
    }
    let (old, new, dialect) = (former.schema, wanted.schema, dialect)
    async let back = SchemaDiff(
      from: new, to: old, renames: renames.inverted, dialect: dialect, declared: .former, held: held)
    let there = try SchemaDiff(
      from: old, to: new, renames: renames, dialect: dialect, invalidIndexes: former.invalidIndexes, wording: wording,
      held: held)
    return SchemaComparison(
      former: former, wanted: wanted, renames: renames, upgrade: there, downgrade: try await back)
  }

  /// A schema as the database of another has it once it was made there, with what filters leave out. What came of it is kept.
  private func readBack(
    _ whole: Schema, of reading: SchemaReading, like other: SchemaReading
  ) async throws -> Schema {
    let settings = try session.databaseSettings()
    let identity =
      ["2", dialect.name.rawValue, settings.defaultSchema ?? "", "\(self.settings)"] + other.identity + reading.identity
    let repository = try session.project().repository
    if !reading.identity.isEmpty, let kept = repository.keptSchema(for: identity),
      let schema = try? KeptSchema.schema(from: kept)
    {
      return schema
    }
    let schema = try await made(whole, as: reading)
    if !reading.identity.isEmpty { repository.keep(try KeptSchema.bytes(of: schema), for: identity) }
    return schema
  }

  /// Makes a schema on a scratch database in the words that it was declared in, and reads it back.
  private func made(_ schema: Schema, as reading: SchemaReading) async throws -> Schema {
    let title = reading.title
    var whole = reading
    whole.schema = schema
    let wording = try wording(of: whole, saying: .all)
    let creation = try SchemaDiff(from: Schema(), to: schema, dialect: dialect, wording: wording)
    return try await onScratch { scratch in
      for planned in creation.operations {
        do {
          for statement in try await statements(for: planned.operation, reading: scratch) {
            try await scratch.run(statement.text)
          }
        } catch let error as DatabaseError {
          throw Report(
            .script, "\(title) cannot be made: \(planned.operation.summary): \(error.message)",
            hints: [error.detail, error.hint].compactMap { $0 })
        }
      }
      return filter.applied(to: try await reflect(scratch, title: title).schema)
    }
  }

  /// The words of a declaration; nil where a database said what was read.
  private func wording(of reading: SchemaReading, saying names: ChosenNames) throws -> Wording? {
    guard let declared = reading.declared else { return nil }
    return try Wording(of: declared, canonical: reading.schema, dialect: dialect, saying: names)
  }

  /// The statements for an operation, whatever it is wrapped in.
  func statements(for operation: Operation, reading catalog: (any DatabaseConnection)?) async throws -> [Statement] {
    switch operation {
    case .outsideTransaction(let outside):
      guard case .steps(let steps) = outside.body.content else { return [] }
      var statements: [Statement] = []
      for step in steps { statements += try await self.statements(for: step, reading: catalog) }
      return statements
    default:
      return try await dialect.statements(for: operation, reading: catalog)
    }
  }
}
