package import Dialects
package import Revisions

/// What was dropped and what was added that look so much alike that it may have been renamed.
///
/// It is a guess to ask about, and a careful one: a pair is a candidate only where neither side has another partner as good.
package struct RenameCandidates<Name: Hashable & Sendable>: Hashable, Sendable {
  /// A pair that looks like a rename.
  package struct Candidate: Hashable, Sendable {
    package var from: Name
    package var to: Name
    /// How much they look alike, from 0 to 1.
    package var score: Double
  }

  /// Pairs of which no side has another partner as good, the most plausible first.
  package private(set) var clear: [Candidate] = []
  /// Pairs that look alike, of which one side has another partner as good: only a person can tell.
  package private(set) var ambiguous: [Candidate] = []

  /// Settles which of some pairs are candidates.
  ///
  /// As good is what comes within a tenth: a guess between the two would be one.
  fileprivate init(_ pairs: [Pair], from old: [Name], to new: [Name], text: (Name) -> String) {
    var bestOld = Array(repeating: BestScores(), count: old.count)
    var bestNew = Array(repeating: BestScores(), count: new.count)
    for pair in pairs {
      bestOld[pair.old].note(pair.score)
      bestNew[pair.new].note(pair.score)
    }
    let (oldRanks, newRanks) = (Self.ranks(of: old.map(text)), Self.ranks(of: new.map(text)))
    // The weaker of two partners is none.
    let best = pairs.filter { bestOld[$0.old].isMet(by: $0.score) && bestNew[$0.new].isMet(by: $0.score) }
    let sorted = best.sorted {
      $0.score == $1.score
        ? (oldRanks[$0.old], newRanks[$0.new]) < (oldRanks[$1.old], newRanks[$1.new]) : $0.score > $1.score
    }
    for pair in sorted {
      let candidate = Candidate(from: old[pair.old], to: new[pair.new], score: pair.score)
      if bestOld[pair.old].isAlone, bestNew[pair.new].isAlone {
        clear.append(candidate)
      } else {
        ambiguous.append(candidate)
      }
    }
  }

  /// At which place each of some texts comes in their order.
  private static func ranks(of texts: [String]) -> [Int] {
    var ranks = Array(repeating: 0, count: texts.count)
    for (rank, position) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() { ranks[position] = rank }
    return ranks
  }
}

/// A pair by its places in the lists of what was dropped and what was added.
private struct Pair {
  var old: Int
  var new: Int
  var score: Double
}

/// The two best scores that something has with others.
private struct BestScores {
  private var first = 0.0
  private var second = -1.0

  mutating func note(_ score: Double) {
    if score > first {
      (first, second) = (score, first)
    } else {
      second = max(second, score)
    }
  }

  /// Whether a score is as good as the best.
  func isMet(by score: Double) -> Bool { first - score < Self.closeness }

  /// Whether no other comes near the best.
  var isAlone: Bool { first - second >= Self.closeness }

  private static let closeness = 0.1
}

extension RenameCandidates<QualifiedName> {
  /// Looks for tables in two schemas in canonical form, but for what is known to be renamed.
  package init(from former: Schema, to wanted: Schema, known: Renames = Renames(), rules: ComparisonRules) {
    let old = known.applied(to: former).tables
    let (oldNames, newNames) = (
      Set(old.map { rules.folded($0.name) }), Set(wanted.tables.map { rules.folded($0.name) })
    )
    let dropped = old.filter { !newNames.contains(rules.folded($0.name)) }
    let added = wanted.tables.filter { !oldNames.contains(rules.folded($0.name)) }
    var pairs: [Pair] = []
    if !dropped.isEmpty, !added.isEmpty {
      let shapes = added.map { TableShape($0, rules) }
      // Only those that have something in common that few have are compared.
      var byTrait: [String: [Int]] = [:]
      for (position, shape) in shapes.enumerated() {
        for trait in shape.traits { byTrait[trait, default: []].append(position) }
      }
      byTrait = byTrait.filter { $0.value.count <= TableShape.commonness }
      for (position, table) in dropped.enumerated() {
        let shape = TableShape(table, rules)
        for other in Set(shape.traits.flatMap { byTrait[$0] ?? [] }) where shape.canBe(shapes[other]) {
          let score = shape.likeness(to: shapes[other])
          if score >= TableShape.threshold { pairs.append(Pair(old: position, new: other, score: score)) }
        }
      }
    }
    self.init(pairs, from: dropped.map(\.name), to: added.map(\.name)) { "\($0)" }
  }
}

/// A column, with its table by the new name.
package struct ColumnName: Hashable, Sendable {
  package var table: QualifiedName
  package var column: String
}

