import Dialects
import Revisions

/// Indexes, exclusion constraints and partition keys as the server writes them.
enum IndexText {
  /// An index from what `pg_get_indexdef` says; what the catalog says more plainly is left to the caller.
  static func index(_ definition: String, named name: String, on table: QualifiedName) throws(DialectError) -> Index {
    var text = SQLText(definition)
    text.position = text.tokens.indices.first { text.isWord("USING", at: $0) } ?? text.tokens.count
    guard let (method, group) = text.takeMethod() else { throw unreadable("index", definition) }
    var parts: [Index.Part] = []
    for range in text.parts(ofGroupAt: group) { parts.append(try part(text, range, of: definition).part) }
    var index = Index(name, on: table, parts: parts, using: method)
    text.position = text.end(ofGroupAt: group)
    while text.current != nil {
      if text.take("INCLUDE") {
        index.include = text.parts(ofGroupAt: text.position).compactMap { text.name(text.tokens[$0.lowerBound]) }
        text.position = text.end(ofGroupAt: text.position)
      } else if text.take("WITH") {
        text.position = text.end(ofGroupAt: text.position)
      } else if text.take("WHERE") {
        index.predicate = .raw(text.text(from: text.position, to: text.tokens.count))
        text.position = text.tokens.count
      } else {
        text.position += 1
      }
    }
    return index
  }

  /// What an exclusion constraint compares, from what `pg_get_constraintdef` says.
  static func exclusion(_ definition: String) throws(DialectError) -> Exclusion {
    var text = SQLText(definition)
    text.position = 1
    guard text.isWord("EXCLUDE", at: 0), let (method, group) = text.takeMethod() else {
      throw unreadable("exclusion constraint", definition)
    }
    var elements: [Exclusion.Element] = []
    for range in text.parts(ofGroupAt: group) {
      let (part, end) = try part(text, range, of: definition)
      guard text.isWord("WITH", at: end) else { throw unreadable("exclusion constraint", definition) }
      elements.append(Exclusion.Element(part, with: text.text(from: end + 1, to: range.upperBound)))
    }
    var exclusion = Exclusion(elements: elements, using: method)
    var place = text.end(ofGroupAt: group)
    while place < text.tokens.count {
      if text.isWord("WHERE", at: place) {
        let end = text.end(ofGroupAt: place + 1)
        exclusion.predicate = .raw(text.text(from: place + 1, to: end))
        place = end
      } else if text.isSymbol("(", at: place) {
        place = text.end(ofGroupAt: place)
      } else {
        place += 1
      }
    }
    return exclusion
  }

  /// A column or an expression of an index, and the place behind what is said of it.
  static func part(
    _ text: SQLText, _ range: Range<Int>, of definition: String
  ) throws(DialectError) -> (part: Index.Part, end: Int) {
    var text = text
    var part: Index.Part
    let first = range.lowerBound
    var place = first + 1
    // A column is a single name; an expression is in parentheses, or the call of a function.
    while place < range.upperBound, text.isSymbol(".", at: place) { place += 2 }
    let isCall = place < range.upperBound && text.isSymbol("(", at: place)
    if text.isSymbol("(", at: first) { place = first }
    if isCall || place == first { place = text.end(ofGroupAt: place) }
    // The server takes this for a call too, and leaves out the parentheses.
    let isTest = text.isWord("IS", at: place) && text.isWord("DOCUMENT", at: place + 1)
    if isTest { place += 2 }
    if isCall || isTest || text.isSymbol("(", at: first) {
      part = Index.Part(.expression(.raw(text.text(from: first, to: place))))
    } else if let name = text.name(text.tokens[first]) {
      place = first + 1
      part = Index.Part(.column(name))
    } else {
      throw unreadable("index", definition)
    }
    text.position = place
    if text.position < range.upperBound, text.take("COLLATE") {
      part.collation = text.takeName().map(visible)
    }
    if text.position < range.upperBound, let token = text.current, !text.isClause(), text.name(token) != nil,
      let name = text.takeName()
    {
      var operators = OperatorClass(visible(name))
      if text.position < range.upperBound, text.isSymbol("(") {
        operators.parameters = parameters(text, text.position)
        text.position = text.end(ofGroupAt: text.position)
      }
      part.operatorClass = operators
    }
    if text.position < range.upperBound, text.take("DESC") { part.direction = .descending }
    if text.position < range.upperBound, text.take("NULLS") {
      part.nulls = text.isWord("FIRST") ? .first : .last
      text.position += 1
    }
    return (part, text.position)
  }

