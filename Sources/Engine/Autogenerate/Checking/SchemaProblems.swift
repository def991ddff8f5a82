package import Dialects
package import Revisions

/// What a declared schema says that cannot be, before any database is asked.
package struct SchemaProblems {
  /// Something that cannot be.
  package struct Problem: Hashable, Sendable {
    /// What it is, in words.
    package var words: String
    /// The name that is meant and that nothing has; nil where that is not what is wrong.
    package var missing: String?
    /// The names that could be meant.
    package var known: [String] = []
    /// The name with which it stands in the declaration.
    package var subject: String
    /// The table in whose declaration it stands; nil where it stands by itself, or that is not known.
    package var table: String?
    /// Whether what is wrong is that it stands there again.
    package var isRepetition = false
    /// What to do about it.
    package var hint: String?
    /// How bad it is.
    package var weight = Weight.impossible
  }

  package enum Weight: Hashable, Sendable {
    /// No database can have it.
    case impossible
    /// A foreign key refers to what is not there: hardly what is meant, but a database may have it all the same.
    case dangling(ForeignKey, of: QualifiedName)
    /// A foreign key refers to what is not unique: no row can have a parent.
    case unfit
  }

  /// The problems, in the order of the declaration.
  package private(set) var list: [Problem] = []

  private let rules: ComparisonRules
  private var tables: [QualifiedName: Table] = [:]
  /// The columns that indexes of the whole table make unique, by their tables.
  private var uniqueIndexes: [QualifiedName: [Set<String>]] = [:]
  /// Everything that an index, a trigger or a policy can belong to, and columns cannot be known of.
  private var views: Set<QualifiedName> = []
  /// The schemas that anything is declared in: of the others nothing is known.
  private var schemas: Set<String?> = [nil]

  /// Looks through a schema in canonical form.
  package init(in schema: Schema, rules: ComparisonRules) {
    self.rules = rules
    for table in schema.tables {
      schemas.insert(table.name.schema)
      tables[folded(table.name)] = table
    }
    let indexes = schema.indexes.map { ("index", QualifiedName($0.name, schema: $0.table.schema)) }
    requireDifferentNames(schema.placedObjects.filter { Self.relations.contains($0.kind) } + indexes)
    requireDifferentNames(schema.placedObjects.filter { Self.types.contains($0.kind) })
    let domains = DomainTypes(schema.domains)
    for domain in schema.domains where domains.isMadeOfItself(domain.name) {
      add("domain \(domain.name) is made of itself", named: domain.name.name)
    }
    views = Set(schema.views.map { folded($0.name) } + schema.materializedViews.map { folded($0.name) })
    for index in schema.indexes where index.isUnique && index.predicate == nil {
      let columns = index.parts.compactMap { part in if case .column(let column) = part.key { column } else { nil } }
      if columns.count == index.parts.count {
        uniqueIndexes[folded(index.table), default: []].append(Set(columns.map(folded)))
      }
    }
    for table in schema.tables { check(table) }
    for index in schema.indexes {
      let columns = index.parts.compactMap { part in if case .column(let column) = part.key { column } else { nil } }
      require(columns + index.include, of: index.table, for: "index \(index.name)")
    }
    for trigger in schema.triggers { require([], of: trigger.table, for: "trigger \(trigger.name)") }
    for policy in schema.policies { require([], of: policy.table, for: "policy \(policy.name)") }
    for sequence in schema.sequences {
      if let owner = sequence.owner { require([owner.column], of: owner.table, for: "sequence \(sequence.name)") }
    }
  }

  /// What has its name among tables, and among types. A table's rows have a type of its name.
  private static let relations: Set = ["table", "view", "materialized view", "sequence", "type"]
  private static let types: Set = ["table", "view", "materialized view", "type", "enum", "domain"]

  /// Sees to it that no two objects have one name.
  private mutating func requireDifferentNames(_ objects: [(kind: String, name: QualifiedName)]) {
    var kinds: [QualifiedName: String] = [:]
    for (kind, name) in objects {
      guard let other = kinds.updateValue(kind, forKey: folded(name)) else { continue }
      let words = kind == other ? "\(kind) \(name) is declared twice" : "\(kind) \(name) has the name of a \(other)"
      // Tables and views are among both.
      guard !list.contains(where: { $0.words == words }) else { continue }
      add(words, named: name.name, isRepetition: true)
    }
  }

  private mutating func check(_ table: Table) {
    var names: Set<String> = []
    for column in table.columns where !names.insert(folded(column.name)).inserted {
      add(
        "table \(table.name) has two columns \(column.name)", named: column.name, in: table.name, isRepetition: true)
    }
    if let parent = table.options.partition?.parent { require([], of: parent, for: "partition \(table.name)") }
    for parent in table.options.inherits { require([], of: parent, for: "table \(table.name)") }
    for constraint in table.constraints {
      let name = constraint.name.map { " \($0)" } ?? ""
      switch constraint {
      case .primaryKey(let key): require(key.columns, of: table.name, for: "the primary key\(name)")
      case .unique(let unique): require(unique.columns, of: table.name, for: "the unique constraint\(name)")
      case .foreignKey(let key):
        require(key.columns, of: table.name, for: "the foreign key\(name)")
        let place = "the foreign key\(name) of \(table.name)"
        require(
          key.referencedColumns, of: key.referencedTable, for: place,
          weight: rules.foreignKeysMayDangle ? .dangling(key, of: table.name) : .impossible)
        requireUniqueness(for: key, of: table.name, place)
        if !key.referencedColumns.isEmpty, key.referencedColumns.count != key.columns.count {
          add(
            "\(place) has \(key.columns.count) columns and refers to \(key.referencedColumns.count)",
            named: key.columns.first ?? table.name.name, in: table.name)
        }
      case .check, .exclusion: continue
      }
    }
  }

  /// Sees to it that what a foreign key refers to is unique, where it is there.
  private mutating func requireUniqueness(for key: ForeignKey, of table: QualifiedName, _ place: String) {
    // What a partition is unique by is its parent's.
    guard let parent = tables[folded(key.referencedTable)], parent.options.partition == nil else { return }
    let columns = Set(key.referencedColumns.map(folded))
    guard columns.isSubset(of: parent.columns.map { folded($0.name) }) else { return }
    let keys = parent.constraints.compactMap { constraint in
      switch constraint {
      case .primaryKey(let key) where Set(key.columns.map(folded)) == columns: key.deferrable
      case .unique(let unique) where Set(unique.columns.map(folded)) == columns: unique.deferrable
      default: nil
      }
    }
    guard !uniqueIndexes[folded(parent.name), default: []].contains(columns), !keys.contains(.no) else { return }
    let needed =
      columns.isEmpty
      ? "a primary key of as many columns"
      : "a UNIQUE or PRIMARY KEY over \(key.referencedColumns.joined(separator: ", "))"
        + (keys.isEmpty ? "" : " that is not deferrable")
    let words = "\(place) does not fit \(parent.name)"
    if rules.foreignKeysMayDangle {
      add(
        "\(words), so that no row can have a parent: \(parent.name) needs \(needed)", named: parent.name.name,
        weight: .unfit)
    } else {
      add("\(words): \(parent.name) needs \(needed)", named: key.columns.first ?? table.name, in: table)
    }
  }

  /// Sees to it that a table is there, and columns of it are.
  private mutating func require(
    _ columns: [String], of table: QualifiedName, for user: String, weight: Weight = .impossible
  ) {
    guard let found = tables[folded(table)] else {
      if schemas.contains(table.schema), !views.contains(folded(table)) {
        let known = tables.values.map { "\($0.name)" }.sorted()
        add("\(user): there is no table \(table)", named: table.name, missing: "\(table)", known: known, weight: weight)
      }
      return
    }
    // What a partition or child has from its parent need not be repeated.
    if found.options.partition != nil || !found.options.inherits.isEmpty { return }
    let known = Set(found.columns.map { folded($0.name) })
    for column in columns where !known.contains(folded(column)) {
      let known = found.columns.map(\.name)
      add(
        "\(user): there is no column \(column) in \(table)", named: column, missing: column, known: known,
        weight: weight)
    }
  }

  private mutating func add(
    _ words: String, named subject: String, in table: QualifiedName? = nil, isRepetition: Bool = false,
    missing: String? = nil, known: [String] = [], weight: Weight = .impossible
  ) {
    list.append(
      Problem(
        words: words, missing: missing, known: known, subject: subject, table: table?.name, isRepetition: isRepetition,
        weight: weight))
  }

  private func folded(_ name: String) -> String { rules.folded(name) }

  private func folded(_ name: QualifiedName) -> QualifiedName { rules.folded(name) }
}
