import Dialects

/// How PostgreSQL's statements stand to transactions, from version 13 to 17.
///
/// What depends on the database cannot be told from the text: `CALL` and `DO` of code that commits, `REINDEX` and
/// `CLUSTER` of a partitioned table. The server refuses those inside a transaction, by name.
enum TransactionRules {
  static func rule(of statement: String) -> Statement.TransactionRule {
    var reader = StatementReader(statement)
    guard let first = reader.token, first.kind == .word else { return .any }
    switch String(decoding: reader.bytes[first.range], as: UTF8.self).uppercased() {
    case "BEGIN", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "START": return .forbidden
    case "PREPARE": return preparesTransaction(&reader) ? .forbidden : .any
    case "SET": return setsTransaction(&reader) ? .forbidden : .any
    case "VACUUM", "REINDEX", "CLUSTER", "DISCARD", "CREATE", "DROP", "ALTER":
      return runsOutside(&reader) ? .outside : .any
    default: return .any
    }
  }

  /// `PREPARE TRANSACTION 'id'`, not a prepared statement of that name.
  private static func preparesTransaction(_ reader: inout StatementReader) -> Bool {
    reader.accept("PREPARE", "TRANSACTION") && reader.token?.kind == .string
  }

  /// `SET TRANSACTION` and the settings behind it: the transaction is the engine's, which has queried and will write in
  /// it. What `SET SESSION CHARACTERISTICS` sets holds for later transactions, and can be set back.
  private static func setsTransaction(_ reader: inout StatementReader) -> Bool {
    reader.advance()
    if !reader.accept("LOCAL") { reader.accept("SESSION") }
    switch reader.name() {
    case "transaction": return true
    case "transaction_isolation", "transaction_read_only", "transaction_deferrable": return !reader.isAt(symbol: ".")
    default: return false
    }
  }

  private static func runsOutside(_ reader: inout StatementReader) -> Bool {
    if reader.accept("VACUUM") { return true }
    if reader.accept("DISCARD") { return reader.isAt("ALL") }
    if reader.accept("REINDEX") { return reindexes(&reader) }
    if reader.accept("CLUSTER") {
      // Without a table it is all of them, one transaction each.
      reader.accept("VERBOSE")
      reader.skipParentheses()
      return reader.isAtEnd
    }
    if reader.accept("CREATE") {
      reader.accept("UNIQUE")
      if reader.accept("INDEX") { return reader.isAt("CONCURRENTLY") }
      if reader.accept("SUBSCRIPTION") { return createsSlot(&reader) }
      return reader.isAt("DATABASE") || reader.isAt("TABLESPACE")
    }
    if reader.accept("DROP") {
      if reader.accept("INDEX") { return reader.isAt("CONCURRENTLY") }
      // Only one whose slot was given up before could be dropped inside.
      return reader.isAt("DATABASE") || reader.isAt("TABLESPACE") || reader.isAt("SUBSCRIPTION")
    }
    guard reader.accept("ALTER") else { return false }
    if reader.accept("SYSTEM") { return true }
    if reader.accept("DATABASE") { return movesDatabase(&reader) }
    if reader.accept("SUBSCRIPTION") { return changesSubscription(&reader) }
    if reader.accept("TABLE") { return detachesConcurrently(&reader) }
    return false
  }

  private static func reindexes(_ reader: inout StatementReader) -> Bool {
    if reader.options()["concurrently"] == false { return true }
    if reader.isAt("SCHEMA") || reader.isAt("DATABASE") || reader.isAt("SYSTEM") { return true }
    reader.advance()
    return reader.isAt("CONCURRENTLY")
  }

  /// A subscription's slot is made on another server, which no rollback reaches.
  private static func createsSlot(_ reader: inout StatementReader) -> Bool {
    while !reader.isAtEnd, !reader.accept("WITH") { reader.advance() }
    let options = reader.options()
    return options["connect"] != true && options["create_slot"] != true
  }

  private static func changesSubscription(_ reader: inout StatementReader) -> Bool {
    guard reader.name() != nil else { return false }
    if reader.accept("REFRESH") { return reader.isAt("PUBLICATION") }
    if reader.isAt("SET") || reader.isAt("ADD") || reader.isAt("DROP") {
      reader.advance()
      // From version 17 on these options change the slot on the other server.
      if reader.isAt(symbol: "(") {
        let options = reader.options()
        return options["failover"] != nil || options["two_phase"] != nil
      }
      guard reader.accept("PUBLICATION") else { return false }
      while !reader.isAtEnd, !reader.accept("WITH") { reader.advance() }
      return reader.options()["refresh"] != true
    }
    return false
  }

  private static func movesDatabase(_ reader: inout StatementReader) -> Bool {
    guard reader.name() != nil else { return false }
    if reader.accept("SET") || reader.accept("WITH") { return reader.isAt("TABLESPACE") }
    return reader.isAt("TABLESPACE")
  }

  /// `DETACH PARTITION … CONCURRENTLY`; the `FINALIZE` of one that was broken off runs inside.
  private static func detachesConcurrently(_ reader: inout StatementReader) -> Bool {
    _ = reader.accept("IF", "EXISTS")
    guard reader.relation() != nil, reader.accept("DETACH", "PARTITION") else { return false }
    return reader.qualifiedName() != nil && reader.isAt("CONCURRENTLY")
  }
}
