import Dialects
import Revisions

/// A table as it stands in a database, with all that hangs on it.
struct TableState {
  /// The table as the operation names it.
  var asked: QualifiedName
  /// The table's name as it was created.
  var name: String
  /// The schema that statements have to name; nil where the bare name means the table.
  var schema: String?
  /// The table's own text, as it is in the database.
  let former: TableText
  /// The same, with the changes so far.
  var text: TableText
  /// The table's indexes that were created by themselves, in their order.
  var indexes: [SchemaObject]
  /// The views and triggers that mention the table, or another of them, in their order.
  var dependents: [SchemaObject]
  /// The columns, but for generated ones, of the tables and views that the dependent triggers belong to.
  var triggerColumns: [FoldedName: [String]] = [:]
  /// The tables of statistics that there are.
  var statistics: [String]
  /// A name for the new table that nothing has yet.
  var temporaryName: String
}

extension TableState {
  /// Reads a table and what hangs on it.
  ///
  /// Throws ``DialectError`` where there is no such table, or a view is broken so that no table can be renamed.
  init(of table: QualifiedName, reading catalog: any DatabaseConnection) async throws {
    asked = table
    let home = table.schema ?? "main"
    let schemaTable = QualifiedName("sqlite_schema", schema: home)
    let rows = try await catalog.query(
      """
      SELECT type, name, tbl_name, sql FROM \(identifier: schemaTable)
      WHERE type IN ('view', 'trigger') OR \(table.name) COLLATE NOCASE IN (name, tbl_name) ORDER BY rowid
      """)
    guard
      let row = rows.first(where: { row in
        ["table", "view"].contains(row[0].text) && SQLiteQuoting.same(row[1].text ?? "", table.name)
      }), let name = row[1].text
    else {
      throw DialectError("there is no table \(table)")
    }
    guard row[0].text == "table" else { throw DialectError("\(table) is a view, and has no columns to alter") }
    self.name = name
    do throws(DialectError) {
      former = try TableText(row[3].text ?? "")
      text = former
    } catch {
      throw DialectError("the table \(table) cannot be altered: \(error.message)")
    }

    let others = try await catalog.query(
      """
      SELECT type, name, tbl_name, sql FROM temp.sqlite_schema
      WHERE type IN ('view', 'trigger') ORDER BY rowid
      """)
    // What is temporary is found first: where it shares a name, all that is meant is named with its schema.
    let hidden = try await catalog.query(
      """
      SELECT 1 FROM temp.sqlite_schema AS t
      JOIN \(identifier: schemaTable) AS m ON m.name = t.name COLLATE NOCASE LIMIT 1
      """)
    schema = table.schema ?? (hidden.isEmpty ? nil : "main")

    var objects: [SchemaObject] = []
    for (row, isTemporary) in rows.map({ ($0, false) }) + (home == "temp" ? [] : others.map({ ($0, true) })) {
      guard let type = row[0].text, let name = row[1].text, let sql = row[3].text, type != "table" else { continue }
      objects.append(
        SchemaObject(type: type, name: name, table: row[2].text ?? name, sql: sql, isTemporary: isTemporary))
    }
    let key = name
    indexes = objects.filter { $0.type == "index" && SQLiteQuoting.same($0.table, key) }
    dependents = Self.dependents(of: name, among: objects.filter { $0.type != "index" })
    for trigger in dependents where trigger.type == "trigger" && triggerColumns[FoldedName(trigger.table)] == nil {
      let home: SQLValue = trigger.isTemporary ? .null : .text(home)
      triggerColumns[FoldedName(trigger.table)] = try await catalog.query(
        """
        SELECT name FROM pragma_table_xinfo(\(trigger.table), \(home))
        WHERE hidden = 0 ORDER BY cid
        """
      ).compactMap(\.[0].text)
    }
    statistics = try await catalog.query(
      """
      SELECT name FROM \(identifier: schemaTable)
      WHERE type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat3', 'sqlite_stat4') ORDER BY 1
      """
    ).compactMap(\.[0].text)

    var candidate = "_rev_new_\(name)"
    var number = 1
    while !(try await catalog.query(
      """
      SELECT 1 FROM \(identifier: schemaTable) WHERE name = \(candidate) COLLATE NOCASE
      UNION ALL SELECT 1 FROM temp.sqlite_schema WHERE name = \(candidate) COLLATE NOCASE
      """
    ).isEmpty) {
      number += 1
      candidate = "_rev_new\(number)_\(name)"
    }
    temporaryName = candidate
    try await Self.refuseBrokenViews(objects, home: home, reading: catalog)
  }

  /// The views and triggers that mention a table, those that mention one of these, and so on.
  private static func dependents(of table: String, among objects: [SchemaObject]) -> [SchemaObject] {
    let mentions = objects.map(\.mentions)
    var names: Set<FoldedName> = [FoldedName(table)]
    var found: Set<Int> = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (position, object) in objects.enumerated()
      where !found.contains(position) && !mentions[position].isDisjoint(with: names) {
        found.insert(position)
        // Nothing can name a trigger.
        if object.type == "view" { isGrowing = names.insert(FoldedName(object.name)).inserted || isGrowing }
      }
    }
    return found.sorted().map { objects[$0] }
  }

  /// SQLite renames nothing while a view cannot be compiled, and would blame the table.
  private static func refuseBrokenViews(
    _ objects: [SchemaObject], home: String, reading catalog: any DatabaseConnection
  ) async throws {
    for view in objects where view.type == "view" {
      do {
        let name = QualifiedName(view.name, schema: view.isTemporary ? "temp" : home)
        _ = try await catalog.query("SELECT 1 FROM \(identifier: name) LIMIT 0")
      } catch let error as DatabaseError where error.kind == .statement {
        throw DialectError(
          "the \(view.title) is broken: \(error.message)",
          hint: "repair or drop it first: SQLite renames no table while a view cannot be compiled")
      }
    }
  }
}
