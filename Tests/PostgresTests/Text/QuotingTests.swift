import Dialects
import PostgresTesting
import Testing

@testable import PostgresDialect

@Suite("Names as PostgreSQL's identifiers")
struct QuotingTests {
  private func refusal(_ name: String) -> String? {
    do throws(DialectError) { _ = try PostgresQuoting.quoted(name) } catch { return error.message }
    return nil
  }

  @Test("every name stands in quotes, and a quote in it is doubled")
  func quotes() throws {
    #expect(try PostgresQuoting.quoted("user") == "\"user\"")
    #expect(try PostgresQuoting.quoted("a\"b\";--") == "\"a\"\"b\"\";--\"")
  }

  @Test("an empty name and one with a NUL are refused")
  func impossible() {
    #expect(refusal("") == "a name is empty")
    #expect(refusal("ab\0c") == "the name 'ab…' has a NUL character in it")
  }

  @Test("a name of 63 bytes is kept, and a longer one refused with its length in bytes")
  func length() throws {
    let longest = String(repeating: "é", count: 31) + "x"
    #expect(try PostgresQuoting.quoted(longest) == "\"\(longest)\"")
    #expect(try PostgresQuoting.quoted(String(repeating: "\"", count: 63)).utf8.count == 128)
    #expect(refusal(longest + "y") == "the name '\(longest)y' is 64 bytes long, and PostgreSQL keeps 63")
    #expect(refusal(String(repeating: "é", count: 32))?.contains("64 bytes") == true)
  }

  @Test(
    "a server keeps each name as it is",
    .enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)"))
  func roundTrip() async throws {
    let names = [
      "select", "A b", "a\"\"b", "'; DROP TABLE x; --", "$a$", "\\", "é", "日本", "a.b", " ", "\n", "/*",
      String(repeating: "é", count: 31) + "x",
    ]
    let database = try await PostgresServer.shared().makeDatabase()
    for name in names {
      try await database.run("CREATE TABLE \(PostgresQuoting.quoted(name)) (a integer)")
      let found = try await database.run(
        "SELECT count(*) FROM pg_class WHERE relname = \(PostgresLiteral.text(of: name)) AND relkind = 'r'")
      #expect(found == "1\n", "\(name)")
    }
  }
}
