import Dialects
import Revisions

/// The statements that put a new table in an old one's place, with its rows and all that hangs on it.
///
/// They work inside a transaction and inside a savepoint, as long as foreign keys are off; and they are the same in a
/// script as on a connection.
struct TableRebuild {
  let dialect: SQLiteDialect
  private(set) var state: TableState
  /// The changes to the table's own text.
  var edit: TextEdit
  /// What a column's value is computed from, by the column's name; otherwise it is copied.
  var values: [FoldedName: String] = [:]
  /// Columns that must have no NULL before they refuse it.
  var refusingNull: [String] = []
  /// Where the first change stands that rows can break without having been looked for before they are copied.
  var unprovenAt: SourceLocation?
  /// Those of them in which it was looked for.
  var knownToHaveNone: Set<FoldedName> = []

  init(_ state: TableState, dialect: SQLiteDialect) {
    self.dialect = dialect
    self.state = state
    edit = TextEdit(state.text)
  }

  /// Takes the changes so far for the table's text, so that the next find what they left.
  mutating func carryOn() throws(DialectError) {
    state.text = try TableText(edit.text)
    edit = TextEdit(state.text)
  }

  func statements() throws(DialectError) -> [Statement] {
    let old = state.former
    let new = try newText()
    let table = try qualified(state.name)
    let temporary = try qualified(state.temporaryName)

    var statements = [
      check(
        "SELECT (SELECT foreign_keys FROM pragma_foreign_keys) = 0 AND (SELECT legacy_alter_table FROM pragma_legacy_alter_table) = 0",
        "the table \(state.asked) can only be rebuilt while foreign_keys and legacy_alter_table are off")
    ]
    statements.append(try isAsRead())
    for column in refusingNull {
      statements.append(
        check(
          "SELECT NOT EXISTS (SELECT 1 FROM \(table) WHERE \(try value(of: column)) IS NULL)",
          "the column \(column) of the table \(state.asked) has NULLs, and is to refuse them"))
    }
    // 1. The new table, under a name of its own.
    statements.append(Statement(try creation(of: new)))
    // 2. The rows. OR ABORT overrules a conflict clause of the table, which could leave some out without a word.
    let copied = try copiedColumns(from: old, to: new)
    statements.append(
      Statement(
        """
        INSERT OR ABORT INTO \(temporary) (\(copied.map(\.name).joined(separator: ", ")))
        SELECT \(copied.map(\.value).joined(separator: ", ")) FROM \(table)
        """, location: unprovenAt))
    statements.append(
      check(
        "SELECT (SELECT count(*) FROM \(table)) = (SELECT count(*) FROM \(temporary))",
        "rows of the table \(state.asked) were lost while it was rebuilt"))
    // 3. What DROP would take along.
    if old.isAutoincrement, new.isAutoincrement { statements += try carriedSequence() }
    // Another database that a script is run on may have none: this gathers nothing, and makes the table where it is missing.
    if !state.statistics.isEmpty { statements.append(Statement("ANALYZE \(try qualified("sqlite_schema"))")) }
    for statistics in state.statistics {
      statements.append(
        Statement(
          "UPDATE \(try qualified(statistics)) SET tbl = \(try text(state.temporaryName)) WHERE tbl = \(try text(state.name))"
        ))
    }
    // 4. What would keep the new table from taking the name: triggers first, since a view takes its own along.
    for type in ["trigger", "view"] {
      for object in state.dependents where object.type == type {
        let name = try dialect.quoted(QualifiedName(object.name, schema: object.isTemporary ? "temp" : state.schema))
        statements.append(Statement("DROP \(type.uppercased()) \(name)"))
      }
    }
    // 5. The exchange.
    statements.append(Statement("DROP TABLE \(table)"))
    statements.append(Statement("ALTER TABLE \(temporary) RENAME TO \(try dialect.quoted(state.name))"))
    // 6. All of it again, word for word and in its order.
    for index in state.indexes {
      statements.append(Statement(try LegacyString.settled(index, on: new).creation(in: state.schema)))
    }
    for type in ["view", "trigger"] {
      for object in state.dependents where object.type == type {
        statements.append(Statement(try object.creation(in: state.schema)))
      }
    }
    statements += try restoredStatistics()
    return statements + (try probes(new))
  }

