import Dialects
import Revisions
import Testing

@testable import PostgresDialect

@Suite("Cutting a script for PostgreSQL")
struct StatementCutterTests {
  private func cut(_ text: String) throws -> [String] { try StatementCutter.cut(text).map(\.text) }

  /// Whether each text is one statement, with one before it and one behind.
  private func expectWhole(_ statements: [String]) throws {
    for statement in statements {
      #expect(try cut("SELECT 0; \(statement) ;SELECT 1") == ["SELECT 0", statement, "SELECT 1"], "\(statement)")
    }
  }

  @Test("gives each statement from its first token to its last, with its line")
  func plain() throws {
    let text = "-- first\nSELECT 1 -- one\n;\r\n\r\n/* two */ SELECT 2;;;\n  SELECT ';' /* ; */ || \";\" -- end"
    let parts = try StatementCutter.cut(text)
    #expect(parts.map(\.text) == ["SELECT 1", "SELECT 2", "SELECT ';' /* ; */ || \";\""])
    #expect(parts.map(\.lineOffset) == [1, 4, 5])
  }

  @Test("finds nothing in white space, comments and semicolons")
  func empty() throws {
    for text in ["", " \n\t\u{0B}\u{0C}", ";", ";;\n;", "-- nothing", "/* no /* nothing */ */;", "\u{FEFF}"] {
      #expect(try cut(text) == [], "\(text)")
    }
  }

  @Test("passes over a byte-order mark and keeps line ends of Windows inside a statement")
  func marks() throws {
    #expect(try cut("\u{FEFF}SELECT\r\n1;\r\n") == ["SELECT\r\n1"])
  }

  @Test("keeps strings whole, with quotes doubled and backslashes that mean themselves")
  func strings() throws {
    try expectWhole([
      "SELECT 'a;''b;'", #"SELECT '\'"#, #"SELECT '\\' || ';'"#, "SELECT N';'", "SELECT B'0;'", "SELECT x'1;'",
      "SELECT ''';'''", "SELECT 'a\n;\n-- b\n/* c'",
    ])
    #expect(try cut(#"SELECT '\';SELECT ';'"#) == [#"SELECT '\'"#, "SELECT ';'"])
    // The e ends a word, so it is no prefix.
    #expect(try cut(#"SELECT date'\';SELECT 2"#) == [#"SELECT date'\'"#, "SELECT 2"])
  }

  @Test("keeps strings with backslash escapes whole")
  func escapes() throws {
    try expectWhole([
      #"SELECT E'\';'"#, #"SELECT e'\\'"#, #"SELECT E'a''\';'"#, #"SELECT E'\\\';'"#, "SELECT E'\\\n;'",
      #"SELECT(E'\'')"#,
    ])
    #expect(try cut(#"SELECT E'\\';SELECT 2"#) == [#"SELECT E'\\'"#, "SELECT 2"])
  }

  @Test("keeps strings and names with Unicode escapes whole, in which a backslash quotes no quote")
  func unicode() throws {
    try expectWhole([
      #"SELECT U&'\0061;'"#, #"SELECT u&"a;\0062""#, #"SELECT U&'d!0061;' UESCAPE '!'"#, #"SELECT U&'\'"#,
    ])
    #expect(try cut("SELECT u & 'a;'; SELECT u &b") == ["SELECT u & 'a;'", "SELECT u &b"])
  }

  @Test("goes on with a string on a later line, in the way it was begun")
  func continuation() throws {
    try expectWhole([
      "SELECT 'a'\n';b'", "SELECT E'a' -- c;\n \t\n'\\';'", "SELECT E'a'\r'\\';'", "SELECT E'a'\n-- b\n'\\';'",
    ])
    // Without a line end between them they are two strings, and so they are behind a block comment.
    #expect(try cut("SELECT E'a' '\\';SELECT 2") == ["SELECT E'a' '\\'", "SELECT 2"])
    #expect(try cut("SELECT E'a'\n/* */'\\';SELECT 2") == ["SELECT E'a'\n/* */'\\'", "SELECT 2"])
  }

