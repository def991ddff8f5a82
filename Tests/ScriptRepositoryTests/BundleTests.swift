import Foundation
import Revisions
import SystemPackage
import Testing

@testable import ScriptRepository

@Suite("Bundles")
struct BundleTests {
  /// Whether this machine lets the toolchain be hidden from a process.
  static let canHide: Bool = {
    guard geteuid() == 0 else { return false }
    let result = try? Probe.run(["-m", "true"], program: "/usr/bin/unshare", environment: [:])
    return result?.status == 0
  }()

  /// Runs a bundle's executable where there is no toolchain, no cache, and no environment.
  private func runHidden(_ bundle: String, _ arguments: String, project: TestProject) throws -> Probe.Result {
    let empty = "\(project.root)/empty"
    try? FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    let compiler = try #require(SwiftCompiler.locate(environment: project.environment).flatMap(realPath))
    // …/usr/bin/swift-driver: what is to be hidden is the folder of `usr`, or `usr` itself where it stands in the root.
    let toolchain = URL(fileURLWithPath: compiler).deletingLastPathComponent().deletingLastPathComponent()
    let script = "mount --bind '\(empty)' '\(toolchain.path)' && exec env -i '\(bundle)/rev' \(arguments)"
    return try Probe.run(
      ["-m", "sh", "-c", script], program: "/usr/bin/unshare", environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
  }

  @Test("a bundle runs where there is neither compiler nor Swift runtime", .enabled(if: canHide))
  func withoutToolchain() throws {
    let project = try TestProject()
    try project.write(
      "Helpers.swift",
      "import Foundation\nfunc year() -> Int { Calendar(identifier: .gregorian).component(.year, from: Date(timeIntervalSince1970: 0)) }"
    )
    try project.writeSwift("a", upgrade: #"SQL("SELECT \(year())")"#)
    try project.writeSQL("b", parents: ["a"])
    let bundle = "\(project.root)/bundle"
    let written = try Probe.run(["bundle", project.folder, bundle], environment: project.environment)
    #expect(written.output.contains("bundled 2"), "\(written.output)")
    #expect(written.output.contains("libFoundation.so"))
    let result = try runHidden(bundle, "load '\(bundle)'", project: project)
    #expect(result.output.contains("loaded 2 compiled 0"), "\(result.output)")
    // The same project elsewhere, which the bundle did not compile, finds no compiler.
    try project.writeSwift("c")
    let other = try runHidden(bundle, "load '\(project.folder)'", project: project)
    #expect(other.output.contains("compilerNotFound"), "\(other.output)")
  }

  @Test("a bundle without Swift scripts holds no compiled ones", .enabled(if: canHide))
  func onlySQL() throws {
    let project = try TestProject()
    try project.writeSQL("a")
    let bundle = "\(project.root)/bundle"
    _ = try Probe.run(["bundle", project.folder, bundle], environment: project.environment)
    #expect(!CacheFolder.names(in: "\(bundle)/lib/scripts").contains { $0.hasSuffix(".so") })
    let result = try runHidden(bundle, "load '\(bundle)'", project: project)
    #expect(result.output.contains("loaded 1 compiled 0"), "\(result.output)")
  }

  @Test("needs nothing but the C library from the machine, and looks for it nowhere else")
  func closure() throws {
    let project = try TestProject()
    try project.writeSwift("a")
    let bundle = "\(project.root)/bundle"
    _ = try Probe.run(["bundle", project.folder, bundle], environment: project.environment)
    #expect(ELFFile("\(bundle)/rev")?.searchPath == "$ORIGIN/lib")
    let libraries = CacheFolder.names(in: "\(bundle)/lib").filter { $0 != "scripts" }
    #expect(libraries.contains("libswiftCore.so"))
    #expect(libraries.contains("libswiftSwiftOnoneSupport.so"))
    for file in libraries.map({ "lib/\($0)" }) + ["rev"] {
      let elf = try #require(ELFFile("\(bundle)/\(file)"))
      let missing = elf.needed.filter { !libraries.contains($0) && !LoadedLibraries.belongsToSystem($0) }
      #expect(missing == [])
    }
    #expect(try String(contentsOfFile: "\(bundle)/migrate.ini", encoding: .utf8) == "[rev]\n")
    #expect(CacheFolder.names(in: "\(bundle)/versions") == ["a.swift"])
    // The copy still has the id that its scripts were compiled for.
    #expect(ELFFile("\(bundle)/rev")?.buildID == ELFFile(Probe.path)?.buildID)
    #expect(ELFFile(Probe.path)?.buildID != nil)
  }

  @Test("replaces an earlier bundle or an empty folder, and nothing else")
  func replacing() throws {
    let project = try TestProject()
    try project.writeSQL("a")
    let bundle = "\(project.root)/out/bundle"
    try FileManager.default.createDirectory(atPath: bundle, withIntermediateDirectories: true)
    let link = "\(project.root)/link"
    symlink(bundle, link)
    _ = try Probe.run(["bundle", project.folder, link], environment: project.environment)
    #expect(CacheFolder.names(in: "\(bundle)/versions") == ["a.sql"])
    try project.writeSQL("b")
    _ = try Probe.run(["bundle", project.folder, bundle], environment: project.environment)
    #expect(CacheFolder.names(in: "\(bundle)/versions").sorted() == ["a.sql", "b.sql"])
    let taken = try Probe.run(["bundle", project.folder, project.folder], environment: project.environment)
    #expect(taken.status == 1)
    #expect(taken.output.contains("folderInUse(file: \"\(project.folder)/migrate.ini\")"), "\(taken.output)")
    #expect(CacheFolder.names(in: "\(project.root)/out") == ["bundle"])
  }

  @Test("a script that cannot be loaded stops the bundle, and nothing is left of it")
  func broken() throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: "SQL(nonsense)")
    let bundle = "\(project.root)/out/bundle"
    try FileManager.default.createDirectory(atPath: "\(project.root)/out", withIntermediateDirectories: true)
    let compiled = try Probe.run(["bundle", project.folder, bundle], environment: project.environment)
    #expect(compiled.output.contains("doesNotCompile"), "\(compiled.output)")
    try FileManager.default.removeItem(atPath: "\(project.versions)/a.swift")
    try project.write("b.sql", "-- revision: b\n-- upgrade\n-- downgrade\n-- upgrade\n")
    let sections = try Probe.run(["bundle", project.folder, bundle], environment: project.environment)
    #expect(sections.output.contains("sectionRepeated"), "\(sections.output)")
    #expect(CacheFolder.names(in: "\(project.root)/out") == [])
  }

  @Test("refuses scripts from outside the project, for which it has no place")
  func outside() async throws {
    let project = try TestProject()
    try FileManager.default.createDirectory(atPath: "\(project.root)/elsewhere", withIntermediateDirectories: true)
    let writer = BundleWriter(
      repository: project.repository(["../elsewhere"]), configuration: FilePath("\(project.folder)/migrate.ini"))
    await #expect(throws: BundleError.locationOutsideProject(path: "\(project.root)/elsewhere")) {
      try await writer.write(to: FilePath("\(project.root)/bundle"))
    }
  }
}
