import Foundation
import Testing

@Suite("A version row that no script here has")
struct LostRowTests {
  private func refusal(_ project: Project, _ words: String...) async throws -> ErrorDocument.Body {
    let ended = try await project.rev(words + ["--json"])
    #expect(ended.status == 1, "\(ended.all)")
    let body = try ended.output.decoded(as: ErrorDocument.self).error
    #expect(body.code == "unknown-version-row")
    return body
  }

  @Test("The error says which branch has it, and from whose commit", arguments: ["upgrade", "downgrade", "current"])
  func branch(_ command: String) async throws {
    // What the journal keeps would stand in for the script.
    let project = try Project("journal_operations = off")
    try project.chain(1)
    try await project.commitAll()
    try await project.git("checkout", "-q", "-b", "topic")
    try project.sql("b001", after: ["a001"])
    try await project.commitAll("the topic's table")
    let commit = try await project.git("rev-parse", "HEAD")
    try project.sql("b002", after: ["b001"])
    try await project.commitAll("and another")
    try await project.output("upgrade", "b001")
    try await project.git("checkout", "-q", "main")
    let body = try await refusal(project, command, command == "downgrade" ? "base" : "-v")
    #expect(
      body.message.contains(
        "branch topic has b001 (versions/b001.sql), from \(commit.prefix(12)) by Ada <ada@example.com>, 20"))
    #expect(body.message.contains("the topic's table"))
    #expect(body.hints.contains { $0.contains("rev switch --from topic") })
  }

  @Test("Where no branch has it any more, the error says who removed it, and how it comes back")
  func removed() async throws {
    let project = try await Project.appliedChain(2)
    try project.delete("versions/a002.sql")
    try await project.commitAll("clean up")
    let body = try await refusal(project, "upgrade")
    #expect(body.message.contains("a002 was versions/a002.sql, from "))
    #expect(body.message.contains("\n       removed in ") && body.message.contains("clean up"))
    #expect(body.hints.contains { $0.contains("rev verify --restore a002") })
    try await project.output("verify", "--restore", "a002")
    #expect(try await project.rev("upgrade").status == 0)
  }

  @Test("Where git knows nothing of it, or there is no git, the usual causes are named")
  func unknown() async throws {
    let project = try await Project.appliedChain(1)
    _ = try await project.query("UPDATE rev_version SET version_num = 'feed00feed00'")
    #expect(try await refusal(project, "upgrade").hints.contains { $0.contains("the usual cause") })
    try project.delete(".git")
    #expect(try await refusal(project, "upgrade").hints.contains { $0.contains("the usual cause") })
  }
}
