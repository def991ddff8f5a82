/// Settings of a session that a revision may change and later ones must not inherit.
package enum SessionSettings {
  /// Statements that bring them back to what revisions run with; each takes inside a transaction too.
  package static let restoring = [
    "PRAGMA legacy_alter_table = OFF",
    "PRAGMA query_only = OFF",
    "PRAGMA ignore_check_constraints = OFF",
    "PRAGMA recursive_triggers = OFF",
  ]

  /// Whether a statement changes a setting: a pragma with a value.
  static func areChanged(by statement: String) -> Bool {
    let bytes = Array(statement.utf8)
    var tokenizer = Tokenizer(start: 0, end: bytes.count)
    guard let first = tokenizer.next(in: bytes), first.kind == .word else { return false }
    guard first.name(in: bytes).uppercased() == "PRAGMA" else { return false }
    while let token = tokenizer.next(in: bytes) {
      if token.isSymbol("=", in: bytes) || token.isSymbol("(", in: bytes) { return true }
    }
    return false
  }
}
