import Dialects
import PostgresTesting
import RandomTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("Values as PostgreSQL's literals")
struct LiteralTests {
  private func literal(_ value: SQLValue) throws -> String { try PostgresLiteral.text(of: value) }

  @Test("NULL, booleans and whole numbers, with negative ones in parentheses")
  func plain() throws {
    #expect(try literal(.null) == "NULL")
    #expect(try literal(true) == "TRUE")
    #expect(try literal(false) == "FALSE")
    #expect(try literal(42) == "42")
    #expect(try literal(-5) == "(-5)")
    #expect(try literal(.integer(.max)) == "9223372036854775807")
    #expect(try literal(.integer(.min)) == "'-9223372036854775808'::bigint")
  }

  @Test("a finite number is its shortest decimal; only a float8 has the rest")
  func doubles() throws {
    #expect(try literal(0.1) == "0.1")
    #expect(try literal(12345678901234.56) == "12345678901234.56")
    #expect(try literal(-1.5) == "(-1.5)")
    #expect(try literal(0.0) == "0.0")
    #expect(try literal(.double(-0.0)) == "'-0'::float8")
    #expect(try literal(.double(.nan)) == "'NaN'::float8")
    #expect(try literal(.double(.infinity)) == "'Infinity'::float8")
    #expect(try literal(.double(-.infinity)) == "'-Infinity'::float8")
  }

  @Test("text is in single quotes, and an E string only where it has a backslash")
  func text() throws {
    #expect(try literal("it's") == "'it''s'")
    #expect(try literal("") == "''")
    #expect(try literal(#"a\b'c"#) == #" E'a\\b''c'"#)
    #expect(try literal(.blob([0, 0xAB, 0x27])) == #" E'\\x00ab27'::bytea"#)
  }

  @Test("a text with a NUL is refused")
  func nul() {
    #expect(throws: DialectError.self) { try literal("a\0b") }
  }
}

@Suite("Literals on a server", .enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)"))
struct LiteralServerTests {
  private func literal(_ value: SQLValue) throws -> String { try PostgresLiteral.text(of: value) }

  /// Answers to questions that must all be yes, asked in one session.
  private func expectTrue(_ questions: [String], before: String = "") async throws {
    let database = try await PostgresServer.shared().makeDatabase()
    let answers = try await database.run(before + questions.map { "SELECT \($0);\n" }.joined())
    let words = answers.split(separator: "\n")
    #expect(words.count == questions.count)
    for (question, word) in zip(questions, words) { #expect(word == "t", "\(question)") }
  }

  @Test("numbers keep their value and their kind wherever they stand")
  func numbers() async throws {
    try await expectTrue([
      "\(literal(.integer(.min))) = -9223372036854775807 - 1",
      "pg_typeof(\(literal(.integer(.min)))) = 'bigint'::regtype",
      "1 -\(literal(-5)) = 6",
      "\(literal(-5))::text = '-5'",
      "\(literal(-32768))::smallint < 0",
      "2 ^\(literal(-1.5)) < 1",
      "\(literal(.double(.nan))) = 'NaN'::float8",
      "\(literal(.double(-0.0)))::text = '-0'",
      "\(literal(12345678901234.56))::numeric(20, 2)::text = '12345678901234.56'",
      "array[\(literal(true)), \(literal(.null))]::text = '{t,NULL}'",
    ])
  }

  @Test("every double comes back bit for bit from a float8 column")
  func doubles() async throws {
    var generator = SplitMix64(seed: 11)
    var numbers: [Double] = [
      0, -0.0, 0.1, 1e22, 1e23, 9007199254740992, 1.0000000000000002, .pi, -.pi, .greatestFiniteMagnitude,
      .leastNonzeroMagnitude,
      .leastNormalMagnitude, .infinity, -.infinity,
    ]
    for _ in 0..<rounds(200) {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { numbers.append(number) }
    }
    let rows = try numbers.enumerated().map { "(\($0), \(try literal(.double($1))))" }.joined(separator: ",\n")
    let database = try await PostgresServer.shared().makeDatabase()
    try await database.run("CREATE TABLE d (i integer, v float8)")
    let bits = try await database.run(
      "INSERT INTO d VALUES \(rows); SELECT encode(float8send(v), 'hex') FROM d ORDER BY i")
    let expected = numbers.map { number in
      let digits = String(number.bitPattern, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    #expect(bits.split(separator: "\n").map(String.init) == expected)
  }

  @Test("text and bytes are read right with standard_conforming_strings on and off")
  func strings() async throws {
    let texts = ["", "a'b", #"\"#, #"\'"#, #"a\\b"#, #"\x41\n"#, "é\n\r\t", "$$;--", "'", #"''\''"#, ":name", "?"]
    var questions: [String] = []
    for text in texts {
      let codes = text.unicodeScalars.map { "chr(\($0.value))" }.joined(separator: " || ")
      questions.append("\(try literal(.text(text))) = \(codes.isEmpty ? "repeat('a', 0)" : codes)")
      // Whatever stands before a literal, it stays one.
      questions.append("(SELECT\(try literal(.text(text)))) IS NOT NULL")
    }
    let bytes = [UInt8](0...255)
    questions.append("length(\(try literal(.blob(bytes)))) = 256")
    questions.append("get_byte(\(try literal(.blob(bytes))), 92) = 92")
    questions.append("\(try literal(.blob([]))) = ''::bytea")
    try await expectTrue(questions)
    try await expectTrue(questions, before: "SET standard_conforming_strings = off; SET escape_string_warning = off;\n")
  }
}