  /// That the table is the one which was read: a script may meet another, and what is not copied is lost.
  private func isAsRead() throws(DialectError) -> Statement {
    let home = state.asked.schema ?? "main"
    func list(_ names: [String]) throws(DialectError) -> String {
      let names = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      return names.isEmpty ? "NULL" : try text(names.joined(separator: ","))
    }
    let dependents = (state.indexes + state.dependents.filter { !$0.isTemporary && $0.type == "trigger" })
      .filter { SQLiteQuoting.same($0.table, state.name) }
    // In whatever order: a column that was dropped and came back stands last.
    return check(
      """
      SELECT (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_xinfo(\(try text(state.name)), \(try text(home))) ORDER BY name))
        IS \(try list(state.former.columns.map(\.name)))
      AND (SELECT group_concat(name) FROM (SELECT name FROM \(try dialect.quoted(QualifiedName("sqlite_schema", schema: home)))
        WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name = \(try text(state.name)) ORDER BY name))
        IS \(try list(dependents.map(\.name)))
      """,
      "the table \(state.asked) has other columns, indexes or triggers than it was rebuilt from")
  }

  // MARK: The new table

  /// The table's text after the changes, read again; a reference of an expression to the table by name follows it.
  private func newText() throws(DialectError) -> TableText {
    let changed = try TableText(LegacyString.settled(TableText(edit.text)))
    var edit = TextEdit(changed)
    for clause in changed.columns.flatMap(\.clauses) + changed.constraints {
      for position in clause.expression {
        let token = changed.tokens[position]
        let next = changed.tokens[position + 1]
        if next.isSymbol(".", in: changed.bytes), token.kind.isName,
          SQLiteQuoting.same(token.name(in: changed.bytes), state.name)
        {
          edit.replace(position..<(position + 1), with: try dialect.quoted(state.temporaryName))
        }
      }
    }
    return try TableText(edit.text)
  }

  private func creation(of new: TableText) throws(DialectError) -> String {
    var edit = TextEdit(new)
    edit.replace(new.name..<(new.name + 1), with: try qualified(state.temporaryName))
    return edit.text
  }

  /// The columns that are copied, with what they are copied from. Generated ones are computed again, unless they are no longer.
  private func copiedColumns(
    from old: TableText, to new: TableText
  ) throws(DialectError) -> [(name: String, value: String)] {
    var copied: [(name: String, value: String)] = []
    for column in new.columns where !column.isGenerated {
      guard let former = old.column(column.name)?.column else { continue }
      copied.append((try dialect.quoted(column.name), try value(of: former.name)))
    }
    // The row's number is kept where no column is it: other tables and indexes on expressions may rely on it.
    let isCopied = new.rowIDColumn.map { old.column($0) != nil } ?? false
    if !isCopied, let from = old.rowIDName, let to = new.rowIDName { copied.insert((to, from), at: 0) }
    guard !copied.isEmpty else {
      throw DialectError("nothing of the table \(state.asked) would be left to copy")
    }
    return copied
  }

  func value(of column: String) throws(DialectError) -> String {
    if let value = values[FoldedName(column)] { return value }
    return try dialect.quoted(column)
  }

  // MARK: What DROP would take along

  /// Keeps the highest number that AUTOINCREMENT ever gave.
  private func carriedSequence() throws(DialectError) -> [Statement] {
    let sequence = try qualified("sqlite_sequence")
    let (old, new) = (try text(state.name), try text(state.temporaryName))
    return [
      Statement(
        "UPDATE \(sequence) SET seq = (SELECT max(seq) FROM \(sequence) WHERE name IN (\(old), \(new))) WHERE name = \(new)"
      ),
      Statement(
        """
        INSERT INTO \(sequence) (name, seq) SELECT \(new), seq FROM \(sequence)
        WHERE name = \(old) AND NOT EXISTS (SELECT 1 FROM \(sequence) WHERE name = \(new))
        """),
    ]
  }

