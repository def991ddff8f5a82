import Foundation
import RandomTesting
import Testing

@testable import ScriptRepository

@Suite("What git does to files")
struct GitConversionTests {
  private static let patterns = [
    "*", "**", "**.sql", "*.sql", "*.SQL", "*.x.sql", "a.sql", "A.SQL", "/a.sql", "versions/*.sql", "versions/a.sql",
    "versions/deep/**", "**/deep/*.swift", "deep/", "versions", "?.sql", "[ab].sql", "a*", "*a.sql", "b*.sql",
    "\\a.sql",
    "\"a.sql\"", "a\\ b.sql", "\"a b.sql\"", "# a.sql", "[attr]lines", "*.swift", "é.sql",
  ]
  private static let attributes = ["text", "-text", "text=auto", "eol=crlf", "ident", "filter=up", "lines", "!text"]

  @Test("is found of a whole folder as of each file for itself, over random attributes", arguments: ["false", "true"])
  func groups(_ ignoresCase: String) throws {
    var random = SplitMix64(seed: 11)
    var groupsSeen: Set<Int> = []
    for _ in 0..<rounds(40) {
      let repository = try GitTestRepository()
      try repository.git(["config", "core.ignorecase", ignoresCase])
      try repository.git(["config", "filter.up.clean", "tr a-z A-Z"])
      let names = ["a.sql", "b.sql", "A.SQL", "ba.sql", "a.x.sql", "a b.sql", "é.sql", "a.swift", ".sql"]
      let paths = (names + names.map { "deep/\($0)" }).map { "versions/\($0)" } + ["a.sql"]
      for path in paths { try repository.project.write("../\(path)", "x\r\n") }
      func lines(_ random: inout SplitMix64) -> String {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
          let pattern = Self.patterns.randomElement(using: &random) ?? ""
          return "\(pattern) \(Self.attributes.randomElement(using: &random) ?? "")"
        }.joined(separator: "\n") + "\n"
      }
      for file in [".gitattributes", "versions/.gitattributes", "versions/deep/.gitattributes"] {
        guard random.once(in: 2) else { continue }
        let path = try repository.project.write("../\(file)", lines(&random))
        if random.once(in: 3) { try repository.git(["add", file]) }
        if random.once(in: 3) { try repository.project.write("../\(file)", lines(&random)) }
        if random.once(in: 6) { try FileManager.default.removeItem(atPath: path) }
      }
      if random.once(in: 4) { try repository.project.write("../.git/info/attributes", lines(&random)) }
      if random.once(in: 4) {
        let file = try repository.project.write("../mine", lines(&random))
        try repository.git(["config", "core.attributesFile", file])
      }
      let git = try #require(try repository.open())
      var reader = try GitConversionReader(git)
      var keys: Set<ContentHash> = []
      for path in paths.shuffled(using: &random) {
        var fresh = try GitConversionReader(git)
        let (grouped, alone) = (try reader.conversion(of: path), try fresh.conversion(of: path))
        #expect(grouped.key == alone.key, "\(path)")
        #expect(grouped.method == alone.method, "\(path)")
        #expect(grouped.asksIndex == alone.asksIndex, "\(path)")
        keys.insert(alone.key)
      }
      groupsSeen.insert(keys.count)
    }
    #expect(groupsSeen.contains(1) && groupsSeen.count > 3, "the attributes did not differ: \(groupsSeen)")
  }
}
