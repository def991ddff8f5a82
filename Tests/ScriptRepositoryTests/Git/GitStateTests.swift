import Foundation
import Revisions
import Testing

@testable import ScriptRepository

/// Every way in which a project may lie in a repository, or in none.
@Suite("A project in git")
struct GitStateTests {
  /// A place where the same commit is checked out.
  private struct Place {
    let folder: String
    var environment: [String: String] = [:]
  }

  enum State: String, CaseIterable {
    case ordinary, clone, shallowClone, partialClone, worktree, worktreeWithItsOwnConfiguration, submodule
    case worktreeOfABareRepository, detached, separateWorkTree, pipeline, separateGitFolder
  }

  private func make(_ state: State, of repository: GitTestRepository) throws -> Place {
    let root = repository.project.root
    let origin = repository.project.folder
    func clone(_ options: [String]) throws -> Place {
      try repository.git(["clone", "-q"] + options + ["file://\(origin)", "\(root)/clone"])
      return Place(folder: "\(root)/clone")
    }
    switch state {
    case .ordinary: return Place(folder: origin)
    case .clone: return try clone([])
    case .shallowClone: return try clone(["--depth", "1"])
    case .partialClone:
      try repository.git(["config", "uploadpack.allowFilter", "true"])
      return try clone(["--filter=blob:none"])
    case .worktree, .worktreeWithItsOwnConfiguration:
      try repository.git(["worktree", "add", "-q", "\(root)/tree", "-b", "other"])
      if state == .worktreeWithItsOwnConfiguration {
        try repository.git(["config", "core.repositoryFormatVersion", "1"])
        try repository.git(["config", "extensions.worktreeConfig", "true"])
        try repository.git(["config", "--worktree", "core.autocrlf", "input"], in: "\(root)/tree")
      }
      return Place(folder: "\(root)/tree")
    case .submodule:
      let outer = "\(root)/outer"
      try repository.git(["init", "-q", outer])
      try repository.configure(outer)
      try repository.git(["submodule", "--quiet", "add", "file://\(origin)", "inner"], in: outer)
      return Place(folder: "\(outer)/inner")
    case .worktreeOfABareRepository:
      try repository.git(["clone", "-q", "--bare", origin, "\(root)/bare.git"])
      try repository.git(["worktree", "add", "-q", "--detach", "\(root)/tree", "main"], in: "\(root)/bare.git")
      return Place(folder: "\(root)/tree")
    case .detached:
      try repository.git(["checkout", "-q", "--detach"])
      return Place(folder: origin)
    case .separateWorkTree:
      let folder = "\(root)/tree"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try repository.git(["clone", "-q", "--bare", origin, "\(root)/bare.git"])
      try repository.git(["--git-dir=\(root)/bare.git", "--work-tree=\(folder)", "checkout", "-q", "-f", "main"])
      return Place(folder: folder, environment: ["GIT_DIR": "\(root)/bare.git", "GIT_WORK_TREE": folder])
    case .pipeline:
      // As a runner does it: no branch, no more than one commit, and a token in the configuration.
      let folder = "\(root)/runner"
      try repository.git(["init", "-q", folder])
      try repository.git(["remote", "add", "origin", "file://\(origin)"], in: folder)
      try repository.git(["config", "http.https://example.com/.extraheader", "AUTHORIZATION: basic x"], in: folder)
      try repository.git(
        ["fetch", "-q", "--no-tags", "--depth=1", "origin", "+HEAD:refs/remotes/pull/1/merge"], in: folder)
      try repository.git(["checkout", "-q", "--force", "refs/remotes/pull/1/merge"], in: folder)
      return Place(folder: folder)
    case .separateGitFolder:
      try repository.git(["init", "-q", "--separate-git-dir", "\(root)/elsewhere.git"])
      return Place(folder: origin)
    }
  }

  @Test("is read alike wherever and however it is checked out", arguments: State.allCases)
  func states(_ state: State) async throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.commit("first")
    try repository.project.writeSQL("b", parents: ["a"])
    let head = try #require(try repository.commit("second"))
    let place = try make(state, of: repository)
    let versions = "\(place.folder)/versions"
    try "-- revision: new\r\n-- upgrade\r\nSELECT 1;\r\n".write(
      toFile: "\(versions)/new.sql", atomically: false, encoding: .utf8)
    try TestProject.sql("a", parents: ["changed"]).write(
      toFile: "\(versions)/a.sql", atomically: false, encoding: .utf8)

    let git = try #require(try repository.open(place.folder, environment: place.environment))
    #expect(try git.head() == head)
    #expect(try git.headCommit()?.summary == "second")
    #expect(git.workTree == realPath(place.folder))
    #expect(git.relativePath(of: "\(versions)/b.sql") == "versions/b.sql")

    let scripts = repository.scripts(in: place.folder, environment: place.environment)
    let paths = ["a", "b", "new"].map { "\(versions)/\($0).sql" }
    let ids = try await scripts.blobIDs(ofFiles: paths, in: git)
    let options = place.environment.isEmpty ? [] : ["--git-dir=\(repository.project.root)/bare.git", "--work-tree=."]
    try repository.git(options + ["add", "-f", "versions"], in: place.folder)
    for path in paths {
      let name = try #require(path.split(separator: "/").last)
      let stored = try repository.git(options + ["rev-parse", ":versions/\(name)"], in: place.folder)
      #expect(ids[path]?.stored?.description == stored, "\(name)")
    }

