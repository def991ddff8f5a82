internal import Autogenerate
internal import Dialects
internal import Revisions

// What a database takes as it is declared, and which hardly works.
extension SchemaReader {
  /// Refuses a declaration for its foreign keys to what is not there, and warns of those that are as they are in what it is compared
  /// with, and of those that fit no key.
  func judgeKeys(of reading: SchemaReading, against other: Schema) throws {
    guard let (problems, path) = reading.doubtfulKeys else { return }
    let refused = problems.filter { problem in
      guard case .dangling(let key, let table) = problem.weight else { return false }
      return !other.has(key, on: table, dialect.comparison)
    }
    guard refused.isEmpty else { throw try Report(refused, declaredAt: path) }
    for problem in problems { session.terminal.warn(try Report([problem], declaredAt: path).message) }
  }

  /// Warns of foreign keys that fit no key, and of views that can be made and not read, in what a file of SQL made on a scratch
  /// database.
  func warnOfDoubts(in reading: SchemaReading, on scratch: any MigrationConnection) async throws {
    for problem in SchemaProblems(in: reading.schema, rules: dialect.comparison).list where problem.weight == .unfit {
      session.terminal.warn(visible("\(reading.title): \(problem.words)"))
    }
    for view in reading.schema.views {
      do {
        _ = try await scratch.query("SELECT 1 FROM \(identifier: view.name) LIMIT 0")
      } catch let error as DatabaseError where error.kind == .statement {
        session.terminal.warn(
          visible("\(reading.title): the view \(view.name) cannot be read: \(error.message)"),
          hint: "as long as it is there, SQLite renames nothing, and makes no table anew")
      }
    }
  }
}

extension Schema {
  /// Whether a table has a foreign key of these columns to those.
  fileprivate func has(_ key: ForeignKey, on table: QualifiedName, _ rules: ComparisonRules) -> Bool {
    func parts(_ key: ForeignKey) -> [String] {
      let names = key.columns + [key.referencedTable.schema ?? "", key.referencedTable.name] + key.referencedColumns
      return names.map(rules.folded)
    }
    return tables.contains { other in
      rules.folded(other.name) == rules.folded(table)
        && other.constraints.contains { constraint in
          if case .foreignKey(let other) = constraint { parts(other) == parts(key) } else { false }
        }
    }
  }
}