extension RenameCandidates<ColumnName> {
  /// Looks for columns of tables that are kept or known to be renamed, in two schemas in canonical form.
  package init(from former: Schema, to wanted: Schema, known: Renames = Renames(), rules: ComparisonRules) {
    let oldTables = Dictionary(known.applied(to: former).tables.map { (rules.folded($0.name), $0) }) { first, _ in first
    }
    var gone: [ColumnShape] = []
    var new: [ColumnShape] = []
    var pairs: [Pair] = []
    for table in wanted.tables {
      guard let other = oldTables[rules.folded(table.name)], other.columns != table.columns else { continue }
      let firstGone = gone.count
      gone += ColumnShape.columns(of: other, besides: table, named: table.name, rules)
      guard gone.count > firstGone else { continue }
      var byContent: [ColumnShape.Content: [Int]] = [:]
      for shape in ColumnShape.columns(of: table, besides: other, named: table.name, rules) {
        byContent[shape.content, default: []].append(new.count)
        new.append(shape)
      }
      let isSameLength = other.columns.count == table.columns.count
      for position in gone.indices[firstGone...] {
        for candidate in byContent[gone[position].content] ?? [] {
          let score = gone[position].likeness(to: new[candidate], mayBeInPlace: isSameLength)
          pairs.append(Pair(old: position, new: candidate, score: score))
        }
      }
    }
    self.init(pairs, from: gone.map(\.name), to: new.map(\.name)) { "\($0.table).\($0.column)" }
  }
}

/// What of a table tells it from others.
private struct TableShape {
  /// What makes two tables alike enough to ask.
  static let threshold = 0.6
  /// How many tables may have a trait that is worth a look: what more of them have tells none from the others.
  static let commonness = 20

  private let name: QualifiedName
  private let columns: [String: DataType]
  private let isPlain: Bool
  /// The columns that say something about this table: not those that every other table has.
  private let telling: Set<String>
  private let letters: NameLetters
  /// What another table has to have one of, to be worth a look: a telling column, or three letters of the name.
  let traits: Set<String>

  init(_ table: Table, _ rules: ComparisonRules) {
    name = table.name
    columns = Dictionary(table.columns.map { (rules.folded($0.name), $0.type) }) { first, _ in first }
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

/// What of a column tells it from others.
private struct ColumnShape {
  /// What it holds: a column that holds something else is another one.
  struct Content: Hashable {
    var type: DataType
    var generated: Column.Generated?
    var collation: QualifiedName?
    var hasIdentity: Bool
  }

  let name: ColumnName
  let content: Content
  private let position: Int
  private let isNullable: Bool
  private let defaultValue: Column.DefaultValue?
  private let letters: NameLetters

  /// The columns of a table that another has not.
  static func columns(
    of table: Table, besides other: Table, named name: QualifiedName, _ rules: ComparisonRules
  ) -> [ColumnShape] {
    let there = Set(other.columns.map { rules.folded($0.name) })
    return table.columns.enumerated().filter { !there.contains(rules.folded($0.element.name)) }
      .map { ColumnShape($0.element, at: $0.offset, of: name) }
  }

  private init(_ column: Column, at position: Int, of table: QualifiedName) {
    name = ColumnName(table: table, column: column.name)
    content = Content(
      type: column.type, generated: column.generated, collation: column.collation, hasIdentity: column.identity != nil)
    self.position = position
    isNullable = column.isNullable
    defaultValue = column.defaultValue
    letters = NameLetters(column.name)
  }

  /// How much it looks like another of the same content, from 0 to 1.
  func likeness(to other: ColumnShape, mayBeInPlace: Bool) -> Double {
    var score = 0.5
    if isNullable == other.isNullable { score += 0.1 }
    if defaultValue == other.defaultValue { score += 0.1 }
    if mayBeInPlace, position == other.position { score += 0.1 }
    return score + 0.2 * letters.likeness(to: other.letters)
  }
}

/// The pairs of letters in a name, by which it is told how much two names have in common.
private struct NameLetters {
  /// The pairs, in order.
  private let pairs: [UInt16]

  init(_ name: String) {
    let letters = Array(name.asciiLowercased.utf8)
    pairs = zip(letters, letters.dropFirst()).map { UInt16($0) << 8 | UInt16($1) }.sorted()
  }

  /// The share of the pairs that stand in both, from 0 to 1.
  func likeness(to other: NameLetters) -> Double {
    guard pairs.count + other.pairs.count > 0 else { return 0 }
    var (position, otherPosition, shared) = (0, 0, 0)
    while position < pairs.count, otherPosition < other.pairs.count {
      let (pair, otherPair) = (pairs[position], other.pairs[otherPosition])
      if pair == otherPair { shared += 1 }
      if pair <= otherPair { position += 1 }
      if otherPair <= pair { otherPosition += 1 }
    }
    return 2 * Double(shared) / Double(pairs.count + other.pairs.count)
  }
}
