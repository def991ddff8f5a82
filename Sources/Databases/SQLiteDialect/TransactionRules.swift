import Dialects

/// How SQLite's statements stand to transactions, each as it was found to behave.
enum TransactionRules {
  /// Pragmas that SQLite refuses, or passes over without a word, while a transaction is open.
  private static let pragmas: Set<String> = ["foreign_keys", "journal_mode", "synchronous", "temp_store"]

  static func rule(of statement: String) -> Statement.TransactionRule {
    let bytes = Array(statement.utf8)
    var tokenizer = Tokenizer(start: 0, end: bytes.count)
    guard let first = tokenizer.next(in: bytes), first.kind == .word else { return .any }
    switch first.name(in: bytes).uppercased() {
    // A savepoint is a transaction where none is open, and releasing one could end the engine's own.
    case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE": return .forbidden
    case "VACUUM", "DETACH": return .outside
    case "PRAGMA": return pragmaRule(&tokenizer, bytes)
    default: return .any
    }
  }

  private static func pragmaRule(_ tokenizer: inout Tokenizer, _ bytes: [UInt8]) -> Statement.TransactionRule {
    guard var name = tokenizer.next(in: bytes) else { return .any }
    var next = tokenizer.next(in: bytes)
    if next?.isSymbol(".", in: bytes) == true, let second = tokenizer.next(in: bytes) {
      name = second
      next = tokenizer.next(in: bytes)
    }
    let pragma = name.name(in: bytes).lowercased()
    if pragma == "wal_checkpoint" { return .outside }
    // Without a value a pragma only tells what is set.
    return next != nil && pragmas.contains(pragma) ? .outside : .any
  }
}
