import Dialects
import RandomTesting
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

/// Random ways of writing a table down, out of which one element is taken.
@Suite("Random texts of tables")
struct RandomTextTests {
  private static let gaps = ["", " ", "\n  ", " /* , ) */ ", " -- , (\n", "\n\n\t"]

  private func gap(_ generator: inout SplitMix64) -> String { Self.gaps.randomElement(using: &generator) ?? "" }

  @Test("lose the column that is dropped and nothing else")
  func columns() async throws {
    for seed in 0..<rounds(150) {
      var generator = SplitMix64(seed: UInt64(seed))
      let names = ["a", "[b c]", "\"d\"", "`e f`", "check_", "É"].shuffled(using: &generator)
      let clauses = [
        "UNIQUE", "TEXT UNIQUE CHECK (1 <> ')')", "DEFAULT 'x,y' UNIQUE ON CONFLICT FAIL", "VARCHAR(3, 4) NULL UNIQUE",
        "CONSTRAINT n UNIQUE COLLATE NOCASE", "INT DEFAULT (1 + (2)) UNIQUE REFERENCES u (x, y) ON DELETE SET NULL",
      ]
      let definitions = names.map { $0 + " " + (clauses.randomElement(using: &generator) ?? "") }
      var text = "CREATE TABLE t (" + gap(&generator)
      for (position, definition) in definitions.enumerated() {
        text += definition + gap(&generator) + (position + 1 < definitions.count ? "," + gap(&generator) : "")
      }
      if Bool.random(using: &generator) { text += ", CHECK (2)" + gap(&generator) + "CONSTRAINT last CHECK (3)" }
      text += ")"
      // Columns with foreign keys of two columns do not pass; those words only have to be read.
      text = text.replacing("u (x, y)", with: "u (x)")
      let connection = try await SQLiteConnection.memory()
      try await connection.run(text)
      try await connection.run("INSERT INTO t VALUES (1, 2, 3, 4, 5, 6)")
      let before = try await connection.column("SELECT name FROM pragma_table_info('t')")
      let dropped = before.randomElement(using: &generator) ?? ""
      try await connection.apply(DropColumn("t", dropped))
      #expect(
        try await connection.column("SELECT name FROM pragma_table_info('t')") == before.filter { $0 != dropped },
        "seed \(seed): \(text)")
      let after = try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 't'").first ?? ""
      for (position, definition) in definitions.enumerated() where before[position] != dropped {
        #expect(after.contains(definition.replacing("u (x, y)", with: "u (x)")), "seed \(seed): \(text)")
      }
      for comment in ["/* , ) */", "-- , ("] {
        #expect(after.matches(of: comment).count == text.matches(of: comment).count, "seed \(seed): \(text)\n\(after)")
      }
      let row = try await connection.query("SELECT * FROM t").first?.values ?? []
      #expect(row.count == 5)
    }
  }

  @Test("lose the constraint that is dropped and nothing else, with commas between constraints or without")
  func constraints() async throws {
    for seed in 0..<rounds(150) {
      var generator = SplitMix64(seed: UInt64(seed))
      let bodies = [
        "UNIQUE (a, b)", "CHECK (a <> ',)')", "FOREIGN KEY (a) REFERENCES u (x) ON UPDATE CASCADE", "CHECK (b > 0)",
        "PRIMARY KEY (b)",
      ]
      let all = bodies.shuffled(using: &generator).prefix(Int.random(in: 1...5, using: &generator)).enumerated().map {
        "CONSTRAINT c\($0.offset) \($0.element)"
      }
      var text = "CREATE TABLE t (a TEXT, b INT" + gap(&generator) + "," + gap(&generator)
      for (position, constraint) in all.enumerated() {
        let separator = Bool.random(using: &generator) ? "," : " "
        text += constraint + gap(&generator) + (position + 1 < all.count ? separator + gap(&generator) : "")
      }
      text += ")"
      let connection = try await SQLiteConnection.memory()
      try await connection.run(text)
      try await connection.run("INSERT INTO t VALUES ('x', 1)")
      let dropped = Int.random(in: all.indices, using: &generator)
      try await connection.apply(DropConstraint("C\(dropped)", on: "t"))
      let after = try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 't'").first ?? ""
      for (position, constraint) in all.enumerated() {
        #expect(after.contains(constraint) == (position != dropped), "seed \(seed): \(text)\n\(after)")
      }
      let read = try TableText(after)
      #expect(read.constraints.count == all.count - 1, "seed \(seed): \(text)\n\(after)")
      #expect(read.columns.allSatisfy { $0.clauses.isEmpty }, "seed \(seed): \(text)\n\(after)")
      for comment in ["/* , ) */", "-- , ("] {
        #expect(after.matches(of: comment).count == text.matches(of: comment).count, "seed \(seed): \(text)\n\(after)")
      }
      #expect(try await connection.column("SELECT a || b FROM t") == ["x1"])
    }
  }
}

extension String {
  fileprivate func matches(of part: String) -> [Range<String.Index>] { ranges(of: part) }
}
