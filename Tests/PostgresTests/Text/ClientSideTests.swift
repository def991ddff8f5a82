import Dialects
import Revisions
import Testing

@testable import PostgresDialect

@Suite("What only psql can carry out")
struct ClientSideTests {
  private func refusal(_ text: String) -> DialectError? {
    do throws(DialectError) { _ = try StatementCutter.cut(text) } catch { return error }
    return nil
  }

  @Test("a command of psql is refused by name, with its line")
  func metaCommands() {
    let cases: [(String, String, Int)] = [
      ("SELECT 1\n\\unrestrict abc\n", "\\unrestrict", 2),
      ("SELECT 1; \\unrestrict abc\n", "\\unrestrict", 1),
      ("SELECT (\n\\restrict abc\n);", "\\restrict", 2),
      ("-- a\n\\connect postgresql://u:secret@h/d\nSELECT 1;", "\\connect", 2),
      ("SELECT 'SELECT 1'\n\\gexec\n", "\\gexec", 2),
      ("SELECT 1\\gset a_\n", "\\gset", 1),
      ("SELECT 1\\;SELECT 2;", "\\;", 1),
      ("1\tone\n\\.\n", "\\.", 2),
      ("\\set a 'it''s'\r\n", "\\set", 1),
      ("\\", "\\", 1),
    ]
    for (text, command, line) in cases {
      let error = refusal(text)
      #expect(error?.message == "'\(command)' is a command of psql, not SQL")
      #expect(error?.location?.line == line, "\(text)")
      #expect(error?.hint != nil)
    }
  }

  @Test("the lines that pg_dump frames a dump with are passed over, and lines are counted with them")
  func frameOfDump() throws {
    let text = "--\n\\restrict aB1\n\nSELECT 1;\n-- x\n\nSELECT 2;\n\n\\unrestrict aB1\n\n"
    let statements = try StatementCutter.cut(text)
    #expect(statements.map(\.text) == ["SELECT 1", "SELECT 2"])
    #expect(statements.map(\.lineOffset) == [3, 6])
    #expect(try StatementCutter.cut("\\restrict a\r\nSELECT 1;\r\n\\unrestrict a").map(\.text) == ["SELECT 1"])
  }

  @Test("a backslash in a string, a name or a comment is none")
  func backslashes() {
    for text in [#"SELECT '\d', E'\\d', "\d", $$\d$$ -- \d"#, "/* \\d */ SELECT 1"] { #expect(refusal(text) == nil) }
  }

  @Test("COPY with rows of the script is refused by name, before its rows are read")
  func copy() {
    let data = "1\tit's; $a$ /* \\\\ \\N\n\\.\n"
    let cases: [(String, String)] = [
      ("SELECT 1;\nCOPY public.t (id, \"n(\") FROM stdin;\n\(data)", "COPY public.t (id, \"n(\") FROM stdin"),
      ("\n\ncopy t from STDIN WITH (FORMAT csv);\n\(data)", "copy t from STDIN"),
      ("COPY (SELECT a FROM t)\n  TO STDOUT", "COPY (SELECT a FROM t)   TO STDOUT"),
      ("COPY BINARY t TO stdout", "COPY BINARY t TO stdout"),
    ]
    for (text, words) in cases {
      let error = refusal(text)
      #expect(error?.message == "'\(words)' moves rows through psql")
      #expect(error?.hint?.contains("InsertRows") == true)
    }
    #expect(refusal(cases[0].0)?.location?.line == 2)
    #expect(refusal(cases[1].0)?.location?.line == 3)
  }

  @Test("COPY with files and programs of the server is not refused")
  func serverCopy() {
    for text in [
      "COPY t FROM '/tmp/stdin'", "COPY stdin FROM 'f'", "COPY \"stdin\" (stdout) TO 'f'",
      "COPY t FROM PROGRAM 'stdin'",
      "COPY (SELECT 1 FROM stdin) TO 'f'", "COPY t FROM 'f' WHERE a = stdin", "COPY", "COPY t", "SELECT 1 FROM stdin",
    ] {
      #expect(refusal(text) == nil, "\(text)")
    }
  }

  @Test("DISCARD ALL, which gives up the runner's lock, is refused")
  func discardAll() throws {
    #expect(refusal("SELECT 1;\ndiscard  all;")?.message.contains("DISCARD ALL") == true)
    #expect(refusal("DISCARD PLANS") == nil)
  }

  @Test("standard_conforming_strings stays on, which cutting relies on")
  func conformingStrings() {
    for text in [
      "SELECT 1;\nSET standard_conforming_strings = off;", "\nset local standard_conforming_strings to 'false'",
      "\nSET SESSION \"standard_conforming_strings\" = 0",
    ] {
      #expect(refusal(text)?.message == "standard_conforming_strings cannot be turned off")
      #expect(refusal(text)?.location?.line == 2)
    }
    for text in ["SET standard_conforming_strings = on", "SET standard_conforming_strings TO DEFAULT", "SET a.b = off"]
    {
      #expect(refusal(text) == nil, "\(text)")
    }
  }

  @Test("a NUL is refused, and said where it stands")
  func nul() {
    #expect(refusal("SELECT 1;\nSELECT '\0';")?.location?.line == 2)
  }
}
