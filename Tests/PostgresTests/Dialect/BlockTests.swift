import PostgresTesting
import RandomTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("Dollar quotes")
struct DollarQuoteTests {
  @Test("use a tag that does not occur in the text, nor where it ends")
  func tags() {
    #expect(PostgresDialect.dollarQuoted("a") == "$$a$$")
    #expect(PostgresDialect.dollarQuoted("") == "$$$$")
    #expect(PostgresDialect.dollarQuoted("a$$b") == "$rev$a$$b$rev$")
    #expect(PostgresDialect.dollarQuoted("a$") == "$rev$a$$rev$")
    #expect(PostgresDialect.dollarQuoted("$$ $rev$") == "$rev2$$$ $rev$$rev2$")
    #expect(PostgresDialect.dollarQuoted("$$ $rev") == "$rev2$$$ $rev$rev2$")
  }

  @Test("give back any text", .enabled(if: PostgresPrograms.areInstalled))
  func roundTrip() async throws {
    var random = SplitMix64(seed: 6)
    let pieces = ["$", "$$", "$rev$", "$rev", "rev$", "2", "$rev2$", "'", "\\", "a", " ", "\n", "é"]
    var query = ""
    var texts: [String] = []
    for _ in 0..<rounds(200) {
      let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      texts.append(text)
      query += "SELECT encode(convert_to(\(PostgresDialect.dollarQuoted(text)), 'UTF8'), 'hex');\n"
    }
    let expected = texts.map { text in
      text.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
    let given = try await withDatabase { database in try await database.run(query) }
    #expect(given == expected.map { $0 + "\n" }.joined())
  }
}
