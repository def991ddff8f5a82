import Foundation

/// A revision as the contract has it.
struct RevisionDocument: Decodable, Equatable {
  var id: String
  var parents: [String]
  var depends_on: [String]
  var branch_labels: [String]
  var message: String
  var path: String
  var is_head: Bool
  var is_base: Bool
  var is_branch_point: Bool
  var is_merge: Bool
}

/// A plan as the contract has it.
struct PlanDocument: Decodable, Equatable {
  struct Step: Decodable, Equatable {
    var direction: String
    var revision: String
    var heads: [String]
  }

  var from: [String]
  var to: [String]
  var steps: [Step]
}

/// An error as the contract has it.
struct ErrorDocument: Decodable, Equatable {
  struct Body: Decodable, Equatable {
    var code: String
    var message: String
    var hints: [String]
    var ids: [String]
  }

  var error: Body
}

extension String {
  /// The text read as JSON.
  func decoded<Document: Decodable>(as type: Document.Type = Document.self) throws -> Document {
    try JSONDecoder().decode(type, from: Data(utf8))
  }

  /// The lines, without empty ones.
  var lines: [String] { split(separator: "\n").map(String.init) }
}

extension Project {
  /// The revisions that a command lists with `--json`.
  func listing(_ words: String...) async throws -> [RevisionDocument] {
    let ended = try await rev(words + ["--json"])
    guard ended.status == 0 else { throw Unexpected("rev \(words.joined(separator: " "))", ended) }
    return try ended.output.decoded()
  }
}
