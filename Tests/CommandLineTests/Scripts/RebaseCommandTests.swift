import Foundation
import Testing

@Suite("rev rebase")
struct RebaseCommandTests {
  /// A branch `topic` with b001 and b002, and main, merged into it, that went on with a003 meanwhile.
  private func parted() async throws -> Project {
    let project = try await Project.parted()
    try await project.git("merge", "-q", "main", "-m", "merge main")
    return project
  }

  private func parents(_ project: Project) async throws -> [String: [String]] {
    struct Shown: Decodable {
      var id: String
      var parents: [String]
    }
    let shown = try await project.output("history", "--json").decoded(as: [Shown].self)
    return Dictionary(uniqueKeysWithValues: shown.map { ($0.id, $0.parents) })
  }

  @Test("This branch's own revisions follow the other head: one line again, without a merge")
  func rebase() async throws {
    let project = try await parted()
    #expect(try await project.output("heads").lines.count == 2)
    let before = try project.read("versions/b001.sql")
    let ended = try await project.rev("rebase")
    #expect(ended.status == 0, "\(ended.all)")
    #expect(ended.output == "b001 (versions/b001.sql) follows a003, and not a002\n")
    #expect(try await project.output("heads").lines == ["b002 (head)"])
    #expect(try project.read("versions/b001.sql") == before.replacing("-- parents: a002", with: "-- parents: a003"))
    #expect(try await project.git("status", "--porcelain") == "M versions/b001.sql")
    try await project.output("upgrade")
    #expect(try await project.output("current").contains("b002"))
    let again = try await project.rev("rebase")
    #expect(
      again.status == 0 && again.output == ""
        && again.error == "Nothing to do: compared with main, nothing came in between\n")
  }

  @Test("A Swift script's list of parents is all that changes, and it still compiles")
  func swift() async throws {
    let project = try Project("", cache: .shared)
    try project.chain(1)
    try await project.commitAll()
    try await project.git("checkout", "-q", "-b", "topic")
    try project.write(
      "versions/b001.swift",
      """
      import Revisions

      // Its parents: ["a001"]
      struct Topic_b001: Revision {
        static let id: RevisionID = "b001"
        static let parents = [RevisionID("a001")]  // see above

        var upgrade: Operations { SQL("CREATE TABLE topic (x INTEGER)") }
        var downgrade: Operations { SQL("DROP TABLE topic") }
      }

      """)
    try await project.commitAll("topic")
    try await project.git("checkout", "-q", "main")
    try project.sql("a002", after: ["a001"])
    try await project.commitAll("main goes on")
    try await project.git("checkout", "-q", "topic")
    try await project.git("rebase", "-q", "main")
    let before = try project.read("versions/b001.swift")
    try await project.output("rebase")
    #expect(
      try project.read("versions/b001.swift")
        == before.replacing(#"[RevisionID("a001")]"#, with: #"[RevisionID("a002")]"#))
    try await project.output("upgrade")
    #expect(try await project.output("current").contains("b001"))
  }

  @Test("With --dry-run nothing is written; --json says from where to where")
  func dryRun() async throws {
    let project = try await parted()
    let dry = try await project.output("rebase", "--dry-run")
    #expect(dry == "b001 (versions/b001.sql) would follow a003, and not a002\n")
    #expect(try await project.git("status", "--porcelain") == "")
    struct Moved: Decodable {
      var id: String
      var path: String
      var parents_before: [String]
      var parents: [String]
    }
    let moved = try await project.output("rebase", "--json").decoded(as: [Moved].self)
    #expect(moved.map(\.id) == ["b001"] && moved[0].path == project.path("versions/b001.sql"))
    #expect(moved[0].parents_before == ["a002"] && moved[0].parents == ["a003"])
    #expect(try await project.output("rebase", "--json") == "[]\n")
  }

  @Test("It is refused where the database has applied what would move, whatever else it has")
  func applied() async throws {
    let project = try await parted()
    try await project.output("upgrade", "b002")
    let refused = try await project.rev("rebase")
    #expect(refused.status == 1 && refused.output == "")
    #expect(refused.error.contains("has applied b001 already, after a002"))
    #expect(refused.error.contains("rev downgrade a002") && refused.error.contains("rev merge"))
    #expect(try await project.git("status", "--porcelain") == "")
    try await project.output("downgrade", "a002")
    #expect(try await project.rev("rebase").status == 0)

    let other = try await parted()
    try await other.output("upgrade", "b002")
    #expect(try await other.rev("rebase", "--no-database").status == 0)
  }

  @Test("What the other branch has and this one does not is to be merged first")
  func behind() async throws {
    let project = try await parted()
    try await project.git("checkout", "-q", "main")
    try project.sql("a004", after: ["a003"])
    try await project.commitAll("and on")
    try await project.git("checkout", "-q", "topic")
    let refused = try await project.rev("rebase")
    #expect(refused.status == 1)
    #expect(refused.error.contains("main has 1 revision that this branch does not: a004"))
    #expect(refused.error.contains("git merge main"))
    #expect(try await project.rev("rebase", "--onto", "a003").status == 0, "unless one says where to")
  }

  @Test("The remote's own branch is the other one, even where the local one is behind")
  func remote() async throws {
    let project = try await parted()
    try await project.git("clone", "-q", "--bare", ".", "../origin.git")
    try await project.git("remote", "add", "origin", "../origin.git")
    try await project.git("fetch", "-q", "origin")
    try await project.git("update-ref", "refs/heads/main", "main~1")
    let moved = try await project.output("rebase")
    #expect(moved == "b001 (versions/b001.sql) follows a003, and not a002\n")
  }

  @Test("Without git, the first one to move is named")
  func withoutGit() async throws {
    let project = try Project()
    try project.chain(2)
    try project.sql("b001", after: ["a001"])
    try project.sql("b002", after: ["b001"])
    let refused = try await project.rev("rebase")
    #expect(refused.status == 1 && refused.error.contains("rev rebase ID --onto HEAD"))
    #expect(try await project.output("rebase", "b001") == "b001 (versions/b001.sql) follows a002, and not a001\n")
    #expect(try await project.output("heads").lines == ["b002 (head)"])
  }

  @Test("A merge that joined the heads is no merge any more")
  func merged() async throws {
    let project = try await parted()
    try await project.output("merge", "--format", "sql", "--rev-id", "m001", "-m", "join")
    let ended = try await project.rev("rebase")
    #expect(ended.status == 0, "\(ended.all)")
    #expect(
      try await parents(project)
        == ["a001": [], "a002": ["a001"], "a003": ["a002"], "b001": ["a003"], "b002": ["b001"], "m001": ["b002"]])
  }

  @Test(
    "Several heads to follow, a place that moves itself, and what follows something else: each is refused with its way out"
  )
  func refusals() async throws {
    let project = try Project()
    try project.chain(1)
    for id in ["b001", "c001", "x001"] { try project.sql(id, after: ["a001"]) }
    try project.sql("x002", after: ["x001"])
    try await expectRefusal(
      project, "rebase", "x001", saying: ["there are 2 heads to follow: b001, c001", "--onto b001"])
    try await expectRefusal(
      project, "rebase", "x001", "--onto", "x002", saying: ["x002 is one of the revisions that would move"])
    try await expectRefusal(project, "rebase", "x002", "--onto", "b001", saying: ["x002 follows what b001 does not"])
    try await expectRefusal(project, "rebase", "a001", saying: ["none of"])
    try await expectRefusal(project, "rebase", "x001", "--onto", "heads", saying: ["--onto takes one revision"])
    try await expectRefusal(project, "rebase", "x001", "--onto", "nowhere", saying: ["nowhere"])
    #expect(try await parents(project)["x001"] == ["a001"])
  }

  private func expectRefusal(_ project: Project, _ words: String..., saying texts: [String]) async throws {
    let ended = try await project.rev(words)
    #expect(ended.status != 0 && ended.output == "", "\(words)")
    for text in texts { #expect(ended.error.contains(text), "\(words): \(ended.error)") }
  }
}
