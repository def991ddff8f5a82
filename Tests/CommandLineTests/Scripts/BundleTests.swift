import Foundation
import Testing

@Suite("bundle")
struct BundleTests {
  /// Whether folders can be hidden in a name space of its own.
  private static let canHide: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "unshare -m true 2>/dev/null"]
    return (try? process.run()) != nil
      && {
        process.waitUntilExit(); return process.terminationStatus == 0
      }()
  }()

  /// The top folder of the toolchain: nothing below it may be needed.
  private static let toolchain: String = {
    let real = URL(fileURLWithPath: Program.compiler).resolvingSymlinksInPath().path
    return real.components(separatedBy: "/usr/bin/").first.map { $0.isEmpty ? "/usr/lib/swift" : $0 }
      ?? "/usr/lib/swift"
  }()

  /// Runs a shell script where neither the toolchain, nor this build, nor the project itself can be reached.
  private func hidden(_ project: Project, in folder: String, _ script: String) async throws -> Ended {
    let build = URL(fileURLWithPath: Program.rev).deletingLastPathComponent().path
    let hiding =
      "for folder in '\(Self.toolchain)' '\(build)' '\(project.folder)'; do mount -t tmpfs tmpfs \"$folder\" || exit 9; done"
    let words = ["sh", "-c", "\(hiding)\ncd '\(folder)' && PATH=/usr/bin:/bin && unset LD_LIBRARY_PATH && \(script)"]
    return try await Program.run(
      "/usr/bin/env", ["unshare", "-m"] + words,
      environment: project.environment.merging(["XDG_CACHE_HOME": folder + "/no-cache"]) { _, new in new }, in: folder)
  }

  @Test(
    "A bundle runs where there is neither a compiler, nor the Swift runtime, nor the project",
    .enabled(if: canHide, "folders can only be hidden as root"))
  func bundle() async throws {
    let project = try Project.sample()
    let elsewhere = try TemporaryDirectory()
    try await project.output("bundle", elsewhere.path + "/app")
    #expect(
      Set(try project.names(in: elsewhere.path + "/app")).isSuperset(of: ["rev", "migrate.ini", "versions", "lib"]))
    let ended = try await hidden(
      project, in: elsewhere.path,
      "app/rev upgrade heads && cd app && ./rev current --check-heads && ./rev downgrade base && ./rev upgrade heads --sql | head -c 5 && ./rev history --json | head -c 1"
    )
    #expect(ended.status == 0, "\(ended.all)")
    #expect(ended.output.hasSuffix("["))
    #expect(ended.error.contains("Running upgrade") && ended.error.contains("Running downgrade"))

    // And it may be moved, and is the same database's as the project's own.
    try FileManager.default.moveItem(atPath: elsewhere.path + "/app", toPath: elsewhere.path + "/moved")
    let moved = try await hidden(
      project, in: elsewhere.path + "/moved", "./rev upgrade heads && ./rev current --check-heads")
    #expect(moved.status == 0, "\(moved.all)")
    try await project.output("upgrade", "heads")
    #expect(try await project.dump(elsewhere.path + "/moved/dev.db") == project.dump())
  }

  @Test("An edited script in a bundle is not run from what was compiled before")
  func edited() async throws {
    let project = try Project(cache: .shared)
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE first (id)\")")
    try await project.output("bundle", "out")
    let script = try project.read("out/versions/aaaa11.swift")
    try project.write("out/versions/aaaa11.swift", script.replacing("first", with: "second"))
    let empty = try TemporaryDirectory()
    let ended = try await Program.run(
      project.path("out/rev"), ["upgrade"],
      environment: project.environment.merging(["PATH": empty.path, "XDG_CACHE_HOME": empty.path]) { _, new in new },
      in: project.path("out"))
    #expect(ended.status == 1 && ended.error.contains("aaaa11"), "\(ended.all)")
    let made = project.exists("out/dev.db") ? try await project.objects("out/dev.db") : []
    #expect(made == [])
  }

  @Test("An earlier bundle is replaced; a folder that holds something else is not touched")
  func replaced() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try await project.output("bundle", "out")
    try project.sql("bbbb11", after: ["aaaa11"])
    try await project.output("bundle", "out")
    #expect(project.exists("out/versions/bbbb11.sql"))
    try project.makeFolder("precious")
    try project.write("precious/file", "mine")
    let body = try await project.refusal("bundle", "precious")
    #expect(body.message.contains("precious"))
    #expect(try project.names(in: "precious") == ["file"])
  }

  @Test("A bundle that has come to hold a database is not replaced, and the database is named")
  func database() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try await project.output("bundle", "out")
    let ended = try await Program.run(
      project.path("out/rev"), ["upgrade"], environment: project.environment, in: project.path("out"))
    #expect(ended.status == 0, "\(ended.all)")
    let body = try await project.refusal("bundle", "out")
    #expect(body.code == "file-exists" && body.message.contains("out/dev.db"), "\(body.message)")
    #expect(try await project.heads("out/dev.db") == ["aaaa11"])
    #expect(try project.names(in: ".") == ["migrate.ini", "out", "versions"])
  }

  @Test("What only its owner may read, only its owner may read in a bundle")
  func modes() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    let files = ["migrate.ini": 0o600, "versions/aaaa11.sql": 0o640]
    for (name, mode) in files {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: project.path(name))
    }
    try await project.output("bundle", "out")
    for (name, mode) in files {
      let attributes = try FileManager.default.attributesOfItem(atPath: project.path("out/\(name)"))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
    }
  }

  @Test("The rev of a bundle works on the bundle's project wherever it is started, unless another is named")
  func ownProject() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try await project.output("bundle", "out")
    try project.sql("bbbb11", after: ["aaaa11"])
    let rev = project.path("out/rev")
    #expect(try await project.run(rev, "upgrade").status == 0)
    #expect(try await project.heads("out/dev.db") == ["aaaa11"] && !project.exists("dev.db"))
    #expect(try await project.run(rev, "upgrade", "-c", "migrate.ini").status == 0)
    #expect(try await project.heads() == ["bbbb11"])
    try project.delete("dev.db")
    #expect(try await project.run(rev, "upgrade", environment: ["REV_CONFIG": "migrate.ini"]).status == 0)
    #expect(try await project.heads() == ["bbbb11"])
  }

  @Test(
    "A configuration that would lead out of the bundle makes none",
    arguments: ["script_location = HERE", "version_locations = HERE/versions", "script_location = ../project"])
  func immovable(_ setting: String) async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.write("migrate.ini", "[rev]\n\(setting.replacing("HERE", with: project.folder))\n")
    let body = try await project.refusal("bundle", "out")
    #expect(body.code == "configuration" && body.hints.contains { $0.contains("%(here)s") }, "\(body)")
    #expect(try project.names(in: ".") == ["migrate.ini", "versions"])
  }

  @Test("A bundle made for a section says that the section has to be named there too")
  func section() async throws {
    let project = try Project("[other]\nscript_location = %(here)s/sub\n")
    try project.makeFolder("sub/versions")
    try project.sql("aaaa11", in: "sub/versions")
    #expect(try await project.rev("bundle", "out", "-n", "other").error.contains("-n other"))
    #expect(try await project.run(project.path("out/rev"), "-n", "other", "heads").output.contains("aaaa11"))
  }

  @Test("A script that does not compile makes no bundle, and leaves nothing behind")
  func broken() async throws {
    let project = try Project(cache: .shared)
    try project.swift("aaaa11", upgrade: "Nonsense()")
    let body = try await project.refusal("bundle", "out")
    #expect(body.message.contains("versions/aaaa11.swift:"))
    #expect(try project.names(in: ".") == ["migrate.ini", "versions"])
  }
}
