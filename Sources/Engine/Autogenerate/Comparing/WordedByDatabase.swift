import Revisions

/// Whether two states of an object differ in what a database says in its own words, so that it has to be asked whether they mean
/// the same. What is there in one of them alone is a difference in any words.
protocol WordedByDatabase {
  func isWorded(unlike former: Self) -> Bool
}

extension Table: WordedByDatabase {
  func isWorded(unlike former: Table) -> Bool {
    let columns = Dictionary(former.columns.map { ($0.name, $0) }) { first, _ in first }
    let constraints = Dictionary(former.constraints.map { ($0.name, $0) }) { first, _ in first }
    return self.columns.contains { column in columns[column.name].map(column.isWorded) ?? false }
      || self.constraints.contains { constraint in constraints[constraint.name].map(constraint.isWorded) ?? false }
      || options.partitioning != former.options.partitioning || options.partition != former.options.partition
  }
}

extension Column: WordedByDatabase {
  func isWorded(unlike former: Column) -> Bool {
    type.isWorded(unlike: former.type) || collation != former.collation
      || DefaultValue.isWorded(defaultValue, unlike: former.defaultValue, for: [type, former.type])
      || generated != nil && former.generated != nil && generated != former.generated
  }
}

extension Column.DefaultValue {
  fileprivate static func isWorded(_ value: Self?, unlike former: Self?, for types: [DataType]) -> Bool {
    guard let value, let former, value != former else { return false }
    return !(value.isKept(for: types) && former.isKept(for: types))
  }

  /// Whether a column of any of these types has it as it is written.
  private func isKept(for types: [DataType]) -> Bool {
    switch self {
    case .literal(.integer), .literal(.boolean), .literal(.null): true
    case .literal(.text): types.allSatisfy { if case .varchar = $0 { true } else { $0 == .text } }
    case .literal, .expression: false
    }
  }
}

extension DataType: WordedByDatabase {
  func isWorded(unlike former: DataType) -> Bool { self != former && (isRaw || former.isRaw) }

  private var isRaw: Bool {
    switch self {
    case .raw: true
    case .array(let element), .range(let element), .multirange(let element): element.isRaw
    default: false
    }
  }
}

extension TableConstraint: WordedByDatabase {
  func isWorded(unlike former: TableConstraint) -> Bool {
    switch (self, former) {
    case (.check(let check), .check(let other)): check.expression != other.expression
    case (.exclusion, .exclusion): self != former
    default: false
    }
  }
}

extension Index: WordedByDatabase {
  func isWorded(unlike former: Index) -> Bool {
    var same = former
    same.comment = comment
    return self != same && !(isPlain && former.isPlain)
  }

  /// Whether it is made of columns alone, in the order that their types have.
  private var isPlain: Bool {
    predicate == nil
      && parts.allSatisfy { part in
        if case .column = part.key { part.collation == nil && part.operatorClass == nil } else { false }
      }
  }
}

extension Domain: WordedByDatabase {
  func isWorded(unlike former: Domain) -> Bool {
    let checks = Dictionary(former.checks.map { ($0.name, $0) }) { first, _ in first }
    return type.isWorded(unlike: former.type) || collation != former.collation
      || Column.DefaultValue.isWorded(defaultValue, unlike: former.defaultValue, for: [type, former.type])
      || self.checks.contains { check in checks[check.name].map { $0.expression != check.expression } ?? false }
  }
}

extension View: WordedByDatabase {
  func isWorded(unlike former: View) -> Bool { query != former.query }
}

extension MaterializedView: WordedByDatabase {
  func isWorded(unlike former: MaterializedView) -> Bool { query != former.query }
}

extension Policy: WordedByDatabase {
  func isWorded(unlike former: Policy) -> Bool { using != former.using || check != former.check }
}

extension Trigger: WordedByDatabase {
  func isWorded(unlike former: Trigger) -> Bool { condition != former.condition }
}

extension Routine: WordedByDatabase {
  func isWorded(unlike former: Routine) -> Bool {
    var same = former
    same.comment = comment
    // A text is kept to the letter.
    if case .text = body, case .text = former.body { same.body = body }
    return self != same
  }
}

extension SQLObject: WordedByDatabase {
  func isWorded(unlike former: SQLObject) -> Bool { self != former }
}

// Numbers and names, which are the same everywhere.

extension DatabaseSequence: WordedByDatabase {
  func isWorded(unlike former: DatabaseSequence) -> Bool { false }
}

extension Extension: WordedByDatabase {
  func isWorded(unlike former: Extension) -> Bool { false }
}

extension Comment: WordedByDatabase {
  func isWorded(unlike former: Comment) -> Bool { false }
}
