import Foundation
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Loading scripts")
struct LoadingTests {
  /// Lists and loads a project's scripts, all or some.
  private func load(
    _ repository: ScriptRepository, _ ids: [RevisionID]? = nil
  ) async throws -> LoadedScripts {
    let listing = repository.list()
    #expect(listing.problems == [])
    return try await repository.load(listing.scripts.filter { ids?.contains($0.id) ?? true }, from: listing)
  }

  @Test("evaluates Swift and SQL revisions, and compiles nothing the second time")
  func swiftAndSQL() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: #"SQL("CREATE TABLE a (x)")"#)
    try project.writeSwift("b", parents: ["a"], upgrade: #"SQL("CREATE TABLE b (x)"); DropTable("a")"#)
    try project.writeSQL("c", parents: ["b"])
    let cold = try await load(project.repository())
    #expect(cold.failures == [])
    #expect(try cold.sql("a") == ["CREATE TABLE a (x)"])
    #expect(try cold.sql("b") == ["CREATE TABLE b (x)", nil])
    #expect(try cold.sql("c") == ["CREATE TABLE t_c (x);\n\n"])
    #expect(try cold.operations(of: "d") == nil)
    #expect(cold.statistics == .init(compilerRuns: 1, scriptsCompiled: 2, groupsLoaded: 1))
    let warm = try await load(project.repository())
    #expect(warm.statistics == .init(compilerRuns: 0, scriptsCompiled: 0, groupsLoaded: 1))
    #expect(try warm.sql("b") == ["CREATE TABLE b (x)", nil])
  }

  @Test("compiles only what is asked for")
  func onlyAsked() async throws {
    let project = try TestProject()
    try project.writeSwift("a")
    try project.write("broken.swift", TestProject.swift("b", upgrade: "nonsense"))
    let loaded = try await load(project.repository(), ["a"])
    #expect(loaded.failures == [])
    #expect(loaded.statistics.scriptsCompiled == 1)
    #expect(try loaded.operations(of: "b") == nil)
  }

