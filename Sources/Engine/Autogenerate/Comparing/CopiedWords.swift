package import Dialects
package import Revisions

// A database that was restored from a dump has read its own words once more, and says some of them in others since.

extension Schema {
  /// The schema in the words of another wherever the dialect takes both for the same.
  package func worded(like other: Schema, _ dialect: some SchemaReflecting) -> Schema {
    guard dialect.comparison.rewordsExpressions else { return self }
    var result = self
    result.align(\.tables, other, by: \.name) { $0.takeWords(of: $1, dialect) }
    let tables = Dictionary(self.tables.map { ($0.name, $0) }) { first, _ in first }
    result.align(\.indexes, other, by: { QualifiedName($0.name, schema: $0.table.schema) }) { index, like in
      dialect.take(&index.predicate, like.predicate, of: tables[index.table])
      guard index.parts.count == like.parts.count else { return }
      for (position, part) in like.parts.enumerated() {
        guard case .expression(var own) = index.parts[position].key, case .expression(let there) = part.key else {
          continue
        }
        dialect.take(&own, there, of: tables[index.table])
        index.parts[position].key = .expression(own)
      }
    }
    result.align(\.domains, other, by: \.name) { domain, like in
      let value = Table(domain.name, columns: [Column("value", domain.type)])
      for position in domain.checks.indices {
        guard let there = like.checks.first(where: { $0.name == domain.checks[position].name }) else { continue }
        dialect.take(&domain.checks[position].expression, there.expression, of: value)
      }
    }
    result.align(\.views, other, by: \.name) { dialect.take(&$0.query, $1.query) }
    result.align(\.materializedViews, other, by: \.name) { dialect.take(&$0.query, $1.query) }
    result.align(\.policies, other, by: ObjectKey.policy) { policy, like in
      dialect.take(&policy.using, like.using, of: tables[policy.table])
      dialect.take(&policy.check, like.check, of: tables[policy.table])
    }
    result.align(\.others, other, by: ObjectKey.other) { dialect.take(&$0.creation, $1.creation) }
    return result
  }

  /// Lets those objects of a kind that are in both schemas, and differ, take something over.
  private mutating func align<Object: Hashable, Key: Hashable>(
    _ list: WritableKeyPath<Schema, [Object]>, _ other: Schema, by key: (Object) -> Key,
    _ take: (inout Object, Object) -> Void
  ) {
    let there = Dictionary(other[keyPath: list].map { (key($0), $0) }) { first, _ in first }
    self[keyPath: list] = self[keyPath: list].map { object in
      guard let like = there[key(object)], like != object else { return object }
      var object = object
      take(&object, like)
      return object
    }
  }
}

extension Table {
  fileprivate mutating func takeWords(of like: Table, _ dialect: some SchemaReflecting) {
    let checks = Dictionary(like.constraints.map { ($0.name, $0) }) { first, _ in first }
    for position in constraints.indices {
      guard case .check(var check) = constraints[position], case .check(let there)? = checks[check.name] else {
        continue
      }
      dialect.take(&check.expression, there.expression, of: self)
      constraints[position] = .check(check)
    }
    for position in columns.indices {
      guard let generated = columns[position].generated,
        let there = like.columns.first(where: { $0.name == columns[position].name })?.generated
      else { continue }
      var expression = generated.expression
      dialect.take(&expression, there.expression, of: self)
      columns[position].generated?.expression = expression
    }
  }
}

extension SchemaReflecting {
  /// Puts other words in the place of some, where they are the same.
  fileprivate func take(_ words: inout SQLFragment, _ others: SQLFragment, of table: Table? = nil) {
    if words != others, isSame(words, others, of: table) { words = others }
  }

  fileprivate func take(_ words: inout SQLFragment?, _ others: SQLFragment?, of table: Table?) {
    guard var own = words, let others else { return }
    take(&own, others, of: table)
    words = own
  }
}
