import Dialects
import Revisions

extension CanonicalForm {
  func index(_ index: Index) throws(DialectError) -> Index {
    let relation = relation(index.table)
    var parts: [Index.Part] = []
    for part in index.parts { parts.append(try self.part(part, of: relation)) }
    var predicate: SQLFragment?
    if let text = index.predicate { predicate = try expression(text, over: relation?.columns ?? [:]) }
    let table = QualifiedName(relation?.name ?? index.table.name, schema: Self.home(index.table.schema))
    return Index(index.name, on: table, parts: parts, unique: index.isUnique, where: predicate)
  }

  /// A part without what SQLite knows by itself. One that was written as an expression may be a column.
  private func part(_ part: Index.Part, of relation: Relation?) throws(DialectError) -> Index.Part {
    let columns = relation?.columns ?? [:]
    var collation = part.collation.map { QualifiedName(CollationNames.canonical($0.name)) }
    switch part.key {
    case .column(let name):
      return Index.Part(
        .column(columns[FoldedName(name)] ?? name), collation: collation, direction: part.direction)
    case .expression(let fragment):
      let layout = TextLayout(
        try dialect.rendered(fragment), .expression(columns: columns), readsLegacyStrings: readsLegacyStrings)
      var direction = part.direction
      var range = layout.tokens.startIndex..<layout.tokens.endIndex
      if let last = range.last, layout.isWord("ASC", last) || layout.isWord("DESC", last), range.count > 1 {
        if layout.isWord("DESC", last) { direction = .descending }
        range.removeLast()
      }
      if collation == nil, range.count > 2, let last = range.last, layout.isWord("COLLATE", last - 1) {
        let name = layout.tokens[last].name(in: layout.bytes)
        collation = QualifiedName(CollationNames.canonical(name))
        range = range.lowerBound..<(last - 1)
      }
      let inner = layout.unwrapped(range)
      if inner.count == 1, let name = columnName(layout.tokens[inner.lowerBound], in: layout.bytes, of: relation) {
        return Index.Part(.column(name), collation: collation, direction: direction)
      }
      // A collation would come to belong to the last operand.
      let text = layout.text(of: collation == nil ? inner : range)
      return Index.Part(.expression(.raw(text)), collation: collation, direction: direction)
    }
  }

  /// The column that a single token means; SQLite takes a string for one too.
  private func columnName(_ token: Token, in bytes: [UInt8], of relation: Relation?) -> String? {
    guard [.word, .quoted, .string].contains(token.kind) else { return nil }
    return relation?.columns[FoldedName(token.name(in: bytes))]
  }
}

extension TextLayout {
  fileprivate func isWord(_ word: StaticString, _ position: Int) -> Bool { tokens[position].isWord(word, in: bytes) }
}

extension Range<Int> {
  fileprivate mutating func removeLast() { self = lowerBound..<(upperBound - 1) }
}
