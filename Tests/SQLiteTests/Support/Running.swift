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
