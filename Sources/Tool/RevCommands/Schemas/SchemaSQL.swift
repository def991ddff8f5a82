internal import Autogenerate
internal import Dialects
internal import Revisions

extension SchemaReader {
  /// The statements of a comparison, there and back, with what to think of as comments.
  func sql(of comparison: SchemaComparison) async throws -> (upgrade: String, downgrade: String) {
    // Where statements depend on the database as it stands, a scratch copy of it is kept up with them.
    guard kind.scratchIsFree else {
      return (
        try await sql(of: comparison.upgrade.operations, on: nil),
        try await sql(of: comparison.downgrade.operations, on: nil)
      )
    }
    return try await onScratch { scratch in
      let creation = try SchemaDiff(from: Schema(), to: comparison.former.schema, dialect: dialect)
      _ = try await sql(of: creation.operations, on: scratch)
      return (
        try await sql(of: comparison.upgrade.operations, on: scratch),
        try await sql(of: comparison.downgrade.operations, on: scratch)
      )
    }
  }

  /// The statements that make a schema.
  func sql(creating schema: Schema) async throws -> String {
    let creation = try SchemaDiff(from: Schema(), to: schema, dialect: dialect)
    guard kind.scratchIsFree else { return try await sql(of: creation.operations, on: nil) }
    return try await onScratch { try await sql(of: creation.operations, on: $0) }
  }

  /// The statements that take a schema away.
  func sql(removing removal: SchemaDiff, of schema: Schema) async throws -> String {
    guard kind.scratchIsFree else { return try await sql(of: removal.operations, on: nil) }
    return try await onScratch { scratch in
      let creation = try SchemaDiff(from: Schema(), to: schema, dialect: dialect)
      _ = try await sql(of: creation.operations, on: scratch)
      return try await sql(of: removal.operations, on: scratch)
    }
  }

  private func sql(of operations: [PlannedOperation], on scratch: (any MigrationConnection)?) async throws -> String {
    var text = ""
    for planned in operations {
      for note in planned.notes { text += "-- \(note)\n" }
      for statement in try await statements(for: planned.operation, reading: scratch) {
        try await scratch?.run(statement)
        let lastLine = statement.split(separator: "\n").last ?? ""
        text += statement + (lastLine.contains("--") ? "\n;\n" : ";\n")
      }
    }
    return text
  }
}

extension PlannedOperation {
  /// What stands above the operation in a script.
  var notes: [String] {
    (hazards.filter(\.isGrave).map(\.words) + (cost.map { [$0] } ?? []))
      .map { "\($0.first?.uppercased() ?? "")\($0.dropFirst())" }
  }
}