  /// Parameters in parentheses: `siglen='32'`.
  private static func parameters(_ text: SQLText, _ group: Int) -> StorageParameters {
    StorageParameters(
      text.parts(ofGroupAt: group).map { range in
        let name = text.name(text.tokens[range.lowerBound]) ?? ""
        let value = range.count > 2 ? text.tokens[range.lowerBound + 2] : nil
        return StorageParameters.Parameter(name, value.map { text.string($0) ?? text.text($0) })
      })
  }

  /// What stands in `pg_catalog` is found without it.
  private static func visible(_ name: QualifiedName) -> QualifiedName {
    name.schema == "pg_catalog" ? QualifiedName(name.name) : name
  }

  static func unreadable(_ what: String, _ definition: String) -> DialectError {
    DialectError("the server describes an \(what) in a way that is not understood: \(definition)")
  }
}

extension SQLText {
  /// `USING method (`: the method, and the place of the parenthesis.
  fileprivate mutating func takeMethod() -> (IndexMethod, Int)? {
    guard take("USING"), let token = current, let method = name(token) else { return nil }
    position += 1
    return isSymbol("(") ? (IndexMethod(rawValue: method), position) : nil
  }

  /// Whether what comes next says how a part is kept, rather than naming its operators.
  fileprivate func isClause() -> Bool {
    isWord("ASC") || isWord("DESC") || isWord("NULLS") || isWord("WITH")
  }
}

/// How a table is partitioned, and a partition's share, as the server writes them.
enum PartitionText {
  /// `RANGE (a, lower(b) COLLATE "C" text_pattern_ops)`.
  static func partitioning(_ definition: String) throws(DialectError) -> Partitioning {
    let text = SQLText(definition)
    guard let first = text.tokens.first, let strategy = Partitioning.Strategy(rawValue: text.text(first)) else {
      throw IndexText.unreadable("partition key", definition)
    }
    var parts: [Partitioning.Part] = []
    for range in text.parts(ofGroupAt: 1) {
      let part = try IndexText.part(text, range, of: definition).part
      parts.append(
        Partitioning.Part(part.key, collation: part.collation, operatorClass: part.operatorClass?.name))
    }
    return Partitioning(strategy, parts: parts)
  }

  /// `FOR VALUES …`, or `DEFAULT`.
  static func bound(_ definition: String) throws(DialectError) -> PartitionBound {
    var text = SQLText(definition)
    if text.isWord("DEFAULT", at: 0) { return .default }
    text.position = 2
    if text.take("IN") { return .list(try values(text, text.position)) }
    if text.take("FROM") {
      let lower = try values(text, text.position)
      text.position = text.end(ofGroupAt: text.position)
      guard text.take("TO") else { throw IndexText.unreadable("partition's bound", definition) }
      return .range(from: lower, to: try values(text, text.position))
    }
    let numbers = text.tokens.filter { $0.kind == .number }.compactMap { Int(text.text($0)) }
    guard text.take("WITH"), numbers.count == 2 else { throw IndexText.unreadable("partition's bound", definition) }
    return .hash(modulus: numbers[0], remainder: numbers[1])
  }

  private static func values(_ text: SQLText, _ group: Int) throws(DialectError) -> [PartitionBound.Value] {
    text.parts(ofGroupAt: group).map { range in
      let token = text.tokens[range.lowerBound]
      if range.count == 1 {
        if text.isWord("MINVALUE", at: range.lowerBound) { return .minimum }
        if text.isWord("MAXVALUE", at: range.lowerBound) { return .maximum }
        if text.isWord("NULL", at: range.lowerBound) { return .literal(.null) }
        if text.isWord("TRUE", at: range.lowerBound) { return .literal(.boolean(true)) }
        if text.isWord("FALSE", at: range.lowerBound) { return .literal(.boolean(false)) }
        if let string = text.string(token) { return .literal(.text(string)) }
        if let number = Int64(text.text(token)) { return .literal(.integer(number)) }
      }
      return .expression(.raw(text.text(from: range.lowerBound, to: range.upperBound)))
    }
  }
}

/// Triggers as the server writes them.
enum TriggerText {
  /// The condition of a trigger, from what `pg_get_triggerdef` says.
  static func condition(of definition: String) throws(DialectError) -> String {
    let text = SQLText(definition)
    // The last WHEN outside of parentheses: a trigger may be called so too.
    var found: Int?
    var place = 0
    while place < text.tokens.count {
      if text.isWord("WHEN", at: place), text.isSymbol("(", at: place + 1) {
        found = place + 1
        place = text.end(ofGroupAt: place + 1)
      } else if text.isSymbol("(", at: place) {
        place = text.end(ofGroupAt: place)
      } else {
        place += 1
      }
    }
    guard let found else { throw IndexText.unreadable("trigger", definition) }
    return text.text(from: found, to: text.end(ofGroupAt: found))
  }
}
