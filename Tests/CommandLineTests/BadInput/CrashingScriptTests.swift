import Testing

@Suite("Scripts that crash")
struct CrashingScriptTests {
  private static let crash = "Live(\"crash\", fingerprint: \"1\") { _ in fatalError(\"too bad\") }"

  @Test("One that crashes as it runs is named at the end, with status 1, and leaves nothing")
  func running() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "SQL(\"CREATE TABLE half (id)\")\n\(Self.crash)")
    let ended = try await project.rev("upgrade")
    #expect(ended.status == 1)
    #expect(ended.error.contains("too bad"))
    let error = try #require(ended.error.lines.last { $0.hasPrefix("error: ") }, "\(ended.error)")
    #expect(error.contains("bbbb11 (versions/bbbb11.swift)") && error.contains("crashed"), "\(error)")
    #expect(ended.error.lines.count < 10, "\(ended.error)")
    #expect(try await project.heads() == ["aaaa11"])
    #expect(try await project.objects() == ["t_aaaa11"])
  }

  @Test("One that crashes as it says what it does is named, too, with --json as a document")
  func saying() async throws {
    let project = try Project(cache: .shared)
    try project.swift("aaaa11", upgrade: #"SQL("SELECT \([1, 2][Int("9") ?? 0])")"#)
    let ended = try await project.rev("upgrade", "--json")
    #expect(ended.status == 1)
    let body = try ended.output.decoded(as: ErrorDocument.self).error
    #expect(body.code == "revision-failed" && body.ids == ["aaaa11"], "\(body)")
    #expect(body.message.contains("versions/aaaa11.swift") && body.message.contains("crashed"), "\(body)")
    #expect(ended.error.lines.contains("error: \(body.message)"))
  }
}