    let history = try GitHistory(of: scripts, in: git)
    #expect(await scripts.provenance(of: paths).isDirty == [paths[0]: true, paths[1]: false, paths[2]: true])
    #expect(try history.scripts(at: "HEAD").listing.scripts.map(\.id) == ["a", "b"])
    let change = try #require(try history.lastChange(of: "versions/b.sql"))
    #expect(change.commit.id == head)
    #expect(change.isAtEndOfHistory == [.shallowClone, .pipeline].contains(state))
    let first = try history.lastChange(of: "versions/a.sql")
    // A clone that ends with the last commit knows no better than that it is no later than that.
    #expect(first?.commit.summary == ([.shallowClone, .pipeline].contains(state) ? "second" : "first"))
  }

  @Test("has no repository where there is none, and only the ids of its bytes")
  func none() async throws {
    let repository = try GitTestRepository(nil)
    let path = try repository.project.write("a.sql", "x\r\n")
    #expect(try repository.open() == nil)
    let ids = try await repository.project.repository().blobIDs(ofFiles: [path, path + "x"], in: nil)
    #expect(ids[path]?.stored == nil)
    #expect(ids[path]?.raw == GitObjectID(ofBlob: Array("x\r\n".utf8)))
    #expect(ids.count == 1)
  }

  @Test("has no commit before the first one")
  func unborn() async throws {
    let repository = try GitTestRepository()
    let path = try repository.project.writeSQL("a")
    let git = try #require(try repository.open())
    let scripts = repository.project.repository()
    let history = try GitHistory(of: scripts, in: git)
    #expect(try git.headCommit() == nil)
    #expect(try git.currentBranch() == nil)
    #expect(await scripts.provenance(of: [path]).isDirty.isEmpty)
    #expect(try history.lastChange(of: "versions/a.sql") == nil)
    #expect(try history.lastSeen(revision: "a") == nil)
    #expect(throws: GitError.unknownReference("HEAD")) { try history.scripts(at: "HEAD") }
  }

  @Test("whose scripts are ignored has them under the ids that `git add --force` would store")
  func ignored() async throws {
    let repository = try GitTestRepository()
    try repository.project.write("../.gitignore", "versions/\n*.sql\n")
    try repository.project.write("../.gitattributes", "* text=auto\n")
    let path = try repository.project.write("a.sql", "a\r\n")
    try repository.commit("nothing")
    let scripts = repository.project.repository()
    let git = try #require(try repository.open())
    let ids = try await scripts.blobIDs(ofFiles: [path], in: git)
    #expect(ids[path]?.stored == GitObjectID(ofBlob: Array("a\n".utf8)))
    #expect(ids[path]?.raw == GitObjectID(ofBlob: Array("a\r\n".utf8)))
    #expect(await scripts.provenance(of: [path]).isDirty == [path: true])
  }

  @Test("that is another user's is refused, and so says the error", .enabled(if: geteuid() == 0))
  func foreignOwner() throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.commit("first")
    try #require(chown(repository.project.folder, 4242, 4242) == 0)
    try #require(chown("\(repository.project.folder)/.git", 4242, 4242) == 0)
    let path = try #require(realPath(repository.project.versions))
    #expect(throws: GitError.ownedByAnother(path: path)) { try repository.open() }
  }

  @Test("whose objects have SHA-256 names is refused, and so says the error")
  func sha256() throws {
    let repository = try GitTestRepository(["--object-format=sha256"])
    try repository.project.writeSQL("a")
    try repository.commit("first")
    let path = try #require(realPath(repository.project.versions))
    #expect(throws: GitError.unsupportedHash(path: path)) { try repository.open() }
  }

  @Test("with a version location outside the work tree says so")
  func outside() throws {
    let repository = try GitTestRepository()
    let git = try #require(try repository.open())
    let scripts = repository.scripts(in: repository.project.root)
    #expect(throws: GitError.outsideWorkTree(path: "\(repository.project.root)/versions")) {
      try GitHistory(of: scripts, in: git)
    }
  }

  @Test("behind a symbolic link has the paths that git knows")
  func symbolicLink() async throws {
    let repository = try GitTestRepository()
    let path = try repository.project.writeSQL("a")
    try repository.commit("first")
    let link = "\(repository.project.root)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: repository.project.folder)
    let git = try #require(try repository.open(link))
    let scripts = repository.scripts(in: link)
    let ids = try await scripts.blobIDs(ofFiles: ["\(link)/versions/a.sql"], in: git)
    #expect(ids["\(link)/versions/a.sql"]?.stored == GitObjectID(try repository.git(["hash-object", path])))
    #expect(git.relativePath(of: "\(link)/versions/gone/b.sql") == "versions/gone/b.sql")
    #expect(git.relativePath(of: "\(repository.project.root)/b.sql") == nil)
    #expect(try GitHistory(of: scripts, in: git).scripts(at: "HEAD").files.map(\.pathInTree) == ["versions/a.sql"])
  }
}
