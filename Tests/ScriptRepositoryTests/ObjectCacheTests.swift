import Foundation
import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("The cache of compiled scripts")
struct ObjectCacheTests {
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
      {
        // What the compiler itself keeps of C modules; it does not find out by itself that it is damaged.
        try FileManager.default.removeItem(atPath: path)
        let modules = "\(cache)/\(store)/modules"
        let damaged = CacheFolder.tree(modules).filter { $0.name.hasSuffix(".pcm") }
        try #require(!damaged.isEmpty)
        for file in damaged { try Data("nonsense".utf8).write(to: URL(fileURLWithPath: "\(modules)/\(file.name)")) }
      },
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
    let loaded = try await project.load(project.repository(environment: environment))
    #expect(try loaded.sql("a") == ["a"])
    #expect(CacheFolder.names(in: "\(project.root)/tmp") == [])
    #expect(CacheFolder.names(in: project.versions) == ["a.swift"])
  }

  @Test("a cache folder below one that is somebody else's is not used, whichever variable names it")
  func foreignCache() throws {
    let project = try TestProject()
    let owner = geteuid() == 0 ? 1000 : geteuid()
    chown(project.root, owner, gid_t.max)
    for environment in [
      ["XDG_CACHE_HOME": "\(project.root)/cache"], ["XDG_CACHE_HOME": "\(project.root)/a/b"], ["HOME": project.root],
    ] {
      #expect(CacheFolder.base(environment: environment, user: owner) != nil)
      // As root sees its caller's folders under sudo.
      #expect(CacheFolder.base(environment: environment, user: 0) == nil)
    }
    #expect(CacheFolder.base(environment: ["XDG_CACHE_HOME": "/nowhere/at/all"]) == "/nowhere/at/all/rev")
    #expect(CacheFolder.base(environment: [:]) == nil)
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
    #expect(
      names.allSatisfy { $0.hasSuffix(".so") && !$0.contains("-") || ["catalog", "lock", "modules"].contains($0) },
      "\(names)")
  }
}
