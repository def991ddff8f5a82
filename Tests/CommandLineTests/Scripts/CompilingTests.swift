import Foundation
import Testing

@Suite("Compiling a project of one's own")
struct CompilingTests {
  /// A `PATH` without the compiler.
  private func withoutCompiler(_ project: Project) throws -> [String: String] {
    try project.makeFolder("tools")
    if !project.exists("tools/sqlite3") {
      try FileManager.default.createSymbolicLink(
        atPath: project.path("tools/sqlite3"), withDestinationPath: "/usr/bin/sqlite3")
    }
    return ["PATH": project.path("tools")]
  }

  /// A compiler that notes that it compiles; to be asked for its version is another thing.
  private func countingCompiler(_ project: Project) throws -> [String: String] {
    [
      "REV_SWIFTC": try project.tool(
        "swiftc.sh",
        "case \"$*\" in '-frontend -version') ;; *) echo run >> '\(project.path("compiled"))' ;; esac\nexec '\(Program.compiler)' \"$@\""
      )
    ]
  }

  private func compilations(_ project: Project) -> Int { ((try? project.read("compiled")) ?? "").lines.count }

  @Test("Once compiled, no compiler is needed: not to go down, not to go up again, not to write SQL")
  func reuse() async throws {
    let project = try Project()
    try project.swift(
      "aaaa11", upgrade: "CreateTable(\"users\") { Column(\"id\", .bigInteger).primaryKey() }", downgrade: ".reversed")
    try await project.output("upgrade")
    let environment = try withoutCompiler(project)
    try await project.output("downgrade", "base", environment: environment)
    try await project.output("upgrade", environment: environment)
    #expect(try await project.output("upgrade", "--sql", environment: environment).contains("CREATE TABLE"))
    #expect(try await project.objects() == ["users"])
  }

  @Test("Without a compiler, and with nothing compiled, the way out is named; history and heads work")
  func noCompiler() async throws {
    let project = try Project()
    try project.swift("aaaa11", upgrade: "SQL(\"SELECT 1\")")
    let environment = try withoutCompiler(project)
    let body = try await project.harmlessRefusal("upgrade", environment: environment)
    #expect(body.code == "compilation" && body.ids == ["aaaa11"])
    #expect(body.hints.contains { $0.contains("REV_SWIFTC") } && body.hints.contains { $0.contains("rev bundle") })
    for command in ["heads", "history", "current"] {
      #expect(try await project.rev(command, environment: environment).status == 0)
    }
  }

