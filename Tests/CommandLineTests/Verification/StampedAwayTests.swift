import Foundation
import Testing

@Suite("Stamps of revisions whose scripts are gone")
struct StampedAwayTests {
  @Test(
    "A purge that takes a revision out which no script has is a way out: nothing is missing after it",
    arguments: [["--purge", "a001"], ["--purge", "base"]])
  func purge(_ words: [String]) async throws {
    let project = try await Project.appliedChain(1)
    try await project.git("checkout", "-q", "-b", "topic")
    try project.sql("b001", after: ["a001"])
    try await project.commitAll("topic")
    try await project.output("upgrade")
    try await project.git("checkout", "-q", "main")
    try await project.output("stamp", words[0], words[1])
    #expect(try await project.journal().contains("unstamp b001 0"))
    let statuses = try await project.statuses()
    #expect(statuses == (words[1] == "base" ? [] : ["a001 same"]))
    try project.sql("c001", after: ["a001"], upgrade: "", downgrade: "")
    if words[1] == "base" { _ = try await project.query("DROP TABLE t_a001") }
    try await project.output("upgrade")
    #expect(try await project.heads() == ["c001"])
  }

  @Test("An acceptance of what is gone goes on being listed, with who and why, and says what moves its version row")
  func acceptedAsGone() async throws {
    let project = try await Project.chain(2, without: "a002")
    let ended = try await project.rev("verify", "--accept", "a002", "-m", "never mind")
    #expect(ended.error.contains("rev stamp --purge a001 says where the database is without it"), "\(ended.all)")
    let found = try await project.verified()
    #expect(found.map { "\($0.id) \($0.status)" } == ["a001 same", "a002 gone"])
    #expect(found.last?.reason == "never mind" && found.last?.applied_by?.contains("@") == true)
    let shown = try await project.rev("verify")
    #expect(shown.status == 0 && shown.output.contains("gone     a002\n"), "\(shown.all)")
    #expect(shown.output.contains("a version row still says that the database stands there"))
    #expect(shown.output.contains("accepted as gone 20") && shown.output.contains(": never mind\n"))
    try await project.output("stamp", "--purge", "a001")
    #expect(try await project.statuses() == ["a001 same"])
    #expect(try await project.rev("upgrade").status == 0)
  }
}
