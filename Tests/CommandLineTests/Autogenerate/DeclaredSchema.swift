import Foundation
import Testing

/// What `rev check --json` and `rev diff --json` print, as far as the contract goes.
struct DifferenceDocument: Decodable, Equatable {
  struct Operation: Decodable, Equatable {
    var summary: String
    var hazards: [String]
  }

  var up_to_date: Bool
  var operations: [Operation]
  var inexpressible: [String]
  var unsupported: [String]
}

extension Project {
  /// Declares a schema of these lines.
  func declare(_ lines: String) throws {
    try write("versions/Schema.swift", "import Revisions\n\nlet schema = Schema {\n\(lines)\n}\n")
  }

  /// What the database lacks of what is declared.
  func missing(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> [String] {
    let ended = try await rev(["check", "--json"] + words)
    let document = try ended.output.decoded(as: DifferenceDocument.self)
    #expect(ended.status == (document.up_to_date ? 0 : 1), "\(ended.all)", sourceLocation: sourceLocation)
    #expect(document.up_to_date == (document.operations.isEmpty && document.inexpressible.isEmpty))
    return document.operations.map(\.summary)
  }

  /// Writes a revision for what is missing, and returns its text.
  @discardableResult
  func autogenerate(_ message: String, _ words: String...) async throws -> String {
    let ended = try await rev(["create", "--autogenerate", "-m", message, "--json"] + words)
    guard ended.status == 0 else { throw Unexpected("rev create --autogenerate", ended) }
    let written = try JSONDecoder().decode([String: String?].self, from: Data(ended.output.utf8))
    guard let path = written["path"] ?? nil else { throw Unexpected("rev create --autogenerate wrote nothing", ended) }
    return try read(path)
  }

  /// Goes up and down and up again: nothing is left to do there, and nothing is left over below.
  func roundTrip(
    schema: () async throws -> String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try await schema()
    try await output("upgrade", "head")
    #expect(try await missing() == [], sourceLocation: sourceLocation)
    let after = try await schema()
    #expect(before != after, sourceLocation: sourceLocation)
    try await output("downgrade", "-1")
    #expect(try await schema() == before, sourceLocation: sourceLocation)
    try await output("upgrade", "head")
    #expect(try await schema() == after, sourceLocation: sourceLocation)
  }
}
