package import Revisions

extension ObjectFilter {
  /// The part of a schema that is compared. With an object go its parts, and what is said of it.
  package func applied(to schema: Schema) -> Schema {
    guard !isEmpty else { return schema }
    var result = schema
    result.namespaces.removeAll { !keeps(.schema, QualifiedName($0.name)) }
    result.extensions.removeAll { !keeps(.extension, QualifiedName($0.name)) }
    result.enums.removeAll { !keeps(.enum, $0.name) }
    result.domains.removeAll { !keeps(.domain, $0.name) }
    result.compositeTypes.removeAll { !keeps(.type, $0.name) }
    result.tables.removeAll { !keeps(.table, $0.name) }
    result.views.removeAll { !keeps(.view, $0.name) }
    result.materializedViews.removeAll { !keeps(.materializedView, $0.name) }
    result.routines.removeAll { !keeps(.function, $0.name) }
    result.removePartitions(of: Set(schema.tables.map(\.name).filter { excludes(.table, $0) }))
    var left = Leftovers(of: schema, in: result)
    for position in result.tables.indices {
      let table = result.tables[position]
      let columns = Set(
        table.columns.map(\.name).filter { excludes(.column, QualifiedName($0, schema: table.name.name)) })
      left.columns[table.name] = columns
      result.tables[position].columns.removeAll { columns.contains($0.name) }
      result.tables[position].constraints.removeAll { constraint in
        left.isAbout(constraint, of: table.name)
          || constraint.name.map { excludes(.constraint, QualifiedName($0, schema: table.name.schema)) } ?? false
      }
      let kept = Set(result.tables[position].constraints.compactMap(\.name))
      left.constraints[table.name] = Set(table.constraints.compactMap(\.name)).subtracting(kept)
    }
    result.sequences.removeAll { sequence in
      guard let owner = sequence.owner else { return !keeps(.sequence, sequence.name) }
      return left.contains(owner.table) || left.columns[owner.table]?.contains(owner.column) == true
        || excludes(.sequence, sequence.name)
    }
    result.indexes.removeAll { index in
      left.contains(index.table) || left.isAbout(index)
        || excludes(.index, QualifiedName(index.name, schema: index.table.schema))
    }
    left.note(sequences: schema.sequences, result.sequences)
    left.note(indexes: schema.indexes, result.indexes)
    result.triggers.removeAll {
      left.contains($0.table) || excludes(.trigger, QualifiedName($0.name, schema: $0.table.schema))
    }
    result.policies.removeAll {
      left.contains($0.table) || excludes(.policy, QualifiedName($0.name, schema: $0.table.schema))
    }
    result.others.removeAll { !keeps(.other, QualifiedName($0.address)) || left.isAbout($0) }
    left.others = Set(schema.others.map(ObjectKey.other)).subtracting(result.others.map(ObjectKey.other))
    result.grants.removeAll { grant in
      guard case .object(let object) = grant.target else { return excludes(.grant, QualifiedName("")) }
      return left.contains(object) || excludes(.grant, object.relation ?? QualifiedName(""))
    }
    result.comments.removeAll { left.contains($0.object) }
    return result
  }
}

extension Schema {
  /// Takes out the partitions of some tables, and theirs.
  fileprivate mutating func removePartitions(of names: Set<QualifiedName>) {
    var parents = names
    while !parents.isEmpty {
      let parts = Set(tables.filter { $0.options.partition.map { parents.contains($0.parent) } ?? false }.map(\.name))
      tables.removeAll { parts.contains($0.name) }
      parents = parts
    }
  }
}

/// What of a schema is not compared, so that its parts and what is said of it are not either.
private struct Leftovers {
  /// Tables, views, sequences and indexes, which share their names.
  private var relations: Set<QualifiedName>
  private var types: Set<QualifiedName>
  private var routines: Set<ObjectKey>
  private var namespaces: Set<String>
  /// Columns of tables that are compared.
  var columns: [QualifiedName: Set<String>] = [:]
  /// Constraints of tables that are compared.
  var constraints: [QualifiedName: Set<String>] = [:]
  var others: Set<ObjectKey> = []