  /// Gives the statistics back to the table, without those of indexes that are no more.
  private func restoredStatistics() throws(DialectError) -> [Statement] {
    let (old, new) = (try text(state.name), try text(state.temporaryName))
    var statements: [Statement] = []
    for statistics in state.statistics {
      let table = try qualified(statistics)
      statements.append(Statement("UPDATE \(table) SET tbl = \(old) WHERE tbl = \(new)"))
      statements.append(
        Statement(
          """
          DELETE FROM \(table) WHERE tbl = \(old) AND idx <> \(old)
          AND idx NOT IN (SELECT name FROM \(try qualified("sqlite_schema")) WHERE type = 'index')
          """))
    }
    return statements
  }

  // MARK: Proof

  /// Statements that change nothing, but compile every view and trigger that was created again; and a look at the table,
  /// but not at its indexes: they were made a moment ago, and to compare them takes as long as all of the rebuild.
  private func probes(_ new: TableText) throws(DialectError) -> [Statement] {
    var statements: [Statement] = []
    for view in state.dependents where view.type == "view" {
      let name = try dialect.quoted(QualifiedName(view.name, schema: view.isTemporary ? "temp" : state.schema))
      statements.append(Statement("SELECT 1 FROM \(name) LIMIT 0"))
    }
    var probed: Set<[UInt8]> = []
    for trigger in state.dependents where trigger.type == "trigger" {
      if let probe = try probe(trigger, new), probed.insert(Array(probe.utf8)).inserted {
        statements.append(Statement(probe))
      }
    }
    var arguments = [try text(state.name)]
    if let schema = state.schema { arguments.append(try text(schema)) }
    // WITHOUT ROWID the quick one finds NULLs that are not there where the key is in another order than its columns, and either
    // does beside a computed column that is not stored. The copy itself has refused NULLs.
    let look =
      new.isWithoutRowID
      ? "SELECT count(*) = 0 FROM pragma_integrity_check(\(arguments.joined(separator: ", "))) "
        + "WHERE integrity_check <> 'ok' AND integrity_check NOT LIKE 'NULL value in %'"
      : "SELECT group_concat(quick_check) = 'ok' FROM pragma_quick_check(\(arguments.joined(separator: ", ")))"
    statements.append(check(look, "the table \(state.asked) did not come out of its rebuild whole"))
    return statements
  }

  private func probe(_ trigger: SchemaObject, _ new: TableText) throws(DialectError) -> String? {
    let isOwn = SQLiteQuoting.same(trigger.table, state.name)
    let table = try isOwn || !trigger.isTemporary ? qualified(trigger.table) : dialect.quoted(trigger.table)
    var columns = state.triggerColumns[FoldedName(trigger.table)] ?? []
    if isOwn { columns = new.columns.filter { !$0.isGenerated }.map(\.name) }
    guard let event = trigger.event, !columns.isEmpty else { return nil }
    switch event {
    case .delete: return "DELETE FROM \(table) WHERE 0"
    case .insert:
      let list = try dialect.quotedList(columns)
      return "INSERT INTO \(table) (\(list)) SELECT \(list) FROM \(table) WHERE 0"
    case .update:
      var parts: [String] = []
      for column in columns { parts.append("\(try dialect.quoted(column)) = \(try dialect.quoted(column))") }
      return "UPDATE \(table) SET \(parts.joined(separator: ", ")) WHERE 0"
    }
  }

  // MARK: Parts

  private func qualified(_ name: String) throws(DialectError) -> String {
    try dialect.quoted(QualifiedName(name, schema: state.schema))
  }

  private func text(_ value: String) throws(DialectError) -> String { try SQLiteLiteral.text(of: value) }

  private func check(_ query: String, _ failure: String) -> Statement {
    Statement(query, kind: .check(failure: failure))
  }
}
