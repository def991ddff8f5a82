package import Dialects
package import Revisions

/// SQLite: operations as its statements, from version 3.35 on.
package struct SQLiteDialect: Dialect {
  private let cutter: any StatementCutter
  private let enforcesForeignKeys: Bool

  /// Makes the dialect. `enforcesForeignKeys` says whether revisions run with foreign keys on; SQLite's own default,
  /// and the one with which a table can be rebuilt, is off.
  package init(cutter: any StatementCutter, enforcesForeignKeys: Bool = false) {
    self.cutter = cutter
    self.enforcesForeignKeys = enforcesForeignKeys
  }

  package var name: DialectName { .sqlite }

  package var transactionStrategy: TransactionStrategy { .sharedWithSavepoints }

  package var beginTransaction: String { "BEGIN IMMEDIATE" }

  package var journalClock: JournalClock {
    JournalClock(
      prepare: ["CREATE TEMP TABLE IF NOT EXISTS rev_clock (id INTEGER PRIMARY KEY, started_at TEXT)"],
      start: [
        "INSERT OR REPLACE INTO temp.rev_clock (id, started_at) VALUES (1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
      ],
      startedAt: "(SELECT started_at FROM temp.rev_clock)",
      now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
      elapsedMilliseconds: { "CAST(round((julianday('now') - julianday(\($0))) * 86400000) AS INTEGER)" })
  }

  /// A row's number is missing where its table has none, or where the key does not fit its parent at all.
  package var violationsQuery: SQLFragment? { .raw(ForeignKeyViolations.query + "\nORDER BY 1, 2, 3") }

  package func evidence(of violation: SQLRow) -> SQLFragment? {
    guard violation["unfit"] != .null, let child = violation["table"].text else { return nil }
    return "SELECT 1 FROM \(identifier: QualifiedName(child, schema: "main")) LIMIT 1"
  }

  package func tableExists(_ table: QualifiedName) -> SQLFragment {
    """
    SELECT 1 FROM \(identifier: QualifiedName("sqlite_schema", schema: table.schema ?? "main"))
    WHERE type = 'table' AND name = \(table.name) COLLATE NOCASE
    """
  }

  package var defaultSchemaQuery: SQLFragment? { nil }

  /// SQLite takes text of any length, whatever the column is declared as.
  package func lengthLimit(of column: String, in table: QualifiedName) -> SQLFragment? { nil }

  package func creatingSchema(_ name: String) -> String? { nil }

  /// `BEGIN IMMEDIATE` is the lock.
  package func runnerLock(for versionTable: QualifiedName) -> RunnerLock? { nil }

  package func runsOutsideTransaction(_ operation: Operation) -> Bool { false }

  package func changesSettings(_ statement: String) -> Bool { SessionSettings.areChanged(by: statement) }

  package func recovery(of statement: Statement) -> Recovery? { nil }

  package var offlineFraming: any OfflineFraming { SQLiteOfflineFraming(enforcesForeignKeys: enforcesForeignKeys) }

  package func quoted(_ identifier: String) throws(DialectError) -> String { try SQLiteQuoting.quoted(identifier) }

  package func literal(_ value: SQLValue) throws(DialectError) -> String { try SQLiteLiteral.text(of: value) }

  /// An expression as text that more can follow: a comment at its end would swallow that.
  func expression(_ fragment: SQLFragment) throws(DialectError) -> String { Tokenizer.trimmed(try rendered(fragment)) }

  package func cut(_ text: String) throws(DialectError) -> [CutStatement] {
    let statements = try cutter.cut(text)
    for statement in statements { try TransactionRules.refuseChangeOfTemporaryStorage(statement) }
    return statements
  }

  package func transactionRule(of statement: String) -> Statement.TransactionRule {
    TransactionRules.rule(of: statement)
  }

  package func reachesBeyondDatabase(_ statement: String) -> Bool { false }

  /// A rebuild drops the table, and with foreign keys on, dropping it deletes the rows that refer to it.
  package func sessionChange(for operations: [Operation]) -> SessionChange? {
    guard enforcesForeignKeys, operations.contains(where: mayRebuild) else { return nil }
    return SessionChange(
      begin: ["PRAGMA foreign_keys = OFF"], end: ["PRAGMA foreign_keys = ON"],
      offlineFraming: SQLiteOfflineFraming(enforcesForeignKeys: false))
  }

  /// SQL itself raises no error; a constraint does, and says its name.
  package func failing(unless query: String, _ failure: String) throws -> [String] {
    [
      "CREATE TEMP TABLE rev_check (met INTEGER CONSTRAINT \(try quoted(failure)) CHECK (met IS 1))",
      "INSERT INTO temp.rev_check (met) SELECT (\(query))",
      "DROP TABLE temp.rev_check",
    ]
  }

  package func needsCatalog(for operation: Operation) -> Bool {
    if case .addColumn(let add) = operation, SQLiteTypes.dependsOnStrictness(add.column.type) { return true }
    return mayRebuild(operation)
  }

  /// Whether an operation can come down to making a table anew.
  private func mayRebuild(_ operation: Operation) -> Bool {
    switch operation {
    case .dropColumn, .addConstraint, .dropConstraint: true
    case .alterColumn(let alter): alter.changesTable
    case .addColumn(let add): needsRebuild(add)
    default: false
    }
  }

  /// What is done by making a table anew is done once for all changes to it that come together.
  package func joins(_ operation: Operation, to others: [Operation]) -> Bool {
    guard let table = operation.rebuiltTable else { return false }
    let former = others.compactMap(\.rebuiltTable)
    guard former.count == others.count, let first = former.first,
      SQLiteQuoting.same(first.name, table.name), first.schema == table.schema
    else { return false }
    // Values are computed from what stands in the table before all of it.
    return !operation.computesValues || !others.contains(where: \.changesValues)
  }

  package func statements(
    forAll operations: [Operation], reading catalog: (any DatabaseConnection)?
  ) async throws -> [Statement] {
    guard operations.count > 1, let catalog, let table = operations.first?.rebuiltTable else {
      var statements: [Statement] = []
      for operation in operations { statements += try await self.statements(for: operation, reading: catalog) }
      return statements
    }
    return try await rebuild(table, for: operations, reading: catalog)
  }

  package func statements(
    for operation: Operation, reading catalog: (any DatabaseConnection)?
  ) async throws -> [Statement] {
    switch operation {
    case .createTable(let create): return try createTable(create)
    case .dropTable(let drop): return try dropTable(drop)
    case .renameTable(let rename): return try renameTable(rename)
    case .renameColumn(let rename): return try renameColumn(rename)
    case .addColumn(let add) where !needsCatalog(for: operation): return try addColumn(add, toStrict: false)
    case .rename(let rename): return try renameObject(rename, as: operation)
    case .alterTable(let alter):
      try refuseForeign(alter)
      return []
    case .alterColumn(let alter) where !alter.changesTable: return []
    case .addColumn, .dropColumn, .alterColumn, .addConstraint, .dropConstraint:
      guard let catalog else {
        throw DialectError("what SQLite does for this operation depends on the table as it stands, which is not known")
      }
      return try await alteration(operation, reading: catalog)
    case .createIndex(let create): return try createIndex(create)
    case .dropIndex(let drop): return try dropIndex(drop)
    case .createView(let create): return try createView(create)
    case .dropView(let drop): return try dropView(drop)
    case .createTrigger(let create): return try createTrigger(create)
    case .dropTrigger(let drop): return try dropTrigger(drop)
    case .insertRows(let insert): return try insertRows(insert)
    case .deleteRows(let delete): return try deleteRows(delete)
    case .sql(let sql): return try self.statements(of: sql)
    case .comment, .setTablespace, .setStorageParameters, .validateConstraint, .invalidateConstraint: return []
    case .attachPartition, .detachPartition, .alterConstraint, .attachIndex, .createMaterializedView,
      .dropMaterializedView, .refreshMaterializedView, .setTriggerState, .createRoutine, .dropRoutine, .createEnum,
      .dropEnum, .addEnumValue, .renameEnumValue, .replaceEnum, .createDomain, .dropDomain, .alterDomain,
      .createCompositeType, .dropCompositeType, .alterCompositeType, .createSequence, .dropSequence, .alterSequence,
      .createSchema, .dropSchema, .createExtension, .dropExtension, .updateExtension, .grant, .revoke, .createPolicy,
      .dropPolicy, .alterPolicy, .setRowSecurity, .setSchema, .setOwner:
      throw refusal(of: operation)
    case .when, .live, .outsideTransaction:
      throw DialectError("this operation is the engine's to carry out, not a dialect's")
    }
  }
}

extension Operation {
  /// The table that has to be made anew for it, whatever stands there.
  fileprivate var rebuiltTable: QualifiedName? {
    switch self {
    case .alterColumn(let alter) where alter.changesTable: alter.table
    case .addConstraint(let add): add.table
    case .dropConstraint(let drop): drop.table
    default: nil
    }
  }

  /// Whether it says what values become.
  fileprivate var computesValues: Bool {
    guard case .alterColumn(let alter) = self else { return false }
    return alter.changes.contains { if case .type(_, _, .some, _) = $0 { true } else { false } }
  }

  /// Whether values become others.
  fileprivate var changesValues: Bool {
    guard case .alterColumn(let alter) = self else { return false }
    return alter.changes.contains { if case .type = $0 { true } else { false } }
  }
}

extension AlterColumn {
  /// Whether anything of it reaches the database: SQLite keeps no comments, and one kind of storage.
  var changesTable: Bool {
    changes.contains { change in
      switch change {
      case .comment, .storage, .compression, .statistics: false
      case .type, .nullable, .setDefault, .dropDefault, .collation, .addIdentity, .identity, .dropIdentity,
        .dropExpression:
        true
      }
    }
  }
}
