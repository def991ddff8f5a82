import Foundation
import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Scripts in git's history")
struct GitHistoryTests {
  private func history(_ repository: GitTestRepository, recursive: Bool = false) throws -> GitHistory {
    let git = try #require(try repository.open())
    return try GitHistory(of: repository.project.repository(recursive: recursive), in: git)
  }

  @Test("were last changed by the commit that `git log` names, over random histories with merges")
  func lastChange() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<rounds(4) {
      let repository = try GitTestRepository()
      let names = ["a", "b", "c"]
      try repository.commit("start")
      var branches = ["main"]
      for step in 0..<14 {
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where branches.count < 4:
          branches.append("branch\(step)")
          try repository.git(["checkout", "-q", "-b", "branch\(step)"])
        case 1: try repository.git(["checkout", "-q", branches.randomElement(using: &random) ?? "main"])
        case 2:
          let other = branches.randomElement(using: &random) ?? "main"
          try repository.git(["merge", "-q", "--no-ff", "-X", "ours", "-m", "merge", other])
        default:
          let name = names.randomElement(using: &random) ?? "a"
          try repository.project.write(
            "\(name).sql", TestProject.sql(name) + "-- \(Int.random(in: 0..<3, using: &random))\n")
          try repository.commit("step \(step)")
        }
      }
      let history = try history(repository)
      for name in names {
        let told = try repository.git(["log", "-1", "--format=%H %an %ae %at %s", "--", "versions/\(name).sql"])
        let change = try history.lastChange(of: "versions/\(name).sql")
        let commit = change?.commit
        let found = commit.map { "\($0.id) \($0.author) \($0.email) \($0.time) \($0.summary)" }
        #expect(found ?? "" == told)
        #expect(commit.map(\.timeZone) ?? 120 == 120)
        if let change {
          #expect(change.after?.description == (try repository.git(["rev-parse", "HEAD:versions/\(name).sql"])))
        }
      }
    }
  }

  @Test("are found on the branch that still has them, and on those only")
  func branches() throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.commit("first")
    try repository.git(["checkout", "-q", "-b", "feature/users"])
    try repository.project.writeSwift("b", parents: ["a"])
    let tip = try #require(try repository.commit("second"))
    try repository.git(["checkout", "-q", "main"])
    try repository.git(["update-ref", "refs/remotes/origin/feature/users", tip.description])
    let history = try history(repository)
    #expect(try history.branches(containing: "a").map(\.name) == ["feature/users", "main", "origin/feature/users"])
    #expect(try history.branches(containing: "b").map(\.name) == ["feature/users", "origin/feature/users"])
    #expect(try history.branches(containing: "c").isEmpty)
    let sighting = try #require(try history.lastSeen(revision: "b"))
    #expect(sighting.branch == "feature/users")
    #expect(sighting.commit.id == tip)
    #expect(sighting.path == "versions/b.swift")
    #expect(sighting.removedBy == nil)
    #expect(try history.git.contents(ofBlob: sighting.blob) == Array(TestProject.swift("b", parents: ["a"]).utf8))
    #expect(try history.lastSeen(revision: "c") == nil)
    #expect(try history.lastSeen(path: "versions/c.sql") == nil)
  }

  @Test("are found where they were deleted, under their last name and text")
  func deleted() throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.project.writeSQL("b", parents: ["a"])
    try repository.commit("first")
    try repository.git(["mv", "versions/b.sql", "versions/renamed.sql"])
    try repository.commit("rename")
    try repository.project.write("renamed.sql", TestProject.sql("b", parents: ["a"]) + "-- more\n")
    let last = try #require(try repository.commit("edit"))
    try repository.remove("renamed.sql")
    let removal = try #require(try repository.commit("remove"))
    try repository.project.writeSQL("d", parents: ["a"])
    try repository.commit("later")
    let history = try history(repository)
    let sighting = try #require(try history.lastSeen(revision: "b"))
    #expect(sighting.branch == "main")
    #expect(sighting.commit.id == last)
    #expect(sighting.removedBy?.id == removal)
    #expect(sighting.path == "versions/renamed.sql")
    #expect(try history.lastSeen(path: "versions/renamed.sql") == sighting)
    #expect(try history.lastSeen(path: "versions/b.sql")?.removedBy?.summary == "rename")
  }

  @Test("are found after a rebase and a squash gave their commits up")
  func rewritten() throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.commit("first")
    try repository.git(["checkout", "-q", "-b", "topic"])
    try repository.project.writeSQL("b", parents: ["a"])
    let old = GitObjectID(ofBlob: Array(TestProject.sql("b", parents: ["a"]).utf8))
    let given = try #require(try repository.commit("topic: b"))
    try repository.project.writeSQL("c", parents: ["b"])
    try repository.commit("topic: c")
    // Squashed into one commit that says something else of b, and without c.
    try repository.git(["reset", "-q", "--soft", "main"])
    try repository.remove("c.sql")
    try repository.project.writeSQL("b", parents: ["z"])
    try repository.commit("topic: squashed")
    try repository.git(["checkout", "-q", "main"])
    try repository.project.writeSQL("z", parents: ["a"])
    try repository.commit("second")
    try repository.git(["rebase", "-q", "main", "topic"])
    let history = try history(repository)
    let lost = try #require(try history.lastSeen(revision: "c"))
    #expect(lost.branch == nil)
    #expect(lost.commit.summary == "topic: c")
    #expect(lost.path == "versions/c.sql")
    #expect(try history.introduction(of: old)?.commit.id == given)
    #expect(try history.introduction(of: GitObjectID(ofBlob: [])) == nil)
    #expect(try history.lastChange(of: "versions/b.sql")?.commit.summary == "topic: squashed")
  }

  @Test("are read at a commit as they are read from a checkout of it, over random projects", arguments: [false, true])
  func scripts(_ isRecursive: Bool) throws {
    var random = SplitMix64(seed: 11)
    let repository = try GitTestRepository()
    for commit in 0..<rounds(6) {
      for number in 0..<6 {
        let name = "r\(number)"
        switch Int.random(in: 0..<7, using: &random) {
        case 0: try? repository.remove("\(name).sql")
        case 1: try repository.project.write("\(name).sql", "-- no header\nSELECT 1;\n")
        case 2: try repository.project.writeSwift(name + "s", parents: ["r0"])
        case 3: try repository.project.write("deep/\(name).sql", TestProject.sql("deep\(number)"))
        case 4: try repository.project.write("help\(number).swift", "func help() {}\n")
        case 5: try repository.project.write(["Schema.swift", ".r.sql", "#r.sql", "note.txt"][number % 4], "x")
        default: try repository.project.writeSQL(name, parents: ["p\(commit)"])
        }
      }
      try repository.commit("commit \(commit)")
      try repository.git(["tag", "t\(commit)"])
    }
    let history = try history(repository, recursive: isRecursive)
    for commit in 0..<rounds(6) {
      let listing = try history.scripts(at: "t\(commit)").listing
      try repository.git(["checkout", "-q", "t\(commit)"])
      let there = repository.project.repository(recursive: isRecursive).list()
      #expect(listing.scripts == there.scripts)
      #expect(listing.supportFiles == there.supportFiles)
      #expect(listing.problems == there.problems)
    }
    #expect(throws: GitError.unknownReference("nowhere")) { try history.scripts(at: "nowhere") }
    #expect(throws: GitError.unknownReference("bad..name ")) { try history.scripts(at: "bad..name ") }
  }

  @Test("are none at a commit before there was a version location")
  func beforeVersions() throws {
    let repository = try GitTestRepository()
    try repository.git(["commit", "-q", "--allow-empty", "-m", "empty"])
    try repository.project.writeSQL("a")
    try repository.commit("first")
    let history = try history(repository)
    let scripts = try history.scripts(at: "HEAD~1")
    #expect(scripts.listing.scripts.isEmpty)
    #expect(scripts.listing.problems.isEmpty)
    #expect(try history.lastSeen(path: "versions/a.sql")?.branch == "main")
  }
}
