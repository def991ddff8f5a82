import RandomTesting
import Testing

@testable import ModelData
@testable import PostgresDialect

@Suite("Tokens of a digest, as PostgreSQL divides them")
struct DigestTokenTests {
  @Test("pass over the same blanks and comments as the cutter of statements, in any text")
  func agree() {
    var random = SplitMix64(seed: 81)
    let pieces = [
      "'", "\"", "$$", "$a$", "$1", "$", "/*", "*/", "--", "\n", "\r", " ", "\t", "\u{0B}", "E'", "U&'", "u&\"", "x'",
      "\\",
      "a", "é", "1", ".", "e", "-", "+", "=", "<", "@", ":", "[", "]", ";", "(", "''", "_", "..", "1e-5",
    ]
    for _ in 0..<rounds(20_000) {
      let count = Int.random(in: 0..<14, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(text.utf8)
      var ours: Set<Int> = []
      var tokens = SQLTokens(bytes, .postgresql)
      while let token = tokens.next() { ours.formUnion(token.range) }
      var theirs: Set<Int> = []
      var scanner = Scanner(start: 0, end: bytes.count)
      var isForClient = false
      while let token = scanner.next(in: bytes) {
        theirs.formUnion(token.range)
        isForClient = isForClient || token.kind == .metaCommand
      }
      // What only psql understands is in no revision.
      if isForClient { continue }
      // A string that goes on behind a line's end is one token there, with the blanks in it.
      let between = theirs.subtracting(ours)
      #expect(ours.isSubset(of: theirs), "\(text.debugDescription)")
      #expect(
        between.isEmpty || text.contains("'") && (text.contains("\n") || text.contains("\r")),
        "\(text.debugDescription)")
    }
  }
}