  init(of schema: Schema, in kept: Schema) {
    func names(_ schema: Schema) -> [QualifiedName] {
      schema.tables.map(\.name) + schema.views.map(\.name) + schema.materializedViews.map(\.name)
    }
    func types(_ schema: Schema) -> [QualifiedName] {
      schema.enums.map(\.name) + schema.domains.map(\.name) + schema.compositeTypes.map(\.name)
    }
    relations = Set(names(schema)).subtracting(names(kept))
    self.types = Set(types(schema)).subtracting(types(kept))
    routines = Set(schema.routines.map(ObjectKey.routine)).subtracting(kept.routines.map(ObjectKey.routine))
    namespaces = Set(schema.namespaces.map(\.name)).subtracting(kept.namespaces.map(\.name))
  }

  mutating func note(sequences: [DatabaseSequence], _ kept: [DatabaseSequence]) {
    relations.formUnion(Set(sequences.map(\.name)).subtracting(kept.map(\.name)))
  }

  mutating func note(indexes: [Index], _ kept: [Index]) {
    relations.formUnion(Set(indexes.map(\.qualifiedName)).subtracting(kept.map(\.qualifiedName)))
  }

  func contains(_ relation: QualifiedName) -> Bool { relations.contains(relation) }

  func contains(_ object: DatabaseObject) -> Bool {
    switch object {
    case .table(let name), .view(let name), .materializedView(let name), .sequence(let name), .index(let name):
      relations.contains(name)
    case .column(let table, let column): relations.contains(table) || columns[table]?.contains(column) == true
    case .constraint(let name, let table): relations.contains(table) || constraints[table]?.contains(name) == true
    case .trigger(_, let table), .policy(_, let table): relations.contains(table)
    case .domainConstraint(_, let type), .domain(let type), .type(let type): types.contains(type)
    case .function(let name, let signature), .procedure(let name, let signature):
      routines.contains(.routine(name, signature))
    case .schema(let name): namespaces.contains(name)
    case .other(let kind, let address):
      others.contains(ObjectKey(.other, QualifiedName(address.plainText ?? ""), kind))
    case .extension, .database: false
    }
  }

  /// Whether a constraint is about a column that is not compared.
  func isAbout(_ constraint: TableConstraint, of table: QualifiedName) -> Bool {
    guard let columns = columns[table], !columns.isEmpty else { return false }
    switch constraint {
    case .primaryKey(let key): return !columns.isDisjoint(with: key.columns + key.index.include)
    case .unique(let unique): return !columns.isDisjoint(with: unique.columns + unique.index.include)
    case .foreignKey(let key): return !columns.isDisjoint(with: key.columns)
    case .check(let check): return mention(columns, [check.expression])
    case .exclusion(let exclusion):
      return isAbout(exclusion.elements.map(\.part), exclusion.index.include, exclusion.predicate, columns)
    }
  }

  /// Whether an index is about a column that is not compared.
  func isAbout(_ index: Index) -> Bool {
    guard let columns = columns[index.table], !columns.isEmpty else { return false }
    return isAbout(index.parts, index.include, index.predicate, columns)
  }

  /// Whether an object is a part of something that is not compared, or about a column that is not.
  func isAbout(_ object: SQLObject) -> Bool {
    guard let relation = object.relation else { return false }
    return relations.contains(relation) || columns[relation].map { mention($0, [object.creation]) } ?? false
  }

  private func isAbout(
    _ parts: [Index.Part], _ include: [String], _ predicate: SQLFragment?, _ columns: Set<String>
  ) -> Bool {
    var fragments = [predicate]
    for part in parts {
      switch part.key {
      case .column(let column): if columns.contains(column) { return true }
      case .expression(let expression): fragments.append(expression)
      }
    }
    return !columns.isDisjoint(with: include) || mention(columns, fragments)
  }

  private func mention(_ columns: Set<String>, _ fragments: [SQLFragment?]) -> Bool {
    var mentions = Mentions()
    for fragment in fragments { mentions.add(fragment) }
    return columns.contains { mentions.contains($0) }
  }
}

extension DatabaseObject {
  /// The table, view or sequence that it is.
  fileprivate var relation: QualifiedName? {
    switch self {
    case .table(let name), .view(let name), .materializedView(let name), .sequence(let name): name
    default: nil
    }
  }
}
