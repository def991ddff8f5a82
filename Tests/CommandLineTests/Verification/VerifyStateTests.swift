import Foundation
import Testing

/// Every way in which applied scripts may lie in a repository.
@Suite("rev verify, however the project is checked out")
struct VerifyStateTests {
  enum State: String, CaseIterable {
    case clone, shallowClone, partialClone, worktree, submodule, bareWithWorkTreeElsewhere, worktreeOfABareRepository
    case detached, withoutTheGitProgram, behindALink
  }

  /// A committed chain, which is not applied yet.
  private func committed() async throws -> Project {
    let project = try Project()
    try project.chain(3)
    try await project.commitAll("the chain")
    return project
  }

  /// Checks a project out elsewhere; returns the folder, and what `rev` is run with.
  private func place(_ state: State, of project: Project) async throws -> (
    folder: String, environment: [String: String]
  ) {
    let there = project.path("../there")
    let source = "file://\(project.folder)"
    func git(_ words: String..., in folder: String? = nil) async throws {
      try await project.git(atMinute: 0, words, in: folder)
    }
    switch state {
    case .clone: try await git("clone", "-q", source, there)
    case .shallowClone:
      try await project.git("commit", "-q", "--allow-empty", "-m", "later")
      try await git("clone", "-q", "--depth", "1", source, there)
    case .partialClone:
      try await git("config", "uploadpack.allowFilter", "true")
      try await git("clone", "-q", "--filter=blob:none", source, there)
    case .worktree: try await git("worktree", "add", "-q", "-b", "other", there)
    case .submodule:
      try await git("init", "-q", there)
      try await git("submodule", "--quiet", "add", source, "inner", in: there)
      return (there + "/inner", [:])
    case .bareWithWorkTreeElsewhere:
      let bare = project.path("../bare.git")
      try await git("clone", "-q", "--bare", source, bare)
      try FileManager.default.createDirectory(atPath: there, withIntermediateDirectories: true)
      try await git("--git-dir=\(bare)", "--work-tree=\(there)", "checkout", "-q", "-f", "main")
      return (there, ["GIT_DIR": bare, "GIT_WORK_TREE": there])
    case .worktreeOfABareRepository:
      let bare = project.path("../bare.git")
      try await git("clone", "-q", "--bare", source, bare)
      try await git("worktree", "add", "-q", "--detach", there, "main", in: bare)
    case .detached:
      try await git("checkout", "-q", "--detach")
      return (project.folder, [:])
    case .withoutTheGitProgram: return (project.folder, ["PATH": "/nowhere"])
    case .behindALink:
      try FileManager.default.createSymbolicLink(atPath: there, withDestinationPath: project.folder)
    }
    return (there, [:])
  }

  private func verified(
    _ project: Project, _ place: (folder: String, environment: [String: String])
  ) async throws -> [Verified] {
    let ended = try await project.rev("verify", "--json", environment: place.environment, in: place.folder)
    return try ended.output.decoded(as: [Verified].self)
  }

  @Test(
    "What was applied is the same, an edit has its difference, and what is gone comes back", arguments: State.allCases)
  func states(_ state: State) async throws {
    let project = try await committed()
    let place = try await place(state, of: project)
    let upgrade = try await project.rev("upgrade", environment: place.environment, in: place.folder)
    #expect(upgrade.status == 0 && !upgrade.error.contains("warning"), "\(upgrade.all)")
    let before = try await verified(project, place)
    #expect(before.map(\.status) == ["same", "same", "same"])
    let commit = before.map(\.applied_commit)
    #expect(Set(commit).count == 1 && commit[0]?.count == 40 && before.allSatisfy { $0.applied_dirty == false })

    let (edited, gone) = (place.folder + "/versions/a002.sql", place.folder + "/versions/a003.sql")
    let text = try String(contentsOfFile: edited, encoding: .utf8)
    try text.replacing("PRIMARY KEY", with: "NOT NULL").write(toFile: edited, atomically: false, encoding: .utf8)
    try FileManager.default.removeItem(atPath: gone)
    let found = try await verified(project, place)
    #expect(found.map(\.status) == ["same", "edited", "missing"])
    #expect(found[1].diff?.contains("-CREATE TABLE t_a002 (id INTEGER PRIMARY KEY);") == true)
    #expect(found[1].dirty == true && found[1].changed_by == nil)
    #expect(found[2].last_seen?.path == "versions/a003.sql")
    let restored = try await project.rev(
      "verify", "--restore", "a003", environment: place.environment, in: place.folder)
    #expect(restored.status == 0, "\(restored.all)")
    #expect(try await verified(project, place).map(\.status) == ["same", "edited", "same"])
  }

