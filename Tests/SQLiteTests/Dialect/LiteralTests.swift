import Dialects
import RandomTesting
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

@Suite("Literals and names")
struct LiteralTests {
  private let dialect = SQLiteDialect()

  @Test("read back as the values they were written from")
  func roundTrip() async throws {
    let connection = try await SQLiteConnection.memory()
    let values: [SQLValue] = [
      .null, .integer(0), .integer(.min), .integer(.max), .double(0.1), .double(-0.5), .double(1e300),
      .double(.leastNonzeroMagnitude),
      .double(.greatestFiniteMagnitude), .double(.leastNormalMagnitude), .double(0.1 + 0.2), .double(.pi),
      .double(1 / 3),
      .double(.infinity), .double(-.infinity), .double(1e22), .double(123_456_789_012_345_680), .text(""),
      .text("it's; --\n\"x\" \u{1F600}e\u{301}"), .blob([]), .blob([0, 1, 171, 255]),
    ]
    for value in values {
      let text = try dialect.literal(value)
      #expect(try await connection.query(.raw("SELECT \(text)")).first?[0] == value, "\(text)")
    }
    #expect(try dialect.literal(true) == "TRUE")
    #expect(try dialect.literal(0.1) == "0.1")
    #expect(try dialect.literal(.double(-0.0)) == "-0.0")
  }

  @Test("of numbers with more digits than SQLite reads rightly are exact")
  func doubles() async throws {
    let connection = try await SQLiteConnection.memory()
    var generator = SplitMix64(seed: 7)
    var tried = 0
    while tried < rounds(3_000) {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite, "\(number)".filter(\.isNumber).count > 18 else { continue }
      tried += 1
      let text = try dialect.literal(.double(number))
      #expect(try await connection.query(.raw("SELECT \(text)")).first?[0] == .double(number), "\(number): \(text)")
    }
  }

  @Test("are refused where there are none")
  func refused() {
    #expect(throws: DialectError.self) { try dialect.literal("a\0b") }
    #expect(throws: DialectError.self) { try dialect.literal(.double(.nan)) }
    #expect(throws: DialectError.self) { try dialect.quoted("a\0b") }
    #expect(throws: DialectError.self) { try dialect.quoted("") }
  }

  @Test("keep any name whole")
  func names() async throws {
    let connection = try await SQLiteConnection.memory()
    for name in [
      "select", "a b", "a\"b", "\"", "a;--", "[x]", "`", "'", "é", "e\u{301}", "\u{1F600}",
      String(repeating: "x", count: 300),
    ] {
      try await connection.run("CREATE TABLE \(try dialect.quoted(name)) (a)")
      let kept = try await connection.query("SELECT name FROM sqlite_schema").first?[0].text
      #expect(kept.map { Array($0.utf8) } == Array(name.utf8))
      #expect(try await connection.query(dialect.tableExists(QualifiedName(name))).count == 1)
      try await connection.run("DROP TABLE \(try dialect.quoted(name))")
      #expect(try await connection.query(dialect.tableExists(QualifiedName(name))).isEmpty)
    }
  }

  @Test("of the journal's clock tell the time since a revision began, in the database's own time")
  func clock() async throws {
    let connection = try await SQLiteConnection.memory()
    let clock = dialect.journalClock
    for text in clock.prepare + clock.prepare + ["BEGIN"] + clock.start + clock.start { try await connection.run(text) }
    try await connection.run(
      "UPDATE temp.rev_clock SET started_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-90 seconds')")
    let row = try await connection.query(
      "SELECT \(raw: clock.startedAt), \(raw: clock.now), \(raw: clock.elapsedMilliseconds(clock.startedAt))"
    ).first
    let elapsed = try #require(row?[2].integer)
    #expect((89_999...86_400_000).contains(elapsed))
    for position in 0...1 {
      let text = try #require(row?[position].text)
      #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
  }
}
