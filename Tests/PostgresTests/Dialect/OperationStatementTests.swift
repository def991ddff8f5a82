import Revisions
import Testing

/// An operation, and the SQL that it stands for.
struct Golden: Sendable, CustomTestStringConvertible {
  let operation: any OperationConvertible
  let sql: String

  init(_ operation: any OperationConvertible, _ sql: String) {
    self.operation = operation
    self.sql = sql
  }

  var testDescription: String { sql }
}

extension Golden {
  static let all =
    tables + columns + constraints + indexes + viewsAndTriggers + routines + types + schemasExtensionsAndPrivileges
    + whatEveryObjectHas + rows
}

@Suite("Operations as statements")
struct OperationStatementTests {
  @Test("say what the operation says, and nothing else", arguments: Golden.all)
  func statements(_ golden: Golden) async throws {
    #expect(try await sql(golden.operation) == golden.sql)
  }
}
