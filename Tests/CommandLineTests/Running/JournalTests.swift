import Foundation
import Testing

@Suite("What the journal says of scripts")
struct JournalTests {
  /// `upgrade a1 BLOB DIGEST COMMIT DIRTY` of each row, where DIGEST is the beginning of one.
  private func rows(_ project: Project, _ database: String? = nil) async throws -> [String] {
    try await project.query(
      """
      SELECT direction || ' ' || revision || ' ' || ifnull(blob_id, '-') || ' ' || ifnull(substr(digest, 1, 12), '-') || ' '
      || ifnull(git_commit, '-') || ' ' || ifnull(git_dirty, '-') FROM rev_journal ORDER BY seq
      """, on: database)
  }

  @discardableResult
  private func git(_ project: Project, _ words: String...) async throws -> String {
    let settings = ["user.name=a", "user.email=a@b", "commit.gpgsign=false", "core.autocrlf=false"].flatMap {
      ["-c", $0]
    }
    let ended = try await Program.run(
      "/usr/bin/env", ["git"] + settings + words, environment: project.environment, in: project.folder)
    guard ended.status == 0 else { throw Unexpected("git \(words)", ended) }
    return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func blob(_ project: Project, _ name: String) async throws -> String {
    try await git(project, "hash-object", "--no-filters", name)
  }

  @Test(
    "Upgrade, downgrade and stamp keep the script's blob id and the digest of its operations outside of a repository, too"
  )
  func outside() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    try project.swift(
      "bbbb11", after: ["aaaa11"], upgrade: "SQL(\"CREATE TABLE b (id)\")", downgrade: "SQL(\"DROP TABLE b\")")
    try project.sql("cccc11", after: ["bbbb11"], options: " transaction=off")
    try await project.output("upgrade")
    try await project.output("downgrade", "aaaa11")
    try await project.output("stamp", "cccc11")
    let blobs = try await ["aaaa11.sql", "bbbb11.swift", "cccc11.sql"].asyncMap {
      try await blob(project, "versions/\($0)")
    }
    let rows = try await rows(project)
    let expected = [
      ("upgrade aaaa11", 0), ("upgrade bbbb11", 1), ("upgrade cccc11", 2), ("downgrade cccc11", 2),
      ("downgrade bbbb11", 1), ("stamp bbbb11", 1), ("stamp cccc11", 2),
    ]
    #expect(rows.count == expected.count)
    for (row, (run, blob)) in zip(rows, expected) {
      #expect(row.hasPrefix("\(run) \(blobs[blob]) ops1:") && row.hasSuffix(" - -"), "\(row)")
    }
    let digests = try await project.query("SELECT count(DISTINCT digest) FROM rev_journal GROUP BY revision")
    #expect(digests == ["1", "1", "1"])
  }

  @Test("In a repository also the commit, and whether that has the script as it ran")
  func repository() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql("bbbb11", after: ["aaaa11"])
    try await git(project, "init", "-q", "-b", "main")
    try await git(project, "add", "versions/aaaa11.sql")
    try await git(project, "commit", "-q", "-m", "first")
    try await project.output("upgrade")
    let head = try await git(project, "rev-parse", "HEAD")
    let rows = try await rows(project)
    #expect(rows.count == 2)
    #expect(rows.first?.hasSuffix(" \(head) 0") == true && rows.last?.hasSuffix(" \(head) 1") == true, "\(rows)")
  }

  @Test("A script of SQL has the blob id and the digest that a run has, and is the same at every commit")
  func offline() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "SQL(\"CREATE TABLE b (id)\")")
    try await git(project, "init", "-q", "-b", "main")
    try await git(project, "add", ".")
    try await git(project, "commit", "-q", "-m", "first")
    let script = try await project.output("upgrade", "--sql")
    try await git(project, "commit", "-q", "--allow-empty", "-m", "second")
    #expect(try await project.output("upgrade", "--sql") == script)
    #expect(try await project.feed(script, to: "fed.db").status == 0)
    try await project.output("upgrade")
    func facts(_ database: String?) async throws -> [String] {
      try await project.query("SELECT revision, blob_id, digest FROM rev_journal ORDER BY seq", on: database)
    }
    let fed = try await facts(project.path("fed.db"))
    #expect(fed.count == 2 && fed.allSatisfy { $0.contains("|ops1:") })
    #expect(try await facts(nil) == fed)
    let stamp = try await project.output("stamp", "bbbb11", "--sql")
    #expect(try await project.feed(stamp, to: "stamped.db").status == 0)
    #expect(try await facts(project.path("stamped.db")) == fed)
  }

  @Test(
    "A bundle knows what git stores, although its own bytes are others, and neither git nor the repository is there")
  func bundle() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    try project.write("versions/aaaa11.sql", try project.read("versions/aaaa11.sql").replacing("\n", with: "\r\n"))
    try project.write(".gitattributes", "*.sql text\n")
    try await git(project, "init", "-q", "-b", "main")
    try await git(project, "add", ".")
    try await git(project, "commit", "-q", "-m", "first")
    let elsewhere = try TemporaryDirectory()
    try await project.output("bundle", elsewhere.path + "/app")
    let ended = try await Program.run(
      elsewhere.path + "/app/rev", ["upgrade"], environment: project.environment, in: elsewhere.path + "/app")
    #expect(ended.status == 0, "\(ended.all)")
    let stored = try await git(project, "rev-parse", "HEAD:versions/aaaa11.sql")
    let head = try await git(project, "rev-parse", "HEAD")
    let rows = try await rows(project, elsewhere.path + "/app/dev.db")
    #expect(
      rows.count == 1 && rows[0].hasPrefix("upgrade aaaa11 \(stored) ops1:") && rows[0].hasSuffix(" \(head) 0"),
      "\(rows)")
    #expect(try await blob(project, "versions/aaaa11.sql") != stored)
  }

  @Test("A stamp needs no script that compiles, and keeps what can be known without")
  func brokenStamp() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "nonsense")
    try await project.output("stamp", "head")
    let rows = try await rows(project)
    #expect(rows.count == 2 && rows[0].contains(" ops1:"))
    #expect(rows.last == "stamp bbbb11 \(try await blob(project, "versions/bbbb11.swift")) - - -")
  }

  @Test("libgit2 is opened for a run in a repository, and for nothing else")
  func lazily() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    func opensLibrary(_ words: String...) async throws -> Bool {
      let ended = try await project.rev(words, environment: ["LD_DEBUG": "files"])
      #expect(ended.status == 0)
      return ended.error.contains("libgit2")
    }
    #expect(try await !opensLibrary("upgrade"), "there is no repository")
    try await git(project, "init", "-q", "-b", "main")
    for command in ["heads", "history", "branches"] { #expect(try await !opensLibrary(command)) }
    #expect(try await !opensLibrary("upgrade", "--dry-run"))
    #expect(try await opensLibrary("downgrade", "base"))
  }

  @Test("A repository of another user's is said to be one, and the run goes on", .enabled(if: Program.isRoot))
  func foreign() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try await git(project, "init", "-q", "-b", "main")
    for name in ["", ".git"] { chown(project.path(name.isEmpty ? "." : name), 12_345, 12_345) }
    let ended = try await project.rev("upgrade")
    #expect(ended.status == 0)
    #expect(ended.error.contains("warning: ") && ended.error.contains("another user"), "\(ended.error)")
    #expect(ended.error.contains("safe.directory"))
    #expect(try await rows(project).first?.hasSuffix(" - -") == true)
  }
}

extension Sequence {
  fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async throws -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await body(element)) }
    return results
  }
}
