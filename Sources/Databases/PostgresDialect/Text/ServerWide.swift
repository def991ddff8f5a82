/// What all databases of a server share.
enum ServerWide {
  /// Whether a statement changes it: databases, tablespaces, roles and who is a member of them, the server's settings.
  static func isChanged(by statement: String) -> Bool {
    var reader = StatementReader(statement)
    if reader.accept("REASSIGN", "OWNED") || reader.accept("DROP", "OWNED") { return true }
    if reader.accept("GRANT") || reader.accept("REVOKE") { return isMembership(&reader) }
    if reader.accept("COMMENT", "ON") || reader.accept("SECURITY", "LABEL") { return isShared(reader) }
    guard reader.accept("CREATE") || reader.accept("ALTER") || reader.accept("DROP") else { return false }
    if reader.accept("USER") { return !reader.isAt("MAPPING") }
    return reader.isAt("SYSTEM") || reader.isAt("GROUP") || isShared(reader)
  }

  private static func isShared(_ reader: StatementReader) -> Bool {
    reader.isAt("DATABASE") || reader.isAt("TABLESPACE") || reader.isAt("ROLE")
  }

  /// A privilege is granted on something, a role is not.
  private static func isMembership(_ reader: inout StatementReader) -> Bool {
    while !reader.isAtEnd {
      if reader.isAt("ON") { return false }
      reader.advance()
    }
    return true
  }
}
