import Dialects
import RandomTesting
import Revisions
import Testing

@testable import SQLiteDriver

@Suite("Cutting a text into statements")
struct StatementCutterTests {
  private func cut(_ text: String) throws -> [String] { try LibraryStatementCutter().cut(text).map(\.text) }

  private func failure(_ text: String) -> DialectError? {
    do throws(DialectError) { _ = try LibraryStatementCutter().cut(text) } catch { return error }
    return nil
  }

  @Test("gives each statement from its first token to its last, with its line")
  func plain() throws {
    let text = "-- first\nSELECT 1 -- one\n;\r\n\r\n/* two */ SELECT 2;;;\n  SELECT ';' /* ; */ || \";\" -- end"
    let parts = try LibraryStatementCutter().cut(text)
    #expect(parts.map(\.text) == ["SELECT 1", "SELECT 2", "SELECT ';' /* ; */ || \";\""])
    #expect(parts.map(\.lineOffset) == [1, 4, 5])
  }

  @Test("finds nothing in white space, comments and semicolons")
  func empty() throws {
    for text in ["", " \n\t", ";", ";;\n;", "-- nothing", "/* nothing */;", "\u{FEFF}"] {
      #expect(try cut(text) == [], "\(text)")
    }
  }

  @Test("keeps a trigger whole, with CASE … END and semicolons in it")
  func triggers() throws {
    let trigger = """
      CREATE TRIGGER t AFTER UPDATE ON a BEGIN
        UPDATE b SET x = CASE WHEN NEW.x THEN 1 ELSE 2 END;
        INSERT INTO c VALUES ('END;', "end;"); -- END;
        SELECT CASE 1 WHEN 1 THEN 2 END;
      END
      """
    let temporary = "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END"
    #expect(try cut("SELECT 0; \(trigger); SELECT 1;") == ["SELECT 0", trigger, "SELECT 1"])
    #expect(try cut("\(trigger);\(temporary)") == [trigger, temporary])
    #expect(try cut("EXPLAIN \(temporary);SELECT 1") == ["EXPLAIN \(temporary)", "SELECT 1"])
  }

  @Test("cuts where the tables of the text do not exist yet")
  func unknownTables() throws {
    let text = "ALTER TABLE nosuch ADD COLUMN a; INSERT INTO nosuch SELECT * FROM nosuch"
    #expect(try cut(text) == ["ALTER TABLE nosuch ADD COLUMN a", "INSERT INTO nosuch SELECT * FROM nosuch"])
  }

  @Test("passes over a byte-order mark and keeps line ends of Windows inside a statement")
  func marks() throws {
    #expect(try cut("\u{FEFF}SELECT\r\n1;\r\n") == ["SELECT\r\n1"])
  }

  @Test("refuses what ends inside a string, a name, a comment or a trigger, and says in which line")
  func unterminated() {
    let cases: [(String, String, Int)] = [
      ("SELECT 1;\nSELECT 'a;\n", "the text ends inside a string", 2),
      ("SELECT \"a;", "the text ends inside a quoted name", 1),
      ("\n\nSELECT [a;", "the text ends inside a quoted name", 3),
      ("SELECT 1; /* a ;", "the text ends inside a comment", 1),
      (
        "\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\nSELECT 1;", "the text ends inside a trigger: its END is missing", 2
      ),
      ("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1", "the text ends inside a trigger: its END is missing", 1),
    ]
    for (text, words, line) in cases {
      #expect(failure(text)?.message == words)
      #expect(failure(text)?.location?.line == line, "\(text)")
    }
  }

  @Test("refuses commands of the sqlite3 and psql programs by name")
  func shellCommands() {
    #expect(failure("SELECT 1;\n.read other.sql\n")?.message.contains("'.read other.sql'") == true)
    #expect(failure("\\copy t from stdin")?.message.contains("psql") == true)
    #expect(failure(".mode\r\nSELECT 1;")?.message.contains("'.mode'") == true)
    #expect(failure("SELECT .5;") == nil)
  }

  @Test("refuses a NUL, and says where it stands")
  func nul() {
    #expect(failure("SELECT 1;\nSELECT '\0';")?.location?.line == 2)
  }

  @Test("does not slow down on a trigger that never ends, nor on a long dump")
  func linear() throws {
    let rows = String(repeating: "INSERT INTO t VALUES ('a;b', \"c;\", 1, 2, 3);\n", count: 20_000)
    #expect(try cut(rows).count == 20_000)
    #expect(failure("CREATE TRIGGER t AFTER INSERT ON a BEGIN\n" + rows) != nil)
    #expect(try cut("CREATE TRIGGER t AFTER INSERT ON a BEGIN\n" + rows + "END;").count == 1)
  }

  @Test("loses no byte of any text, and leaves only white space and comments outside the statements")
  func pieces() throws {
    let parts = [
      "SELECT 1", ";", ";", ";", " ", "\n", "\r\n", "'a;''b'", "\"x;\"", "[y;]", "`z`", "-- c;\n", "/* ; */", "CREATE",
      " TRIGGER ", " BEGIN ", " END", ";END;", "TEMP", "x", ",", "(", ")", "\u{FEFF}", "é", "'", "/*", "--", "EXPLAIN ",
      "1.5e-3", ".", "|", "||", ":a", "?1",
    ]
    for round in 0..<rounds(2_000) {
      var generator = SplitMix64(seed: UInt64(round))
      let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
        parts.randomElement(using: &generator) ?? ""
      }.joined()
      var bytes = Array(text.utf8)
      guard let pieces = try? LibraryStatementCutter.pieces(of: &bytes) else { continue }
      #expect(bytes == Array(text.utf8))
      #expect(pieces.flatMap { bytes[$0.whole] } == bytes)
      for piece in pieces {
        guard let statement = piece.statement else { continue }
        #expect(piece.whole.lowerBound <= statement.lowerBound && statement.upperBound <= piece.whole.upperBound)
        let around =
          bytes[piece.whole.lowerBound..<statement.lowerBound] + bytes[statement.upperBound..<piece.whole.upperBound]
        #expect(try cut(String(decoding: around, as: UTF8.self)) == [], "\(text)")
        #expect(try cut(" " + String(decoding: bytes[statement], as: UTF8.self)).count == 1, "\(text)")
      }
    }
  }
}
