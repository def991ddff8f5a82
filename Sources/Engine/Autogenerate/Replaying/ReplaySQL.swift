import Dialects
import Revisions

extension SchemaReplay {
  /// SQL is followed where it is about rows alone, and where it makes or drops an object known by its SQL.
  mutating func follow(_ operation: SQL) throws(ReplayError.Problem) {
    if follow(object: operation) { return }
    let texts: [String]
    do throws(DialectError) { texts = try statements(operation) } catch { throw .refused(error) }
    for text in texts where !StatementHead(text).isAboutRows {
      unfollowed.append(UnfollowedOperation(what: .sql(text), location: operation.location))
    }
  }

  /// Follows SQL that says how it is undone, as a comparison writes it for an object without a value of its own.
  private mutating func follow(object operation: SQL) -> Bool {
    guard let reverse = operation.reverse else { return false }
    if let known = others.first(where: { $0.value.removal == operation.text && $0.value.creation == reverse }) {
      others[known.key] = nil
      return true
    }
    guard let address = reverse.plainText.flatMap(ObjectAddress.init) else { return false }
    let object = SQLObject(address.kind, address.name, create: operation.text, drop: reverse)
    others[ObjectKey.other(object)] = object
    return true
  }
}

/// How a statement begins, behind comments.
struct StatementHead {
  private(set) var words: [String] = []

  init(_ text: String) {
    var rest = text[...]
    while words.count < 2 {
      rest = rest.drop { $0.isWhitespace || $0 == "(" || $0 == ";" }
      if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        rest = Self.behindComment(rest)
      } else {
        let word = rest.prefix { $0.isLetter || $0 == "_" }
        if word.isEmpty { break }
        words.append(word.uppercased())
        rest = rest.dropFirst(word.count)
      }
    }
  }

  /// Whether it leaves a schema as it is; a statement without words does too.
  var isAboutRows: Bool {
    guard let first = words.first else { return true }
    if Self.rowWords.contains(first) { return true }
    // What is gone with the session is no part of a schema.
    return first == "CREATE" && words.count > 1 && ["TEMP", "TEMPORARY"].contains(words[1])
  }

  private static let rowWords: Set<String> = [
    "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "SELECT", "VALUES", "TABLE", "WITH", "COPY", "TRUNCATE",
    "COMMENT",
    "ANALYZE", "VACUUM", "REINDEX", "CLUSTER", "CHECKPOINT", "EXPLAIN", "SHOW", "SET", "RESET", "PRAGMA", "LOCK",
    "NOTIFY",
    "LISTEN", "UNLISTEN", "DISCARD", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE",
    "FETCH", "MOVE", "CLOSE", "DECLARE", "DEALLOCATE",
  ]

  private static func behindComment(_ text: Substring) -> Substring {
    var rest = text
    var depth = 0
    repeat {
      if rest.hasPrefix("/*") {
        depth += 1
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("*/") {
        depth -= 1
        rest = rest.dropFirst(2)
      } else {
        rest = rest.dropFirst()
      }
    } while depth > 0 && !rest.isEmpty
    return rest
  }
}

/// What a `DROP` drops that has no value of its own.
private struct ObjectAddress {
  var kind: String
  var name: String

  init?(_ statement: String) {
    let text = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for kind in Self.kinds where text.uppercased().hasPrefix("DROP \(kind) ") {
      self.kind = kind
      name = String(text.dropFirst(kind.count + 6))
      return
    }
    return nil
  }

  private static let kinds = [
    "AGGREGATE", "RULE", "COLLATION", "CONVERSION", "CAST", "OPERATOR CLASS", "OPERATOR FAMILY", "OPERATOR",
    "STATISTICS",
    "TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY", "TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE",
    "EVENT TRIGGER",
    "FOREIGN TABLE", "FOREIGN DATA WRAPPER", "SERVER", "USER MAPPING", "PUBLICATION", "SUBSCRIPTION", "TRANSFORM",
    "ACCESS METHOD", "LANGUAGE", "TYPE",
  ]
}
