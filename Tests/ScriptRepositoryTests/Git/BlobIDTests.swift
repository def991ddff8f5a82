import Foundation
import RandomTesting
import Testing

@testable import ScriptRepository

@Suite("Ids of blobs")
struct BlobIDTests {
  @Test("are git's, whatever the length of the text")
  func lengths() throws {
    let repository = try GitTestRepository(nil)
    var random = SplitMix64(seed: 1)
    for count in Array(0..<140) + [1000, 4096, 100_003] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let id = try repository.git(["hash-object", "--no-filters", "--stdin"], input: Data(bytes))
      #expect(GitObjectID(ofBlob: bytes).description == id)
      #expect(GitObjectID(id) == GitObjectID(ofBlob: bytes))
    }
    for text in ["", "12", String(repeating: "g", count: 40), String(repeating: "a", count: 42)] {
      #expect(GitObjectID(text) == nil)
    }
  }

  private static let attributes = [
    "text", "-text", "text=auto", "text eol=lf", "text eol=crlf", "eol=crlf", "eol=lf", "text=auto eol=crlf", "ident",
    "text ident", "text=auto ident", "binary", "crlf", "-crlf", "crlf=input", "filter=none", "!text",
  ]

  private static func text(_ random: inout SplitMix64) -> [UInt8] {
    let pieces = ["a\n", "b\r\n", "c\r", "$Id$\n", "$Id: 0123 $\r\n", "$Id: no end\n", "é", "\r\r\n", "SELECT 1;"]
    var text = (0..<Int.random(in: 0..<6, using: &random)).flatMap { _ in
      Array((pieces.randomElement(using: &random) ?? "").utf8)
    }
    if random.once(in: 12) { text.append(0) }
    return text
  }

  @Test(
    "are those that `git add` stores, over random texts, attributes and line endings",
    arguments: ["false", "true", "input"])
  func attributes(_ autoCRLF: String) async throws {
    var random = SplitMix64(seed: 7)
    for round in 0..<rounds(3) {
      let repository = try GitTestRepository()
      try repository.git(["config", "core.autocrlf", autoCRLF])
      var paths: [String] = []
      func fill(_ random: inout SplitMix64) throws {
        var lines = random.once(in: 3) ? ["* text=auto"] : []
        paths = try (0..<40).map { number in
          let attribute = Self.attributes.randomElement(using: &random) ?? ""
          if !random.once(in: 4) { lines.append("f\(number).sql \(attribute)") }
          return try repository.project.write("f\(number).sql", Data(Self.text(&random)))
        }
        try repository.project.write(
          random.once(in: 2) ? "../.gitattributes" : ".gitattributes", lines.joined(separator: "\n") + "\n")
      }
      try fill(&random)
      // Some texts are in the index as they are, so that what is stored of the next ones depends on them.
      try repository.git(["-c", "core.attributesFile=/dev/null", "-c", "core.autocrlf=false", "add", "-A"])
      for _ in 0..<2 {
        try fill(&random)
        let git = try #require(try repository.open())
        let ids = try await repository.project.repository().blobIDs(ofFiles: paths, in: git)
        let warm = try await repository.project.repository(later: 10).blobIDs(ofFiles: paths, in: git)
        let remembered = try await repository.project.repository(later: 10).blobIDs(ofFiles: paths, in: git)
        try repository.git(["add", "-A"])
        let indexed = try repository.indexed()
        for path in paths {
          let name = "versions/\(path.split(separator: "/").last ?? "")"
          let content = try Data(contentsOf: URL(fileURLWithPath: path))
          let text = String(reflecting: String(decoding: content, as: UTF8.self))
          let attributes =
            ids[path]?.stored == indexed[name] ? "" : try repository.git(["check-attr", "-a", "--", name])
          #expect(ids[path]?.stored == indexed[name], "round \(round), \(name): \(text), \(attributes)")
          #expect(ids[path]?.raw == GitObjectID(ofBlob: Array(content)))
        }
        #expect(warm == ids)
        #expect(remembered == ids)
      }
    }
  }

  @Test("are git's own where the attributes name a filter or an encoding")
  func programs() async throws {
    let repository = try GitTestRepository()
    try repository.git(["config", "filter.upper.clean", "tr a-z A-Z"])
    try repository.git(["config", "filter.upper.smudge", "tr A-Z a-z"])
    try repository.project.write(
      "../.gitattributes",
      """
      upper*.sql filter=upper
      auto.sql filter=upper text=auto
      wide.sql working-tree-encoding=UTF-16LE text
      unknown.sql filter=nobody
      """)
    let utf16 = "-- é\r\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    var paths = [try repository.project.write("wide.sql", Data(utf16))]
    for name in ["upper.sql", "upper é \"x\".sql", "auto.sql", "unknown.sql", "plain.sql"] {
      paths.append(try repository.project.write(name, "select 1;\r\n"))
    }
    try repository.git(["-c", "filter.upper.clean=cat", "add", "-A"])
    for path in paths where !path.hasSuffix("wide.sql") {
      try "select 2;\r\n".write(toFile: path, atomically: false, encoding: .utf8)
    }
    let before = try repository.git(["count-objects"])
    let git = try #require(try repository.open())
    let ids = try await repository.project.repository(later: 10).blobIDs(ofFiles: paths, in: git)
    let remembered = try await repository.project.repository(later: 10).blobIDs(ofFiles: paths, in: git)
    #expect(remembered == ids)
    #expect(try repository.git(["count-objects"]) == before, "nothing is written to the repository")
    try repository.git(["add", "-A"])
    let indexed = try repository.indexed()
    for path in paths {
      let name = "versions/\(path.split(separator: "/").last ?? "")"
      #expect(ids[path]?.stored == indexed[name], "\(name)")
    }
    #expect(indexed["versions/wide.sql"] == GitObjectID(ofBlob: Array("-- é\n".utf8)))
    #expect(indexed["versions/upper.sql"] == GitObjectID(ofBlob: Array("SELECT 2;\r\n".utf8)))
  }

  @Test("are still those of the bytes where a filter cannot be run")
  func brokenFilter() async throws {
    let repository = try GitTestRepository()
    try repository.git(["config", "filter.broken.clean", "false"])
    try repository.git(["config", "filter.broken.required", "true"])
    try repository.project.write("../.gitattributes", "a.sql filter=broken\n")
    let paths = [try repository.project.write("a.sql", "a"), try repository.project.write("b.sql", "b")]
    let git = try #require(try repository.open())
    let ids = try await repository.project.repository(later: 10).blobIDs(ofFiles: paths, in: git)
    #expect(ids[paths[0]] == BlobIDs(raw: GitObjectID(ofBlob: Array("a".utf8)), stored: nil))
    #expect(ids[paths[1]]?.stored == GitObjectID(ofBlob: Array("b".utf8)))
    // Not remembered: the next time it may work.
    try repository.git(["config", "filter.broken.clean", "cat"])
    let reopened = try #require(try repository.open())
    let mended = try await repository.project.repository(later: 10).blobIDs(ofFiles: paths, in: reopened)
    #expect(mended[paths[0]]?.stored == GitObjectID(ofBlob: Array("a".utf8)))
  }

  // MARK: Remembering

  /// The file in which a project's ids are remembered.
  private func memory(of project: TestProject) throws -> String {
    let folder = try #require(project.repository().cache?.path)
    let name = try #require(CacheFolder.names(in: folder).first { $0.hasPrefix("blobs-") })
    return "\(folder)/\(name)"
  }

  @Test("are remembered, and not of a file that may have been written again in the same moment")
  func remembered() async throws {
    let project = try TestProject()
    let path = try project.writeSQL("a")
    let truth = try await project.repository().blobIDs(ofFiles: [path], in: nil)
    let folder = try #require(project.repository().cache?.path)
    #expect(!CacheFolder.names(in: folder).contains { $0.hasPrefix("blobs-") }, "there is nothing to remember")
    _ = try await project.repository(later: 10).blobIDs(ofFiles: [path], in: nil)
    let file = try memory(of: project)
    let written = try #require(BlobMemory(try OpenFile.contents(of: file)))
    let entry = try #require(written.entries[path])
    #expect(entry.raw == truth[path]?.raw)

    // What the memory says is believed, so the file was not read.
    let other = GitObjectID(ofBlob: [])
    let changed = BlobMemory(entries: [
      path: BlobMemory.Entry(stamp: entry.stamp, conversion: entry.conversion, raw: other, stored: nil)
    ])
    try Data(changed.encoded()).write(to: URL(fileURLWithPath: file))
    let believed = try await project.repository(later: 10).blobIDs(ofFiles: [path], in: nil)
    #expect(believed[path]?.raw == other)

    // A memory that is damaged is none.
    for position in [0, 9, 20, 30, 60] {
      var bytes = changed.encoded()
      bytes[position] ^= 0x10
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      #expect(try await project.repository(later: 10).blobIDs(ofFiles: [path], in: nil) == truth)
    }
    for count in 0..<changed.encoded().count {
      #expect(BlobMemory(Array(changed.encoded().prefix(count))) == nil)
    }
  }

  @Test("are kept of files that are not asked for, until they are gone")
  func others() async throws {
    let project = try TestProject()
    let paths = try ["a", "b", "c"].map { try project.writeSQL($0) }
    _ = try await project.repository(later: 10).blobIDs(ofFiles: Array(paths[..<2]), in: nil)
    try FileManager.default.removeItem(atPath: paths[0])
    _ = try await project.repository(later: 10).blobIDs(ofFiles: [paths[2]], in: nil)
    let kept = try #require(BlobMemory(try OpenFile.contents(of: try memory(of: project))))
    #expect(Set(kept.entries.keys) == Set(paths[1...]))
  }

  @Test("follow a change of the file, of its attributes and of the configuration")
  func changes() async throws {
    let repository = try GitTestRepository()
    let path = try repository.project.write("a.sql", "a\r\n")
    func id() async throws -> GitObjectID? {
      let git = try #require(try repository.open())
      return try await repository.project.repository(later: 10).blobIDs(ofFiles: [path], in: git)[path]?.stored
    }
    let (crlf, lf) = (GitObjectID(ofBlob: Array("a\r\n".utf8)), GitObjectID(ofBlob: Array("a\n".utf8)))
    #expect(try await id() == crlf)
    try repository.project.write("../.gitattributes", "*.sql text\n")
    #expect(try await id() == lf)
    try repository.project.write("../.gitattributes", "\n")
    #expect(try await id() == crlf)
    try repository.git(["config", "core.autocrlf", "input"])
    #expect(try await id() == lf)
    // With a CR in the index already, it stays; the file itself has not changed meanwhile.
    try repository.git(["-c", "core.autocrlf=false", "add", "-A"])
    #expect(try await id() == crlf)
    try repository.project.write("a.sql", "b\r\n")
    #expect(try await id() == GitObjectID(ofBlob: Array("b\r\n".utf8)))
  }
}
