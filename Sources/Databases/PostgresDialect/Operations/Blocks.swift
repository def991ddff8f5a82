import Dialects
import Revisions

extension PostgresDialect {
  /// A text between dollar quotes, with a tag that does not occur in it.
  static func dollarQuoted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var number = 0
    var tag = "$$"
    // The text's own end may begin a tag, so it is looked for where the two meet as well.
    while firstPosition(of: Array(tag.utf8), in: bytes + Array(tag.utf8)) != bytes.count {
      number += 1
      tag = number == 1 ? "$rev$" : "$rev\(number)$"
    }
    return tag + text + tag
  }

  private static func firstPosition(of part: [UInt8], in bytes: [UInt8]) -> Int {
    var position = 0
    while position + part.count < bytes.count, bytes[position..<position + part.count] != part[...] { position += 1 }
    return position
  }

  /// A block of PL/pgSQL, for what depends on the catalog: it reads it as it runs, online and in a script alike.
  func block(declaring variables: [String] = [], _ lines: [String]) -> Statement {
    var text = "\n"
    if !variables.isEmpty { text += "DECLARE\n" + variables.map { "  \($0);\n" }.joined() }
    text += "BEGIN\n" + lines.map { "  \($0)\n" }.joined() + "END\n"
    return Statement("DO " + Self.dollarQuoted(text))
  }

  /// Statements that run only where a condition holds.
  func block(where condition: String, _ statements: [Statement]) -> Statement {
    block(
      ["IF \(condition) THEN"] + statements.map { "  EXECUTE \(Self.dollarQuoted($0.text));" } + ["END IF;"])
  }

  /// An object's name as text, for functions that look it up: `to_regclass('"t"')`.
  func nameLiteral(_ name: QualifiedName) throws(DialectError) -> String { try literal(.text(quoted(name))) }

  /// The condition that there is no table, index, view or sequence of that name.
  func isMissing(_ name: QualifiedName) throws(DialectError) -> String {
    "to_regclass(\(try nameLiteral(name))) IS NULL"
  }

  /// SQL that has to be a single statement, such as a view's query, without the semicolon that may end it.
  func oneStatement(_ fragment: SQLFragment, of what: String) throws(DialectError) -> String {
    try oneStatement(rendered(fragment), of: what)
  }

  func oneStatement(_ text: String, of what: String) throws(DialectError) -> String {
    let parts = try cut(text)
    guard let only = parts.first, parts.count == 1 else {
      throw DialectError("\(what) consists of \(parts.count) statements: it has to be one")
    }
    return only.text
  }

  /// An expression between parentheses, which a comment at its end does not swallow. A query gets its own pair of them.
  func enclosed(_ expression: SQLFragment) throws(DialectError) -> String {
    let text = try rendered(expression)
    let enclosed = text.contains("--") ? "(\(text)\n)" : "(\(text))"
    let reader = StatementReader(text)
    return ["SELECT", "WITH", "VALUES", "TABLE"].contains { reader.isAt($0) } ? "(\(enclosed))" : enclosed
  }

  /// Values as literals, separated by commas.
  func literals(_ values: [SQLValue]) throws(DialectError) -> String {
    var parts: [String] = []
    for value in values { parts.append(try literal(value)) }
    return parts.joined(separator: ", ")
  }
}
