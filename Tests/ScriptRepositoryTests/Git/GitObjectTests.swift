import Foundation
import Testing

@testable import ScriptRepository

@Suite("Blobs in git's object database")
struct GitObjectTests {
  private static let text = TestProject.sql("lost")
  private static let id = GitObjectID(ofBlob: Array(text.utf8))

  enum Place: String, CaseIterable {
    case loose, packed, otherBranch, unreachable, unreachableAndPacked, multiPackIndex, alternate, staged, stashed
  }

  private func hide(in place: Place, _ repository: GitTestRepository) throws {
    let project = repository.project
    try project.writeSQL("a")
    try repository.commit("first")
    func lose() throws {
      try project.write("lost.sql", Self.text)
      try repository.commit("lost")
    }
    switch place {
    case .loose: try lose()
    case .packed:
      try lose()
      try repository.git(["gc", "-q"])
    case .otherBranch:
      try repository.git(["checkout", "-q", "-b", "other"])
      try lose()
      try repository.git(["checkout", "-q", "main"])
    case .unreachable, .unreachableAndPacked:
      try lose()
      if place == .unreachableAndPacked { try repository.git(["repack", "-q", "-a", "-d"]) }
      try repository.git(["reset", "-q", "--hard", "HEAD~1"])
      try repository.git(["reflog", "expire", "--expire=now", "--all"])
    case .multiPackIndex:
      try repository.git(["repack", "-q", "-d"])
      try lose()
      try repository.git(["repack", "-q", "-d"])
      try repository.git(["multi-pack-index", "write"])
    case .alternate:
      try lose()
      try repository.git(["clone", "-q", "--shared", project.folder, "\(project.root)/shared"])
      try repository.git(["repack", "-q", "-a", "-d"])
    case .staged:
      try project.write("lost.sql", Self.text)
      try repository.git(["add", "-A"])
      try repository.git(["reset", "-q", "--hard"])
    case .stashed:
      try project.write("lost.sql", Self.text)
      try repository.git(["stash", "-q", "-u"])
    }
  }

  @Test("are found wherever they are, with their content", arguments: Place.allCases)
  func found(_ place: Place) throws {
    let repository = try GitTestRepository()
    try hide(in: place, repository)
    let git = try #require(try repository.open(place == .alternate ? "\(repository.project.root)/shared" : nil))
    #expect(git.contains(blob: Self.id))
    #expect(try git.contents(ofBlob: Self.id) == Array(Self.text.utf8))
  }

  @Test("are missed where they are not: never stored, of another kind, or not fetched")
  func missing() throws {
    let repository = try GitTestRepository()
    let project = repository.project
    try project.write("a.sql", Self.text)
    let head = try #require(try repository.commit("first"))
    try repository.remove("a.sql")
    try project.writeSQL("b")
    try repository.commit("second")
    try repository.git(["config", "uploadpack.allowFilter", "true"])
    let git = try #require(try repository.open())
    let never = GitObjectID(ofBlob: Array("never".utf8))
    #expect(!git.contains(blob: never))
    #expect(try git.contents(ofBlob: never) == nil)
    #expect(!git.contains(blob: head))
    #expect(try git.contents(ofBlob: head) == nil)
    for options in [["--depth", "1"], ["--filter=blob:none"]] {
      let folder = "\(project.root)/clone\(options.count)"
      try repository.git(["clone", "-q"] + options + ["file://\(project.folder)", folder])
      let clone = try #require(try repository.open(folder))
      #expect(!clone.contains(blob: Self.id))
      if options.count == 1 {
        let history = try GitHistory(of: repository.scripts(in: folder), in: clone)
        #expect(throws: GitError.blobMissing(Self.id, path: "versions/a.sql")) { try history.scripts(at: "HEAD~1") }
      }
    }
  }
}
