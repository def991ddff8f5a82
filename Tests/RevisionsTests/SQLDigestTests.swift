import ModelData
import RandomTesting
import Revisions
import Testing

@Suite("The digest of SQL")
struct SQLDigestTests {
  private static func digest(_ text: String, on dialect: DialectName) throws -> OperationDigest {
    try OperationDigestTests.digest([SQL(.raw(text)).operation], on: dialect)
  }

  private static let dialects = [DialectName.postgresql, .sqlite]

  @Test("is the same for any white space and any comments between the tokens", arguments: dialects)
  func reformatting(_ dialect: DialectName) throws {
    var random = SplitMix64(seed: 61)
    for _ in 0..<rounds(3_000) {
      let sql = RandomSQL(dialect, &random)
      let (one, other) = (sql.written(&random), sql.written(&random))
      #expect(try Self.digest(one, on: dialect) == Self.digest(other, on: dialect), "\(one)\n====\n\(other)")
    }
  }

  @Test("is another for every change of a token", arguments: dialects)
  func changes(_ dialect: DialectName) throws {
    var random = SplitMix64(seed: 62)
    for _ in 0..<rounds(400) {
      let sql = RandomSQL(dialect, &random)
      let digest = try Self.digest(sql.written(&random), on: dialect)
      for place in sql.tokens.indices {
        for other in [sql.without(place), sql.withAnother(at: place, &random), sql.repeating(place)] {
          #expect(try Self.digest(other.written(&random), on: dialect) != digest, "\(sql.tokens) \(other.tokens)")
        }
      }
      for place in sql.tokens.indices.dropLast() where sql.tokens[place] != sql.tokens[place + 1] {
        #expect(try Self.digest(sql.swapping(place).written(&random), on: dialect) != digest)
      }
    }
  }

  @Test(
    "counts white space and comments inside of strings, names and bodies",
    arguments: [
      ("SELECT 'a b'", "SELECT 'a  b'", dialects), ("SELECT 'a'' b'", "SELECT 'a''  b'", dialects),
      ("SELECT 'a -- b'", "SELECT 'a -- c'", dialects), ("SELECT \"a /* b */\"", "SELECT \"a \"", dialects),
      ("SELECT $$ -- a\n$$", "SELECT $$ $$", [.postgresql]),
      ("SELECT $a$ $$ x$a$", "SELECT $a$ $$ y$a$", [.postgresql]),
      ("SELECT E'a\\' -- b'", "SELECT E'a\\' -- c'", [.postgresql]),
      ("SELECT U&\"a  b\"", "SELECT U&\"a b\"", [.postgresql]), ("SELECT [a  b]", "SELECT [a b]", [.sqlite]),
      ("SELECT [it's -- a] , b", "SELECT [it's -- a] , c", [.sqlite]), ("SELECT `a  b`", "SELECT `a b`", [.sqlite]),
      ("SELECT 'a' -- b\n 'c'", "SELECT 'a' 'c'", [.postgresql]),
      ("/* /* */ a */ SELECT 1", "/* /* */ b */ SELECT 1", [.sqlite]),
      ("SELECT E'a\\' -- b", "SELECT E'a\\' -- b\n, c", [.sqlite]),
      ("-- a\rDELETE FROM t", "-- a\rDELETE FROM u", [.postgresql]),
      ("SELECT 1 .5", "SELECT 1.5", dialects), ("SELECT 1e-5", "SELECT 1e- 5", dialects),
      ("SELECT a< =b", "SELECT a<=b", dialects), ("ab", "a b", dialects),
      ("SELECT a ->> 'b'", "SELECT a -> > 'b'", dialects), ("SELECT a: :b", "SELECT a::b", [.postgresql]),
      ("SELECT 'a", "SELECT 'a ", dialects), ("SELECT 1 /* a", "SELECT 1 /* b", dialects),
    ] as [(String, String, [DialectName])])
  func insides(_ one: String, _ other: String, _ dialects: [DialectName]) throws {
    for dialect in dialects {
      #expect(try Self.digest(one, on: dialect) != Self.digest(other, on: dialect), "\(dialect.rawValue)")
    }
  }

  @Test(
    "does not count what is white space or a comment to the database",
    arguments: [
      ("SELECT a[1]", "SELECT a [ 1 /* x */ ]", [.postgresql]),
      ("SELECT 'a'\n'b'", "SELECT 'a' -- x\n\n\t'b'", [.postgresql]),
      ("/* a /* b */ ' */ SELECT 1", "SELECT 1", [.postgresql]), ("SELECT a=-1", "SELECT a = -1", dialects),
      ("SELECT 1--x\r", "SELECT 1", dialects), ("SELECT 1;\u{0B}", "SELECT 1;", [.postgresql]),
      ("\u{FEFF}SELECT 1", "SELECT 1", dialects), ("SELECT 1\r\n, 2", "SELECT 1,\n2", dialects),
      ("SELECT 1+/* a */2", "SELECT 1 +\n2", dialects), ("SELECT E'\\'', 1", "SELECT E'\\'',1", [.postgresql]),
    ] as [(String, String, [DialectName])])
  func outsides(_ one: String, _ other: String, _ dialects: [DialectName]) throws {
    for dialect in dialects {
      #expect(try Self.digest(one, on: dialect) == Self.digest(other, on: dialect), "\(dialect.rawValue)")
    }
  }

  @Test("is that of no operations, where there is nothing but comments")
  func nothing() throws {
    #expect(try Self.digest(" -- a\n/* b */", on: .sqlite) == OperationDigestTests.digest([], on: .sqlite))
    #expect(try Self.digest("a", on: .sqlite) != OperationDigestTests.digest([], on: .sqlite))
  }

  @Test("counts every character where nobody knows how the database divides a text")
  func unknown() throws {
    let other = DialectName(rawValue: "other")
    #expect(try Self.digest("SELECT 1", on: other) != Self.digest("SELECT  1", on: other))
    #expect(try Self.digest("SELECT 1", on: other) == Self.digest("SELECT 1", on: other))
  }
}
