import Foundation
import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Loading scripts")
struct LoadingTests {
  @Test("evaluates Swift and SQL revisions, and compiles nothing the second time")
  func swiftAndSQL() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: #"SQL("CREATE TABLE a (x)")"#)
    try project.writeSwift("b", parents: ["a"], upgrade: #"SQL("CREATE TABLE b (x)"); DropTable("a")"#)
    try project.writeSQL("c", parents: ["b"])
    let cold = try await project.load(project.repository())
    #expect(cold.failures == [])
    #expect(try cold.sql("a") == ["CREATE TABLE a (x)"])
    #expect(try cold.sql("b") == ["CREATE TABLE b (x)", nil])
    #expect(try cold.sql("c") == ["CREATE TABLE t_c (x);\n\n"])
    #expect(try cold.operations(of: "d") == nil)
    #expect(cold.statistics == .init(compilerRuns: 1, scriptsCompiled: 2, groupsLoaded: 1))
    let warm = try await project.load(project.repository())
    #expect(warm.statistics == .init(compilerRuns: 0, scriptsCompiled: 0, groupsLoaded: 1))
    #expect(try warm.sql("b") == ["CREATE TABLE b (x)", nil])
  }

  @Test("compiles only what is asked for")
  func onlyAsked() async throws {
    let project = try TestProject()
    try project.writeSwift("a")
    try project.write("broken.swift", TestProject.swift("b", upgrade: "nonsense"))
    let loaded = try await project.load(project.repository(), ["a"])
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
    let loaded = try await project.load(project.repository(["versions", "more"]), ["b", "c"])
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
    #expect(try await project.load(project.repository()).statistics.scriptsCompiled == 4)
    let original = try String(contentsOfFile: "\(project.versions)/b.swift", encoding: .utf8)
    try project.writeSwift("b", upgrade: #"SQL("edited")"#)
    let edited = try await project.load(project.repository())
    #expect(edited.statistics == .init(compilerRuns: 1, scriptsCompiled: 1, groupsLoaded: 2))
    #expect(try edited.sql("b") == ["edited"])
    #expect(try edited.sql("c") == ["c"])
    // Back to what was compiled before, as after a checkout.
    try project.write("b.swift", original)
    let back = try await project.load(project.repository())
    #expect(back.statistics == .init(compilerRuns: 0, scriptsCompiled: 0, groupsLoaded: 1))
    #expect(try back.sql("b") == ["b"])
  }

  @Test("a support file is seen by every script, and its change compiles them anew")
  func support() async throws {
    let project = try TestProject()
    try project.write("Helpers.swift", #"func tableName() -> String { "first" }"#)
    for id in ["a", "b"] { try project.writeSwift(id, upgrade: #"SQL("\(raw: tableName()) \#(id)")"#) }
    #expect(try await project.load(project.repository()).sql("a") == ["first a"])
    try project.write("Helpers.swift", #"func tableName() -> String { "second" }"#)
    let loaded = try await project.load(project.repository())
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
      let loaded = try await project.load(project.repository())
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
      let error = report.diagnostics.first { $0.severity == .error }
      #expect(error?.path == path)
      #expect(error?.position == ScriptPosition(line: 10, column: 9))
      #expect(error?.message == "cannot find 'nonsense' in scope")
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
    let loaded = try await project.load(project.repository())
    #expect(loaded.failures == [])
    #expect(try loaded.sql("a") == ["a"])
    #expect(try loaded.sql("b") == ["b"])
    #expect(try loaded.sql("c") == ["c"])
    #expect(try await project.load(project.repository()).statistics.compilerRuns == 0)
  }

  @Test("a support file that does not compile is named once, however many scripts there are")
  func brokenSupport() async throws {
    let project = try TestProject()
    let path = try project.write("Helpers.swift", "func helper() -> Nonsense { }")
    for id in ["a", "b", "c"] { try project.writeSwift(id) }
    let error = await #expect(throws: ScriptLoadError.self) { try await project.load(project.repository()) }
    guard case .supportFilesDoNotCompile(let report)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(report.diagnostics.first { $0.severity == .error }?.path == path)
  }

  @Test("a script that clashes with a support file is the one that is named")
  func clashWithSupport() async throws {
    let project = try TestProject()
    try project.write("Helpers.swift", "func helper() {}")
    try project.writeSwift("a", upgrade: #"SQL("a")"#)
    try project.writeSwift("b", extra: "func helper() {}")
    let loaded = try await project.load(project.repository())
    #expect(loaded.failures.map(\.revisions) == [["b"]])
    #expect(try loaded.sql("a") == ["a"])
  }

  @Test("what is compiled has to say what was read from the text")
  func disagreement() async throws {
    let project = try TestProject()
    let script = TestProject.swift("a") + "\nextension Change_a { static let created = \"2026-01-01\" }\n"
    let path = try project.write("a.swift", script)
    let loaded = try await project.load(project.repository())
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
    #expect(try await project.load(project.repository(), ["a"]).sql("a") == ["edited"])
  }

  @Test("a support file that changes while scripts are compiled is named, and what came of it is not kept")
  func supportChangesMeanwhile() async throws {
    let project = try TestProject()
    let helpers = try project.write("Helpers.swift", #"func tableName() -> String { "first" }"#)
    try project.writeSwift("a", upgrade: #"SQL("\(raw: tableName())")"#)
    let real = try #require(SwiftCompiler.locate(environment: project.environment))
    let hasty = try project.write(
      "swiftc", "#!/bin/sh\nsed -i s/first/second/ '\(helpers)'\nexec '\(real)' \"$@\"\n", in: "bin")
    chmod(hasty, 0o755)
    let repository = project.repository(environment: ["REV_SWIFTC": hasty])
    await #expect(throws: ScriptLoadError.supportFileChanged(path: helpers)) { try await project.load(repository) }
    try project.write("Helpers.swift", #"func tableName() -> String { "first" }"#)
    try project.write("swiftc", "#!/bin/sh\nexec '\(real)' \"$@\"\n", in: "bin")
    #expect(try await project.load(repository).sql("a") == ["first"])
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
    let fewer = try await project.load(repository)
    #expect(fewer.statistics.scriptsCompiled == 5)
    #expect(fewer.statistics.groupsLoaded == 5)
    #expect(try fewer.sql("a0") == ["0"])
    #expect(try fewer.sql("new") == ["new"])
  }

  @Test("a revision's Live operation runs in the process that loaded it")
  func symbols() async throws {
    let project = try TestProject()
    try project.writeSwift(
      "a", upgrade: #"Live("count", offline: .comment("none")) { _ in throw Stop(at: 3) }"#,
      extra:
        "struct Stop: Error, CustomStringConvertible { var at: Int; var description: String { \"stopped at \\(at)\" } }"
    )
    let loaded = try await project.load(project.repository())
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
    let count = rounds(60)
    for number in 0..<count { try project.write("r\(number).swift", RandomRevision(number, &random).text) }
    let loaded = try await project.load(project.repository())
    #expect(loaded.failures == [])
    #expect(project.repository().list().scripts.count == count)
  }
}
