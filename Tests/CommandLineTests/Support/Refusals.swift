import Testing

extension Project {
  /// Runs a command that is expected to fail, with `--json`, and returns its error, after checking that it was said
  /// once, in both places, and in the same words.
  func refusal(
    _ words: String..., status: Int32 = 1, environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ErrorDocument.Body {
    try await refusal(of: words, status: status, environment: environment, sourceLocation: sourceLocation)
  }

  /// The same, where nothing may have happened to the database either.
  func harmlessRefusal(
    _ words: String..., status: Int32 = 1, environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ErrorDocument.Body {
    try await harmlessRefusal(of: words, status: status, environment: environment, sourceLocation: sourceLocation)
  }

  /// The same, of words in a list.
  func harmlessRefusal(
    of words: [String], status: Int32 = 1, environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ErrorDocument.Body {
    let before = try? bytes("dev.db")
    let body = try await refusal(of: words, status: status, environment: environment, sourceLocation: sourceLocation)
    #expect((try? bytes("dev.db")) == before, "the database was written to", sourceLocation: sourceLocation)
    #expect(!exists("dev.db-journal"), sourceLocation: sourceLocation)
    return body
  }

  private func refusal(
    of words: [String], status: Int32, environment: [String: String], sourceLocation: SourceLocation
  ) async throws -> ErrorDocument.Body {
    let ended = try await rev(words + ["--json"], environment: environment)
    #expect(ended.status == status, "\(ended.all)", sourceLocation: sourceLocation)
    guard let body = try? ended.output.decoded(as: ErrorDocument.self).error else {
      throw Unexpected("rev \(words.joined(separator: " "))", ended)
    }
    let said = ended.error.lines.filter { $0.hasPrefix("error: ") }
    #expect(said.count == 1, "\(ended.error)", sourceLocation: sourceLocation)
    #expect(ended.error.contains("error: \(body.message)\n"), "\(ended.error)", sourceLocation: sourceLocation)
    for hint in body.hints { #expect(ended.error.contains("hint: \(hint)\n"), sourceLocation: sourceLocation) }
    #expect(body.ids == Set(body.ids).sorted(), sourceLocation: sourceLocation)
    return body
  }
}
