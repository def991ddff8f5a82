import Dialects
import Revisions

/// Makes a table of its text, in the words of that text, and notes what is lost.
struct TableReader {
  private let text: TableText
  private let address: QualifiedName
  private(set) var unsupported: [UnsupportedObject] = []

  init(_ text: TableText, of address: QualifiedName) {
    self.text = text
    self.address = address
  }

  mutating func read() -> Table {
    var table = Table(address)
    table.options.isStrict = text.isStrict
    table.options.isWithoutRowID = text.isWithoutRowID
    var lastKey: ForeignKey?
    var constraints: [TableConstraint] = []
    func keep(_ constraint: TableConstraint) {
      if let key = lastKey { constraints.append(.foreignKey(key)) }
      lastKey = nil
      if case .foreignKey(let key) = constraint { lastKey = key } else { constraints.append(constraint) }
    }
    let rowID = text.rowIDColumn
    for element in text.elements {
      switch element.kind {
      case .constraint(let clause):
        if let constraint = constraint(clause, rowID: rowID) { keep(constraint) }
      case .column(let column):
        var value = self.column(column)
        for clause in column.clauses {
          // It may stand apart from the foreign key that it is about.
          if case .deferral(let isDeferred) = clause.kind {
            lastKey?.deferrable = isDeferred ? .initiallyDeferred : .no
          } else if let constraint = constraint(clause, rowID: rowID) {
            keep(constraint)
          }
        }
        if column.name == rowID, text.isAutoincrement {
          value.identity = Column.Identity()
          value.identity?.neverReuses = true
        }
        table.columns.append(value)
      }
    }
    if let key = lastKey { constraints.append(.foreignKey(key)) }
    table.constraints = constraints
    noteNullableKey(rowID: rowID)
    return table
  }

  private mutating func column(_ column: TableText.ColumnText) -> Column {
    var value = Column(column.name, .raw(text.text(of: column.type)))
    for clause in column.clauses {
      switch clause.kind {
      case .notNull:
        value.isNullable = false
        if let name = clause.name { note("name of a NOT NULL constraint", name) }
        noteConflict(clause)
      case .defaultValue: value.defaultValue = defaultValue(clause)
      case .collation: value.collation = QualifiedName(text.tokens[clause.tokens.upperBound - 1].name(in: text.bytes))
      case .generated:
        value.generated = Column.Generated(
          .raw(text.text(of: clause.expression)),
          isStored: text.tokens[clause.tokens.upperBound - 1].isWord("STORED", in: text.bytes))
      case .primaryKey, .unique, .check, .foreignKey, .null, .deferral: break
      }
    }
    return value
  }

  private func defaultValue(_ clause: TableText.Clause) -> Column.DefaultValue {
    let expression = Column.DefaultValue.expression(.raw(text.text(of: clause.expression)))
    let isEnclosed = text.tokens[clause.expression.lowerBound - 1].isSymbol("(", in: text.bytes)
    guard !isEnclosed, clause.expression.count == 1 else { return expression }
    let token = text.tokens[clause.expression.lowerBound]
    // A bare name is a string there, unless it is one of the names of values.
    let isName =
      token.kind == .quoted || token.kind == .word && !Self.values.contains(FoldedName(token.name(in: text.bytes)))
    return isName ? .literal(.text(token.name(in: text.bytes))) : expression
  }

  private static let values: Set<FoldedName> = [
    "null", "true", "false", "current_timestamp", "current_date", "current_time",
  ]

  private mutating func constraint(_ clause: TableText.Clause, rowID: String?) -> TableConstraint? {
    switch clause.kind {
    case .primaryKey(let columns, _, _):
      noteConflict(clause)
      // The order of the row's number is that of the rows.
      if clause.isOrdered, rowID == nil { note("order or collation in a key", text.text(of: clause.tokens)) }
      return .primaryKey(PrimaryKey(columns: columns, name: clause.name))
    case .unique(let columns):
      noteConflict(clause)
      if clause.isOrdered { note("order or collation in a key", text.text(of: clause.tokens)) }
      return .unique(Unique(columns: columns, name: clause.name))
    case .check: return .check(Check(.raw(text.text(of: clause.expression)), name: clause.name))
    case .foreignKey(let columns, let reference):
      return .foreignKey(
        ForeignKey(
          columns: columns, references: QualifiedName(reference.table, schema: address.schema), reference.columns,
          name: clause.name, onDelete: ForeignKey.Action(rawValue: reference.onDelete) ?? .noAction,
          onUpdate: ForeignKey.Action(rawValue: reference.onUpdate) ?? .noAction,
          match: ForeignKey.Match(rawValue: reference.match) ?? .simple,
          deferrable: reference.isInitiallyDeferred ? .initiallyDeferred : .no))
    case .notNull, .null, .defaultValue, .collation, .generated, .deferral: return nil
    }
  }

  // MARK: What is lost

  private mutating func note(_ kind: String, _ name: String) {
    unsupported.append(UnsupportedObject(kind, name, of: address))
  }

  /// A check has one in its grammar, and no effect of it.
  private mutating func noteConflict(_ clause: TableText.Clause) {
    if clause.conflict != nil { note("ON CONFLICT clause", text.text(of: clause.tokens)) }
  }

  /// A primary key lets NULL stand in an ordinary table, for the sake of an old mistake.
  private mutating func noteNullableKey(rowID: String?) {
    guard rowID == nil, !text.isStrict, !text.isWithoutRowID else { return }
    for name in text.primaryKey {
      guard let column = text.column(name)?.column, column.clause(\.isNotNull) == nil else { continue }
      note("primary key that takes NULL", column.name)
    }
  }
}

extension TableText.Clause.Kind {
  fileprivate var isNotNull: Bool { if case .notNull = self { true } else { false } }
}