  @Test("SQL revisions need no compiler beside Swift ones that are not run")
  func sqlBeside() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "SQL(\"SELECT 1\")")
    try await project.output("upgrade", "aaaa11", environment: withoutCompiler(project))
    #expect(try await project.heads() == ["aaaa11"])
  }

  @Test("The second run compiles nothing; an edited script is compiled again, and what it says now is what runs")
  func edited() async throws {
    let project = try Project()
    let compiler = try countingCompiler(project)
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE first (id)\")", downgrade: "SQL(\"DROP TABLE first\")")
    try await project.output("upgrade", environment: compiler)
    #expect(compilations(project) == 1)
    try await project.output("downgrade", "base", environment: compiler)
    #expect(compilations(project) == 1)
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE second (id)\")")
    try await project.output("upgrade", environment: compiler)
    #expect(compilations(project) == 2)
    #expect(try await project.objects() == ["second"])
  }

  @Test("A Swift file without a revision is part of every script, and editing it compiles them again")
  func supportFile() async throws {
    let project = try Project()
    try project.write("versions/Names.swift", "let tableName = \"first\"\n")
    try project.swift(
      "aaaa11", upgrade: "SQL(\"CREATE TABLE \\(raw: tableName) (id)\")",
      downgrade: "SQL(\"DROP TABLE \\(raw: tableName)\")")
    try await project.output("upgrade")
    #expect(try await project.objects() == ["first"])
    try await project.output("downgrade", "base")
    try project.write("versions/Names.swift", "let tableName = \"second\"\n")
    try await project.output("upgrade")
    #expect(try await project.objects() == ["second"])
  }

  @Test("A support file that does not compile is named")
  func brokenSupportFile() async throws {
    let project = try Project(cache: .shared)
    try project.write("versions/Names.swift", "let tableName = nothing\n")
    try project.swift("aaaa11", upgrade: "SQL(\"SELECT 1\")")
    let body = try await project.harmlessRefusal("upgrade")
    #expect(body.message.contains("versions/Names.swift:1"), "\(body.message)")
  }

  @Test(
    "A compiler that is killed is not the script's fault",
    arguments: [("KILL", "compilation", "killed"), ("TERM", "interrupted", "interrupted")])
  func killedCompiler(_ signal: String, _ code: String, _ word: String) async throws {
    let project = try Project()
    try project.swift("aaaa11", upgrade: "SQL(\"SELECT 1\")")
    let compiler = try project.tool("swiftc.sh", "kill -\(signal) $$")
    let body = try await project.harmlessRefusal("upgrade", environment: ["REV_SWIFTC": compiler])
    #expect(body.code == code && body.message.contains(word), "\(body)")
    #expect(!body.message.contains("does not compile"))
  }

  @Test("Ctrl-C while scripts are compiled ends rev at once, also where the database is there")
  func interrupted() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try await project.output("upgrade")
    try project.swift("bbbb11", after: ["aaaa11"], upgrade: "SQL(\"CREATE TABLE t (id)\")")
    let compiler = try project.tool(
      "swiftc.sh", "[ \"$1\" = -frontend ] || kill -INT $PPID\nexec '\(Program.compiler)' \"$@\"")
    #expect(try await project.rev("upgrade", environment: ["REV_SWIFTC": compiler]).status == -SIGINT)
    #expect(try await project.heads() == ["aaaa11"])
  }

  @Test("A damaged cache is made anew")
  func damagedCache() async throws {
    let project = try Project()
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE t (id)\")", downgrade: "SQL(\"DROP TABLE t\")")
    try await project.output("upgrade")
    let enumerator = FileManager.default.enumerator(atPath: project.cache + "/rev")
    var files = 0
    while let name = enumerator?.nextObject() as? String {
      let path = project.cache + "/rev/" + name
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      try Data("damaged".utf8).write(to: URL(fileURLWithPath: path))
      files += 1
    }
    #expect(files > 0)
    try await project.output("downgrade", "base")
    #expect(try await project.objects() == [])
  }

  @Test("A declared schema that was damaged since it was compiled is compiled anew")
  func damagedSchema() async throws {
    let project = try Project()
    try project.declare("  Table(\"t\") { Column(\"id\", .integer).primaryKey() }")
    #expect(try await project.missing() == ["create table t (id)"])
    let folder = project.cache + "/rev"
    let objects = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).filter {
      $0.contains("rev_schema_") && $0.hasSuffix(".so")
    }
    #expect(objects.count == 1)
    for name in objects { try Data("damaged".utf8).write(to: URL(fileURLWithPath: folder + "/" + name)) }
    #expect(try await project.missing() == ["create table t (id)"])
  }

  @Test("Where no cache can be kept, scripts are compiled for the run, and nothing is left of it")
  func noCache() async throws {
    let project = try Project()
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE t (id)\")")
    try project.makeFolder("tmp")
    let ended = try await project.rev(
      "upgrade",
      environment: ["XDG_CACHE_HOME": "/proc/nowhere", "HOME": "/proc/nowhere", "TMPDIR": project.path("tmp")])
    #expect(ended.status == 0 && ended.error.contains("warning: ") && ended.error.contains("XDG_CACHE_HOME"))
    #expect(try await project.objects() == ["t"])
    #expect(try project.names(in: "tmp") == [])
  }

  @Test("The cache is private to the user, and nothing is left in the project")
  func privacy() async throws {
    let project = try Project()
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE t (id)\")")
    try await project.output("upgrade")
    let attributes = try FileManager.default.attributesOfItem(atPath: project.cache + "/rev")
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    #expect(try project.names(in: ".") == ["dev.db", "migrate.ini", "versions"])
    #expect(try project.names() == ["aaaa11.swift"])
  }
}
