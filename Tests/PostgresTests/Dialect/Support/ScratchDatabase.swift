import Dialects
import PostgresTesting
import Revisions

@testable import PostgresDialect

/// Runs a test on a database of its own that a script has filled; without a server, on the one that all tests share.
func withDatabase<Value>(
  _ setup: String = "", on server: PostgresServer? = nil, _ body: (TestDatabase) async throws -> Value
) async throws -> Value {
  let shared = if let server { server } else { try await PostgresServer.shared() }
  let database = try await shared.makeDatabase("dialect")
  do {
    if !setup.isEmpty { try await database.run(setup) }
    let value = try await body(database)
    try await database.drop()
    return value
  } catch {
    try? await database.drop()
    throw error
  }
}

extension TestDatabase {
  /// Carries operations out: together in a transaction, unless one of them cannot be.
  func apply(_ operations: [Operation]) async throws {
    var statements: [Statement] = []
    for operation in operations {
      statements += try await PostgresDialect().statements(for: operation, reading: nil)
    }
    let text = statements.map { $0.text + "\n;\n" }.joined()
    let runsOutside = statements.contains { $0.transactionRule == .outside }
    try await run(runsOutside ? text : "BEGIN;\n\(text)COMMIT;\n")
  }

  func apply(_ values: any OperationValue...) async throws { try await apply(values.map(\.operation)) }
}

/// The text of the statements for an operation.
func sql(_ value: any OperationConvertible) async throws -> String {
  guard case .steps(let steps) = value.operations.content else { return "" }
  var texts: [String] = []
  for step in steps { texts += try await PostgresDialect().locatedStatements(for: [step], reading: nil).map(\.text) }
  return texts.joined(separator: ";\n")
}

/// What the dialect refuses an operation with; nil where it does not.
func refusal(_ value: any OperationConvertible) async -> DialectError? {
  do { _ = try await sql(value) } catch { return error as? DialectError }
  return nil
}
