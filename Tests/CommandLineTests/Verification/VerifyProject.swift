import Foundation

/// What `rev verify --json` says of a revision.
struct Verified: Decodable {
  struct Commit: Decodable {
    var commit: String
    var author: String
    var email: String
    var date: String
    var summary: String
  }

  struct Sighting: Decodable {
    var branch: String?
    var path: String
    var commit: Commit
    var removed_by: Commit?
  }

  var id: String
  var status: String
  var origin: String?
  var applied_by: String?
  var applied_blob: String?
  var applied_commit: String?
  var applied_dirty: Bool?
  var dirty: Bool?
  var reason: String?
  var blob: String?
  var edited: [String]?
  var changes: [String: Compared.Change]?
  var commands: [String]?
  var remark: String?
  var diff: String?
  var changed_by: Commit?
  var last_seen: Sighting?
}

extension Project {
  /// Runs the `git` program in the project's folder.
  @discardableResult
  func git(_ words: String...) async throws -> String {
    let settings = ["user.name=Ada", "user.email=ada@example.com", "commit.gpgsign=false", "core.autocrlf=false"]
    let ended = try await Program.run(
      "/usr/bin/env", ["git"] + settings.flatMap { ["-c", $0] } + words, environment: environment, in: folder)
    guard ended.status == 0 else { throw Unexpected("git \(words)", ended) }
    return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Puts the project under git and commits all of it.
  func commitAll(_ message: String = "first") async throws {
    if !exists(".git") {
      try await git("init", "-q", "-b", "main")
      try write(".gitignore", "dev.db*\n")
    }
    try await git("add", "-A")
    try await git("commit", "-q", "-m", message)
  }

  /// A chain of SQL revisions, applied and committed.
  static func appliedChain(_ count: Int, _ settings: String = "") async throws -> Project {
    let project = try Project(settings)
    try project.chain(count)
    try await project.commitAll()
    try await project.output("upgrade")
    return project
  }

  /// The same, with the scripts of some gone.
  static func chain(_ count: Int, without gone: String..., settings: String = "") async throws -> Project {
    let project = try await appliedChain(count, settings)
    for id in gone { try project.delete("versions/\(id).sql") }
    return project
  }

  /// Two branches: `main` with a001 to a003; `topic`, which is checked out, with a001, a002, b001 and b002.
  static func parted() async throws -> Project {
    let project = try Project()
    try project.chain(2)
    try await project.commitAll()
    try await project.git("checkout", "-q", "-b", "topic")
    try project.sql("b001", after: ["a002"])
    try project.sql("b002", after: ["b001"])
    try await project.commitAll("topic")
    try await project.git("checkout", "-q", "main")
    try project.sql("a003", after: ["a002"])
    try await project.commitAll("main goes on")
    try await project.git("checkout", "-q", "topic")
    return project
  }

  /// What `rev verify` finds; its exit status is 1 exactly where something is edited or missing.
  func verified(environment more: [String: String] = [:]) async throws -> [Verified] {
    let ended = try await rev("verify", "--json", environment: more)
    let found = try ended.output.decoded(as: [Verified].self)
    let isWrong = found.contains { ["edited", "missing"].contains($0.status) }
    guard ended.status == (isWrong ? 1 : 0) else { throw Unexpected("rev verify", ended) }
    return found
  }

  /// The same, as `a001 same`.
  func statuses() async throws -> [String] { try await verified().map { "\($0.id) \($0.status)" } }

  /// Replaces a text in a file.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    try write(name, try read(name).replacing(old, with: new))
  }
}
