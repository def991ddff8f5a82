internal import Autogenerate
internal import Dialects
internal import Revisions
internal import ScriptRepository

extension SchemaReader {
  /// What SQL is written for.
  enum SQLUse {
    /// A person reads it.
    case reading
    /// A revision runs it, on whichever database.
    case revision
    /// A revision makes with it what a database has already.
    case copy
  }

  /// The statements of a comparison, there and back, with what to think of as comments.
  ///
  /// Throws ``Report`` where a revision could not run them.
  func sql(of comparison: SchemaComparison, for use: SQLUse) async throws -> (upgrade: String, downgrade: String) {
    // Where statements depend on the database as it stands, a scratch copy of it is kept up with them.
    guard kind.scratchIsFree else {
      return (
        try await sql(of: comparison.upgrade.operations, for: use, on: nil),
        try await sql(of: comparison.downgrade.operations, for: use, on: nil)
      )
    }
    return try await onScratch { scratch in
      try await make(comparison.former, on: scratch)
      return (
        try await sql(of: comparison.upgrade.operations, for: use, on: scratch),
        try await sql(of: comparison.downgrade.operations, for: use, on: scratch)
      )
    }
  }

  /// The statements that make a schema.
  func sql(creating schema: Schema) async throws -> String {
    let creation = try SchemaDiff(from: Schema(), to: schema, dialect: dialect)
    guard kind.scratchIsFree else { return try await sql(of: creation.operations, for: .copy, on: nil) }
    return try await onScratch { try await sql(of: creation.operations, for: .copy, on: $0) }
  }

  /// The statements that take a schema away: in the reverse of the order in which it was made, which held, wherever all can be
  /// turned round.
  func sql(removing schema: Schema, like creation: SchemaDiff) async throws -> String {
    let removal = try creation.reversed ?? SchemaDiff(from: schema, to: Schema(), dialect: dialect).operations
    guard kind.scratchIsFree else { return try await sql(of: removal, for: .revision, on: nil) }
    return try await onScratch { scratch in
      _ = try await sql(of: creation.operations, for: .reading, on: scratch)
      return try await sql(of: removal, for: .revision, on: scratch)
    }
  }

  private func sql(
    of operations: [PlannedOperation], for use: SQLUse, on scratch: (any MigrationConnection)?
  ) async throws -> String {
    var text = ""
    if use != .reading,
      let preparation = dialect.preparation(for: operations.map(\.operation), copies: use == .copy)
    {
      for statement in try await statements(for: preparation.operation, reading: scratch) {
        text += try written(statement)
      }
    }
    var rest = operations[...]
    for group in dialect.joined(operations.map(\.operation)) {
      for planned in rest.prefix(group.count) {
        let subject = group.count > 1 ? "\(visible(planned.operation.summary)): " : ""
        for note in planned.notes { text += "-- \(subject)\(note)\n" }
        if use != .reading, dialect.sessionChange(for: [planned.operation]) != nil {
          throw Report(
            .usage,
            "\(planned.operation.summary): this needs the session changed while it runs, which SQL in a revision cannot",
            hints: ["--format swift writes it as an operation, which can"])
        }
      }
      rest = rest.dropFirst(group.count)
      let statements =
        group.count > 1
        ? try await dialect.statements(forAll: group, reading: scratch)
        : try await statements(for: group[0], reading: scratch)
      for statement in statements {
        try await scratch?.run(statement.text)
        text += try written(statement)
      }
    }
    return text
  }

  /// Makes a schema on a scratch database: to the letter where that is known, with what filters leave out and values cannot
  /// express.
  private func make(_ reading: SchemaReading, on scratch: any MigrationConnection) async throws {
    guard reading.originals.isEmpty else {
      for original in reading.originals {
        do {
          try await scratch.run(original.text)
        } catch let error as DatabaseError where original.isOptional && error.kind == .statement {
          // What needs it is only named, and nothing here is about it.
          continue
        }
      }
      return
    }
    let creation = try SchemaDiff(from: Schema(), to: reading.schema, dialect: dialect)
    _ = try await sql(of: creation.operations, for: .reading, on: scratch)
  }

  private func written(_ statement: Statement) throws -> String {
    guard case .check(let failure) = statement.kind else { return Self.ended(statement.text) }
    return try dialect.failing(unless: statement.text, failure).map(Self.ended).joined()
  }

  private static func ended(_ text: String) -> String {
    let lastLine = text.split(separator: "\n").last ?? ""
    return text + (lastLine.contains("--") ? "\n;\n" : ";\n")
  }
}

extension NewRevision.Body {
  /// The body of a SQL script, as long as it would be read back as it is written.
  static func checked(upgrade: NewRevision.Section, downgrade: NewRevision.Section) throws -> NewRevision.Body {
    let body = NewRevision.Body.sql(upgrade: upgrade, downgrade: downgrade)
    guard let line = body.strayMark else { return body }
    throw Report(
      .usage, "a statement has the line '\(visible(line))', which would end a section of a SQL script",
      hints: ["--format swift has no such marks"])
  }
}

extension SchemaDiff {
  /// The operations turned round, the last first; nil where one cannot be.
  fileprivate var reversed: [PlannedOperation]? {
    do throws(IrreversibleError) {
      return try operations.reversed().map { planned throws(IrreversibleError) in try planned.reversed() }
    } catch {
      return nil
    }
  }
}

extension PlannedOperation {
  /// What stands above the operation in a script.
  var notes: [String] {
    (hazards.filter(\.isGrave).map(\.words) + (cost.map { [$0] } ?? []))
      .map { "\($0.first?.uppercased() ?? "")\($0.dropFirst())" }
  }
}
