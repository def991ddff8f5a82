import Foundation
import Testing

@Suite("init --git-hooks")
struct GitHookTests {
  /// A project whose `main` was pushed to a bare repository, and a branch of it, checked out, with a revision of its own.
  private func pushed(_ name: String = "project", hooks: [String] = []) async throws -> Project {
    let project = try await Project.branched(2)
    try await project.git(atMinute: 2, ["init", "-q", "--bare", "-b", "main", project.path("../origin.git")])
    try await project.git("remote", "add", "origin", project.path("../origin.git"))
    try await project.git("push", "-q", "origin", "main")
    try project.sql("b001", after: ["a002"])
    try await project.commit("mine", atMinute: 3)
    return project
  }

  /// Runs git with the built `rev` on its path, and says what came of it.
  private func attempt(
    _ project: Project, _ words: String..., in folder: String? = nil, path: String? = nil
  ) async throws -> Ended {
    try await attempt(project, words, in: folder, path: path)
  }

  private func attempt(
    _ project: Project, _ words: [String], in folder: String? = nil, path: String? = nil
  ) async throws -> Ended {
    let tools = URL(fileURLWithPath: Program.rev).deletingLastPathComponent().path
    let settings = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]
    var environment = project.environment
    environment["PATH"] = path ?? "\(tools):\(environment["PATH"] ?? "")"
    return try await Program.run(
      "/usr/bin/env", ["git"] + settings + words, environment: environment, in: folder ?? project.folder)
  }

  @Test("A push of a branch that changes what others have is stopped, says why, and can be forced; another passes")
  func push() async throws {
    let project = try await pushed()
    #expect(
      try await project.rev("init", "--git-hooks").error
        == "Made .git/hooks/pre-push, which runs rev verify --against\n")
    let fine = try await attempt(project, "push", "origin", "topic")
    #expect(fine.status == 0, "\(fine.all)")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.commit("edited", atMinute: 4)
    let stopped = try await attempt(project, "push", "origin", "topic")
    #expect(stopped.status != 0)
    #expect(stopped.error.contains("edited     a002 (versions/a002.sql)"), "\(stopped.all)")
    #expect(stopped.error.contains("git push --no-verify goes around this check"))
    #expect(stopped.error.contains("git checkout origin/main -- versions/a002.sql takes it back"))
    // What is pushed is looked at, and not what is checked out; a branch that is deleted is not.
    #expect(try await attempt(project, "push", "origin", "main:other").status == 0)
    #expect(try await attempt(project, "push", "origin", "--delete", "other").status == 0)
    #expect(try await attempt(project, "push", "--no-verify", "origin", "topic").status == 0)
  }

  @Test("What is pushed counts, be it checked out or not, and what is not committed does not")
  func pushedCommits() async throws {
    let project = try await pushed()
    try await project.output("init", "--git-hooks")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    #expect(try await attempt(project, "push", "origin", "topic").status == 0)
    try await project.commit("edited", atMinute: 4)
    try await project.git("tag", "edited")
    try await project.git("branch", "second")
    try await project.git("checkout", "-q", "main")
    for names in [["second"], ["main:third", "second"], ["HEAD:fourth", "edited:refs/heads/fifth"]] {
      let stopped = try await attempt(project, ["push", "origin"] + names)
      #expect(stopped.status != 0 && stopped.error.contains("edited     a002"), "\(names) \(stopped.all)")
    }
    #expect(try await attempt(project, "push", "origin", "main:third", "edited").status == 0)
  }

  @Test("What is staged counts for a commit, and what stands in the work tree does not")
  func staged() async throws {
    let project = try await pushed()
    try await project.output("init", "--git-hooks", "--hook", "pre-commit")
    let text = try project.read("versions/a002.sql")
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try project.write("readme", "x")
    try await project.git("add", "readme")
    #expect(try await attempt(project, "commit", "-q", "-m", "readme").status == 0)
    try await project.git("add", "-A")
    try project.write("versions/a002.sql", text)
    let stopped = try await attempt(project, "commit", "-m", "edited")
    #expect(stopped.status != 0 && stopped.error.contains("edited     a002"), "\(stopped.all)")
    #expect(try await attempt(project, "commit", "-q", "--allow-empty", "-a", "-m", "all").status == 0)
    #expect(try await project.git("status", "--porcelain") == "")
  }

  @Test("The hook of a second project in one repository checks both, each by itself")
  func projects() async throws {
    let project = try await pushed()
    try project.makeFolder("service/versions")
    try project.write("service/migrate.ini", "[rev]\nscript_location = %(here)s\n")
    try project.sql("s001", in: "service/versions")
    try await project.commit("a service", atMinute: 4)
    try await project.git("push", "-q", "origin", "HEAD:main")
    try await project.output("init", "--git-hooks")
    let second = try await project.rev("init", "--git-hooks", in: project.path("service"))
    #expect(
      second.status == 0 && second.error.hasSuffix(".git/hooks/pre-push checks service/migrate.ini, too\n"),
      "\(second.all)")
    let again = try await project.rev("init", "--git-hooks", in: project.path("service"))
    #expect(again.status == 0 && again.error.contains("is there already"))
    for script in ["service/versions/s001.sql", "versions/a001.sql"] {
      try project.edit(script, "PRIMARY KEY", "NOT NULL")
      try await project.commit("edited", atMinute: 5)
      let stopped = try await attempt(project, "push", "origin", "topic")
      #expect(stopped.status != 0 && stopped.error.contains(" (\(script))"), "\(stopped.all)")
      try await project.git("reset", "-q", "--hard", "HEAD~1")
    }
    #expect(try await attempt(project, "push", "origin", "topic").status == 0)
  }

  @Test("A commit is stopped in the same way; both can be installed, and neither twice")
  func commit() async throws {
    let project = try await pushed()
    try await project.output("init", "--git-hooks", "--hook", "pre-commit", "--hook", "pre-push")
    #expect(project.exists(".git/hooks/pre-push") && project.exists(".git/hooks/pre-commit"))
    let again = try await project.rev("init", "--git-hooks", "--hook", "pre-commit")
    #expect(again.status == 0 && again.error == ".git/hooks/pre-commit is there already\n")
    try project.delete("versions/a002.sql")
    let stopped = try await attempt(project, "commit", "-a", "-m", "gone")
    #expect(stopped.status != 0 && stopped.error.contains("missing    a002"), "\(stopped.all)")
    #expect(stopped.error.contains("git commit --no-verify goes around this check"))
    try await project.git("checkout", "-q", "versions/a002.sql")
    try project.sql("b002", after: ["b001"])
    try await project.git("add", "-A")
    #expect(try await attempt(project, "commit", "-m", "more").status == 0)
  }

  @Test("Where there is nothing to compare with, no commit yet, or no project, everything passes without a word")
  func nothingToCompare() async throws {
    let project = try Project(nil)
    try await project.git("init", "-q", "-b", "main")
    let words = ["init", "--git-hooks", "--hook", "pre-commit", "--hook", "pre-push"]
    #expect(try await project.rev(words).status == 0)
    #expect(project.exists("migrate.ini") && project.exists("versions"))
    try project.chain(1)
    try await project.git("add", "-A")
    let first = try await attempt(project, "commit", "-q", "-m", "first")
    #expect(first.status == 0 && first.all == "", "\(first.all)")
    try await project.git("init", "-q", "--bare", project.path("../origin.git"))
    try await project.git("remote", "add", "origin", project.path("../origin.git"))
    let push = try await attempt(project, "push", "-q", "origin", "main")
    #expect(push.status == 0 && push.all == "", "\(push.all)")
    try await project.git("rm", "-q", "-r", ".")
    let emptied = try await attempt(project, "commit", "-q", "-m", "no project any more")
    #expect(emptied.status == 0 && emptied.all == "", "\(emptied.all)")
  }

  @Test("What it compares with is the remote's HEAD, else its main or master, or what rev.against names")
  func reference() async throws {
    let project = try await pushed()
    try await project.output("init", "--git-hooks", "--hook", "pre-commit")
    try await project.git("push", "-q", "origin", "main:develop")
    try await project.git("update-ref", "-d", "refs/remotes/origin/main")
    try project.delete("versions/a002.sql")
    try await project.git("add", "-A")
    func isStopped() async throws -> Bool {
      try await attempt(project, "hook", "run", "pre-commit").status != 0
    }
    #expect(try await isStopped() == false)
    try await project.git("config", "rev.against", "origin/develop")
    #expect(try await isStopped())
    try await project.git("config", "--unset", "rev.against")
    try await project.git("remote", "set-head", "origin", "develop")
    #expect(try await isStopped())
    try await project.git("remote", "set-head", "origin", "--delete")
    try await project.git("push", "-q", "origin", "main:master")
    #expect(try await isStopped())
  }

  @Test("A hook that is there is not touched; the line to add is given, and holds")
  func existing() async throws {
    let project = try await pushed()
    try project.makeFolder(".git/hooks")
    let mine = try project.tool(".git/hooks/pre-push", "echo mine")
    let before = try project.read(".git/hooks/pre-push")
    let error = try await project.refusal("init", "--git-hooks", "--hook", "pre-push", "--hook", "pre-commit")
    #expect(error.code == "file-exists" && error.message == ".git/hooks/pre-push is there already, and is not touched")
    #expect(try project.read(".git/hooks/pre-push") == before)
    #expect(project.exists(".git/hooks/pre-commit"))
    let line = try #require(error.hints.first).replacing("put this line at its beginning: ", with: "")
    try project.write(mine, before.replacing("echo mine", with: line + "\necho mine; cat"))
    // What git says on standard input reaches what stands below, too, as git lfs needs it.
    let fine = try await attempt(project, "push", "origin", "topic")
    #expect(fine.status == 0 && fine.all.contains("mine\nrefs/heads/topic "), "\(fine.all)")
    try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    #expect(try await attempt(project, "push", "origin", "main:other").status == 0)
    try await project.git("commit", "-q", "--no-verify", "-a", "-m", "edited")
    let stopped = try await attempt(project, "push", "origin", "topic")
    #expect(stopped.status != 0 && stopped.error.contains("edited     a001"), "\(stopped.all)")
    // Where there is nothing to compare with, it passes.
    try await project.git("update-ref", "-d", "refs/remotes/origin/main")
    #expect(try await attempt(project, "push", "origin", "topic").status == 0)
    #expect(try await project.rev("init", "--git-hooks").error.contains("pre-push is there already"))
  }

  @Test(
    "core.hooksPath is honoured: in the work tree, in the user's home, and as an absolute path",
    arguments: [
      (".githooks/my own", ".githooks/my own"), ("~/hooks", "../home/hooks"), ("ABSOLUTE", "../elsewhere"),
    ])
  func hooksPath(_ setting: String, _ place: String) async throws {
    let project = try await pushed()
    let named = setting == "ABSOLUTE" ? project.path(place) : setting
    try await project.git("config", "core.hooksPath", named)
    try await project.output("init", "--git-hooks")
    #expect(FileManager.default.isExecutableFile(atPath: project.path("\(place)/pre-push")))
    #expect(!project.exists(".git/hooks/pre-push"))
    #expect(try project.read("\(place)/rev-pre-push").contains(Program.rev) == (setting != ".githooks/my own"))
    try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    try await project.commit("edited", atMinute: 4)
    #expect(try await attempt(project, "push", "origin", "topic").status != 0)
  }

  @Test("From a worktree and in a submodule the hook is put where git looks for it")
  func places() async throws {
    let project = try await pushed()
    let tree = project.path("../tree")
    try await project.git("worktree", "add", "-q", "-b", "other", tree, "topic")
    #expect(try await project.rev("init", "--git-hooks", in: tree).status == 0)
    #expect(project.exists(".git/hooks/pre-push"))
    try FileManager.default.removeItem(atPath: tree + "/versions/a002.sql")
    try await project.commit("gone", atMinute: 4, in: tree)
    #expect(try await attempt(project, "push", "origin", "other", in: tree).status != 0)
    #expect(try await attempt(project, "push", "origin", "topic").status == 0)

    let outer = project.path("../outer")
    try await project.git(atMinute: 5, ["init", "-q", outer])
    try await project.git(
      atMinute: 5, ["submodule", "--quiet", "add", project.path("../origin.git"), "inner"], in: outer)
    let inner = outer + "/inner"
    #expect(try await project.rev("init", "--git-hooks", in: inner + "/versions").status == 0)
    #expect(project.exists("../outer/.git/modules/inner/hooks/pre-push"))
    try FileManager.default.removeItem(atPath: inner + "/versions/a002.sql")
    try await project.commit("gone", atMinute: 6, in: inner)
    #expect(try await attempt(project, "push", "origin", "HEAD:inner", in: inner).status != 0)
  }

  @Test(
    "A project in a folder whose name needs quotes, in a section of its own, with its own rev where the PATH has none")
  func quoting() async throws {
    let project = try Project(nil)
    let folder = "it's a \"service\" $HOME"
    try project.makeFolder("\(folder)/versions")
    try project.write("\(folder)/migrate.ini", "[rev]\n[the service]\nscript_location = %(here)s\n")
    try project.sql("a001", in: "\(folder)/versions")
    try await project.git("init", "-q", "-b", "main")
    try await project.commit("first", atMinute: 1)
    try await project.git("update-ref", "refs/remotes/origin/main", "HEAD")
    let made = try await project.rev(
      "-n", "the service", "init", "--git-hooks", "--hook", "pre-commit", "--json", in: project.path(folder))
    #expect(made.status == 0, "\(made.all)")
    struct Made: Decodable { var configuration: String, versions: String?, hooks: [String] }
    let document = try made.output.decoded(as: Made.self)
    #expect(document.hooks == [project.path(".git/hooks/pre-commit")] && document.versions == nil)
    #expect(document.configuration == project.path("\(folder)/migrate.ini"))
    try project.delete("\(folder)/versions/a001.sql")
    let stopped = try await attempt(project, "commit", "-a", "-m", "x", path: "/usr/bin:/bin")
    #expect(stopped.status != 0 && stopped.error.contains("missing    a001"), "\(stopped.all)")
    #expect(try await project.run("/bin/sh", "-n", ".git/hooks/rev-pre-commit").status == 0)
  }

  @Test("Without a repository nothing is made, and --hook alone makes no sense")
  func refusals() async throws {
    let project = try Project(nil)
    let error = try await project.refusal("init", "--git-hooks")
    #expect(error.code == "git" && error.message.contains("in no git repository"))
    #expect(try project.names(in: ".") == [])
    _ = try await project.refusal("init", "--hook", "pre-push", status: 64)
    _ = try await project.refusal("init", "--git-hooks", "--hook", "post-commit", status: 64)
    let made = try Project()
    #expect(try await made.refusal("init", "--git-hooks").code == "git")
  }
}
