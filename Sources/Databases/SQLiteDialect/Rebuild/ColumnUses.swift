import Dialects
import Revisions

extension TableState {
  /// What would break, or change its meaning, without a column: each by its title.
  func uses(of column: TableText.ColumnText, reading catalog: any DatabaseConnection) async throws -> [String] {
    var uses: [String] = []
    for other in text.columns where !SQLiteQuoting.same(other.name, column.name) {
      for clause in other.clauses where names(column.name, in: clause.expression) {
        uses.append("the definition of the column \(other.name)")
      }
    }
    for clause in text.constraints {
      let columns: [String]
      switch clause.kind {
      case .primaryKey(let names, _, _): columns = names
      case .unique(let names): columns = names
      case .foreignKey(let names, _): columns = names
      default: columns = []
      }
      if columns.contains(where: { SQLiteQuoting.same($0, column.name) }) || names(column.name, in: clause.expression) {
        uses.append("the constraint \(clause.name ?? text.text(of: clause.tokens))")
      }
    }
    for index in indexes where index.names(column.name, from: index.afterTable) {
      uses.append("the \(index.title)")
    }
    let relations = try await relations(reading: catalog)
    // A view on the table may hand the column on under its own name.
    let carriers = Set(([name] + dependents.filter { $0.type == "view" }.map(\.name)).map { FoldedName($0) })
    for object in dependents where object.names(column.name, of: carriers, among: relations) {
      uses.append("the \(object.title)")
    }
    return uses + (try await references(to: column, reading: catalog))
  }

  private func names(_ column: String, in expression: Range<Int>) -> Bool {
    expression.contains { text.tokens.isName(column, at: $0, in: text.bytes) }
  }

  /// The foreign keys that refer to a column, but for that of the column itself.
  private func references(
    to column: TableText.ColumnText, reading catalog: any DatabaseConnection
  ) async throws -> [String] {
    let rows = try await catalog.query(
      """
      SELECT m.name, k."from" FROM \(identifier: QualifiedName("sqlite_schema", schema: schema ?? "main")) AS m
      JOIN pragma_foreign_key_list(m.name, \(schema ?? "main")) AS k
      WHERE m.type = 'table' AND k."table" = \(name) COLLATE NOCASE
      AND (k."to" = \(column.name) COLLATE NOCASE OR k."to" IS NULL AND \(isInKey(column)))
      AND NOT (m.name = \(name) AND k."from" = \(column.name) COLLATE NOCASE) ORDER BY 1, 2
      """)
    return rows.map { "the foreign key of \($0[0].text ?? "").\($0[1].text ?? "")" }
  }

  private func isInKey(_ column: TableText.ColumnText) -> Bool {
    text.primaryKey.contains { SQLiteQuoting.same($0, column.name) }
  }

  /// The names of all tables and views of the schema.
  private func relations(reading catalog: any DatabaseConnection) async throws -> Set<FoldedName> {
    let rows = try await catalog.query(
      """
      SELECT name FROM \(identifier: QualifiedName("sqlite_schema", schema: schema ?? "main"))
      WHERE type IN ('table', 'view')
      """)
    return Set(rows.compactMap { $0[0].text.map { FoldedName($0) } })
  }
}
