import Dialects

/// The text of a CREATE TABLE, read far enough to say where its columns and constraints stand.
struct TableText {
  let bytes: [UInt8]
  let tokens: [Token]
  /// The token of the table's name.
  let name: Int
  /// The columns and constraints between the parentheses, in their order.
  let elements: [Element]
  let isStrict: Bool
  let isWithoutRowID: Bool

  /// A column or a table's constraint.
  struct Element {
    var kind: Kind
    /// Its tokens.
    var tokens: Range<Int>

    enum Kind {
      case column(ColumnText)
      case constraint(Clause)
    }
  }

  /// A column's definition.
  struct ColumnText {
    var name: String
    /// The tokens of its type; empty, behind the name, where it has none.
    var type: Range<Int>
    var clauses: [Clause]

    /// The first clause of a kind.
    func clause(_ isWanted: (Clause.Kind) -> Bool) -> Clause? { clauses.first { isWanted($0.kind) } }

    var isGenerated: Bool { clauses.contains(where: \.isGenerated) }
  }

  /// A constraint, of a column or of the table, or another clause of a column such as its default.
  struct Clause {
    var kind: Kind
    /// The name behind CONSTRAINT.
    var name: String?
    /// Its tokens, CONSTRAINT and the name among them.
    var tokens: Range<Int>
    /// The tokens of its expression, without the parentheses; empty where it has none.
    var expression: Range<Int> = 0..<0
    /// What ON CONFLICT says; nil for ABORT, which is what happens without it.
    var conflict: String?
    /// Whether a column of it has an order or a collation of its own there.
    var isOrdered = false

    enum Kind {
      case primaryKey(columns: [String], isAutoincrement: Bool, isDescending: Bool)
      case unique(columns: [String])
      case check
      case foreignKey(columns: [String], Reference)
      case notNull, null, defaultValue, collation, generated
      /// DEFERRABLE by itself.
      case deferral(isInitiallyDeferred: Bool)
    }
  }

  /// What a foreign key refers to.
  struct Reference: Hashable {
    var table: String
    var columns: [String]
    var onDelete = "NO ACTION"
    var onUpdate = "NO ACTION"
    var match = "SIMPLE"
    var isInitiallyDeferred = false
  }

  /// The columns, in their order.
  var columns: [ColumnText] {
    elements.compactMap { element in if case .column(let column) = element.kind { column } else { nil } }
  }

  /// The constraints of the table, in their order.
  var constraints: [Clause] {
    elements.compactMap { element in if case .constraint(let clause) = element.kind { clause } else { nil } }
  }

  /// The element and definition of a column.
  func column(_ name: String) -> (element: Int, column: ColumnText)? {
    for (position, element) in elements.enumerated() {
      if case .column(let column) = element.kind, SQLiteQuoting.same(column.name, name) { return (position, column) }
    }
    return nil
  }

  /// The primary key's columns; empty where there is none.
  var primaryKey: [String] {
    if case .primaryKey(let columns, _, _) = primaryKeyClause?.kind { columns } else { [] }
  }

  var isAutoincrement: Bool {
    if case .primaryKey(_, let flag, _) = primaryKeyClause?.kind { flag } else { false }
  }

  private var primaryKeyClause: Clause? {
    for element in elements {
      switch element.kind {
      case .column(let column):
        if let clause = column.clause({ if case .primaryKey = $0 { true } else { false } }) { return clause }
      case .constraint(let clause):
        if case .primaryKey = clause.kind { return clause }
      }
    }
    return nil
  }

  /// The column that is the row's own number, where there is one.
  var rowIDColumn: String? {
    guard !isWithoutRowID, primaryKey.count == 1, let column = column(primaryKey[0])?.column,
      column.type.count == 1, SQLiteQuoting.same(tokens[column.type.lowerBound].name(in: bytes), "integer")
    else { return nil }
    // `INTEGER PRIMARY KEY DESC` on the column is not, for the sake of an old mistake; on the table it is.
    let isDescending = column.clauses.contains { clause in
      if case .primaryKey(_, _, let flag) = clause.kind { flag } else { false }
    }
    return isDescending ? nil : column.name
  }

  /// A name by which the row's number can be had; nil where columns have taken them all, or there is none.
  var rowIDName: String? {
    guard !isWithoutRowID else { return nil }
    return ["rowid", "_rowid_", "oid"].first { column($0) == nil }
  }

  /// The text of some tokens, with what stands between them.
  func text(of range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return String(decoding: bytes[tokens[first].range.lowerBound..<tokens[last].range.upperBound], as: UTF8.self)
  }
}

extension TableText {
  /// A constraint and where it stands.
  struct PlacedConstraint {
    var clause: Clause
    var isOnTable: Bool
  }

  /// All constraints, those of columns first; NOT NULL is one, a default is not.
  var allConstraints: [PlacedConstraint] {
    let ofColumns = columns.flatMap(\.clauses).filter { clause in
      switch clause.kind {
      case .primaryKey, .unique, .check, .foreignKey, .notNull: true
      case .null, .defaultValue, .collation, .generated, .deferral: false
      }
    }
    return ofColumns.map { PlacedConstraint(clause: $0, isOnTable: false) }
      + constraints.map { PlacedConstraint(clause: $0, isOnTable: true) }
  }
}

extension TableText.Clause {
  var isDefault: Bool { if case .defaultValue = kind { true } else { false } }
  var isGenerated: Bool { if case .generated = kind { true } else { false } }
  var isCollation: Bool { if case .collation = kind { true } else { false } }
  var isNotNull: Bool { if case .notNull = kind { true } else { false } }
  var isNull: Bool { if case .null = kind { true } else { false } }

  func isNamed(_ wanted: String) -> Bool { name.map { SQLiteQuoting.same($0, wanted) } ?? false }
}
