import RandomTesting

/// Random scripts: words, strings, comments and routines in any order, some of which are broken.
///
/// Numbers and single colons have a space behind them: what is joined to a number is an error that each version of the
/// server reads in its own way, and what is joined to a colon is a variable to psql.
enum RandomScripts {
  /// A function that has a body with semicolons, and nothing that could be taken for part of another one.
  static let routine =
    ";CREATE OR REPLACE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE a WHEN 1 THEN 2 END; SELECT ';'; END"

  private static let parts = [
    ";", ";", ";", ";", " ", "\n", "\r\n", "\r", "SELECT 1 ", "a", "é", "_b$c$", "'a;''b'", "'", "'\\'", "\"x;\"\"y\"",
    "\"",
    "E'a\\';'||", "e'\\\\'||", "u&'\\;'", "U&\"a;\"", "N'a;'", "x'f;'", "B';'", "$$a;'$$", "$t$ ; $$ ; $u$ $t$",
    "$é$;$é$",
    "$1 ", "$", "$a", "-- c; '\n", "--", "/* ; /* ' */ */", "/*", "*/", "*", "/", "-", "+", "(", ")", ": ", "::",
    "1.5e-3 ", "2 ",
    ".", "@", "[", "]", routine, "create procedure", "or replace", "function", "\u{FEFF}", "\u{1F600}",
  ]

  /// The script of a round, the same on every machine.
  static func script(_ round: Int) -> String {
    var generator = SplitMix64(seed: UInt64(round))
    return (0..<Int.random(in: 0...14, using: &generator)).map { _ in
      parts.randomElement(using: &generator) ?? ""
    }.joined()
  }
}
