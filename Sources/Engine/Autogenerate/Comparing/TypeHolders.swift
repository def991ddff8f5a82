import Dialects
import Revisions

/// What is made of types, which keeps the server from changing them.
extension Comparison {
  /// The columns before and after whose values hold, in whatever depth, values of a composite type.
  func columns(holding type: QualifiedName) -> [String] {
    let family = Self.family(of: [type], among: compounds) { $0.isMade(of: $1) }
    return keptColumns { column in family.contains(where: column.isMade(of:)) }
  }

  /// The columns before and after that hold values of a domain inside others: there the server does not look for what breaks a rule.
  func columns(enclosing domain: QualifiedName) -> [String] {
    let domains = from.domains.map { ($0.name, [$0.type]) }
    let derived = Self.family(of: [domain], among: domains) { $0 == .named($1) }
    let enclosing = Self.family(of: derived, among: compounds) { $0.isMade(of: $1) }.subtracting(derived)
    return keptColumns { column in
      enclosing.contains(where: column.isMade(of:)) || derived.contains { column == .array(of: .named($0)) }
    }
  }

  /// The domains and composite types that are made of a type before and after.
  func types(madeOf type: QualifiedName) -> [String] {
    let kept = Set(to.domains.map(\.name) + to.compositeTypes.map(\.name))
    let domains = from.domains.filter { $0.type.isMade(of: type) }.map(\.name)
    return (domains + composites(of: [type])).filter(kept.contains).map { "type \($0)" }
  }

  /// Whether the rows of a table are spread by a column.
  func spreads(_ table: Table, by column: String) -> Bool {
    table.options.partitioning?.parts.contains { part in
      switch part.key {
      case .column(let name): return name == column
      case .expression(let expression):
        var mentions = Mentions()
        mentions.add(expression)
        return mentions.contains(column)
      }
    } ?? false
  }

  /// The columns by which tables are spread, before and after, among those that an enumeration is made anew for.
  func keys(among uses: [ReplaceEnum.Use]) -> [String] {
    from.tables.flatMap { table in
      uses.filter { $0.table == table.name && spreads(table, by: $0.column) }.map { "\($0.table).\($0.column)" }
    }
  }

  /// The domains and composite types, with the types that they are made of.
  private var compounds: [(QualifiedName, [DataType])] {
    from.domains.map { ($0.name, [$0.type]) } + from.compositeTypes.map { ($0.name, $0.attributes.map(\.type)) }
  }

  /// Some types with all that are made of them.
  private static func family(
    of types: Set<QualifiedName>, among compounds: [(QualifiedName, [DataType])],
    _ isMade: (DataType, QualifiedName) -> Bool
  ) -> Set<QualifiedName> {
    var family = types
    var count = 0
    while count < family.count {
      count = family.count
      for (name, parts) in compounds where parts.contains(where: { part in family.contains { isMade(part, $0) } }) {
        family.insert(name)
      }
    }
    return family
  }

  private func composites(of types: Set<QualifiedName>) -> [QualifiedName] {
    from.compositeTypes.filter { $0.attributes.contains { types.contains(where: $0.type.isMade(of:)) } }.map(\.name)
  }

  /// The columns before and after whose former types are meant.
  func keptColumns(_ isMeant: (DataType) -> Bool) -> [String] {
    var kept: Set<ObjectKey> = []
    for table in to.tables { for column in table.columns { kept.insert(.column(table.name, column.name)) } }
    return from.tables.flatMap { table in
      table.columns.filter { isMeant($0.type) && kept.contains(.column(table.name, $0.name)) }
        .map { "\(table.name).\($0.name)" }
    }
  }
}

extension DataType {
  /// Whether it is a type of that name, or an array of it.
  func isMade(of name: QualifiedName) -> Bool {
    self == .named(name) || self == .array(of: .named(name))
  }
}
