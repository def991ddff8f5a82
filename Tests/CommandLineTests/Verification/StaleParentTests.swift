import Foundation
import Testing

@Suite("rev verify --against finds parents that were overtaken")
struct StaleParentTests {
  /// A branch with a revision of its own, on what was then the head; since then `main` has gone on.
  private func overtaken() async throws -> Project {
    let project = try await Project.branched(2)
    try project.sql("b001", after: ["a002"])
    try await project.commit("mine", atMinute: 2)
    try project.sql("b002", after: ["b001"])
    try await project.commit("mine, too", atMinute: 3)
    try await project.onMain(atMinute: 4) {
      try project.sql("m001", after: ["a002"])
      try project.sql("m002", after: ["m001"])
    }
    return project
  }

  @Test("A new revision whose parent is no longer a head is stale, and the way out begins with a merge")
  func stale() async throws {
    let project = try await overtaken()
    let found = try await project.compared()
    #expect(found.filter { $0.status == "stale" }.map(\.id) == ["b001"])
    let stale = try #require(found.first { $0.status == "stale" })
    #expect(stale.stale_parents == [.init(parent: "a002", heads: ["m002"])])
    #expect(stale.commands == ["git merge main", "rev rebase --onto m002"])
    let ended = try await project.rev("verify", "--against", "main")
    #expect(ended.status == 1)
    #expect(
      ended.output.contains(
        """
        stale      b001 (versions/b001.sql)
                   follows a002, which is no longer a head of main: m002 came behind it
                   git merge main, then rev rebase --onto m002 mends it
                   where a database has applied it already: rev merge, which joins the heads
        """), "\(ended.output)")
  }

  @Test("After the merge it still is, as in a pipeline that checks a merge out, and what is left to do is the rest")
  func merged() async throws {
    let project = try await overtaken()
    try await project.git("checkout", "-q", "--detach")
    try await project.git(atMinute: 5, ["merge", "-q", "-m", "as GitHub does it", "main"])
    let found = try #require(try await project.compared().first { $0.status == "stale" })
    #expect(found.id == "b001" && found.commands == ["rev rebase --onto m002"])
  }

  @Test("It is, too, where it was made after the others, by somebody who did not have them yet")
  func madeLater() async throws {
    let project = try await Project.branched(2)
    try await project.onMain(atMinute: 4) { try project.sql("m001", after: ["a002"]) }
    try project.sql("b001", after: ["a002"])
    try await project.commit("mine", atMinute: 5)
    #expect(try await project.findings() == ["m001 behind", "b001 stale"])
    try await project.git(atMinute: 6, ["merge", "-q", "-m", "merge", "main"])
    #expect(try await project.findings() == ["b001 stale"])
  }

  @Test("After a rebase it still is, by the time at which it was made")
  func rebased() async throws {
    let project = try await overtaken()
    try await project.git(atMinute: 6, ["rebase", "-q", "main"])
    #expect(try await project.findings() == ["b001 stale", "b002 new"])
  }

  @Test("One that was not committed when the branch was brought up to date is, by what it says of its own making")
  func uncommitted() async throws {
    let project = try await Project.branched(2)
    try project.sql("b001", after: ["a002"])
    try project.edit("versions/b001.sql", "-- parents", "-- created: 2023-11-14T23:15:20+01:00\n-- parents")
    try await project.git("stash", "-u", "-q")
    try await project.onMain(atMinute: 4) { try project.sql("m001", after: ["a002"]) }
    try await project.git("merge", "-q", "--ff-only", "main")
    try await project.git("stash", "pop", "-q")
    #expect(try await project.findings() == ["b001 stale"])
    try project.edit("versions/b001.sql", "23:15:20+01:00", "23:25:20Z")
    #expect(try await project.findings() == ["b001 new"])
  }

  @Test("Hung below the new head, or joined with it, it is no longer")
  func mended() async throws {
    let project = try await overtaken()
    try await project.git(atMinute: 5, ["merge", "-q", "-m", "merge", "main"])
    try await project.output("merge", "b002", "m002")
    #expect(try await project.findings().filter { $0.hasSuffix("stale") } == [])
    for name in try project.names() where !["a", "b", "m"].contains(where: { name.hasPrefix("\($0)00") }) {
      try project.delete("versions/\(name)")
    }
    #expect(try await project.findings().filter { $0.hasSuffix("stale") } == ["b001 stale"])
    try project.edit("versions/b001.sql", "parents: a002", "parents: m002")
    #expect(try await project.findings() == ["b001 new", "b002 new"])
  }

  @Test("A parent that was no head when the branch was made either was chosen, and one with a label begins a branch")
  func chosen() async throws {
    let project = try await Project.branched(2)
    try project.sql("b001", after: ["a001"])
    try project.sql("c001", after: ["a002"], labels: ["billing"])
    try await project.commit("mine", atMinute: 2)
    try await project.onMain(atMinute: 4) { try project.sql("m001", after: ["a002"]) }
    #expect(try await project.findings() == ["m001 behind", "b001 new", "c001 new"])
  }

  @Test("A merge of the branch's own whose other parent has been followed is stale, too")
  func staleMerge() async throws {
    let project = try await overtaken()
    try await project.git(atMinute: 5, ["merge", "-q", "-m", "merge", "main"])
    try project.sql("j001", after: ["b002", "m002"])
    try await project.commit("joined", atMinute: 6)
    #expect(try await project.findings() == ["b001 new", "b002 new", "j001 new"])
    try await project.onMain(atMinute: 7) { try project.sql("m003", after: ["m002"]) }
    let stale = try await project.compared().filter { $0.status == "stale" }
    #expect(stale.map(\.id).contains("j001"))
  }

  @Test(
    "The command that is said mends it also where rebase would compare with another branch, or rev.against names one")
  func commands() async throws {
    let project = try await overtaken()
    try await project.git("branch", "develop", "main")
    let found = try #require(try await project.compared(with: "develop").first { $0.status == "stale" })
    #expect(found.commands == ["git merge develop", "rev rebase --onto m002 --against develop"])
    try await project.git("config", "rev.against", "develop")
    let set = try #require(try await project.compared(with: "develop").first { $0.status == "stale" })
    #expect(set.commands == ["git merge develop", "rev rebase --onto m002"])
    // Another clone of it would be taken for where everybody is, and is where only this branch has been.
    try await project.git("update-ref", "refs/remotes/origin/main", "topic~2")
    try await project.git("config", "--unset", "rev.against")
    let remote = try #require(try await project.compared(with: "main").first { $0.status == "stale" })
    #expect(remote.commands == ["git merge main", "rev rebase --onto m002 --against main"])
    try await project.git(atMinute: 5, ["merge", "-q", "-m", "merge", "main"])
    let refused = try await project.rev("rebase", "--onto", "m002")
    #expect(
      refused.error.contains("origin/main, which this branch is compared with, does not have it"), "\(refused.all)")
    #expect(refused.error.contains("hint: --against names"))
    try await project.output("rebase", "--onto", "m002", "--against", "main")
    #expect(try await project.findings(with: "main") == ["b001 new", "b002 new"])
    let nothing = try await project.rev("rebase", "--against", "main")
    #expect(nothing.error == "Nothing to do: compared with main, nothing came in between\n", "\(nothing.all)")
  }

  @Test("--onto what only the other branch has says how it comes here")
  func ontoAbsent() async throws {
    let project = try await overtaken()
    let error = try await project.refusal("rebase", "--onto", "m002")
    #expect(error.code == "unknown-revision")
    #expect(error.hints == ["main has it: git merge main, or git rebase main, brings it"])
  }
}
