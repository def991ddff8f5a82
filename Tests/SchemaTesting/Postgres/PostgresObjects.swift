import Revisions

extension SchemaGenerator {
  /// Says of an index what only PostgreSQL can.
  mutating func embellished(_ index: Index, of table: Table) -> Index {
    var index = index
    for position in index.parts.indices {
      guard case .column(let name) = index.parts[position].key,
        let column = table.columns.first(where: { $0.name == name })
      else { continue }
      if column.type == .text, once(in: 4) { index.parts[position].operatorClass = "text_pattern_ops" }
      if column.type.isTextual, once(in: 4) { index.parts[position].collation = "C" }
      if once(in: 4) { index.parts[position].nulls = pick([.first, .last]) }
    }
    if once(in: 4) { index.include = [pick(table.columns).name] }
    if index.isUnique, once(in: 3) { index.nullsAreDistinct = false }
    if once(in: 5) { index.storageParameters = ["fillfactor": 60] }
    if once(in: 6) { index.comment = "an index" }
    if !index.isUnique, index.parts.count == 1, index.parts[0].operatorClass == nil, once(in: 4) {
      index.method = .hash
      index.parts[0].direction = .ascending
      index.parts[0].nulls = nil
      index.include = []
    }
    return index
  }

  /// A query over a table or view that names all columns whole, and gives other names to those that others may read.
  private mutating func query(in schema: Schema) -> SQLFragment? {
    guard let relation = schema.relations.randomElement(using: &random), !relation.columns.isEmpty else { return nil }
    var results: [SQLFragment] = []
    for (position, column) in some(of: relation.columns, upTo: 3).enumerated() {
      let result = SQLFragment(segments: [.identifier(relation.name.parts + [column])])
      results.append(
        once(in: 3) && !column.hasPrefix("alias ")
          ? result : "\(result)\(raw: gap())AS \(identifier: "alias \(position)")")
    }
    if once(in: 3) { results.append("count(*) over ( ) AS \(identifier: "alias n")") }
    var query: SQLFragment = "select \(results.joined(by: ", "))\(raw: gap())FROM \(identifier: relation.name)"
    if once(in: 4), let other = schema.relations.randomElement(using: &random), other.name != relation.name {
      query = query + " left JOIN \(identifier: other.name) on true"
    }
    if once(in: 2) {
      let column = SQLFragment(segments: [.identifier(relation.name.parts + [pick(relation.columns)])])
      query = query + " where \(column) is not  null"
    }
    if once(in: 4) { query = query + "\n LIMIT 5" }
    return query
  }

  mutating func addPostgresView(to schema: inout Schema) {
    guard let query = query(in: schema) else { return }
    var view = View(QualifiedName(objectName(in: schema), schema: home(in: schema)), as: query)
    if once(in: 5) { view.options.isSecurityBarrier = true }
    if once(in: 4) { view.comment = "a view" }
    schema.views.append(view)
  }

  /// Gives a view another query.
  mutating func changeView(in schema: inout Schema) {
    guard !schema.views.isEmpty else { return }
    let position = number(0...(schema.views.count - 1))
    var before = schema
    // Of what was there before it, so that no view reads itself.
    before.views.removeSubrange(position...)
    before.materializedViews = []
    if let query = query(in: before) { schema.views[position].query = query }
  }

  mutating func addMaterializedView(to schema: inout Schema) {
    guard let query = query(in: schema) else { return }
    let view = MaterializedView(
      QualifiedName(objectName(in: schema), schema: home(in: schema)), as: query, withData: !once(in: 3),
      comment: once(in: 4) ? "kept" : nil)
    schema.materializedViews.append(view)
    if once(in: 2), let column = query.outputColumns.first(where: { $0 == "alias n" }) {
      schema.indexes.append(Index(objectName(in: schema), on: view.name, parts: [Index.Part(.column(column))]))
    }
  }

  mutating func addPostgresTrigger(to schema: inout Schema) {
    guard let function = schema.routines(of: "trg fn").randomElement(using: &random),
      let table = schema.tables.filter({ $0.options.partition == nil }).randomElement(using: &random)
    else { return }
    if let view = schema.views.randomElement(using: &random), once(in: 5) {
      schema.triggers.append(
        Trigger(objectName(in: schema), on: view.name, .insteadOf, [.insert], execute: function.name))
      return
    }
    let column = pick(table.columns)
    var trigger = Trigger(
      objectName(in: schema), on: table.name, pick([.before, .after]),
      [pick([.insert, .delete, .update, .update(of: [column.name])])], execute: function.name,
      arguments: once(in: 3) ? ["it's", ""] : [], comment: once(in: 4) ? "a trigger" : nil)
    if trigger.events == [.insert], once(in: 2), column.generated == nil {
      trigger.condition = "NEW.\(identifier: column.name)\(raw: gap())is not NULL"
    }
    if trigger.timing == .after, once(in: 3) {
      trigger.constraint = Trigger.Constraint(pick([.no, .initiallyDeferred]))
    }
    if once(in: 4) { trigger.state = pick([.disabled, .always]) }
    schema.triggers.append(trigger)
  }

  mutating func addPolicy(to schema: inout Schema) {
    guard let table = schema.tables.filter({ $0.options.partition == nil }).randomElement(using: &random) else {
      return
    }
    var policy = Policy(
      objectName(in: schema), on: table.name, for: pick([.all, .select, .update]), permissive: !once(in: 4),
      roles: [.public],
      using: condition(on: pick(table.columns), in: schema), comment: once(in: 4) ? "a policy" : nil)
    if policy.command != .select, once(in: 2) { policy.check = condition(on: pick(table.columns), in: schema) }
    schema.policies.append(policy)
  }

  /// A comment on a constraint: all else has its own.
  mutating func addComment(to schema: inout Schema) {
    var candidates: [DatabaseObject] = []
    for table in schema.tables where table.options.partition == nil {
      for constraint in table.constraints + table.columns.flatMap(\.constraints) {
        if let name = constraint.name { candidates.append(.constraint(name, on: table.name)) }
      }
    }
    guard let object = candidates.randomElement(using: &random) else { return }
    schema.comments.removeAll { $0.object == object }
    schema.comments.append(Comment(on: object, "a rule \(number(1...9))"))
  }
}

extension QualifiedName {
  var parts: [String] { [schema, name].compactMap { $0 } }
}

extension Schema {
  /// What a query can read, with the columns that are known by name.
  var relations: [(name: QualifiedName, columns: [String])] {
    tables.filter { $0.options.partition == nil }.map { ($0.name, $0.columns.map(\.name)) }
      + views.map { ($0.name, $0.query.outputColumns) }
  }
}

extension SQLFragment {
  /// The columns of a query, as far as they are given names.
  var outputColumns: [String] {
    names.filter { $0.count == 1 && $0[0].hasPrefix("alias ") }.map { $0[0] }
  }
}
