import RandomTesting
import SQLiteDialect
import Testing

@testable import ModelData

@Suite("Tokens of a digest, as SQLite divides them")
struct DigestTokenTests {
  @Test("are those of the tokenizer, in any text up to what is never closed")
  func agree() {
    var random = SplitMix64(seed: 82)
    let pieces = [
      "'", "\"", "`", "[", "]", "$a", "$", "/*", "*/", "--", "\n", "\r", " ", "\t", "\u{0C}", "x'", "X'0a'", "\\", "a",
      "é", "1",
      ".", "e", "-", "+", "=", "<", "@", ":", ";", "(", "''", "_", "->", ">", "|", "!", "?1", "#", "0xe", "1e-5", "*",
      "/",
    ]
    for _ in 0..<rounds(20_000) {
      let count = Int.random(in: 0..<14, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(text.utf8)
      var ours: [Range<Int>] = []
      var tokens = SQLTokens(bytes, .sqlite)
      while let token = tokens.next() { ours.append(token.range) }
      #expect(ours == Tokenizer.tokens(of: bytes).map(\.range), "\(text.debugDescription)")
    }
  }
}
