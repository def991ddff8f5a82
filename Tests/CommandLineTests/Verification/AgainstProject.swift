import Foundation

/// What `rev verify --against REF --json` says of a revision.
struct Compared: Decodable {
  struct Change: Decodable, Equatable {
    var before: [String]
    var after: [String]
  }

  struct StaleParent: Decodable, Equatable {
    var parent: String
    var heads: [String]
  }

  var id: String
  var status: String
  var path: String?
  var reference: String
  var reference_commit: String
  var reference_path: String?
  var edited: [String]?
  var changes: [String: Change]?
  var changed_support: [String]?
  var stale_parents: [StaleParent]?
  var commands: [String]?
  var remark: String?
  var diff: String?
  var dirty: Bool?
  var changed_by: Verified.Commit?
  var removed_by: Verified.Commit?
}

extension Project {
  /// Runs git as at a minute of a day, so that its commits have an order in time.
  @discardableResult
  func git(atMinute minute: Int, _ words: [String], in folder: String? = nil) async throws -> String {
    let time = "\(1_700_000_000 + minute * 60) +0000"
    let settings = [
      "user.name=Ada", "user.email=ada@example.com", "commit.gpgsign=false", "core.autocrlf=false",
      "protocol.file.allow=always",
    ]
    let dates = ["GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time, "GIT_EDITOR": "true"]
    let ended = try await Program.run(
      "/usr/bin/env", ["git"] + settings.flatMap { ["-c", $0] } + words,
      environment: environment.merging(dates) { $1 }, in: folder ?? self.folder)
    guard ended.status == 0 else { throw Unexpected("git \(words)", ended) }
    return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Commits everything, as at a minute.
  func commit(_ message: String, atMinute minute: Int, in folder: String? = nil) async throws {
    try await git(atMinute: minute, ["add", "-A"], in: folder)
    try await git(atMinute: minute, ["commit", "-q", "-m", message], in: folder)
  }

  /// A chain on `main`, and a branch `topic` that begins there and is checked out. No database is named anywhere.
  static func branched(_ count: Int = 3) async throws -> Project {
    let project = try Project(nil)
    try project.makeFolder("versions")
    try project.write("migrate.ini", "[rev]\nscript_location = %(here)s\n")
    try project.chain(count)
    try await project.git(atMinute: 0, ["init", "-q", "-b", "main"])
    try await project.commit("the chain", atMinute: 1)
    try await project.git("checkout", "-q", "-b", "topic")
    return project
  }

  /// Does something on `main` and comes back.
  func onMain(atMinute minute: Int, _ change: () throws -> Void) async throws {
    try await git("checkout", "-q", "main")
    try change()
    try await commit("on main at \(minute)", atMinute: minute)
    try await git("checkout", "-q", "topic")
  }

  /// What `rev verify --against` finds; its exit status is 1 exactly where the branch should not be merged.
  func compared(
    with reference: String = "main", environment more: [String: String] = [:], in folder: String? = nil
  ) async throws -> [Compared] {
    let ended = try await rev("verify", "--against", reference, "--json", environment: more, in: folder)
    let found = try ended.output.decoded(as: [Compared].self)
    let isWrong = found.contains { ["edited", "missing", "reparented", "stale"].contains($0.status) }
    guard ended.status == (isWrong ? 1 : 0) else { throw Unexpected("rev verify --against", ended) }
    return found
  }

  /// The same, as `a001 same`; what is the same is left out.
  func findings(with reference: String = "main", in folder: String? = nil) async throws -> [String] {
    try await compared(with: reference, in: folder).filter { $0.status != "same" }.map { "\($0.id) \($0.status)" }
  }
}
