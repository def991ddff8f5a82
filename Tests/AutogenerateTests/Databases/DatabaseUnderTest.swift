import Dialects
import Revisions

@testable import Autogenerate

/// A database that is brought from schema to schema.
protocol DatabaseUnderTest: AnyObject {
  associatedtype Kind: Dialect & SchemaReflecting
  associatedtype Connection: MigrationConnection
  var dialect: Kind { get }
  var connection: Connection { get }
  /// The statements that were run since it was made empty.
  var log: [String] { get set }
  /// What is read of it.
  var scope: ReflectionScope { get }

  /// Makes it empty.
  func clear() async throws
  /// A schema as an empty database of this kind reads it back once it was made there.
  func readBack(_ schema: Schema) async throws -> Schema
  /// Puts a few rows into each table, as far as they can be had; all values of a type are the same in all tables.
  func fill(_ schema: Schema) async throws
  /// Whether a failure is that of rows which break a rule.
  func isViolation(_ error: DatabaseError) -> Bool
}

extension DatabaseUnderTest {
  /// What stands in the database.
  func reflect() async throws -> Schema {
    let reflection = try await dialect.reflect(scope, from: connection)
    guard reflection.unsupported.isEmpty else {
      throw RoundTripFailure("not everything can be read: \(reflection.unsupported)")
    }
    return reflection.schema
  }

  /// Carries operations out as one revision: in one transaction, but for what says that it has to be outside.
  func carryOut(_ operations: [Revisions.Operation]) async throws {
    var position = 0
    while position < operations.count {
      if case .outsideTransaction(let outside) = operations[position] {
        guard case .steps(let steps) = outside.body.content else { continue }
        for step in steps { try await run([step]) }
        position += 1
        continue
      }
      let change = dialect.sessionChange(for: operations)
      for statement in change?.begin ?? [] { try await connection.run(statement) }
      try await connection.run(dialect.beginTransaction)
      do {
        let inside = operations[position...].prefix { operation in
          if case .outsideTransaction = operation { false } else { true }
        }
        for group in dialect.joined(Array(inside)) { try await run(group) }
        position += inside.count
        if let query = dialect.violationsQuery {
          let rows = try await connection.query(query)
          guard rows.isEmpty else { throw RowsBreakRules() }
        }
        try await connection.run("COMMIT")
      } catch {
        if connection.isInTransaction { try await connection.run("ROLLBACK") }
        throw error
      }
      for statement in change?.end ?? [] { try await connection.run(statement) }
    }
  }

  private func run(_ operations: [Revisions.Operation]) async throws {
    let catalog = operations.contains(where: dialect.needsCatalog) ? connection : nil
    for statement in try await dialect.statements(forAll: operations, reading: catalog) {
      log.append(statement.text)
      do {
        switch statement.kind {
        case .command: try await connection.run(statement.text)
        case .check(let failure):
          let rows = try await connection.query(.raw(statement.text))
          guard rows.count == 1, rows[0].values == [.integer(1)] else { throw RoundTripFailure(failure) }
        }
      } catch let error as DatabaseError where !isViolation(error) {
        throw RoundTripFailure("\(error)\n\(error.detail ?? "") \(error.hint ?? "")\nin: \(statement.text)")
      }
    }
  }

  /// The rows of those columns of some tables, sorted: by the names of the tables.
  func rows(of tables: [(table: QualifiedName, columns: [String])]) async throws -> [[String]] {
    var result: [[String]] = []
    for (table, columns) in tables {
      var list: SQLFragment = ""
      for (position, column) in columns.enumerated() {
        list = list + (position > 0 ? ", " : "") + "\(identifier: column)"
      }
      let rows = try await connection.query("SELECT \(list) FROM \(identifier: table)")
      result.append(rows.map { "\($0.values)" }.sorted())
    }
    return result
  }
}

/// Rows of one table refer to none of another.
struct RowsBreakRules: Error {}

/// What became of a round trip that did not lead back.
struct RoundTripFailure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