  @Test(
    "In another user's repository it verifies by the texts alone, and says why there is no more",
    .enabled(if: Program.isRoot))
  func foreignOwner() async throws {
    let project = try await committed()
    try await project.output("upgrade")
    for name in [".", ".git"] {
      try FileManager.default.setAttributes([.ownerAccountID: 4242], ofItemAtPath: project.path(name))
    }
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
    try project.edit("versions/a001.sql", "CREATE", "-- why\nCREATE")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    let ended = try await project.rev("verify")
    #expect(ended.status == 1 && ended.output.contains("edited   a002"))
    #expect(ended.error.contains("another user's") && ended.error.contains("safe.directory"), "\(ended.error)")
    #expect(try await project.statuses() == ["a001 cosmetic", "a002 edited", "a003 same"])
    try project.delete("versions/a003.sql")
    let refused = try await project.refusal("verify", "--restore", "a003")
    #expect(refused.code == "git" && refused.message.contains("another user's"))
  }

  @Test("In a repository with SHA-256 names it does the same")
  func sha256() async throws {
    let project = try Project()
    try project.chain(2)
    try await project.git("init", "-q", "-b", "main", "--object-format=sha256")
    try project.write(".gitignore", "dev.db*\n")
    try await project.commitAll()
    let upgrade = try await project.rev("upgrade")
    #expect(upgrade.status == 0 && upgrade.error.contains("SHA-256"))
    #expect(try await project.statuses() == ["a001 same", "a002 same"])
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    let ended = try await project.rev("verify")
    #expect(ended.status == 1 && ended.output.contains("edited   a002") && ended.error.contains("SHA-256"))
  }

  @Test(
    "Scripts that are ignored, or not tracked yet, are verified by their texts; git has no former one",
    arguments: [true, false])
  func untracked(_ isIgnored: Bool) async throws {
    let project = try Project()
    try await project.git("init", "-q", "-b", "main")
    try project.write(".gitignore", isIgnored ? "versions/\ndev.db*\n" : "dev.db*\n")
    try await project.git("add", ".gitignore")
    try await project.git("commit", "-q", "-m", "nothing")
    try project.chain(2)
    try await project.output("upgrade")
    let applied = try await project.verified()
    #expect(applied.map(\.status) == ["same", "same"] && applied.allSatisfy { $0.applied_dirty == true })
    try project.edit("versions/a001.sql", "CREATE", "-- why\nCREATE")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    let found = try await project.verified()
    #expect(found.map(\.status) == ["cosmetic", "edited"] && found[1].diff == nil && found[1].changed_by == nil)
    #expect(
      try await project.rev("verify").output.contains("git does not have what was applied, which was not committed"))
    try project.delete("versions/a002.sql")
    #expect(try await project.refusal("verify", "--restore", "a002").message.contains("git does not have the script"))
  }

  @Test("A branch that was applied, then squashed and rebased: the same texts are the same, another has its difference")
  func rewritten() async throws {
    let project = try await committed()
    try await project.git("checkout", "-q", "-b", "topic")
    try project.sql("b001", after: ["a003"])
    try await project.commitAll("topic: b001")
    try project.sql("b002", after: ["b001"])
    try await project.commitAll("topic: b002")
    try await project.output("upgrade")
    let tip = try await project.git("rev-parse", "HEAD")
    try await project.git("reset", "-q", "--soft", "main")
    try project.edit("versions/b002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.commitAll("topic: squashed")
    try await project.git("checkout", "-q", "main")
    try project.write("README", "meanwhile\n")
    try await project.commitAll("meanwhile")
    try await project.git("rebase", "-q", "main", "topic")
    #expect(try await project.git("branch", "--contains", tip) == "")
    let found = try await project.verified()
    #expect(found.map { "\($0.id) \($0.status)" }.suffix(2) == ["b001 same", "b002 edited"])
    #expect(found.last?.applied_commit == tip)
    #expect(found.last?.diff?.contains("-CREATE TABLE t_b002 (id INTEGER PRIMARY KEY);") == true)
    #expect(found.last?.changed_by?.summary == "topic: squashed")
    try await project.git("checkout", "-q", "main")
    let gone = try await project.verified().suffix(2)
    #expect(gone.map(\.status) == ["missing", "missing"])
    #expect(gone.allSatisfy { $0.last_seen?.branch == "topic" })
    // What comes back is what was applied, which only a reflog still leads to.
    try await project.output("verify", "--restore", "b001")
    try await project.output("verify", "--restore", "b002")
    #expect(try await project.statuses().suffix(2) == ["b001 same", "b002 same"])
  }
}
