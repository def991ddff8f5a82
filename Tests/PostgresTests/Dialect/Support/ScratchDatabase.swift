import Dialects
import Foundation
import Revisions

@testable import PostgresDialect

/// What psql or pg_dump said when it failed.
struct ProgramFailure: Error, CustomStringConvertible {
  var description: String
}

/// A database of a test's own on the throw-away server, worked with through psql and pg_dump.
struct ScratchDatabase {
  let name: String

  init(_ setup: String = "") async throws {
    name = "d" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
    try Self.program("psql", ["-qXd", "postgres", "-c", "CREATE DATABASE \(name)"])
    try script(setup)
  }

  func drop() { _ = try? Self.program("psql", ["-qXd", "postgres", "-c", "DROP DATABASE \(name) WITH (FORCE)"]) }

  /// Runs SQL, and returns its rows a line each.
  @discardableResult
  func script(_ text: String) throws -> String {
    try Self.program("psql", ["-qXAtd", name, "-v", "ON_ERROR_STOP=1", "-f", "-"], input: text)
  }

  /// Carries operations out: together in a transaction, unless one of them cannot be.
  func apply(_ operations: [Revisions.Operation]) async throws {
    var statements: [Statement] = []
    for operation in operations {
      statements += try await PostgresDialect().statements(for: operation, reading: nil)
    }
    let text = statements.map { $0.text + "\n;\n" }.joined()
    let outside = statements.contains { $0.transactionRule == .outside }
    try script(outside ? text : "BEGIN;\n\(text)COMMIT;\n")
  }

  /// The schema as pg_dump writes it, without what is another each time.
  func dump() throws -> String {
    try Self.program("pg_dump", ["-s", name]).split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix(#"\restrict"#) && !$0.hasPrefix(#"\unrestrict"#) }.joined(separator: "\n")
  }

  @discardableResult
  private static func program(_ name: String, _ arguments: [String], input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/lib/postgresql/15/bin/" + name)
    process.arguments = arguments
    let output = Pipe()
    let errors = Pipe()
    let file = FileManager.default.temporaryDirectory.appending(path: "rev-input-" + UUID().uuidString)
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ProgramFailure(description: words) }
    return text
  }
}

/// Runs a test on a database that a script has filled.
func withDatabase<Value>(_ setup: String = "", _ body: (ScratchDatabase) async throws -> Value) async throws -> Value {
  let database = try await ScratchDatabase(setup)
  defer { database.drop() }
  return try await body(database)
}

/// The text of the statements for an operation.
func sql(_ value: some OperationValue) async throws -> String {
  try await PostgresDialect().statements(for: value.operation, reading: nil).map(\.text).joined(separator: ";\n")
}

/// What the dialect refuses an operation with; nil where it does not.
func refusal(_ value: some OperationValue) async -> DialectError? {
  do { _ = try await sql(value) } catch { return error as? DialectError }
  return nil
}
