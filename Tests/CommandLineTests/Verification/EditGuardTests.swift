import Foundation
import Testing

@Suite("Runs look for edits first")
struct EditGuardTests {
  /// A chain of which two are applied and the second is edited since.
  private func edited(_ settings: String = "") async throws -> Project {
    let project = try await Project.appliedChain(2, settings)
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try project.sql("b001", after: ["a002"])
    return project
  }

  @Test(
    "Upgrade, downgrade and stamp refuse, name the revision and its file, and the ways out",
    arguments: [["upgrade"], ["downgrade", "-1"], ["stamp", "a001"]])
  func refuses(_ words: [String]) async throws {
    let project = try await edited()
    let before = try project.bytes("dev.db")
    let ended = try await project.rev(words + ["--json"])
    let error = try ended.output.decoded(as: ErrorDocument.self).error
    #expect(ended.status == 1 && error.code == "edited" && error.ids == ["a002"])
    #expect(error.message.contains("a002 (versions/a002.sql) was edited"))
    for way in ["rev verify ", "rev verify --accept a002 -m", "--allow-edited"] {
      #expect(error.hints.contains { $0.contains(way) }, "\(way)")
    }
    #expect(try project.bytes("dev.db") == before)
    let allowed = try await project.rev(words + ["--allow-edited"])
    #expect(allowed.status == 0, "\(allowed.all)")
    #expect(try project.bytes("dev.db") != before)
  }

  @Test("A script that is gone is refused, too, and a cosmetic edit is not")
  func others() async throws {
    let project = try await Project.appliedChain(3)
    try project.edit("versions/a001.sql", "CREATE", "-- c\nCREATE")
    try await project.output("upgrade")
    try project.delete("versions/a002.sql")
    try project.edit("versions/a003.sql", "parents: a002", "parents: a001")
    let error = try await project.harmlessRefusal("downgrade", "a001")
    #expect(error.message.contains("a002 is gone") && error.hints.contains { $0.contains("--restore a002") })
  }

  @Test("on_edited = warn says it and goes on; ignore says nothing")
  func settings() async throws {
    let warned = try await edited("on_edited = warn").rev("upgrade")
    #expect(warned.status == 0 && warned.error.contains("warning: an applied revision is not as it was applied"))
    #expect(warned.error.contains("a002 (versions/a002.sql) was edited"))
    let ignored = try await edited("on_edited = ignore").rev("upgrade")
    #expect(ignored.status == 0 && !ignored.error.contains("a002 (versions"), "\(ignored.error)")
    let wrong = try await Project("on_edited = sometimes").rev("upgrade")
    #expect(wrong.status == 1 && wrong.error.contains("on_edited"))
  }

  @Test("A stamp with --purge is the way out of a table that nothing fits, and is not held up")
  func purge() async throws {
    let project = try await edited()
    try await project.output("stamp", "--purge", "a001")
    #expect(try await project.heads() == ["a001"])
  }
}
