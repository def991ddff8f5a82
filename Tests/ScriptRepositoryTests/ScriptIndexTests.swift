import Foundation
import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("The index of scripts")
struct ScriptIndexTests {
  /// Everything that a file can say.
  private func fill(_ project: TestProject) throws {
    for number in 0..<20 { try project.writeSQL("s\(number)", parents: number == 0 ? [] : ["s\(number - 1)"]) }
    for number in 0..<5 { try project.writeSwift("w\(number)", parents: ["s19"]) }
    try project.write("Helpers.swift", "func helper() {}")
    try project.write("Schema.swift", "not read")
  }

  @Test("says the same as the files, and nothing is read twice")
  func warm() throws {
    let project = try TestProject()
    try fill(project)
    let cold = project.repository(later: 10).list()
    let warm = project.repository(later: 10).list()
    #expect(cold.filesRead == 27)
    #expect(warm.filesRead == 0)
    #expect(warm.scripts == cold.scripts)
    #expect(warm.supportFiles == cold.supportFiles)
    #expect(cold.scripts.count == 25)
  }

  @Test("reads exactly what was changed, added, renamed or replaced since")
  func changes() throws {
    let project = try TestProject()
    try fill(project)
    _ = project.repository(later: 10).list()
    try project.writeSQL("s3", parents: ["s1", "s2"])
    try project.writeSQL("new")
    try FileManager.default.moveItem(atPath: "\(project.versions)/s5.sql", toPath: "\(project.versions)/z5.sql")
    try FileManager.default.removeItem(atPath: "\(project.versions)/s6.sql")
    let listing = project.repository(later: 10).list()
    #expect(listing.filesRead == 3)
    #expect(listing.scripts.first { $0.id == "s3" }?.metadata.parents == ["s1", "s2"])
    #expect(listing.scripts.first { $0.id == "s5" }?.path == "\(project.versions)/z5.sql")
    #expect(!listing.scripts.contains { $0.id == "s6" })
    #expect(listing.scripts.count == 25)
    #expect(project.repository(later: 10).list().filesRead == 0)
  }

  @Test("does not trust a file that may have been written again in the same moment")
  func racy() throws {
    let project = try TestProject()
    let path = try project.writeSQL("a")
    let stamp = try #require(FileStamp(path: path))
    // Listed right after it was written, and again: nothing tells that it did not change in between.
    #expect(project.repository().list().filesRead == 1)
    #expect(project.repository().list().filesRead == 1)
    // The same size, and the same time as far as the file system's clock goes.
    try project.writeSQL("b", in: "other")
    _ = project.repository().list()
    try TestProject.sql("b").write(toFile: path, atomically: false, encoding: .utf8)
    var times = [timespec(), timespec()]
    times[0].tv_sec = Int(stamp.modified / 1_000_000_000)
    times[0].tv_nsec = Int(stamp.modified % 1_000_000_000)
    times[1] = times[0]
    utimensat(AT_FDCWD, path, times, 0)
    #expect(project.repository().list().scripts.map(\.id) == ["b"])
  }

  @Test("notices a change behind a restored time of modification")
  func restoredTime() throws {
    let project = try TestProject()
    let path = try project.writeSQL("a")
    let stamp = try #require(FileStamp(path: path))
    _ = project.repository(later: 10).list()
    try TestProject.sql("b").write(toFile: path, atomically: false, encoding: .utf8)
    var time = timespec()
    time.tv_sec = Int(stamp.modified / 1_000_000_000)
    time.tv_nsec = Int(stamp.modified % 1_000_000_000)
    utimensat(AT_FDCWD, path, [time, time], 0)
    #expect(FileStamp(path: path)?.modified == stamp.modified)
    #expect(project.repository(later: 10).list().scripts.map(\.id) == ["b"])
  }

  @Test("is built anew where it was damaged in any byte, cut short, or is something else")
  func damaged() throws {
    let project = try TestProject()
    try fill(project)
    let expected = project.repository(later: 10).list()
    let cache = try #require(project.repository().cache)
    let name = try #require(CacheFolder.names(in: cache.path).first { $0.hasPrefix("index-") })
    let path = "\(cache.path)/\(name)"
    let good = try Data(contentsOf: URL(fileURLWithPath: path))
    var random = SplitMix64(seed: 3)
    for round in 0..<rounds(60) {
      var bad = good
      switch round % 3 {
      case 0: bad[Int.random(in: 0..<bad.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      case 1: bad = bad.prefix(Int.random(in: 0..<bad.count, using: &random))
      default:
        bad = Data((0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
      }
      try bad.write(to: URL(fileURLWithPath: path))
      let listing = project.repository(later: 10).list()
      #expect(listing.scripts == expected.scripts)
      #expect(listing.filesRead == 27)
    }
  }

  @Test("is not read where lengths in it lead outside, even with a right checksum")
  func forged() throws {
    var random = SplitMix64(seed: 4)
    for _ in 0..<rounds(300) {
      var builder = ScriptIndex.Builder()
      let entry = ScriptIndex.Entry(
        key: nil, revisions: [.init(metadata: RevisionMetadata(id: "a", parents: ["b"]), typeName: "", line: 1)])
      let stamp = FileStamp(size: 1, modified: 1, changed: 1, inode: 1, device: 1)
      builder.add(entry, folder: 0, name: Array("a.sql".utf8)[...], stamp: stamp, isSettled: true)
      var bytes = builder.finish()
      for _ in 0..<3 {
        bytes[Int.random(in: 16..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let sum = bytes.withUnsafeBytes { checksum(UnsafeRawBufferPointer(rebasing: $0[16...])) }
      withUnsafeBytes(of: sum.littleEndian) { bytes.replaceSubrange(8..<16, with: $0) }
      let index = try #require(ScriptIndex(bytes))
      index.withCursor { cursor in
        Array("a.sql".utf8).withUnsafeBytes { name in _ = cursor.entry(folder: 0, name: name, stamp: stamp) }
      }
    }
  }

  @Test("is private to the user, and a folder that others may write to is not used")
  func permissions() throws {
    let project = try TestProject()
    try fill(project)
    _ = project.repository(later: 10).list()
    let cache = try #require(project.repository().cache)
    let attributes = try FileManager.default.attributesOfItem(atPath: cache.path)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    for name in CacheFolder.names(in: cache.path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(cache.path)/\(name)")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
    chmod(cache.path, 0o777)
    #expect(project.repository().cache == nil)
    #expect(project.repository(later: 10).list().filesRead == 27)
  }

  @Test("can do without a cache: none named, a relative one, one that cannot be made")
  func noCache() throws {
    let project = try TestProject()
    try fill(project)
    try Data().write(to: URL(fileURLWithPath: "\(project.root)/file"))
    for environment in [
      ["XDG_CACHE_HOME": "", "HOME": ""], ["XDG_CACHE_HOME": "rel", "HOME": ""],
      ["XDG_CACHE_HOME": "\(project.root)/file"],
    ] {
      let repository = project.repository(environment: environment, later: 10)
      #expect(repository.cache == nil)
      #expect(repository.list().scripts.count == 25)
    }
  }

  @Test("many processes that list at once all see the same")
  func concurrent() async throws {
    let project = try TestProject()
    try fill(project)
    let expected = project.repository(later: 10).list().scripts
    let same = await withTaskGroup(of: Bool.self) { tasks in
      for round in 0..<32 {
        tasks.addTask {
          let repository = project.repository(later: Int64(10 * (round % 3)))
          return repository.list().scripts == expected
        }
      }
      return await tasks.allSatisfy { $0 }
    }
    #expect(same)
  }
}
