import Foundation
import Testing

@Suite("Applied revisions that are hung elsewhere")
struct MovedRevisionTests {
  /// A chain of three, applied, of which the last is hung below the first since.
  private func moved(_ settings: String = "") async throws -> Project {
    let project = try await Project.appliedChain(3, settings)
    try project.edit("versions/a003.sql", "parents: a002", "parents: a001")
    return project
  }

  @Test("An applied revision with other parents is edited, what it followed is said, and nothing runs a second time")
  func parents() async throws {
    let project = try await moved()
    let found = try await project.verified()
    #expect(found.map { "\($0.id) \($0.status)" } == ["a001 same", "a003 edited"])
    #expect(found.last?.changes == ["parents": .init(before: ["a002"], after: ["a001"])])
    #expect(found.last?.edited == nil)
    #expect(try await project.rev("verify").output.contains("\n         parents: a002 -> a001\n"))
    let refused = try await project.harmlessRefusal("upgrade", "heads")
    #expect(
      refused.code == "edited" && refused.message.contains("a003 (versions/a003.sql) was edited; parents: a002 -> a001")
    )
    try await project.git("checkout", "-q", "versions/a003.sql")
    #expect(try await project.rev("upgrade", "heads").error.contains("Nothing to do"))
  }

  @Test("So is one that depends on others; the order, a label or the message do not count")
  func others() async throws {
    let project = try Project()
    try project.chain(2)
    try project.sql("b001", after: ["a001"])
    try project.sql("c001", after: ["a002", "b001"])
    try await project.output("upgrade")
    try project.edit(
      "versions/c001.sql", "parents: a002, b001", "parents: b001, a002\n-- branch_labels: x\n-- message: y")
    #expect(try await project.statuses() == ["a001 same", "a002 same", "b001 same", "c001 cosmetic"])
    try project.edit("versions/b001.sql", "parents: a001", "parents: a001\n-- depends_on: a002")
    let found = try #require(try await project.verified().first { $0.id == "b001" })
    #expect(found.status == "edited" && found.changes == ["depends_on": .init(before: [], after: ["a002"])])
  }

  @Test("Where the journal keeps no operations, only what a revision does counts")
  func notKept() async throws {
    let project = try await moved("journal_operations = off")
    #expect(try await project.statuses() == ["a001 same", "a003 cosmetic"])
  }

  @Test("Whoever accepts it hears that what it followed no longer counts as applied, and how to say that it does")
  func accepted() async throws {
    let project = try await moved()
    let ended = try await project.rev("verify", "--accept", "a003", "-m", "why")
    #expect(ended.status == 0 && ended.error.contains("rev stamp a003 a002 says that it is"), "\(ended.all)")
    #expect(try await project.statuses() == ["a001 same", "a003 same"])
    try await project.output("stamp", "a003", "a002")
    #expect(try await project.rev("upgrade", "heads").error.contains("Nothing to do"))
  }
}
