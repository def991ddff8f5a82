package import Dialects
package import Revisions

/// What was dropped and what was added that look so much alike that it may have been renamed.
///
/// It is a guess to ask about, and a careful one: a pair is a candidate only where neither side has another partner as good.
package struct RenameCandidates: Hashable, Sendable {
  /// A pair that looks like a rename.
  package struct Candidate<Name: Hashable & Sendable>: Hashable, Sendable {
    package var from: Name
    package var to: Name
    /// How much they look alike, from 0 to 1.
    package var score: Double
  }

  /// A column, with its table by the new name.
  package struct ColumnName: Hashable, Sendable {
    package var table: QualifiedName
    package var column: String
  }

  /// Tables, the most plausible first.
  package private(set) var tables: [Candidate<QualifiedName>] = []
  /// Columns of tables that are kept or known to be renamed, the most plausible first.
  package private(set) var columns: [Candidate<ColumnName>] = []
  /// Pairs of tables that look alike, of which one side has another partner as good: only a person can tell.
  package private(set) var ambiguousTables: [Candidate<QualifiedName>] = []
  /// Pairs of columns that look alike, of which one side has another partner as good.
  package private(set) var ambiguousColumns: [Candidate<ColumnName>] = []

  /// Looks at two schemas in canonical form, but for what is known to be renamed.
  ///
  /// What a candidate would rename is not looked into: once a table is known to be renamed, ask again for its columns.
  package init(from former: Schema, to wanted: Schema, known: Renames = Renames(), rules: ComparisonRules) {
    func folded(_ name: String) -> String { rules.foldsNames ? name.asciiLowercased : name }
    func folded(_ name: QualifiedName) -> QualifiedName {
      QualifiedName(folded(name.name), schema: name.schema.map { folded($0) })
    }
    let old = known.applied(to: former)
    let oldTables = Dictionary(old.tables.map { (folded($0.name), $0) }) { first, _ in first }
    let newNames = Set(wanted.tables.map { folded($0.name) })
    let dropped = old.tables.filter { !newNames.contains(folded($0.name)) }
    let added = wanted.tables.filter { oldTables[folded($0.name)] == nil }
    var pairs: [Candidate<QualifiedName>] = []
    if !dropped.isEmpty, !added.isEmpty {
      let shapes = added.map { TableShape($0, folded) }
      // Only those that have something in common are compared.
      var byTrait: [String: [Int]] = [:]
      for (position, shape) in shapes.enumerated() {
        for trait in shape.traits { byTrait[trait, default: []].append(position) }
      }
      for table in dropped {
        let shape = TableShape(table, folded)
        for position in Set(shape.traits.flatMap { byTrait[$0] ?? [] }) where shape.canBe(shapes[position]) {
          let score = shape.likeness(to: shapes[position])
          if score >= TableShape.threshold {
            pairs.append(Candidate(from: table.name, to: added[position].name, score: score))
          }
        }
      }
    }
    (tables, ambiguousTables) = Self.settled(pairs) { ("\($0)", "\($1)") }

    var columnPairs: [Candidate<ColumnName>] = []
    for table in wanted.tables {
      guard let other = oldTables[folded(table.name)], other.columns != table.columns else { continue }
      let there = Set(other.columns.map { folded($0.name) })
      let wantedNames = Set(table.columns.map { folded($0.name) })
      let gone = other.columns.enumerated().filter { !wantedNames.contains(folded($0.element.name)) }
      let new = table.columns.enumerated().filter { !there.contains(folded($0.element.name)) }
      for (oldPosition, column) in gone {
        for (newPosition, candidate) in new {
          let isInPlace = oldPosition == newPosition && other.columns.count == table.columns.count
          guard let score = Self.likeness(of: column, to: candidate, inPlace: isInPlace) else { continue }
          columnPairs.append(
            Candidate(
              from: ColumnName(table: table.name, column: column.name),
              to: ColumnName(table: table.name, column: candidate.name), score: score))
        }
      }
    }
    (columns, ambiguousColumns) = Self.settled(columnPairs) { left, right in
      ("\(left.table).\(left.column)", "\(right.table).\(right.column)")
    }
  }

  /// How much a column looks like another; nil where it holds something else.
  private static func likeness(of column: Column, to other: Column, inPlace: Bool) -> Double? {
    guard column.type == other.type, column.generated == other.generated, column.collation == other.collation,
      (column.identity == nil) == (other.identity == nil)
    else { return nil }
    var score = 0.5
    if column.isNullable == other.isNullable { score += 0.1 }
    if column.defaultValue == other.defaultValue { score += 0.1 }
    if inPlace { score += 0.1 }
    return score + 0.2 * NameLetters(column.name).likeness(to: NameLetters(other.name))
  }

  /// Those whose sides have no other partner as good, and those that have.
  ///
  /// As good is what comes within a tenth: a guess between the two would be one.
  private static func settled<Name>(
    _ pairs: [Candidate<Name>], _ texts: (Name, Name) -> (String, String)
  ) -> (clear: [Candidate<Name>], ambiguous: [Candidate<Name>]) {
    let sorted = pairs.map { (pair: $0, texts: texts($0.from, $0.to)) }.sorted {
      $0.pair.score == $1.pair.score ? $0.texts < $1.texts : $0.pair.score > $1.pair.score
    }.map(\.pair)
    // The two best scores of each side.
    var best: [Name: [Double]] = [:]
    var bestNew: [Name: [Double]] = [:]
    for pair in sorted {
      if best[pair.from, default: []].count < 2 { best[pair.from, default: []].append(pair.score) }
      if bestNew[pair.to, default: []].count < 2 { bestNew[pair.to, default: []].append(pair.score) }
    }
    func rank(_ pair: Candidate<Name>, _ scores: [Double]?) -> (isBest: Bool, isAlone: Bool) {
      guard let scores, let first = scores.first else { return (true, true) }
      return (first - pair.score < closeness, scores.count < 2 || first - scores[1] >= closeness)
    }
    var clear: [Candidate<Name>] = []
    var ambiguous: [Candidate<Name>] = []
    for pair in sorted {
      let (old, new) = (rank(pair, best[pair.from]), rank(pair, bestNew[pair.to]))
      // The weaker of two partners is none.
      guard old.isBest, new.isBest else { continue }
      if old.isAlone, new.isAlone { clear.append(pair) } else { ambiguous.append(pair) }
    }
    return (clear, ambiguous)
  }

  private static let closeness = 0.1
}

