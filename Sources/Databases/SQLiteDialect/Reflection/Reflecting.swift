package import Dialects
package import Revisions

extension SQLiteDialect: SchemaReflecting {
  /// One query a schema, and one more where all schemas are asked for. Everything comes out of the text that SQLite keeps.
  package func reflect(
    _ scope: ReflectionScope, from connection: any DatabaseConnection, beside open: ConnectionOpening?
  ) async throws -> Reflection {
    var reader = SchemaReader(ignoring: scope.ignoredTables)
    for home in try await homes(in: scope, from: connection) {
      let rows = try await connection.query(
        """
        SELECT type, name, tbl_name, sql FROM \(identifier: QualifiedName("sqlite_schema", schema: home))
        WHERE sql IS NOT NULL ORDER BY rowid
        """)
      reader.read(rows, of: home)
    }
    let form = CanonicalForm(of: reader.schema, in: self, readsLegacyStrings: true)
    return Reflection(
      try form.schema(reader.schema), unsupported: reader.unsupported, originals: reader.originals)
  }

  package func canonical(_ schema: Schema) throws(DialectError) -> Schema {
    try refuseForeign(schema)
    // What is left out below must not be what makes a difference.
    for table in schema.tables {
      try refuseForeign(table)
      try refuseForeignIdentities(of: table)
      for column in table.columns {
        for constraint in column.constraints { try refuseForeign(constraint, of: table.name) }
      }
      for constraint in table.constraints { try refuseForeign(constraint, of: table.name) }
    }
    for index in schema.indexes { try refuseForeign(index) }
    for view in schema.views { try refuseForeign(view) }
    for trigger in schema.triggers where trigger.events.count != 1 || trigger.events == [.truncate] {
      _ = try createTrigger(CreateTrigger(trigger))
    }
    return try CanonicalForm(of: schema, in: self, readsLegacyStrings: false).schema(schema)
  }

  /// The tables in which SQLite counts, and those of virtual tables, which are there with them: `.schema` shows them all.
  package func isMadeAnyway(_ statement: String, reading catalog: any DatabaseConnection) async throws -> Bool {
    let bytes = Array(statement.utf8)
    let tokens = Tokenizer.tokens(of: bytes)
    func at(_ position: Int, _ words: StaticString...) -> Bool {
      words.enumerated().allSatisfy { offset, word in
        position + offset < tokens.count && tokens[position + offset].isWord(word, in: bytes)
      }
    }
    guard at(0, "CREATE", "TABLE") else { return false }
    let isConditional = at(2, "IF", "NOT", "EXISTS")
    let position = isConditional ? 5 : 2
    guard position < tokens.count else { return false }
    let name = tokens[position].name(in: bytes)
    if SchemaReader.isInternal(name) { return true }
    guard isConditional else { return false }
    return try await !catalog.query(tableExists(QualifiedName(name))).isEmpty
  }

  /// SQLite keeps every text as it was written, and a rebuild makes views and constraints again.
  package var comparison: ComparisonRules {
    ComparisonRules(
      foldsNames: true, renamesParts: false, viewsPinColumns: false, rewordsExpressions: false, keepsPrivileges: false,
      rebuildsTables: true, foreignKeysMayDangle: true)
  }

  /// SQLite converts what it can by itself, and keeps the rest as it is.
  package func conversion(of column: String, from former: DataType, to type: DataType) -> SQLFragment? { nil }

  /// A table is written anew for it, and its values converted as they would be where they are put in.
  package func cost(ofChanging former: DataType, to type: DataType) -> TypeChangeCost {
    if former == type { return [] }
    switch (Affinity(of: former), Affinity(of: type)) {
    case (let old, let new) where old == new: return .rewritesTable
    case (_, .blob), (.integer, _), (.real, .numeric): return .rewritesTable
    default: return [.rewritesTable, .mayLoseValues]
    }
  }

  /// The schemas that are read, under SQLite's names for them.
  private func homes(
    in scope: ReflectionScope, from connection: any DatabaseConnection
  ) async throws -> [String] {
    switch scope.schemas {
    case .default: return ["main"]
    case .named(let names):
      guard !names.contains(where: { SQLiteQuoting.same($0, "temp") }) else {
        throw DialectError("what is temporary is no part of a database's schema")
      }
      return names
    case .all:
      return try await connection.query("SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq")
        .compactMap(\.[0].text)
    }
  }

  /// Refuses what SQLite does not have, as the operation that would make it is refused.
  private func refuseForeign(_ schema: Schema) throws(DialectError) {
    var foreign: Operation?
    if let namespace = schema.namespaces.first(where: { !SQLiteQuoting.same($0.name, "main") }) {
      foreign = CreateSchema(namespace.name).operation
    }
    if let value = schema.extensions.first { foreign = CreateExtension(value).operation }
    if let value = schema.enums.first { foreign = CreateEnum(value).operation }
    if let value = schema.domains.first { foreign = CreateDomain(value).operation }
    if let value = schema.compositeTypes.first { foreign = CreateCompositeType(value).operation }
    if let value = schema.sequences.first { foreign = CreateSequence(value).operation }
    if let value = schema.materializedViews.first { foreign = CreateMaterializedView(value).operation }
    if let value = schema.routines.first { foreign = CreateRoutine(value).operation }
    if let value = schema.policies.first { foreign = CreatePolicy(value).operation }
    if let value = schema.grants.first { foreign = value.operation }
    if let foreign { throw refusal(of: foreign) }
    if let object = schema.others.first {
      throw DialectError("the \(object.kind) \(object.address) cannot be read back from SQLite, and so not be declared")
    }
  }
}
