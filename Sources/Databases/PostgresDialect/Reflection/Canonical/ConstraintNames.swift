package import Dialects
package import Revisions

extension PostgresDialect {
  package func named(_ schema: Schema) throws(DialectError) -> NamedSchema {
    let form = CanonicalForm(dialect: self, home: settings.defaultSchema ?? "public")
    let chosen = try form.chosenNames(in: schema)
    return NamedSchema(all: form.said(chosen, .all, in: schema), uncertain: form.said(chosen, .uncertain, in: schema))
  }
}

/// The names that the server gives to constraints that have none. It has a number behind one that something in the same schema has
/// already: another relation where the constraint has an index, which is one, or another constraint.
extension CanonicalForm {
  /// The names of the constraints of each table that have none, those of its columns first.
  func chosenNames(in schema: Schema) throws(DialectError) -> [[ChosenConstraintName?]] {
    var wishes: [[Wish?]] = []
    for table in schema.tables { wishes.append(try self.wishes(of: table)) }
    // What a database has is called something already.
    guard wishes.contains(where: { $0.contains { $0 != nil } }) else { return [] }
    var rivals: [QualifiedName: Set<QualifiedName>] = [:]
    for wish in wishes.joined() {
      if let wish { rivals[wish.first, default: []].insert(wish.table) }
    }
    var taken = taken(in: schema)
    let explicit = taken
    return wishes.map { wishes in
      wishes.map { wish in
        wish.map { wish in
          ChosenConstraintName(
            name: taken.free(for: wish),
            isUncertain: explicit.contains(wish.first, for: wish) || (rivals[wish.first]?.count ?? 0) > 1)
        }
      }
    }
  }

  /// A schema that says names that were chosen for its constraints, and with all of them those of the checks of its domains.
  func said(_ chosen: [[ChosenConstraintName?]], _ names: ChosenNames, in schema: Schema) -> Schema {
    var result = schema
    for (position, chosen) in zip(result.tables.indices, chosen) {
      let said = chosen.map { names == .all || $0?.isUncertain == true ? $0?.name : nil }
      if said.contains(where: { $0 != nil }) { result.tables[position].say(said) }
    }
    if names == .all {
      for position in result.domains.indices { say(&result.domains[position]) }
    }
    return result
  }

  /// The sequences of serial columns.
  func serialSequences(in schema: Schema) -> [DatabaseSequence.Owner: QualifiedName] {
    var sequences: [DatabaseSequence.Owner: QualifiedName] = [:]
    guard schema.tables.contains(where: { $0.columns.contains { Self.serial($0.type) != nil } }) else {
      return sequences
    }
    var taken = taken(in: schema)
    for table in schema.tables {
      let owner = name(table.name)
      for column in table.columns where Self.serial(column.type) != nil {
        let name = taken.freeRelation(in: owner.schema) { ChosenName.sequence(of: owner.name, column.name, number: $0) }
        sequences[DatabaseSequence.Owner(owner, column.name)] = QualifiedName(name, schema: owner.schema)
      }
    }
    return sequences
  }

  private func say(_ domain: inout Domain) {
    var names = Set(domain.checks.compactMap(\.name))
    let owner = domain.name.name
    for position in domain.checks.indices where domain.checks[position].name == nil {
      domain.checks[position].name = ChosenName.free(&names) { ChosenName.name(owner, nil, "check", number: $0) }
    }
  }

  /// What the constraints of a table would be called, those of its columns first; nil where one has a name.
  private func wishes(of table: Table) throws(DialectError) -> [Wish?] {
    let owner = name(table.name)
    var wishes: [Wish?] = []
    for constraint in table.columns.flatMap(\.constraints) + table.constraints {
      guard constraint.name == nil else {
        wishes.append(nil)
        continue
      }
      let name: (Int) -> String
      switch constraint {
      case .primaryKey(let key):
        if let index = key.index.existing {
          name = { _ in index }
        } else {
          name = { ChosenName.name(owner.name, nil, "pkey", number: $0) }
        }
      case .unique(let unique):
        if let index = unique.index.existing {
          name = { _ in index }
        } else {
          name = { ChosenName.unique(of: owner.name, unique.columns + unique.index.include, number: $0) }
        }
      case .check(let check):
        let text = try expression(check.expression, of: table).plainText ?? ""
        let column = soleColumn(in: text, of: table)
        name = { ChosenName.name(owner.name, column, "check", number: $0) }
      case .foreignKey(let key): name = { ChosenName.foreignKey(of: owner.name, key.columns, number: $0) }
      case .exclusion(let exclusion):
        var parts: [Index.Part] = []
        for element in exclusion.elements { parts.append(try part(element.part, of: table)) }
        name = { [parts] in ChosenName.exclusion(of: owner.name, parts, number: $0) }
      }
      wishes.append(Wish(table: owner, existing: constraint.existingIndex, isIndex: constraint.isIndex, name: name))
    }
    return wishes
  }

