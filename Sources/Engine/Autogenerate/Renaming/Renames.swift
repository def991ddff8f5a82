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
    var back = Renames(tables: tables.map { Table(from: $0.to, to: $0.from) })
    for column in columns {
      let table = tables.first { $0.to == column.table }?.from ?? column.table
      back.columns.append(Column(table: table, from: column.to, to: column.from))
    }
    back.sequences = sequences.map { Sequence(from: $0.to, to: $0.from) }
    return back
  }

  /// The tables, and the columns of a table, that would exchange their names: no order of renames leads there.
  package var exchange: [Unused.Subject] {
    let tables = Self.circle(in: self.tables) { $0.to == $1.from }
    if !tables.isEmpty { return tables.map { .table($0.to, from: $0.from) } }
    return Self.circle(in: columns) { $0.table == $1.table && $0.to == $1.from }
      .map { .column(table: $0.table, $0.to, from: $0.from) }
  }

  /// Some of a list of which each waits for the next, and the last for the first.
  static func circle<Rename>(in list: [Rename], waits: (Rename, Rename) -> Bool) -> [Rename] {
    for start in list.indices {
      var path = [start]
      while let last = path.last, let next = list.indices.first(where: { waits(list[last], list[$0]) }) {
        if next == start { return path.count > 1 ? path.map { list[$0] } : [] }
        if path.contains(next) { break }
        path.append(next)
      }
    }
    return []
  }

  /// The name that a table has afterwards.
  func newName(of table: QualifiedName) -> QualifiedName { tables.first { $0.from == table }?.to ?? table }

  /// The same in an order in which no name is taken before it was given up.
  var ordered: Renames {
    var result = self
    result.tables = Self.ordered(tables) { $0.to == $1.from }
    result.columns = Self.ordered(columns) { $0.table == $1.table && $0.to == $1.from }
    result.sequences = Self.ordered(sequences) { $0.to == $1.from }
    return result
  }

  private static func ordered<Rename: Hashable>(_ list: [Rename], waits: (Rename, Rename) -> Bool) -> [Rename] {
    var left = list
    var result: [Rename] = []
    while !left.isEmpty {
      // In a circle there is no such order.
      let next = left.firstIndex { rename in !left.contains { $0 != rename && waits(rename, $0) } } ?? left.startIndex
      result.append(left.remove(at: next))
    }
    return result
  }
}