/// What of a table tells it from others.
private struct TableShape {
  /// What makes two tables alike enough to ask.
  static let threshold = 0.6

  private let name: QualifiedName
  private let columns: [String: DataType]
  private let isPlain: Bool
  /// The columns that say something about this table: not those that every other table has.
  private let telling: Set<String>
  private let letters: NameLetters
  /// What another table has to have one of, to be worth a look: a telling column, or three letters of the name.
  let traits: Set<String>

  init(_ table: Table, _ folded: (String) -> String) {
    name = table.name
    columns = Dictionary(table.columns.map { (folded($0.name), $0.type) }) { first, _ in first }
    isPlain = table.options.partition == nil
    telling = Set(columns.keys).subtracting(Self.usual)
    letters = NameLetters(table.name.name)
    let name = Array(table.name.name.asciiLowercased.utf8)
    traits = telling.union(
      (0..<max(0, name.count - 2)).map { "*" + String(decoding: name[$0..<($0 + 3)], as: UTF8.self) })
  }

  /// Whether a rename can make one of the other at all.
  func canBe(_ other: TableShape) -> Bool { name.schema == other.name.schema && isPlain == other.isPlain }

  /// How much they look alike, from 0 to 1.
  func likeness(to other: TableShape) -> Double {
    guard !columns.isEmpty, !other.columns.isEmpty else { return 0 }
    var shared = 0.0
    var sharesTelling = false
    for (column, type) in columns {
      guard let otherType = other.columns[column] else { continue }
      shared += type == otherType ? 1 : 0.5
      if telling.contains(column) { sharesTelling = true }
    }
    let likeness = letters.likeness(to: other.letters)
    // Columns that many tables have make no two tables alike, nor does one column.
    guard likeness > 0.3 || (sharesTelling && shared >= 2) else { return 0 }
    let share = 2 * shared / Double(columns.count + other.columns.count)
    return 0.8 * share + 0.2 * likeness
  }

  private static let usual: Set<String> = [
    "id", "uuid", "name", "title", "description", "type", "status", "position", "created", "created_at", "created_on",
    "created_by", "updated", "updated_at", "updated_on", "updated_by", "modified_at", "deleted_at", "version",
    "createdat", "updatedat", "deletedat",
  ]
}

/// The pairs of letters in a name, by which it is told how much two names have in common.
private struct NameLetters {
  private var counts: [UInt16: Int] = [:]
  private var count = 0

  init(_ name: String) {
    let letters = Array(name.asciiLowercased.utf8)
    for (first, second) in zip(letters, letters.dropFirst()) {
      counts[UInt16(first) << 8 | UInt16(second), default: 0] += 1
      count += 1
    }
  }

  /// The share of the pairs that stand in both, from 0 to 1.
  func likeness(to other: NameLetters) -> Double {
    guard count + other.count > 0 else { return 0 }
    let shared = counts.reduce(0) { $0 + min($1.value, other.counts[$1.key] ?? 0) }
    return 2 * Double(shared) / Double(count + other.count)
  }
}
