import Dialects
import Revisions

@testable import SQLiteDialect
@testable import SQLiteDriver

/// A check of a statement list that did not yield 1.
struct CheckFailure: Error, Equatable { var words: String }

extension SQLiteConnection {
  /// Runs a text of several statements.
  func script(_ text: String) async throws {
    for part in try SQLiteDialect().cut(text) { try await run(part.text) }
  }

  /// Runs statements as the engine does: checks must yield 1.
  func apply(_ statements: [Statement]) async throws {
    for statement in statements {
      switch statement.kind {
      case .command: try await run(statement.text)
      case .check(let failure):
        let rows = try await query(.raw(statement.text))
        guard rows.count == 1, rows[0].values == [.integer(1)] else { throw CheckFailure(words: failure) }
      }
    }
  }

  /// Carries an operation out inside a savepoint of a transaction, as the engine does.
  func apply(_ value: some OperationValue, dialect: SQLiteDialect = SQLiteDialect()) async throws {
    try await run("BEGIN IMMEDIATE")
    do {
      try await run("SAVEPOINT rev_step")
      let catalog = dialect.needsCatalog(for: value.operation) ? self : nil
      try await apply(try await dialect.statements(for: value.operation, reading: catalog))
      try await run("RELEASE rev_step")
      try await run("COMMIT")
    } catch {
      if isInTransaction { try await run("ROLLBACK") }
      throw error
    }
  }

  /// The first column of a query, as text.
  func column(_ text: String) async throws -> [String] {
    try await query(.raw(text)).map { row in
      switch row[0] {
      case .null: "NULL"
      case .boolean(let flag): flag ? "1" : "0"
      case .integer(let number): String(number)
      case .double(let number): String(number)
      case .text(let text): text
      case .blob(let bytes): "\(bytes)"
      }
    }
  }

  /// A connection in memory, ready for revisions.
  static func memory() async throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path: ":memory:")
    try await connection.prepareForRevisions()
    return connection
  }
}

/// The text of the statements for an operation that needs no catalog.
func sql(_ value: some OperationValue) async throws -> String {
  try await SQLiteDialect().statements(for: value.operation, reading: nil).map(\.text).joined(separator: ";\n")
}

/// A database in memory that a script has filled.
func database(_ script: String) async throws -> SQLiteConnection {
  let connection = try await SQLiteConnection.memory()
  try await connection.script(script)
  return connection
}

/// What an operation fails with; nil where it does not.
func failure(_ connection: SQLiteConnection, _ value: some OperationValue) async -> (any Error)? {
  do { try await connection.apply(value) } catch { return error }
  return nil
}

/// The text that SQLite keeps of a table, view, trigger or index.
func sql(of name: String, in connection: SQLiteConnection) async throws -> String {
  try await connection.query("SELECT sql FROM sqlite_schema WHERE name = \(name)").first?[0].text ?? ""
}

/// All objects but a table, as they are kept.
func objects(_ connection: SQLiteConnection, besides table: String) async throws -> [String] {
  try await connection.query(
    "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema WHERE name <> \(table) ORDER BY 1"
  ).compactMap(\.[0].text)
}
