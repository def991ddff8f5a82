import Foundation
import Testing

/// Every way in which a branch may be checked out.
@Suite("rev verify --against, wherever the branch is checked out")
struct AgainstStateTests {
  /// A branch that edits one revision and deletes another, while `main` has added one.
  private func changed() async throws -> Project {
    let project = try await Project.branched()
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try project.delete("versions/a003.sql")
    try project.sql("b001", after: ["a002"])
    try await project.commit("topic", atMinute: 2)
    try await project.onMain(atMinute: 3) { try project.sql("m001", after: ["a003"]) }
    return project
  }

  private let expected = ["a002 edited", "a003 missing", "m001 behind", "b001 new"]

  /// A clone beside the project.
  private func clone(_ project: Project, _ options: [String]) async throws -> String {
    let folder = project.path("../clone")
    try await project.git(atMinute: 9, ["clone", "-q"] + options + ["file://\(project.folder)", folder])
    return folder
  }

  @Test("A shallow clone that does not go back to the base says so, and counts what it sees; with the history it knows")
  func shallow() async throws {
    let project = try await changed()
    let folder = try await clone(project, ["--depth", "1", "--no-single-branch", "--branch", "topic"])
    let ended = try await project.rev("verify", "--against", "origin/main", in: folder)
    #expect(ended.status == 1)
    #expect(ended.error.contains("warning: this clone is shallow, and does not say where HEAD and origin/main parted"))
    #expect(ended.error.contains("hint: git fetch --unshallow brings the whole history"))
    #expect(
      try await project.findings(with: "origin/main", in: folder)
        == ["a002 edited", "a003 missing", "m001 missing", "b001 stale"])
    try await project.git(atMinute: 9, ["fetch", "-q", "--unshallow"], in: folder)
    let whole = try await project.rev("verify", "--against", "origin/main", in: folder)
    #expect(!whole.error.contains("shallow"))
    #expect(try await project.findings(with: "origin/main", in: folder) == expected)
  }

  @Test("In a shallow clone a parent counts as overtaken where what follows it is not here")
  func shallowStale() async throws {
    let project = try await Project.branched(2)
    try project.sql("b001", after: ["a002"])
    try project.sql("b002", after: ["a001"])
    try await project.commit("topic", atMinute: 2)
    try await project.onMain(atMinute: 3) { try project.sql("m001", after: ["a002"]) }
    let folder = try await clone(project, ["--depth", "1", "--no-single-branch", "--branch", "topic"])
    #expect(
      try await project.findings(with: "origin/main", in: folder)
        == ["m001 missing", "b001 stale", "b002 new"])
  }

  @Test("A runner's checkout: one commit, a detached HEAD, a merge made by the server, then the reference fetched")
  func pipeline() async throws {
    let project = try await changed()
    try await project.git("checkout", "-q", "--detach")
    try await project.git(atMinute: 4, ["merge", "-q", "-m", "merge", "-s", "ours", "topic"])
    try await project.git(atMinute: 4, ["merge", "-q", "-m", "the server's merge", "main"])
    try await project.git("update-ref", "refs/pull/1/merge", "HEAD")
    try await project.git("checkout", "-q", "topic")
    let folder = project.path("../runner")
    try await project.git(atMinute: 5, ["init", "-q", folder])
    try await project.git(atMinute: 5, ["remote", "add", "origin", "file://\(project.folder)"], in: folder)
    let fetch = ["fetch", "-q", "--no-tags", "origin"]
    try await project.git(
      atMinute: 5, fetch + ["--depth=1", "+refs/pull/1/merge:refs/remotes/pull/1/merge"], in: folder)
    try await project.git(atMinute: 5, ["checkout", "-q", "--force", "refs/remotes/pull/1/merge"], in: folder)
    let none = try await project.rev("verify", "--against", "origin/main", in: folder)
    #expect(none.status == 1 && none.error.contains("hint: git fetch origin main:refs/remotes/origin/main"))
    try await project.git(
      atMinute: 5, fetch + ["--unshallow", "+refs/pull/1/merge:refs/remotes/pull/1/merge"], in: folder)
    try await project.git(atMinute: 5, fetch + ["main:refs/remotes/origin/main"], in: folder)
    #expect(
      try await project.findings(with: "origin/main", in: folder) == ["a002 edited", "a003 missing", "b001 new"])
  }

  @Test("A worktree, with its own branch and its own uncommitted changes")
  func worktree() async throws {
    let project = try await changed()
    let folder = project.path("../tree")
    try await project.git(atMinute: 4, ["worktree", "add", "-q", "-b", "other", folder, "main"])
    try "-- revision: a001\n\n-- upgrade\nSELECT 1;\n".write(
      toFile: folder + "/versions/a001.sql", atomically: true, encoding: .utf8)
    #expect(try await project.findings(in: folder) == ["a001 edited"])
    #expect(try await project.findings() == expected)
  }

  @Test("A submodule")
  func submodule() async throws {
    let project = try await changed()
    let outer = project.path("../outer")
    try await project.git(atMinute: 4, ["init", "-q", outer])
    try await project.git(
      atMinute: 4, ["submodule", "--quiet", "add", "-b", "topic", "file://\(project.folder)", "inner"], in: outer)
    #expect(try await project.findings(with: "origin/main", in: outer + "/inner") == expected)
  }

  @Test("A bare clone with a work tree elsewhere, and a worktree of a bare clone")
  func bare() async throws {
    let project = try await changed()
    let bare = try await clone(project, ["--bare"])
    let folder = project.path("../elsewhere")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try await project.git(
      atMinute: 4, ["--git-dir=\(bare)", "--work-tree=\(folder)", "checkout", "-q", "-f", "topic"])
    let environment = ["GIT_DIR": bare, "GIT_WORK_TREE": folder]
    let found = try await project.compared(environment: environment, in: folder).filter { $0.status != "same" }
    #expect(found.map { "\($0.id) \($0.status)" } == expected)
    let tree = project.path("../tree")
    try await project.git(atMinute: 4, ["worktree", "add", "-q", "--detach", tree, "topic"], in: bare)
    #expect(try await project.findings(in: tree) == expected)
  }

  @Test("A project below the top of the repository, with a path that needs quotes, from another folder")
  func below() async throws {
    let project = try Project(nil)
    try project.makeFolder("the service/db")
    try project.write("the service/db.ini", "[rev]\nversion_locations = %(here)s/db\n")
    for (id, parent) in [("a001", []), ("a002", ["a001"])] { try project.sql(id, after: parent, in: "the service/db") }
    try await project.git(atMinute: 0, ["init", "-q", "-b", "main"])
    try await project.commit("first", atMinute: 1)
    try project.delete("the service/db/a002.sql")
    try project.makeFolder("src")
    let ended = try await project.rev(
      "-c", "../the service/db.ini", "verify", "--against", "main", in: project.path("src"))
    #expect(ended.status == 1 && ended.output.hasPrefix("missing    a002 (the service/db/a002.sql)\n"))
    let command = try #require(ended.output.lines.last { $0.contains("git checkout") })
    let words = command.trimmingCharacters(in: .whitespaces).replacing(" brings it back", with: "")
    #expect(words == "git checkout main -- '\(project.path("the service/db/a002.sql"))'")
    #expect(try await project.run("/bin/sh", "-c", "cd src && \(words)").status == 0)
    #expect(project.exists("the service/db/a002.sql"))
  }

  @Test("Scripts that are ignored or not tracked, and a reference that has none, are all new")
  func untracked() async throws {
    let project = try Project(nil)
    try project.makeFolder("versions")
    try project.write("migrate.ini", "[rev]\nscript_location = %(here)s\n")
    try project.write(".gitignore", "versions/\n")
    try await project.git(atMinute: 0, ["init", "-q", "-b", "main"])
    try project.chain(2)
    let unborn = try await project.refusal("verify", "--against", "main")
    #expect(unborn.code == "git")
    try await project.commit("no scripts", atMinute: 1)
    #expect(try await project.findings() == ["a001 new", "a002 new"])
  }

  @Test("Line endings that git converts are no change, and filters are git's own")
  func conversion() async throws {
    let project = try await Project.branched()
    try project.write(".gitattributes", "*.sql text\n")
    try await project.commit("attributes", atMinute: 2)
    for id in ["a001", "a002"] { try project.edit("versions/\(id).sql", "\n", "\r\n") }
    #expect(try await project.findings() == [])
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    let diff = try #require(try await project.compared().first { $0.status == "edited" }?.diff)
    #expect(diff.split(separator: "\n").count { $0.hasPrefix("-") } == 2, "\(diff)")
  }

  @Test("A partial clone that lacks a text says which, and how to fetch it")
  func partialClone() async throws {
    let project = try await changed()
    try await project.onMain(atMinute: 4) { try project.edit("versions/a001.sql", "PRIMARY KEY", "UNIQUE") }
    try await project.git("config", "uploadpack.allowFilter", "true")
    let folder = try await clone(project, ["--filter=blob:none", "--branch", "topic"])
    var found: Ended
    var rounds = 0
    repeat {
      found = try await project.rev("verify", "--against", "origin/main", in: folder)
      guard let hint = found.error.lines.first(where: { $0.hasPrefix("hint: git cat-file") }) else { break }
      #expect(found.error.contains("is not in this clone"))
      let words = hint.split(separator: " ")
      try await project.git(atMinute: 5, [String(words[2]), String(words[3]), String(words[4])], in: folder)
      rounds += 1
    } while rounds < 9
    #expect(rounds > 0 && found.output.contains("edited     a002"), "\(found.all)")
  }

  @Test("Without the git program, with HEAD detached, and against a tag or a commit")
  func references() async throws {
    let project = try await changed()
    try await project.git("tag", "-a", "-m", "v1", "v1", "main")
    try await project.git("checkout", "-q", "--detach")
    let commit = try await project.git("rev-parse", "main")
    for reference in ["v1", commit, String(commit.prefix(9)), "refs/heads/main", "main~0"] {
      let found = try await project.compared(with: reference, environment: ["PATH": "/nowhere"])
      #expect(found.filter { $0.status != "same" }.map { "\($0.id) \($0.status)" } == expected, "\(reference)")
    }
    #expect(try await project.findings(with: "HEAD") == [])
    #expect(try await project.findings(with: "topic") == [])
  }

  @Test("A repository with SHA-256 names is refused in so many words")
  func sha256() async throws {
    let project = try Project()
    try project.chain(1)
    try await project.git(atMinute: 0, ["init", "-q", "--object-format=sha256"])
    try await project.commit("first", atMinute: 1)
    let error = try await project.refusal("verify", "--against", "HEAD")
    #expect(error.code == "git" && error.message.contains("SHA-256"))
  }
}
