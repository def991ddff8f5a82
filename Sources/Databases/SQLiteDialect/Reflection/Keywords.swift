/// Words of SQL that are written in upper case, but for those that are more often names, such as `key` and `first`.
enum Keywords {
  /// Those of an expression without a query in it.
  static let ofExpressions: Set<String> = [
    "AND", "AS", "BETWEEN", "CASE", "CAST", "COLLATE", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "DISTINCT",
    "ELSE", "END", "ESCAPE", "EXISTS", "FALSE", "FROM", "GLOB", "IN", "IS", "ISNULL", "LIKE", "MATCH", "NOT", "NOTNULL",
    "NULL", "OR", "RAISE", "REGEXP", "THEN", "TRUE", "WHEN",
  ]

  /// Those of queries, and of the statements that a trigger can have.
  static let ofStatements = ofExpressions.union([
    "ALL", "ASC", "BY", "CONFLICT", "CROSS", "DEFAULT", "DELETE", "DESC", "DO", "EXCEPT", "FILTER", "FULL", "GROUP",
    "HAVING", "INDEXED", "INNER", "INSERT", "INTERSECT", "INTO", "JOIN", "LEFT", "LIMIT", "NATURAL", "NOTHING",
    "OFFSET",
    "ON", "ORDER", "OUTER", "OVER", "PARTITION", "RECURSIVE", "RETURNING", "RIGHT", "SELECT", "SET", "UNION", "UPDATE",
    "USING", "VALUES", "WHERE", "WINDOW", "WITH",
  ])

  /// Names that mean something else where they are not quoted.
  static let reserved = ofStatements.union([
    "ADD", "ALTER", "AUTOINCREMENT", "CHECK", "COMMIT", "CONSTRAINT", "CREATE", "DEFERRABLE", "DROP", "FOREIGN",
    "INDEX", "NOTHING", "PRIMARY", "REFERENCES", "RETURNING", "ROWID", "OID", "TABLE", "TO", "TRANSACTION", "UNIQUE",
  ])

  /// Those that are no name where they are not quoted. `END` could be one, but ends a trigger or a CASE wherever it is met.
  static let neverNames: Set<String> = [
    "ADD", "ALL", "ALTER", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CHECK", "COLLATE", "COMMIT", "CONSTRAINT",
    "CREATE", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE", "END", "ESCAPE", "EXISTS", "FOREIGN",
    "FROM",
    "GROUP", "HAVING", "IN", "INDEX", "INSERT", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "LIMIT", "NOT", "NOTNULL",
    "NULL", "ON", "OR", "ORDER", "PRIMARY", "REFERENCES", "SELECT", "SET", "TABLE", "THEN", "TO", "TRANSACTION",
    "UNION",
    "UNIQUE", "UPDATE", "USING", "VALUES", "WHEN", "WHERE",
  ]

  /// Those that start a line of a statement.
  static let startingLines: Set<String> = [
    "CROSS", "EXCEPT", "FROM", "FULL", "GROUP", "HAVING", "INNER", "INTERSECT", "JOIN", "LEFT", "LIMIT", "NATURAL",
    "ORDER", "RIGHT", "SELECT", "SET", "UNION", "VALUES", "WHERE", "WINDOW",
  ]

  /// Those that follow another of them, or of what joins tables, on its line.
  static let joining: Set<String> = ["CROSS", "FULL", "INNER", "LEFT", "NATURAL", "OUTER", "RIGHT"]

  /// Those in front of whose parenthesis there is no space.
  static let calling: Set<String> = ["CAST", "RAISE"]

  /// Those that are a value, so that a sign behind them is an operator.
  static let values: Set<String> = [
    "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "END", "FALSE", "ISNULL", "NOTNULL", "NULL", "TRUE",
  ]

  /// Whether a name can stand for itself without quotes, wherever an expression has a name.
  static func allowsBare(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    let isPlain = name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }
    return isPlain && !reserved.contains(name.uppercased())
  }
}
