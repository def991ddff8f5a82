import Dialects
import PostgresTesting
import Revisions
import Testing

@testable import PostgresDialect

/// Operations that are applied, taken back and applied again, with the schema compared each time.
struct RoundTrip: Sendable, CustomTestStringConvertible {
  let label: String
  let setup: String
  let operations: [Revisions.Operation]
  /// What the schema has in it, as pg_dump writes it, only once the operations are applied.
  let makes: [String]
  /// What it has in it only before that.
  let unmakes: [String]
  /// What takes them back, where it is not their own reverse.
  let back: [Revisions.Operation]?

  init(
    _ label: String, setup: String = "", makes: [String] = [], unmakes: [String] = [],
    back: [any OperationConvertible]? = nil,
    _ operations: any OperationConvertible...
  ) {
    self.label = label
    self.setup = setup
    self.operations = operations.flatMap(\.steps)
    self.makes = makes
    self.unmakes = unmakes
    self.back = back.map { $0.flatMap(\.steps) }
  }

  var testDescription: String { label }

  func wayBack() throws -> [Revisions.Operation] {
    try back ?? operations.reversed().map { try $0.reversed() }
  }

  func run() async throws {
    try await withDatabase(setup) { database in
      let before = try await database.schemaDump()
      try await database.apply(operations)
      let applied = try await database.schemaDump()
      #expect(applied != before, "nothing was changed")
      for part in makes {
        #expect(applied.contains(part), "missing: \(part)\n\(applied)")
        #expect(!before.contains(part), "there before: \(part)")
      }
      for part in unmakes {
        #expect(!applied.contains(part), "still there: \(part)")
        #expect(before.contains(part), "not there before: \(part)\n\(before)")
      }
      try await database.apply(wayBack())
      #expect(try await database.schemaDump() == before, "not as it was before")
      try await database.apply(operations)
    }
  }
}

extension OperationConvertible {
  fileprivate var steps: [Revisions.Operation] {
    if case .steps(let steps) = operations.content { steps } else { [] }
  }
}
