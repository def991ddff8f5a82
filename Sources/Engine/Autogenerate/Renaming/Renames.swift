package import Revisions

/// What was given another name between two schemas: it is renamed, not dropped and made anew.
package struct Renames: Hashable, Sendable {
  /// A table that was renamed, or moved to another schema.
  package struct Table: Hashable, Sendable {
    package var from: QualifiedName
    package var to: QualifiedName

    package init(from: QualifiedName, to: QualifiedName) {
      self.from = from
      self.to = to
    }
  }

  /// A column that was renamed.
  package struct Column: Hashable, Sendable {
    /// The table, by its new name.
    package var table: QualifiedName
    package var from: String
    package var to: String

    package init(table: QualifiedName, from: String, to: String) {
      self.table = table
      self.from = from
      self.to = to
    }
  }

  /// A sequence that was renamed within its schema.
  package struct Sequence: Hashable, Sendable {
    package var from: QualifiedName
    package var to: QualifiedName

    package init(from: QualifiedName, to: QualifiedName) {
      self.from = from
      self.to = to
    }
  }

  /// A former name that a declaration gives and that is not followed.
  package struct Unused: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
      case table(QualifiedName, from: QualifiedName)
      case column(table: QualifiedName, String, from: String)
    }

    package enum Reason: Hashable, Sendable {
      /// The new name is another's, and what has the former one would be dropped.
      case taken
      /// Another has the former name already, the one of that name.
      case claimed(by: String)
      /// Neither the former name nor the new one is there; these are.
      case missing(among: [String])
      /// Some would exchange their names: before and after look alike.
      case exchanged
    }

    package var subject: Subject
    package var reason: Reason
  }

  package var tables: [Table]
  package var columns: [Column]
  /// Sequences that no column owns: those that one owns go with it.
  package var sequences: [Sequence]
  /// What a declaration says that cannot be followed.
  package internal(set) var unused: [Unused] = []

  package init(tables: [Table] = [], columns: [Column] = [], sequences: [Sequence] = []) {
    self.tables = tables
    self.columns = columns
    self.sequences = sequences
  }

  package var isEmpty: Bool { tables.isEmpty && columns.isEmpty && sequences.isEmpty }

  /// The same the other way round: what leads back.
  package var inverted: Renames {
    let formerNames = Dictionary(tables.map { ($0.to, $0.from) }) { first, _ in first }
    return Renames(
      tables: tables.map { Table(from: $0.to, to: $0.from) },
      columns: columns.map { Column(table: formerNames[$0.table] ?? $0.table, from: $0.to, to: $0.from) },
      sequences: sequences.map { Sequence(from: $0.to, to: $0.from) })
  }

  /// The tables, and the columns of a table, that would exchange their names: no order of renames leads there.
  package var exchange: [Unused.Subject] {
    let tables = Self.circle(in: self.tables, from: \.from, to: \.to)
    if !tables.isEmpty { return tables.map { .table($0.to, from: $0.from) } }
    return Self.circle(in: columns, from: \.oldKey, to: \.newKey).map { .column(table: $0.table, $0.to, from: $0.from) }
  }

  /// Some of a list of which each takes the name that the next gives up, and the last that of the first.
  static func circle<Rename, Name: Hashable>(
    in list: [Rename], from: (Rename) -> Name, to: (Rename) -> Name?
  ) -> [Rename] {
    let holders = Dictionary(list.enumerated().map { (from($1), $0) }) { first, _ in first }
    var seen: Set<Int> = []
    for start in list.indices {
      var path: [Int] = []
      var next: Int? = start
      while let position = next, seen.insert(position).inserted {
        path.append(position)
        next = to(list[position]).flatMap { holders[$0] }
      }
      if let next, let first = path.firstIndex(of: next), path.count - first > 1 {
        return path[first...].map { list[$0] }
      }
    }
    return []
  }

  /// The names that tables have afterwards, by those that they had.
  var newNames: [QualifiedName: QualifiedName] {
    Dictionary(tables.map { ($0.from, $0.to) }) { first, _ in first }
  }

  /// The same in an order in which no name is taken before it was given up.
  var ordered: Renames {
    var result = self
    result.tables = Self.ordered(tables, from: \.from, to: \.to)
    result.columns = Self.ordered(columns, from: \.oldKey, to: \.newKey)
    result.sequences = Self.ordered(sequences, from: \.from, to: \.to)
    return result
  }

  private static func ordered<Rename, Name: Hashable>(
    _ list: [Rename], from: (Rename) -> Name, to: (Rename) -> Name
  ) -> [Rename] {
    let former = list.map(from)
    var holders = Set(former)
    let waiting = Dictionary(grouping: list.indices) { to(list[$0]) }
    var isDone = Array(repeating: false, count: list.count)
    var result: [Rename] = []
    /// Takes one, and then those up to a place in the list that waited for its name.
    func take(_ start: Int, upTo last: Int) {
      var next = [start]
      while let position = next.popLast() {
        guard !isDone[position] else { continue }
        isDone[position] = true
        result.append(list[position])
        holders.remove(former[position])
        next += (waiting[former[position]] ?? []).filter { $0 <= last }.reversed()
      }
    }
    for position in list.indices where !holders.contains(to(list[position])) { take(position, upTo: position) }
    // In a circle there is no such order.
    for position in list.indices { take(position, upTo: list.count) }
    return result
  }
}

extension Renames.Column {
  /// The column by its former name.
  fileprivate var oldKey: ObjectKey { .column(table, from) }
  /// The column by its new name.
  fileprivate var newKey: ObjectKey { .column(table, to) }
}