  /// The names that a schema gives by itself.
  private func taken(in schema: Schema) -> TakenNames {
    var taken = TakenNames()
    func add(_ name: QualifiedName) { taken.add(relation: self.name(name)) }
    for table in schema.tables {
      add(table.name)
      let isChild = table.options.partition != nil || !table.options.inherits.isEmpty
      for constraint in table.columns.flatMap(\.constraints) + table.constraints {
        // What a partition or child has from its parent is called as it is there.
        guard let name = constraint.name, constraint.isIndex || !isChild else { continue }
        taken.add(constraint: QualifiedName(name, schema: self.name(table.name).schema), isIndex: constraint.isIndex)
      }
      for sequence in table.columns.compactMap(\.identity?.sequence) { add(sequence) }
    }
    for view in schema.views { add(view.name) }
    for view in schema.materializedViews { add(view.name) }
    for sequence in schema.sequences { add(sequence.name) }
    for type in schema.compositeTypes { add(type.name) }
    for index in schema.indexes { add(QualifiedName(index.name, schema: index.table.schema)) }
    return taken
  }
}

/// The name that the server gives to a constraint.
struct ChosenConstraintName {
  let name: String
  /// Whether it depends on what else there is in the schema, and in which order it was made.
  let isUncertain: Bool
}

/// What a constraint would be called, with any number behind.
private struct Wish {
  let table: QualifiedName
  /// The name without a number.
  let first: QualifiedName
  /// The index that it is made of, whose name it takes over.
  let existing: String?
  /// Whether it has an index.
  let isIndex: Bool
  let name: (Int) -> String

  init(table: QualifiedName, existing: String?, isIndex: Bool, name: @escaping (Int) -> String) {
    self.table = table
    first = QualifiedName(name(0), schema: table.schema)
    self.existing = existing
    self.isIndex = isIndex
    self.name = name
  }
}

/// The names of relations and constraints that are not free.
private struct TakenNames {
  private var relations: Set<QualifiedName> = []
  private var constraints: Set<QualifiedName> = []

  mutating func add(relation name: QualifiedName) { relations.insert(name) }

  mutating func add(constraint name: QualifiedName, isIndex: Bool) {
    constraints.insert(name)
    if isIndex { relations.insert(name) }
  }

  func contains(_ name: QualifiedName, for wish: Wish) -> Bool {
    wish.existing == nil && (constraints.contains(name) || wish.isIndex && relations.contains(name))
  }

  /// The first name that is free; from then on it is not.
  mutating func free(for wish: Wish) -> String {
    var (name, number) = (wish.first, 0)
    while contains(name, for: wish) {
      number += 1
      name.name = wish.name(number)
    }
    add(constraint: name, isIndex: wish.isIndex)
    return name.name
  }

  mutating func freeRelation(in schema: String?, _ name: (Int) -> String) -> String {
    var number = 0
    while !relations.insert(QualifiedName(name(number), schema: schema)).inserted { number += 1 }
    return name(number)
  }
}

extension TableConstraint {
  fileprivate var isIndex: Bool {
    switch self {
    case .primaryKey, .unique, .exclusion: true
    case .check, .foreignKey: false
    }
  }
}

extension Table {
  /// Gives names to its constraints, those of its columns first.
  fileprivate mutating func say(_ names: [String?]) {
    var names = names[...]
    for column in columns.indices {
      for position in columns[column].constraints.indices {
        if let name = names.popFirst() ?? nil { columns[column].constraints[position].name = name }
      }
    }
    for position in constraints.indices {
      if let name = names.popFirst() ?? nil { constraints[position].name = name }
    }
  }
}
