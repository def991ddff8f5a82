import Dialects
import Revisions

/// How SQLite's statements stand to transactions, each as it was found to behave.
enum TransactionRules {
  /// Pragmas that SQLite refuses, or passes over without a word, while a transaction is open.
  private static let pragmas: Set<String> = ["foreign_keys", "journal_mode", "synchronous"]
  /// Pragmas that SQLite refuses while a transaction is open, and otherwise drops all temporary tables for.
  private static let storagePragmas: Set<String> = ["temp_store", "temp_store_directory"]

  static func rule(of statement: String) -> Statement.TransactionRule {
    let bytes = Array(statement.utf8)
    var tokenizer = Tokenizer(start: 0, end: bytes.count)
    guard let first = tokenizer.next(in: bytes), first.kind == .word else { return .any }
    switch first.name(in: bytes).uppercased() {
    // A savepoint is a transaction where none is open, and releasing one could end the engine's own.
    case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE": return .forbidden
    case "VACUUM", "DETACH": return .outside
    case "PRAGMA":
      guard let pragma = pragma(&tokenizer, bytes) else { return .any }
      if pragma.name == "wal_checkpoint" { return .outside }
      return pragma.isSet && (pragmas.contains(pragma.name) || storagePragmas.contains(pragma.name)) ? .outside : .any
    default: return .any
    }
  }

  /// Refuses what would take the temporary tables away in which rev keeps its time, and a script its conditions.
  static func refuseChangeOfTemporaryStorage(_ statement: CutStatement) throws(DialectError) {
    let bytes = Array(statement.text.utf8)
    var tokenizer = Tokenizer(start: 0, end: bytes.count)
    guard tokenizer.next(in: bytes)?.isWord("PRAGMA", in: bytes) == true, let pragma = pragma(&tokenizer, bytes),
      pragma.isSet, storagePragmas.contains(pragma.name)
    else { return }
    throw DialectError(
      "'\(statement.text)' would throw away all temporary tables, and with them what rev keeps there",
      hint: "leave it out",
      location: SourceLocation(file: "", line: statement.lineOffset + 1))
  }

  /// The pragma whose name comes next, and whether it is given a value: without one it only tells what is set.
  private static func pragma(_ tokenizer: inout Tokenizer, _ bytes: [UInt8]) -> (name: String, isSet: Bool)? {
    guard var name = tokenizer.next(in: bytes) else { return nil }
    var next = tokenizer.next(in: bytes)
    if next?.isSymbol(".", in: bytes) == true, let second = tokenizer.next(in: bytes) {
      name = second
      next = tokenizer.next(in: bytes)
    }
    return (name.name(in: bytes).lowercased(), next != nil)
  }
}