  @Test("keeps names in quotes whole")
  func names() throws {
    try expectWhole([#"SELECT "a;""b;""#, #"SELECT "a'", 'b"'"#, #"SELECT "\""#, #"SELECT "--", "/*""#])
  }

  @Test("keeps text between dollar tags whole, of whatever letters and with others inside")
  func dollars() throws {
    try expectWhole([
      "SELECT $$a;'b$$", "DO $a$ BEGIN PERFORM $b$;$$;$b$; END $a$", "SELECT $é_1$;$é_1$", "SELECT $$;$a$;$$",
      "SELECT $a$$b$a;$a$", "SELECT $A$;$a$;$A$", "SELECT $1+$a$;$a$", "SELECT $1$a$;$a$", "SELECT 1$a$;$a$",
      "SELECT $a$;$a;$a$", "SELECT \"x\"$$;$$",
    ])
  }

  @Test("takes a dollar sign for part of a name, or for itself, where it begins no tag")
  func noDollars() throws {
    #expect(try cut("SELECT a$b$; SELECT c$b$") == ["SELECT a$b$", "SELECT c$b$"])
    #expect(try cut("SELECT é$$; SELECT 2") == ["SELECT é$$", "SELECT 2"])
    #expect(try cut("EXECUTE p($1, $2); SELECT $a; SELECT $") == ["EXECUTE p($1, $2)", "SELECT $a", "SELECT $"])
  }

  @Test("nests comments, and ends a line comment at either line end")
  func comments() throws {
    try expectWhole(["SELECT /* ; /* ; */ ; */ 1", "SELECT /*/ ; */ 1", "SELECT /**/ 1", "SELECT /*;**/ 1"])
    #expect(try cut("SELECT 1 -- ;\r; SELECT 2 --;\n;") == ["SELECT 1", "SELECT 2"])
    #expect(try cut("-- '\n-- /*\nSELECT 1; /* ' */ SELECT 2") == ["SELECT 1", "SELECT 2"])
  }

  @Test("begins a comment inside what looks like an operator")
  func operators() throws {
    try expectWhole(["SELECT 1 +/* ; */ 2", "SELECT 1 *-- ;\n 2", "SELECT a <--;\n b", "SELECT a @-/*;*/ b"])
    try expectWhole(["SELECT a - - 1 -> 'b' #>> '{c,d}' @> e", "ALTER TABLE t ADD EXCLUDE USING gist (a WITH -|-)"])
  }

  @Test("lets no semicolon in parentheses end a statement")
  func parentheses() throws {
    try expectWhole([
      "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v; NOTIFY w)",
      "SELECT ((';'), \"(\", '(', $$($$ /* ( */)",
    ])
    // One that closes too much is left to the server.
    #expect(try cut("SELECT 1); SELECT (2)") == ["SELECT 1)", "SELECT (2)"])
  }

  @Test("keeps the body of a routine whole, with CASE … END and labels called end in it")
  func bodies() throws {
    try expectWhole([
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
      "create or replace procedure p(a int, \"begin\" text) language sql begin/**/atomic end",
      """
      CREATE FUNCTION begin.f(x int DEFAULT (1)) RETURNS TABLE (a int) LANGUAGE sql
      BEGIN ATOMIC -- END;
        SELECT CASE WHEN x > 0 THEN CASE x WHEN 1 THEN 2 END END;
        INSERT INTO t VALUES ('END;', "end;", (SELECT CASE 1 WHEN 1 THEN 2 END));
        SELECT 1 AS end, t.end, 2 end FROM t;
      END
      """,
    ])
  }

  @Test("takes other routines and words for what they are")
  func otherRoutines() throws {
    let text = """
      CREATE FUNCTION f() RETURNS boolean LANGUAGE sql RETURN 1 = 1;
      CREATE FUNCTION g() RETURNS begin LANGUAGE plpgsql AS $f$ BEGIN RETURN; END $f$;
      CREATE FUNCTION h() RETURNS int AS 'BEGIN ATOMIC' LANGUAGE c;
      CREATE TABLE function (begin int, atomic int); SELECT begin atomic FROM function
      """
    #expect(try cut(text).count == 5)
    #expect(try cut("CREATE VIEW function AS SELECT begin atomic; END").count == 2)
    #expect(try cut("CREATE FUNCTION f() RETURNS int \"begin\" atomic; END").count == 2)
  }

  @Test("leaves psql's variables, and words of other databases, to the server")
  func variables() throws {
    #expect(
      try cut("SELECT :a, :'b', :\"c\", a::int, b[1:2]; GO") == [
        "SELECT :a, :'b', :\"c\", a::int, b[1:2]", "GO",
      ])
  }

  @Test("refuses what ends inside something, and says in which line that began")
  func unterminated() {
    let body = "the text ends inside the body of a routine: its END is missing"
    let cases: [(String, String, Int)] = [
      ("SELECT 1;\nSELECT\n'a;\n", "the text ends inside a string", 3),
      ("SELECT E'\\'", "the text ends inside a string", 1),
      ("SELECT E'\\", "the text ends inside a string", 1),
      ("\nSELECT 'a'\n\n'b;", "the text ends inside a string", 2),
      ("\r\n\r\nDO $a$ BEGIN\r\n$b$ $A$", "the text ends inside a string", 3),
      ("SELECT U&\"a;", "the text ends inside a quoted name", 1),
      ("SELECT 1; /* a /* b */ ;\n", "the text ends inside a comment", 1),
      ("SELECT /*/", "the text ends inside a comment", 1),
      ("SELECT\n((1)\n; SELECT 2", "the text ends inside parentheses", 2),
      ("CREATE FUNCTION f() RETURNS int\nBEGIN ATOMIC\nSELECT CASE 1 WHEN 1 THEN 2 END; SELECT 3;", body, 2),
      ("CREATE FUNCTION f() RETURNS int\nBEGIN ATOMIC\nSELECT (1;\nEND;", body, 2),
    ]
    for (text, words, line) in cases {
      do throws(DialectError) {
        _ = try StatementCutter.cut(text)
        Issue.record("\(text) was cut")
      } catch {
        #expect(error.message == words, "\(text)")
        #expect(error.location?.line == line, "\(text)")
      }
    }
  }

  @Test("does not slow down on a long dump, nor on what never ends")
  func linear() throws {
    let rows = String(repeating: "INSERT INTO t VALUES ('a;b', E'\\'', $$c;$$, 1, 2.5e3);\n", count: 20_000)
    #expect(try cut(rows).count == 20_000)
    #expect(try cut("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n" + rows + "END;").count == 1)
    let repeated = ["$a", "$$ $", "/*", "'a'\n", "-- \n", "(", "'a' -- \n", "a$", "\"\"", "E'\\", "$a$ $b"]
    for part in repeated { _ = try? cut("SELECT " + String(repeating: part, count: 200_000)) }
  }
}
