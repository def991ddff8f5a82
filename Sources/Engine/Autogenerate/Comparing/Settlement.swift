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
    return kinds().contains { $0.differ(declared, former) }
  }

  /// What is declared, in the words that the database has for it wherever it means the same, and else in its own.
  ///
  /// `readBack` is what is declared as the database reads it back after it was made.
  package static func settled(
    declared: Schema, readBack: Schema, reflected: Schema, renames: Renames, dialect: some SchemaReflecting
  ) throws(DialectError) -> Schema {
    let former = try renames.applied(to: reflected, toward: declared, dialect: dialect).schema
    let readBack = readBack.filled(like: reflected).worded(like: former, dialect)
    var result = declared.filled(like: reflected)
    let followed = dialect.comparison.viewsPinColumns ? renames.followedQueries(of: reflected) : [:]
    for kind in kinds(followed: followed) { kind.settle(&result, readBack, former) }
    return result
  }

  /// All kinds of objects of which a database may say something in other words: by what they are told apart, and what
  /// becomes of one that differs. `followed` is what views say after columns were renamed.
  private static func kinds(followed: [QualifiedName: SQLFragment] = [:]) -> [Kind] {
    [
      Kind(\.tables, by: \.name, parts: table),
      Kind(\.views, by: \.name) { declared, readBack, former in
        followed[former.name] == readBack.query ? readBack : declared
      },
      Kind(\.materializedViews, by: \.name) { declared, readBack, former in
        followed[former.name] == readBack.query ? readBack : declared
      },
      Kind(\.indexes, by: { QualifiedName($0.name, schema: $0.table.schema) }, parts: index),
      Kind(\.domains, by: \.name),
      Kind(\.sequences, by: \.name),
      Kind(\.policies, by: ObjectKey.policy),
      Kind(\.triggers, by: ObjectKey.trigger),
      Kind(\.routines, by: ObjectKey.routine),
      Kind(\.others, by: ObjectKey.other),
      Kind(\.extensions, by: \.name),
      Kind(\.comments, by: \.object),
    ]
  }

  /// A kind of object.
  private struct Kind {
    /// Whether objects of it that are in both schemas differ in what a database words.
    let differ: (Schema, Schema) -> Bool
    /// Gives those of a declared schema the words that the former one has for the same; the second is what is read back.
    let settle: (inout Schema, Schema, Schema) -> Void

    init<Object: Hashable & WordedByDatabase, Key: Hashable>(
      _ list: WritableKeyPath<Schema, [Object]>, by key: @escaping (Object) -> Key,
      parts: @escaping (_ declared: Object, _ readBack: Object, _ former: Object) -> Object = { own, _, _ in own }
    ) {
      func byKey(_ schema: Schema) -> [Key: Object] {
        Dictionary(schema[keyPath: list].map { (key($0), $0) }) { _, last in last }
      }
      differ = { declared, former in
        let there = byKey(former)
        return declared[keyPath: list].contains { object in
          guard let former = there[key(object)], former != object else { return false }
          return object.isWorded(unlike: former)
        }
      }
      settle = { schema, readBack, former in
        let (own, there) = (byKey(readBack), byKey(former))
        schema[keyPath: list] = schema[keyPath: list].map { object in
          guard let readBack = own[key(object)], let former = there[key(object)] else { return object }
          return readBack == former ? former : parts(object, readBack, former)
        }
      }
    }
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
