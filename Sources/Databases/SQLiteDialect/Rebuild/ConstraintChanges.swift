import Dialects
import Revisions

extension SQLiteDialect {
  func add(_ constraint: TableConstraint, in rebuild: inout TableRebuild) throws(DialectError) {
    let state = rebuild.state
    if let name = constraint.name, state.text.allConstraints.contains(where: { $0.clause.isNamed(name) }) {
      throw DialectError("the table \(state.asked) has a constraint \(name) already")
    }
    for column in constraint.columns { _ = try existing(column, in: state) }
    if case .primaryKey(let key) = constraint {
      guard state.text.primaryKey.isEmpty else { throw secondKey(state) }
      try prepare(key, in: &rebuild)
    }
    guard let last = state.text.elements.last else { return }
    let text = try tableConstraint(constraint, of: state.asked)
    rebuild.edit.insertElement(text, behind: last.tokens.upperBound - 1)
  }

  /// Makes the columns of a new primary key refuse NULL.
  ///
  /// Their types stay: only INTEGER to the letter makes a column the row's own number, and any other keeps the values that it has.
  private func prepare(_ key: PrimaryKey, in rebuild: inout TableRebuild) throws(DialectError) {
    let text = rebuild.state.text
    if key.columns.count == 1, !text.isWithoutRowID {
      let (_, column) = try existing(key.columns[0], in: rebuild.state)
      if SQLiteQuoting.same(text.text(of: column.type), "integer") {
        rebuild.refusingNull.append(column.name)
        return
      }
    }
    for column in key.columns { try refuseNull(in: column, of: &rebuild) }
  }

  func drop(_ drop: DropConstraint, in rebuild: inout TableRebuild) throws(DialectError) {
    let state = rebuild.state
    try refuseCascade(drop.cascade, dropping: "a constraint of \(drop.table)")
    let all = state.text.allConstraints
    var found: [TableText.PlacedConstraint]
    let title: String
    switch drop.target {
    case .named(let name):
      found = all.filter { $0.clause.isNamed(name) }
      title = "constraint \(name)"
      guard found.count <= 1 else {
        throw DialectError("the table \(state.asked) has \(found.count) constraints named \(name)")
      }
    case .matching(let constraint):
      found = []
      for candidate in all where try says(candidate, constraint, in: state.text) { found.append(candidate) }
      // One with a name of its own is meant only where there is none without.
      if found.contains(where: { $0.clause.name == nil }) { found.removeAll { $0.clause.name != nil } }
      // Nor is one that leaves it to the parent's key where another names the columns.
      if found.contains(where: \.clause.namesParentColumns) { found.removeAll { !$0.clause.namesParentColumns } }
      title = "constraint that says \(try tableConstraint(constraint, of: state.asked))"
    }
    guard !found.isEmpty else {
      let others = all.map { state.text.text(of: $0.clause.tokens) }
      throw DialectError(
        "the table \(state.asked) has no \(title)",
        hint: others.isEmpty ? "it has no constraints" : "it has: \(others.joined(separator: "; "))")
    }
    for constraint in found {
      if constraint.isOnTable {
        rebuild.edit.removeElement(constraint.clause.tokens)
      } else {
        rebuild.edit.remove(constraint.clause.tokens)
      }
      // The row's own number is never NULL, and stays so.
      if case .primaryKey = constraint.clause.kind, let column = state.text.rowIDColumn {
        try refuseNull(in: column, of: &rebuild)
      }
    }
  }

  /// Whether a constraint of a table says what a value says, in whatever words.
  private func says(
    _ placed: TableText.PlacedConstraint, _ constraint: TableConstraint, in text: TableText
  ) throws(DialectError) -> Bool {
    switch (placed.clause.kind, constraint) {
    case (.primaryKey(let columns, _, _), .primaryKey(let key)): return SQLiteQuoting.same(columns, key.columns)
    case (.unique(let columns), .unique(let unique)): return SQLiteQuoting.same(columns, unique.columns)
    case (.check, .check(let check)):
      let wanted = Array(try expression(check.expression).utf8)
      return Self.normalized(text.tokens[placed.clause.expression], in: text.bytes)
        == Self.normalized(Tokenizer.tokens(of: wanted)[...], in: wanted)
    case (.foreignKey(let columns, let reference), .foreignKey(let key)):
      return SQLiteQuoting.same(columns, key.columns) && SQLiteQuoting.same(reference.table, key.referencedTable.name)
        && (reference.columns.isEmpty || SQLiteQuoting.same(reference.columns, key.referencedColumns))
        && reference.onDelete == key.onDelete.rawValue
        && reference.onUpdate == key.onUpdate.rawValue
        && reference.isInitiallyDeferred == (key.deferrable == .initiallyDeferred)
    default: return false
    }
  }

  /// Tokens as SQLite compares them: names by their ASCII letters, whether quoted or not.
  private static func normalized(_ tokens: ArraySlice<Token>, in bytes: [UInt8]) -> [[UInt8]] {
    tokens.map { token in
      switch token.kind {
      case .word, .quoted: FoldedName(token.name(in: bytes)).bytes
      default: Array(bytes[token.range])
      }
    }
  }
}

extension TableText.Clause {
  /// Whether it is a foreign key that says to which columns, rather than to the parent's key, whatever that is.
  fileprivate var namesParentColumns: Bool {
    if case .foreignKey(_, let reference) = kind { !reference.columns.isEmpty } else { false }
  }
}

extension TableConstraint {
  /// The columns of its table that it names by themselves.
  fileprivate var columns: [String] {
    switch self {
    case .primaryKey(let key): key.columns
    case .unique(let unique): unique.columns
    case .foreignKey(let key): key.columns
    case .check, .exclusion: []
    }
  }
}
