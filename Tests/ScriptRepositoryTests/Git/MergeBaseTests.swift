import Foundation
import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Where branches parted")
struct MergeBaseTests {
  @Test("is what `git merge-base --all` says, over random histories and clocks that are wrong")
  func random() throws {
    var random = SplitMix64(seed: 5)
    let repository = try GitTestRepository()
    let tree = try repository.git(["mktree"], input: Data())
    for _ in 0..<rounds(4) {
      var commits: [String] = []
      for number in 0..<14 {
        let parents = Set(
          (0..<Int.random(in: 0..<3, using: &random)).compactMap { _ in
            commits.suffix(6).randomElement(using: &random)
          })
        let time = 1_600_000_000 + Int.random(in: 0..<4, using: &random) * 1000
        let lines =
          ["tree \(tree)"] + parents.sorted().map { "parent \($0)" }
          + ["author A <a@b.c> \(time) +0000", "committer A <a@b.c> \(time) +0000", "", "commit \(number)", ""]
        commits.append(
          try repository.git(
            ["hash-object", "-t", "commit", "-w", "--stdin"], input: Data(lines.joined(separator: "\n").utf8)))
      }
      let git = try #require(try repository.open())
      for _ in 0..<12 {
        guard let one = commits.randomElement(using: &random), let other = commits.randomElement(using: &random),
          let (first, second) = GitObjectID(one).flatMap({ one in GitObjectID(other).map { (one, $0) } })
        else { continue }
        let said = (try? repository.git(["merge-base", "--all", one, other])) ?? ""
        let found = try git.mergeBases(of: first, and: second).map(\.description)
        #expect(found.sorted() == said.split(separator: "\n").map(String.init).sorted(), "\(one) \(other)")
      }
    }
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
