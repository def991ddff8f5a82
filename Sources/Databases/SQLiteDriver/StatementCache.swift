/// Compiled statements by their text, as many as are worth keeping: a loop in a script compiles its statement once.
struct StatementCache {
  private let capacity: Int
  /// By the bytes of their texts: strings are also equal where they only look alike.
  private var statements: [[UInt8]: PreparedStatement] = [:]
  /// The texts from the longest unused to the last used.
  private var order: [[UInt8]] = []

  init(capacity: Int) { self.capacity = capacity }

  /// Hands out a statement. It is the caller's until it is put back, so that no statement runs inside itself.
  mutating func take(_ text: String) -> PreparedStatement? {
    let key = Array(text.utf8)
    guard let statement = statements.removeValue(forKey: key) else { return nil }
    order.removeAll { $0 == key }
    return statement
  }

  mutating func put(_ statement: PreparedStatement, for text: String) {
    let key = Array(text.utf8)
    if statements.updateValue(statement, forKey: key) != nil { order.removeAll { $0 == key } }
    order.append(key)
    if order.count > capacity { statements.removeValue(forKey: order.removeFirst()) }
  }

  mutating func removeAll() {
    statements = [:]
    order = []
  }
}
