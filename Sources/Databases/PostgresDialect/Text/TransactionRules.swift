import Dialects

/// How PostgreSQL's statements stand to transactions.
enum TransactionRules {
  static func rule(of statement: String) -> Statement.TransactionRule { .any }
}
