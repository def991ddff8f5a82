/// Compiled statements by their text, as many as are worth keeping: a loop in a script compiles its statement once.
struct StatementCache {
  private let capacity: Int
  private var statements: [String: PreparedStatement] = [:]
  /// The texts from the longest unused to the last used.
  private var order: [String] = []

  init(capacity: Int) { self.capacity = capacity }

  /// Hands out a statement. It is the caller's until it is put back, so that no statement runs inside itself.
  mutating func take(_ text: String) -> PreparedStatement? {
    guard let statement = statements.removeValue(forKey: text) else { return nil }
    order.removeAll { $0 == text }
    return statement
  }

  mutating func put(_ statement: PreparedStatement, for text: String) {
    if statements.updateValue(statement, forKey: text) != nil { order.removeAll { $0 == text } }
    order.append(text)
    if order.count > capacity { statements.removeValue(forKey: order.removeFirst()) }
  }

  mutating func removeAll() {
    statements = [:]
    order = []
  }
}
