import Foundation
import Logging
import Revisions
import SystemPackage
import Testing

@testable import ScriptRepository

@Suite("Scripts of a commit, put where they can be loaded")
struct CheckedOutScriptsTests {
  private func history(
    _ repository: GitTestRepository, _ locations: [String] = ["versions"], recursive: Bool = false,
    environment: [String: String] = [:]
  ) throws -> GitHistory {
    let scripts = repository.project.repository(locations, recursive: recursive, environment: environment)
    return try GitHistory(of: scripts, in: try #require(try repository.open()))
  }

  private func load(_ scripts: CheckedOutScripts) async throws -> LoadedScripts {
    try await scripts.repository.load(scripts.validated(), from: scripts.listing)
  }

  /// What the work tree and the index are.
  private func state(_ repository: GitTestRepository) throws -> [String] {
    let files = CacheFolder.tree(repository.project.folder).map(\.name).filter { !$0.hasPrefix(".git/") }.sorted()
    return [try repository.git(["ls-files", "-s"]), try repository.git(["status", "--porcelain"])] + files
  }

  @Test("Swift, SQL and the support files they share are loaded as they were then, and nothing else is touched")
  func loads() async throws {
    let repository = try GitTestRepository()
    try repository.project.write("Helpers.swift", #"func tableName() -> String { "then" }"#)
    try repository.project.write("Schema.swift", "this is not looked at")
    try repository.project.writeSwift("a", upgrade: #"SQL("\(raw: tableName())")"#)
    try repository.project.writeSQL("b", parents: ["a"])
    let commit = try #require(try repository.commit("first"))
    try repository.project.write("Helpers.swift", #"func tableName() -> String { "now" }"#)
    try repository.remove("b.sql")
    try repository.commit("second")
    try repository.project.writeSwift("c", parents: ["a"])
    let before = try state(repository)

    let scripts = try history(repository).checkedOut(at: "HEAD~1")
    let loaded = try await load(scripts)
    #expect(scripts.commit == commit)
    #expect(loaded.failures == [])
    #expect(try loaded.sql("a") == ["then"])
    #expect(try loaded.sql("b") == ["CREATE TABLE t_b (x);\n\n"])
    #expect(try await repository.project.load(repository.project.repository()).sql("a") == ["now"])
    #expect(try state(repository) == before)
    // Nothing is compiled twice, from wherever it was.
    #expect(try await load(try history(repository).checkedOut(at: "HEAD~1")).statistics.compilerRuns == 0)
    #expect(
      CacheFolder.tree("\(repository.project.root)/cache").contains { $0.name.hasSuffix("Schema.swift") } == false)
  }

  @Test("Where they come from is the commit, with git's own ids, and clean")
  func provenance() async throws {
    let repository = try GitTestRepository()
    try repository.project.write("../.gitattributes", "*.sql text eol=crlf\n")
    try repository.project.write("a.sql", TestProject.sql("a").replacingOccurrences(of: "\n", with: "\r\n"))
    try repository.project.writeSwift("b", parents: ["a"])
    let commit = try #require(try repository.commit("first"))
    let stored = try repository.indexed()
    try repository.project.writeSQL("a", parents: ["other"])
    try repository.commit("second")
    let scripts = try history(repository).checkedOut(at: "HEAD~1")
    let found = await scripts.repository.provenance(of: scripts.listing.scripts.map(\.path))
    #expect(found.commit == commit)
    #expect(found.problem == nil)
    for script in scripts.listing.scripts {
      let inTree = scripts.pathInTree(of: script.path)
      let id = try #require(stored[inTree])
      #expect(found.blobs[script.path] == BlobIDs(raw: id, stored: id))
      #expect(found.isDirty[script.path] == false)
    }
    #expect(scripts.listing.scripts.map { scripts.pathInTree(of: $0.path) } == ["versions/a.sql", "versions/b.swift"])
  }

  @Test("Version locations below folders, nested ones, and one that is the whole tree")
  func locations() async throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.project.writeSQL("b", parents: ["a"], in: "versions/deep/down")
    try repository.project.writeSQL("c", parents: ["a"], in: "other")
    try repository.commit("first")
    func ids(_ locations: [String], recursive: Bool = false) throws -> [RevisionID] {
      let scripts = try history(repository, locations, recursive: recursive).checkedOut(at: "HEAD")
      // What is in the folder is what was listed, for whoever lists it himself.
      #expect(scripts.repository.list().scripts == scripts.listing.scripts)
      return try scripts.validated().map(\.id)
    }
    #expect(try ids(["versions"]) == ["a"])
    #expect(try ids(["versions"], recursive: true) == ["a", "b"])
    #expect(try ids(["versions", "other"]) == ["a", "c"])
    #expect(try ids(["."], recursive: true) == ["c", "a", "b"])
    #expect(try ids(["nowhere"]) == [])
  }

  @Test("What is wrong with a script is said of its path in the tree and of the commit")
  func problems() async throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.project.write("b.swift", TestProject.swift("b", upgrade: "nonsense"))
    try repository.project.write("c.sql", "-- revision: c\n\n-- upgrade\nSELECT 1;\n-- upgrade\n")
    let commit = try #require(try repository.commit("first"))
    let scripts = try history(repository).checkedOut(at: "main")
    let loaded = try await load(scripts)
    let failure = try #require(loaded.failures.first)
    #expect(failure.path == "versions/b.swift" && failure.commit == commit)
    guard case .doesNotCompile(let report) = failure.reason else { throw failure }
    #expect(report.text.contains("\(commit.description.prefix(12)):versions/b.swift:10:"), "\(report.text)")
    #expect(!report.text.contains(repository.project.root))
    let sql = #expect(throws: ScriptFailure.self) { try loaded.operations(of: "c") }
    guard case .unreadable(let problems)? = sql?.reason else { return #expect(Bool(false)) }
    #expect(sql?.path == "versions/c.sql" && sql?.commit == commit)
    #expect(problems.problems.map(\.path) == ["versions/c.sql"] && problems.problems.map(\.commit) == [commit])

    try repository.project.write("d.sql", "SELECT 1;\n")
    try repository.project.write("e.sql", TestProject.sql("a") + "-- other\n")
    let second = try #require(try repository.commit("second"))
    let found = #expect(throws: ScriptProblems.self) { try history(repository).checkedOut(at: "main").validated() }
    #expect(
      found?.problems == [
        ScriptProblem(path: "versions/d.sql", kind: .headerMissing, commit: second),
        ScriptProblem(
          path: "versions/e.sql", position: ScriptPosition(line: 1, column: 1),
          kind: .duplicateID("a", otherPath: "versions/a.sql"), commit: second),
      ])

    for name in ["b.swift", "c.sql", "d.sql", "e.sql"] { try repository.remove(name) }
    for id in ["f", "g"] { try repository.project.writeSwift(id) }
    try repository.project.write("Helpers.swift", "nonsense")
    let third = try #require(try repository.commit("third"))
    let support = await #expect(throws: ScriptLoadError.self) {
      try await load(history(repository).checkedOut(at: "main"))
    }
    guard case .supportFilesDoNotCompile(let said)? = support else { return #expect(Bool(false)) }
    #expect(said.text.contains("\(third.description.prefix(12)):versions/Helpers.swift:1:"), "\(said.text)")
  }

  @Test("What was damaged, cut off or removed in the cache is put right from git")
  func repairs() async throws {
    let repository = try GitTestRepository()
    for id in ["a", "b", "c", "d"] { try repository.project.writeSQL(id) }
    try repository.commit("first")
    let scripts = try history(repository).checkedOut(at: "main")
    let paths = scripts.listing.scripts.map(\.path)
    let secret = "\(repository.project.root)/secret"
    try "-- revision: a\n\n-- upgrade\nDROP DATABASE x;\n".write(toFile: secret, atomically: true, encoding: .utf8)
    try "-- revision: a\n".write(toFile: paths[0], atomically: false, encoding: .utf8)
    try FileManager.default.removeItem(atPath: paths[1])
    try Data().write(to: URL(fileURLWithPath: paths[2]))
    try FileManager.default.removeItem(atPath: paths[3])
    try FileManager.default.createSymbolicLink(atPath: paths[3], withDestinationPath: secret)
    let again = try history(repository).checkedOut(at: "main")
    #expect(again.listing.scripts == scripts.listing.scripts)
    for (id, path) in zip(["a", "b", "c", "d"], paths) {
      #expect(try String(contentsOfFile: path, encoding: .utf8) == TestProject.sql(id))
    }
    #expect(try String(contentsOfFile: secret, encoding: .utf8).contains("DROP DATABASE"))
  }

  @Test("Two at once, of several commits, each get what is theirs")
  func atOnce() async throws {
    let repository = try GitTestRepository()
    for number in 0..<4 {
      for id in ["a", "b", "c"] {
        try repository.project.write("\(id).sql", TestProject.sql(id) + "-- \(number)\n")
      }
      try repository.commit("\(number)")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<16 {
        group.addTask {
          let scripts = try history(repository).checkedOut(at: "HEAD~\(task % 4)")
          for script in try scripts.validated() {
            #expect(String(decoding: try script.text(), as: UTF8.self).hasSuffix("-- \(3 - task % 4)\n"))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("A text that a partial clone left out is said to be missing")
  func partialClone() async throws {
    let repository = try GitTestRepository()
    try repository.project.writeSQL("a")
    try repository.commit("first")
    try repository.project.write("a.sql", TestProject.sql("a") + "-- edited\n")
    try repository.commit("second")
    try repository.git(["config", "uploadpack.allowFilter", "true"])
    let folder = "\(repository.project.root)/clone"
    try repository.git(["clone", "-q", "--filter=blob:none", "file://\(repository.project.folder)", folder])
    let git = try #require(try repository.open(folder))
    let history = try GitHistory(of: repository.scripts(in: folder), in: git)
    #expect(try history.checkedOut(at: "HEAD").validated().map(\.id) == ["a"])
    let missing = GitObjectID(ofBlob: Array(TestProject.sql("a").utf8))
    #expect(throws: GitError.blobMissing(missing, path: "versions/a.sql")) { try history.checkedOut(at: "HEAD~1") }
    #expect(throws: GitError.unknownReference("nowhere")) { try history.checkedOut(at: "nowhere") }
  }

  @Test("A tree that was made to lead out of its folder does not")
  func slashes() async throws {
    let repository = try GitTestRepository()
    let text = Data(TestProject.sql("evil").utf8)
    let blob = try #require(GitObjectID(try repository.git(["hash-object", "-w", "--stdin"], input: text)))
    let bytes = stride(from: 0, to: 40, by: 2).map { place in
      let digits = blob.description.dropFirst(place).prefix(2)
      return UInt8(digits, radix: 16) ?? 0
    }
    let entry = Data("100644 x/../../../../../evil.sql\0".utf8) + Data(bytes)
    let inner = try repository.git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], input: entry)
    let outer = try repository.git(["mktree"], input: Data("040000 tree \(inner)\tversions\n".utf8))
    let commit = try repository.git(["commit-tree", "-m", "evil", outer])
    #expect(try history(repository).checkedOut(at: commit).listing.scripts == [])
    #expect(!CacheFolder.tree(repository.project.root).contains { $0.name.hasSuffix("evil.sql") })
  }

  @Test("Where nothing can be kept, they stand in a folder for the time being, which is removed")
  func withoutCache() async throws {
    let repository = try GitTestRepository()
    try repository.project.writeSwift("a", upgrade: #"SQL("x")"#)
    try repository.commit("first")
    let temporary = "\(repository.project.root)/tmp"
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    func use() async throws {
      let scripts = try history(
        repository, environment: ["XDG_CACHE_HOME": "/proc/nowhere", "HOME": "/proc/nowhere", "TMPDIR": temporary]
      ).checkedOut(at: "HEAD")
      #expect(try await load(scripts).sql("a") == ["x"])
      #expect(CacheFolder.names(in: temporary).count == 1)
    }
    try await use()
    #expect(CacheFolder.names(in: temporary) == [])
  }

  @Test("Those that were not asked for since yesterday are removed, but for the last few")
  func old() throws {
    let repository = try GitTestRepository()
    for number in 0..<12 {
      try repository.project.writeSQL("a\(number)")
      try repository.commit("\(number)")
    }
    for number in 0..<12 { _ = try history(repository).checkedOut(at: "HEAD~\(number)") }
    let cache = try #require(repository.project.repository().cache)
    func count() -> Int { CacheFolder.names(in: cache.path).count { $0.hasPrefix(CacheFolder.checkoutPrefix) } }
    #expect(count() == 12)
    cache.removeOldCheckouts(now: FileStamp.now() + 90_000_000_000_000)
    #expect(count() == 8)
  }
}
