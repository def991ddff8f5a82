package import Dialects
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

  /// A former name that a declaration gives and that is passed over, although what is called so would be dropped.
  package enum Unused: Hashable, Sendable {
    case table(QualifiedName, from: QualifiedName)
    case column(table: QualifiedName, String, from: String)
  }

  package var tables: [Table]
  package var columns: [Column]
  /// Sequences that no column owns: those that one owns go with it.
  package var sequences: [Sequence]
  /// What a declaration says that cannot be followed.
  package private(set) var unused: [Unused] = []

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

  // MARK: What is declared

  /// What a declaration says of former names, as far as a database still has them.
  ///
  /// A former name may be taken by something else. What has its new name already was renamed before.
  package init(declaredIn wanted: Schema, from former: Schema, rules: ComparisonRules) {
    self.init()
    let there = NamedTables(former, rules)
    let declared = NamedTables(wanted, rules)
    // A name that another table gives up can be taken: which do is known only once that is.
    var passed: [(table: Revisions.Table, from: QualifiedName)] = []
    var waiting = wanted.tables.compactMap { table in
      Self.formerName(of: table, there, declared).map { (table: table, from: $0) }
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      passed = []
      for (table, old) in waiting {
        let isTaken = tables.contains { $0.from == old }
        let current = there[table.name]?.name
        if !isTaken, current == nil || tables.contains(where: { $0.from == current }) {
          tables.append(Table(from: old, to: table.name))
          isGrowing = true
        } else {
          passed.append((table, old))
        }
      }
      waiting = passed
    }
    unused = passed.filter { declared[$0.from] == nil }.map { .table($0.table.name, from: $0.from) }
    for table in wanted.tables {
      let name = tables.first { $0.to == table.name }?.from ?? table.name
      if let current = there[name] { addColumns(of: table, from: current, rules) }
    }
  }

  /// The former name of a table, as the database has it.
  ///
  /// One without a schema is looked for beside the table first.
  private static func formerName(
    of table: Revisions.Table, _ there: NamedTables, _ declared: NamedTables
  ) -> QualifiedName? {
    guard let old = table.renamedFrom else { return nil }
    var names = [old]
    if old.schema == nil, let schema = table.name.schema {
      names.insert(QualifiedName(old.name, schema: schema), at: 0)
    }
    return names.lazy.compactMap { there[$0]?.name }.first { !declared.isSame($0, table.name) }
  }

  private mutating func addColumns(of table: Revisions.Table, from former: Revisions.Table, _ rules: ComparisonRules) {
    func folded(_ name: String) -> String { rules.foldsNames ? name.asciiLowercased : name }
    let there = Dictionary(former.columns.map { (folded($0.name), $0.name) }) { first, _ in first }
    let declared = Set(table.columns.map { folded($0.name) })
    var found: [Column] = []
    var waiting = table.columns.compactMap { column in
      column.renamedFrom.flatMap { there[folded($0)] }.map { (to: column.name, from: $0) }
    }.filter { folded($0.to) != folded($0.from) }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      waiting.removeAll { new, old in
        let current = there[folded(new)]
        guard !found.contains(where: { $0.from == old }),
          current == nil || found.contains(where: { $0.from == current })
        else { return false }
        found.append(Column(table: table.name, from: old, to: new))
        isGrowing = true
        return true
      }
    }
    columns += found
    unused += waiting.filter { !declared.contains(folded($0.from)) }.map {
      .column(table: table.name, $0.to, from: $0.from)
    }
  }
}

/// The tables of a schema by their names, as a database compares them.
private struct NamedTables {
  private let tables: [QualifiedName: Table]
  private let rules: ComparisonRules

  init(_ schema: Schema, _ rules: ComparisonRules) {
    self.rules = rules
    tables = Dictionary(schema.tables.map { (Self.folded($0.name, rules), $0) }) { first, _ in first }
  }

  subscript(_ name: QualifiedName) -> Table? { tables[Self.folded(name, rules)] }

  func isSame(_ name: QualifiedName, _ other: QualifiedName) -> Bool {
    Self.folded(name, rules) == Self.folded(other, rules)
  }

  private static func folded(_ name: QualifiedName, _ rules: ComparisonRules) -> QualifiedName {
    rules.foldsNames ? QualifiedName(name.name.asciiLowercased, schema: name.schema?.asciiLowercased) : name
  }
}