  @Test("several revisions in a file, and in files of one name, are each found")
  func severalInAFile() async throws {
    let project = try TestProject()
    let two = TestProject.swift("a", upgrade: #"SQL("a")"#) + TestProject.swift("b", upgrade: #"SQL("b")"#)
    try project.write("same.swift", two)
    try project.write("same.swift", TestProject.swift("c", upgrade: #"SQL("c")"#), in: "more")
    let loaded = try await load(project.repository(["versions", "more"]), ["b", "c"])
    #expect(loaded.failures == [])
    #expect(try loaded.sql("b") == ["b"])
    #expect(try loaded.sql("c") == ["c"])
    #expect(try loaded.operations(of: "a") == nil)
    #expect(loaded.statistics.compilerRuns == 2)
  }

  @Test("an edited script is compiled alone, and the old group serves the others")
  func edited() async throws {
    let project = try TestProject()
    for id in ["a", "b", "c", "d"] { try project.writeSwift(id, upgrade: #"SQL("\#(id)")"#) }
    #expect(try await load(project.repository()).statistics.scriptsCompiled == 4)
    let original = try String(contentsOfFile: "\(project.versions)/b.swift", encoding: .utf8)
    try project.writeSwift("b", upgrade: #"SQL("edited")"#)
    let edited = try await load(project.repository())
    #expect(edited.statistics == .init(compilerRuns: 1, scriptsCompiled: 1, groupsLoaded: 2))
    #expect(try edited.sql("b") == ["edited"])
    #expect(try edited.sql("c") == ["c"])
    // Back to what was compiled before, as after a checkout.
    try project.write("b.swift", original)
    let back = try await load(project.repository())
    #expect(back.statistics == .init(compilerRuns: 0, scriptsCompiled: 0, groupsLoaded: 1))
    #expect(try back.sql("b") == ["b"])
  }

  @Test("a support file is seen by every script, and its change compiles them anew")
  func support() async throws {
    let project = try TestProject()
    try project.write("Helpers.swift", #"func tableName() -> String { "first" }"#)
    for id in ["a", "b"] { try project.writeSwift(id, upgrade: #"SQL("\(raw: tableName()) \#(id)")"#) }
    #expect(try await load(project.repository()).sql("a") == ["first a"])
    try project.write("Helpers.swift", #"func tableName() -> String { "second" }"#)
    let loaded = try await load(project.repository())
    #expect(loaded.statistics.scriptsCompiled == 2)
    #expect(try loaded.sql("a") == ["second a"])
    #expect(try loaded.sql("b") == ["second b"])
  }

  @Test("a script that does not compile is reported with the compiler's words and its place, and the others load")
  func broken() async throws {
    let project = try TestProject()
    for id in ["a", "b", "d"] { try project.writeSwift(id, upgrade: #"SQL("\#(id)")"#) }
    let path = try project.writeSwift("c", upgrade: "SQL(nonsense)")
    for _ in 0..<2 {
      let loaded = try await load(project.repository())
      #expect(try loaded.sql("a") == ["a"])
      #expect(try loaded.sql("d") == ["d"])
      #expect(loaded.failures.count == 1)
      let failure = try #require(loaded.failures.first)
      #expect(failure.path == path)
      #expect(failure.revisions == ["c"])
      guard case .doesNotCompile(let report) = failure.reason else {
        Issue.record("\(failure)")
        return
      }
      #expect(report.firstError?.path == path)
      #expect(report.firstError?.position == ScriptPosition(line: 10, column: 9))
      #expect(report.firstError?.message == "cannot find 'nonsense' in scope")
      #expect(report.text.contains("\(path):10:9: error: cannot find 'nonsense' in scope"))
      #expect(throws: ScriptFailure.self) { try loaded.operations(of: "c") }
    }
  }

  @Test("helpers of one name in two scripts do not keep either from loading")
  func clash() async throws {
    let project = try TestProject()
    for id in ["a", "b", "c"] {
      let helper = id == "c" ? "" : #"func helper() -> String { "\#(id)" }"#
      try project.writeSwift(id, upgrade: id == "c" ? #"SQL("c")"# : #"SQL("\(raw: helper())")"#, extra: helper)
    }
    let loaded = try await load(project.repository())
    #expect(loaded.failures == [])
    #expect(try loaded.sql("a") == ["a"])
    #expect(try loaded.sql("b") == ["b"])
    #expect(try loaded.sql("c") == ["c"])
    #expect(try await load(project.repository()).statistics.compilerRuns == 0)
  }

  @Test("a support file that does not compile is named once, however many scripts there are")
  func brokenSupport() async throws {
    let project = try TestProject()
    let path = try project.write("Helpers.swift", "func helper() -> Nonsense { }")
    for id in ["a", "b", "c"] { try project.writeSwift(id) }
    let error = await #expect(throws: ScriptLoadError.self) { try await load(project.repository()) }
    guard case .supportFilesDoNotCompile(let report)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(report.firstError?.path == path)
  }

  @Test("a script that clashes with a support file is the one that is named")
  func clashWithSupport() async throws {
    let project = try TestProject()
    try project.write("Helpers.swift", "func helper() {}")
    try project.writeSwift("a", upgrade: #"SQL("a")"#)
    try project.writeSwift("b", extra: "func helper() {}")
    let loaded = try await load(project.repository())
    #expect(loaded.failures.map(\.revisions) == [["b"]])
    #expect(try loaded.sql("a") == ["a"])
  }

  @Test("what is compiled has to say what was read from the text")
  func disagreement() async throws {
    let project = try TestProject()
    let script = TestProject.swift("a") + "\nextension Change_a { static let created = \"2026-01-01\" }\n"
    let path = try project.write("a.swift", script)
    let loaded = try await load(project.repository())
    var compiled = RevisionMetadata(id: "a", message: "change a")
    let scanned = compiled
    compiled.created = "2026-01-01"
    #expect(
      loaded.failures == [
        ScriptFailure(path: path, revisions: ["a"], reason: .metadataDisagrees(scanned: scanned, compiled: compiled))
      ])
  }

  @Test("a script that changed since it was listed is not taken for what was listed")
  func changedSinceListed() async throws {
    let project = try TestProject()
    let (swift, sql) = (try project.writeSwift("a"), try project.writeSQL("b"))
    let repository = project.repository()
    let listing = repository.list()
    try project.writeSwift("a", upgrade: #"SQL("edited")"#)
    try project.write("b.sql", TestProject.sql("b", parents: ["a"]))
    let loaded = try await repository.load(listing.scripts, from: listing)
    let problem = ScriptProblem(path: swift, kind: .changedSinceListed)
    #expect(loaded.failures.map(\.reason) == [.unreadable(ScriptProblems([problem]))])
    let failure = #expect(throws: ScriptFailure.self) { try loaded.operations(of: "b") }
    #expect(failure?.reason == .unreadable(ScriptProblems([ScriptProblem(path: sql, kind: .changedSinceListed)])))
    // And nothing was remembered under the wrong text.
    #expect(try await load(project.repository(), ["a"]).sql("a") == ["edited"])
  }

  @Test("a cache that is deleted, cut short or replaced is made again")
  func damagedCache() throws {
    let project = try TestProject()
    for id in ["a", "b"] { try project.writeSwift(id, upgrade: #"SQL("\#(id)")"#) }
    // In processes of their own: in this one the groups would stay loaded.
    _ = try Probe.run(["load", project.folder], environment: project.environment)
    let cache = try #require(project.repository().cache).path
    let store = try #require(CacheFolder.names(in: cache).first { $0.hasPrefix(ObjectStore.folderPrefix) })
    let object = try #require(CacheFolder.names(in: "\(cache)/\(store)").first { $0.hasSuffix(".so") })
    let path = "\(cache)/\(store)/\(object)"
    let size = try #require(FileStamp(path: path)).size
    let damages: [() throws -> Void] = [
      { try FileManager.default.removeItem(atPath: path) },
      { truncate(path, 1000) },
      { try Data(count: Int(size)).write(to: URL(fileURLWithPath: path)) },
      { try Data("nonsense".utf8).write(to: URL(fileURLWithPath: "\(cache)/\(store)/catalog")) },
      { try FileManager.default.removeItem(atPath: "\(project.root)/cache") },
    ]
    for damage in damages {
      try damage()
      let result = try Probe.run(["load", project.folder], environment: project.environment)
      #expect(result.output.contains("loaded 2 compiled 2"), "\(result.output)")
    }
    let result = try Probe.run(["load", project.folder], environment: project.environment)
    #expect(result.output.contains("loaded 2 compiled 0"), "\(result.output)")
  }

  @Test("loads without a cache, and leaves nothing behind")
  func noCache() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: #"SQL("a")"#)
    try Data().write(to: URL(fileURLWithPath: "\(project.root)/file"))
    try FileManager.default.createDirectory(atPath: "\(project.root)/tmp", withIntermediateDirectories: false)
    let environment = ["XDG_CACHE_HOME": "\(project.root)/file", "TMPDIR": "\(project.root)/tmp"]
    let loaded = try await load(project.repository(environment: environment))
    #expect(try loaded.sql("a") == ["a"])
    #expect(CacheFolder.names(in: "\(project.root)/tmp") == [])
    #expect(CacheFolder.names(in: project.versions) == ["a.swift"])
  }

  @Test("several processes compile a script once, and all load it")
  func processes() throws {
    let project = try TestProject()
    for id in 0..<6 { try project.writeSwift("a\(id)") }
    let waits = try (0..<6).map { _ in try Probe.start(["load", project.folder], environment: project.environment) }
    let results = waits.map { $0() }
    #expect(results.allSatisfy { $0.status == 0 && $0.output.contains("loaded 6") })
    #expect(results.filter { $0.output.contains("compiled 6") }.count == 1)
    #expect(results.filter { $0.output.contains("compiled 0") }.count == 5)
  }

  @Test("a process killed while it compiles leaves nothing that is taken for a compiled script")
  func killed() throws {
    let project = try TestProject()
    for id in 0..<40 { try project.writeSwift("a\(id)") }
    var random = SplitMix64(seed: 5)
    for _ in 0..<4 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Probe.path)
      process.arguments = ["load", project.folder]
      process.environment = project.environment
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32.random(in: 20_000...400_000, using: &random))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let result = try Probe.run(["load", project.folder], environment: project.environment)
    #expect(result.output.contains("loaded 40"), "\(result.output)")
    let cache = try #require(project.repository().cache).path
    let store = try #require(CacheFolder.names(in: cache).first { $0.hasPrefix(ObjectStore.folderPrefix) })
    let names = CacheFolder.names(in: "\(cache)/\(store)")
    #expect(names.allSatisfy { $0.hasSuffix(".so") && !$0.contains("-") || ["catalog", "lock", "modules"].contains($0) }, "\(names)")
  }

  @Test("many small groups are compiled into larger ones when something is compiled anyway")
  func regrouping() async throws {
    let project = try TestProject()
    for id in 0..<7 { try project.writeSwift("a\(id)", upgrade: #"SQL("\#(id)")"#) }
    var repository = project.repository()
    repository.groupSize = 4
    let listing = repository.list()
    // Each is written and compiled on its own.
    for script in listing.scripts {
      let alone = try await repository.load([script], from: listing)
      #expect(alone.statistics.scriptsCompiled == 1)
    }
    let many = try await repository.load(listing.scripts, from: listing)
    #expect(many.statistics.groupsLoaded == 7)
    try project.writeSwift("new", upgrade: #"SQL("new")"#)
    let fewer = try await load(repository)
    #expect(fewer.statistics.scriptsCompiled == 5)
    #expect(fewer.statistics.groupsLoaded == 5)
    #expect(try fewer.sql("a0") == ["0"])
    #expect(try fewer.sql("new") == ["new"])
  }

  @Test("without a compiler what is compiled still loads, and what is not is named")
  func noCompiler() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: #"SQL("a")"#)
    _ = try await load(project.repository())
    let without = ["PATH": "/nowhere"]
    #expect(try await load(project.repository(environment: without)).sql("a") == ["a"])
    try project.writeSwift("b")
    await #expect(throws: ScriptLoadError.compilerNotFound(revisions: ["b"])) {
      try await load(project.repository(environment: without))
    }
    #expect(try await load(project.repository(environment: without), ["a"]).sql("a") == ["a"])
    let nothing = without.merging(["XDG_CACHE_HOME": "\(project.root)/other"]) { $1 }
    await #expect(throws: ScriptLoadError.compilerNotFound(revisions: ["a", "b"])) {
      try await load(project.repository(environment: nothing))
    }
  }

  @Test("objects of another compiler are not used, and one that cannot be run or does not fit is named")
  func otherCompiler() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: #"SQL("a")"#)
    _ = try await load(project.repository())
    let real = try #require(SwiftCompiler.locate(environment: project.environment))
    let other = try project.write(
      "swiftc", "#!/bin/sh\nif [ \"$1\" = -frontend ]; then echo Swift version 99; exit; fi\nexec \(real) \"$@\"\n", in: "bin")
    chmod(other, 0o755)
    let loaded = try await load(project.repository(environment: ["REV_SWIFTC": other]))
    #expect(loaded.statistics.scriptsCompiled == 1)

    let failing = try project.write("failing", "#!/bin/sh\necho out of order\nexit 3\n", in: "bin")
    chmod(failing, 0o755)
    await #expect(throws: ScriptLoadError.compilerUnusable(path: failing, message: "out of order\n")) {
      try await load(project.repository(environment: ["REV_SWIFTC": failing]))
    }
    let message = "/x.swift:1:8: error: module compiled with Swift 6.3.1 cannot be imported by the Swift 6.2 compiler: /m"
    let foreign = try project.write(
      "foreign", "#!/bin/sh\nif [ \"$1\" = -frontend ]; then echo 6.2; exit; fi\necho '\(message)'\nexit 1\n", in: "bin")
    chmod(foreign, 0o755)
    let error = await #expect(throws: ScriptLoadError.self) {
      try await load(project.repository(environment: ["REV_SWIFTC": foreign]))
    }
    guard case .moduleUnusable(foreign, "6.2\n", _, message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    await #expect(throws: ScriptLoadError.moduleNotFound(searched: ["/nowhere"])) {
      try await load(project.repository(environment: ["REV_MODULES": "/nowhere", "REV_SWIFTC": other, "XDG_CACHE_HOME": "\(project.root)/c2"]))
    }
  }

  @Test("the compiler is asked for its version once, as long as it is the same file")
  func compilerMemory() async throws {
    let project = try TestProject()
    try project.writeSwift("a")
    let real = try #require(SwiftCompiler.locate(environment: project.environment))
    let log = "\(project.root)/log"
    let wrapper = try project.write("swiftc", "#!/bin/sh\necho \"$1\" >> \(log)\nexec \(real) \"$@\"\n", in: "bin")
    chmod(wrapper, 0o755)
    for _ in 0..<3 { _ = try await load(project.repository(environment: ["REV_SWIFTC": wrapper])) }
    #expect(try String(contentsOfFile: log, encoding: .utf8) == "-frontend\n-swift-version\n")
  }

  @Test("a revision's Live operation runs in the process that loaded it")
  func symbols() async throws {
    let project = try TestProject()
    try project.writeSwift(
      "a", upgrade: #"Live("count", offline: .comment("none")) { _ in throw Stop(at: 3) }"#,
      extra: "struct Stop: Error, CustomStringConvertible { var at: Int; var description: String { \"stopped at \\(at)\" } }")
    let loaded = try await load(project.repository())
    let steps = try #require(try loaded.operations(of: "a")?.steps(.upgrade))
    guard case .live(let live)? = steps.first else {
      Issue.record("\(steps)")
      return
    }
    #expect(live.label == "count")
    #expect(live.offline == .comment("none"))
  }

  @Test("the scanner and the compiler read the same from every way to write a literal")
  func agreement() async throws {
    let project = try TestProject()
    var random = SplitMix64(seed: 6)
    let count = SplitMix64.rounds(60)
    for number in 0..<count { try project.write("r\(number).swift", RandomRevision(number, &random).text) }
    let loaded = try await load(project.repository())
    #expect(loaded.failures == [])
    #expect(project.repository().list().scripts.count == count)
  }
}
