import Foundation
import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Where branches parted")
struct MergeBaseTests {
  /// Makes a commit of nothing, and returns its id.
  private func commit(_ parents: [String], at time: Int, in repository: GitTestRepository) throws -> String {
    let tree = try repository.git(["mktree"], input: Data())
    let lines =
      ["tree \(tree)"] + parents.map { "parent \($0)" }
      + ["author A <a@b.c> \(time) +0000", "committer A <a@b.c> \(time) +0000", "", "a commit", ""]
    let text = Data(lines.joined(separator: "\n").utf8)
    return try repository.git(["hash-object", "-t", "commit", "-w", "--stdin"], input: text)
  }

  private func bases(of one: String, and other: String, in repository: GitTestRepository) throws -> [String] {
    let git = try #require(try repository.open())
    return try git.mergeBases(of: #require(GitObjectID(one)), and: #require(GitObjectID(other))).map(\.description)
      .sorted()
  }

  @Test("is what `git merge-base --all` says, over random histories and clocks that are wrong")
  func random() throws {
    var random = SplitMix64(seed: 5)
    let repository = try GitTestRepository()
    for _ in 0..<rounds(4) {
      var commits: [String] = []
      for _ in 0..<14 {
        let parents = Set(
          (0..<Int.random(in: 0..<3, using: &random)).compactMap { _ in
            commits.suffix(6).randomElement(using: &random)
          })
        let time = 1_600_000_000 + Int.random(in: 0..<1000, using: &random)
        commits.append(try commit(parents.sorted(), at: time, in: repository))
      }
      for _ in 0..<12 {
        guard let one = commits.randomElement(using: &random), let other = commits.randomElement(using: &random) else {
          continue
        }
        let said = (try? repository.git(["merge-base", "--all", one, other])) ?? ""
        #expect(
          try bases(of: one, and: other, in: repository) == said.split(separator: "\n").map(String.init).sorted(),
          "\(one) \(other)")
      }
    }
  }

  @Test("is not a commit behind another base, which a wrong clock brings up first")
  func clocks() throws {
    let repository = try GitTestRepository()
    func make(_ parents: [String], at time: Int) throws -> String {
      try commit(parents, at: 1_600_000_000 + time, in: repository)
    }
    // root ─ a ─ b ─ base ─ c ─ other, whose clocks run backwards; root ─ d ─ other; one follows base and root.
    let root = try make([], at: 5)
    let base = try make([make([make([root], at: 4)], at: 3)], at: 2)
    let one = try make([base, root], at: 7)
    let other = try make([make([base], at: 1), make([root], at: 6)], at: 8)
    #expect(try bases(of: one, and: other, in: repository) == [base])
    #expect(try repository.git(["merge-base", "--all", one, other]) == base)
  }

  @Test("is not known where a shallow clone ends before, and of commits that are not there")
  func shallow() throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.commit("first")
    try repository.git(["checkout", "-q", "-b", "topic"])
    try repository.project.writeSQL("b")
    try repository.commit("topic")
    try repository.git(["checkout", "-q", "main"])
    try repository.project.writeSQL("c")
    try repository.commit("main")
    let folder = "\(repository.project.root)/clone"
    try repository.git([
      "clone", "-q", "--depth", "1", "--no-single-branch", "file://\(repository.project.folder)", folder,
    ])
    func bases() throws -> [String] {
      let git = try #require(try repository.open(folder))
      let (main, topic) = (try git.commitID(of: "origin/main"), try git.commitID(of: "origin/topic"))
      #expect(try git.mergeBases(of: main, and: main) == [main])
      #expect(try git.mergeBases(of: main, and: GitObjectID(ofBlob: [])) == [])
      return try git.mergeBases(of: main, and: topic).map(\.description)
    }
    #expect(try bases() == [])
    try repository.git(["fetch", "-q", "--unshallow"], in: folder)
    #expect(try bases() == [try repository.git(["merge-base", "main", "topic"])])
  }
}
