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
    let dropped = canonical(SQLObject("", "", create: reverse, drop: operation.text))
    if let known = others.first(where: {
      $0.value.removal == dropped.removal && $0.value.creation == dropped.creation
    }) {
      others[known.key] = nil
      return true
    }
    guard let address = reverse.plainText.flatMap(ObjectAddress.init), address.isMade(by: operation.text) else {
      return false
    }
    let object = canonical(SQLObject(address.kind, address.name, create: operation.text, drop: reverse))
    others[ObjectKey.other(object)] = object
    return true
  }

  private func canonical(_ object: SQLObject) -> SQLObject {
    var part = Schema()
    part.others = [object]
    // A kind of database that knows no such objects leaves it as it is.
    do throws(DialectError) { return try canonicalForm(part).others.first ?? object } catch { return object }
  }
}

/// How a statement begins, behind comments.
struct StatementHead {
  /// Its first two words in capitals; all that stand outside strings and quoted names where they decide what it does.
  private(set) var words: [String] = []

  init(_ text: String) {
    var rest = text[...]
    while let first = rest.first, words.count < 2 || Self.telling.contains(words[0]) {
      if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        rest = Self.behindComment(rest)
      } else if first == "'" || first == "\"" {
        rest = rest.dropFirst().drop { $0 != first }.dropFirst()
      } else if first.isLetter || first == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
        words.append(word.uppercased())
        rest = rest.dropFirst(word.count)
      } else if first.isWhitespace || first == "(" || first == ";" || !words.isEmpty {
        rest = rest.dropFirst()
      } else {
        break
      }
    }
  }

  /// Whether it leaves a schema as it is; a statement without words does too.
  var isAboutRows: Bool {
    guard let first = words.first else { return true }
    switch first {
    case "SELECT", "WITH", "EXPLAIN":
      // Into a table that it makes; or what it explains makes one.
      let makes = words.indices.contains { position in
        words[position] == "INTO" && position > 0 && !["INSERT", "MERGE"].contains(words[position - 1])
      }
      return !makes && (first != "EXPLAIN" || !words.contains("CREATE"))
    // It is kept by which index.
    case "CLUSTER": return !words.contains("USING") && !words.contains("ON")
    // What is gone with the session is no part of a schema.
    case "CREATE": return words.count > 1 && ["TEMP", "TEMPORARY"].contains(words[1])
    default: return Self.rowWords.contains(first)
    }
  }

  private static let telling: Set<String> = ["SELECT", "WITH", "EXPLAIN", "CLUSTER"]

  private static let rowWords: Set<String> = [
    "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "VALUES", "TABLE", "COPY", "TRUNCATE", "ANALYZE", "VACUUM",
    "REINDEX", "CHECKPOINT", "SHOW", "SET", "RESET", "PRAGMA", "LOCK", "NOTIFY", "LISTEN", "UNLISTEN", "DISCARD",
    "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "FETCH", "MOVE", "CLOSE", "DECLARE",
    "DEALLOCATE",
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
    var words = statement.split(whereSeparator: { $0.isWhitespace || $0 == ";" }).map(String.init)
    if let last = words.last?.uppercased(), ["CASCADE", "RESTRICT"].contains(last) { words.removeLast() }
    let text = words.joined(separator: " ")
    for kind in Self.kinds where text.uppercased().hasPrefix("DROP \(kind) ") {
      self.kind = kind
      var name = text.dropFirst(kind.count + 6)
      if name.uppercased().hasPrefix("IF EXISTS ") { name = name.dropFirst(10) }
      self.name = String(name)
      return
    }
    return nil
  }

  /// Whether a statement makes it: types of most kinds have values of their own, which SQL is not read for.
  func isMade(by creation: SQLFragment) -> Bool {
    guard kind == "TYPE" else { return true }
    let words = (creation.plainText ?? "").uppercased().split(whereSeparator: { $0.isWhitespace || $0 == "(" })
    return zip(words, words.dropFirst()).contains { $0 == "AS" && $1 == "RANGE" }
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
