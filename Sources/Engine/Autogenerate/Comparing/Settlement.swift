package import Dialects
package import Revisions

/// What to do about expressions that a database reads back in other words than they were declared in.
package enum Settlement {
  /// Whether two schemas may differ only by how expressions are worded, so that the database has to be asked.
  package static func isNeeded(
    _ declared: Schema, _ reflected: Schema, renames: Renames, dialect: some SchemaReflecting
  ) throws(DialectError) -> Bool {
    guard dialect.comparison.rewordsExpressions else { return false }
    let declared = declared.filled(like: reflected)
    let former = try renames.applied(to: reflected, toward: declared, dialect: dialect).schema
    func differs<Object: Hashable, Key: Hashable>(_ list: KeyPath<Schema, [Object]>, by key: (Object) -> Key) -> Bool {
      var others: [Key: Object] = [:]
      for object in former[keyPath: list] { others[key(object)] = object }
      return declared[keyPath: list].contains { object in others[key(object)].map { $0 != object } ?? false }
    }
    return differs(\.tables, by: \.name) || differs(\.views, by: \.name) || differs(\.materializedViews, by: \.name)
      || differs(\.indexes, by: \.name) || differs(\.domains, by: \.name)
      || differs(\.policies, by: ObjectKey.policy) || differs(\.triggers, by: ObjectKey.trigger)
      || differs(\.routines, by: { $0.name }) || differs(\.others, by: ObjectKey.other)
  }

  /// What is declared, in the words that the database has for it wherever it means the same, and else in its own.
  ///
  /// `readBack` is what is declared as the database reads it back after it was made.
  package static func settled(
    declared: Schema, readBack: Schema, reflected: Schema, renames: Renames, dialect: some SchemaReflecting
  ) throws(DialectError) -> Schema {
    let former = try renames.applied(to: reflected, toward: declared, dialect: dialect).schema
    let readBack = readBack.filled(like: reflected)
    var result = declared.filled(like: reflected)
    func settle<Object: Hashable, Key: Hashable>(
      _ list: WritableKeyPath<Schema, [Object]>, by key: (Object) -> Key,
      parts: (_ declared: Object, _ readBack: Object, _ former: Object) -> Object = { declared, _, _ in declared }
    ) {
      var own: [Key: Object] = [:]
      for object in readBack[keyPath: list] { own[key(object)] = object }
      var there: [Key: Object] = [:]
      for object in former[keyPath: list] { there[key(object)] = object }
      result[keyPath: list] = result[keyPath: list].map { object in
        guard let readBack = own[key(object)], let former = there[key(object)] else { return object }
        return readBack == former ? former : parts(object, readBack, former)
      }
    }
    settle(\.tables, by: \.name, parts: table)
    let followed = dialect.comparison.viewsPinColumns ? renames.followedQueries(of: reflected) : [:]
    settle(\.views, by: \.name) { declared, readBack, former in
      followed[former.name] == readBack.query ? readBack : declared
    }
    settle(\.materializedViews, by: \.name) { declared, readBack, former in
      followed[former.name] == readBack.query ? readBack : declared
    }
    settle(\.indexes, by: { QualifiedName($0.name, schema: $0.table.schema) }, parts: index)
    settle(\.domains, by: \.name)
    settle(\.sequences, by: \.name)
    settle(\.policies, by: ObjectKey.policy)
    settle(\.triggers, by: ObjectKey.trigger)
    settle(\.routines, by: ObjectKey.routine)
    settle(\.others, by: ObjectKey.other)
    settle(\.extensions, by: \.name)
    settle(\.comments, by: \.object)
    return result
  }

  /// An index of a partitioned table, which may have its parts under names that are not those it would get.
  private static func index(_ declared: Index, _ readBack: Index, _ former: Index) -> Index {
    var same = former
    same.onlyTable = readBack.onlyTable
    return readBack == same ? same : declared
  }

  /// A table of which some parts differ and others do not.
  private static func table(_ declared: Table, _ readBack: Table, _ former: Table) -> Table {
    var result = declared
    result.columns = declared.columns.map { column in
      guard let own = readBack.columns.first(where: { $0.name == column.name }),
        let there = former.columns.first(where: { $0.name == column.name })
      else { return column }
      if own == there { return there }
      var mixed = column
      if own.defaultValue == there.defaultValue { mixed.defaultValue = there.defaultValue }
      if own.generated == there.generated { mixed.generated = there.generated }
      if own.type == there.type { mixed.type = there.type }
      if own.identity == there.identity { mixed.identity = there.identity }
      return mixed
    }
    result.constraints = declared.constraints.map { constraint in
      guard let own = readBack.constraints.first(where: { $0.name == constraint.name }),
        let there = former.constraints.first(where: { $0.name == constraint.name })
      else { return constraint }
      return own == there ? there : constraint
    }
    if readBack.options == former.options { result.options = former.options }
    return result
  }
}
